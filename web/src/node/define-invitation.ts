import { hasElements } from './has-elements.js';
import { SubshareInvitation } from './invitation.js';

if (hasElements && !customElements.get('subshare-invitation')) customElements.define('subshare-invitation', SubshareInvitation as CustomElementConstructor);

export { SubshareInvitation };
