// For Node: the element where a test has made a document, and its stand-in on a server.
import '../inside/all.js';
import * as server from '../server.js';
import { hasElements } from './has-elements.js';

declare const require: (path: string) => typeof import('../elements/invite.js');

// Not evaluated unless it is asked for: it extends HTMLElement.
export const SubshareInvite = hasElements ? require('../elements/invite.js').SubshareInvite : server.SubshareInvite;
