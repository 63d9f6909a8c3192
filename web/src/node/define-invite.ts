import { hasElements } from './has-elements.js';
import { SubshareInvite } from './invite.js';

if (hasElements && !customElements.get('subshare-invite')) customElements.define('subshare-invite', SubshareInvite as CustomElementConstructor);

export { SubshareInvite };
