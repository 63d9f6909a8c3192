import 'subshare/define/invite.js';
import { InvitedEvent } from 'subshare/events';
import { SubshareInvite } from 'subshare/invite';

window.heard = [];
for (const element of document.querySelectorAll('subshare-invite')) {
  element.baseUrl = new URL('/capi', location.href).href;
  if (!(element instanceof SubshareInvite)) throw new Error('There are two copies of the class.');
}
document.addEventListener('subshare-invited', (event) => {
  if (!(event instanceof InvitedEvent)) throw new Error('There are two copies of the event.');
  window.heard.push(event.type);
});
