// What an app's own TypeScript makes of the package, by each resolution and with all declarations checked.
import { createClient, loadSubshare, type Client, type Outcome } from 'subshare';
import 'subshare/define/invite.js';
import { SubshareInvitation } from 'subshare/invitation';
import { InvitedEvent } from 'subshare/events';
import { fakeClient } from 'subshare/testing';
import 'subshare/inside/people.js';
import people from 'subshare/subshare-people.wasm';
import whole from 'subshare/subshare-core.wasm';

const client: Client = createClient({ baseUrl: 'https://api.example/capi', tokens: '/subshare/token' });
const address: string[] = [people, whole];

const invite = document.createElement('subshare-invite');
invite.productCode = 'NAT';
invite.client = fakeClient();
invite.addEventListener('subshare-invited', (event) => event.productCode.trim());
document.addEventListener('subshare-failed', (event) => event.code.trim());
window.addEventListener('subshare-login-needed', (event) => event.returnUrl.trim());
// Through a class alone the tags are known as well.
const invitation: SubshareInvitation = document.createElement('subshare-invitation');
invitation.saveConsents = async (answers) => answers.map(({ id }) => id);
// @ts-expect-error what the parts of an element are to one another is nobody else's
invite.form;
// @ts-expect-error
invite.read(true);
// @ts-expect-error
invite.problem('');
// @ts-expect-error product codes are text
invite.productCode = 1;

export async function share(): Promise<Outcome> {
  const core = await loadSubshare({ wasmUrl: people });
  core?.parseContact('kari@example.com', 47);
  return client.sendInvitation({ contact: 'kari@example.com', productCode: 'NAT' });
}
export { InvitedEvent, address };
