// Registers <subshare-invitation>. A second registration, by another copy on the page, is left alone.
import { SubshareInvitation } from '../elements/invitation.js';

if (!customElements.get('subshare-invitation')) customElements.define('subshare-invitation', SubshareInvitation);

export { SubshareInvitation };
