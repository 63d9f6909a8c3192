// Registers <subshare-invite>. A second registration, by another copy on the page, is left alone.
import { SubshareInvite } from '../elements/invite.js';

if (!customElements.get('subshare-invite')) customElements.define('subshare-invite', SubshareInvite);

export { SubshareInvite };
