// The accessibility tree at each station of the journeys: roles, names, states and what is announced, as they were when somebody last looked.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { journey, useBrowser } from '../lib/journey.ts';
import { hasTree, seen } from '../lib/tree.ts';

const only = { chromiumOnly: 'reads the accessibility tree through the debugger' };
const contact = 'E-mail or mobile number';

useBrowser();

journey('trees: the owner invites', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'status_500', times: 4 });
  await ola.opens(page('invite'));
  await ola.sees('Try again');
  await hasTree(ola, 'invite-failed');
  await ola.presses('Try again');
  await ola.sees('3 seats left');
  await hasTree(ola, 'invite-empty');
  await ola.types(contact, 'a@example.com, c@gmial.com; b@example\n');
  await ola.sees('The end of the address is missing', 'Did you mean c@gmail.com?');
  await hasTree(ola, 'invite-typed');
  await ola.presses('Invite 3 people');
  await ola.sees('2 of 3 seats in use');
  await hasTree(ola, 'invite-sent');
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'status_429', resetSeconds: 50 });
  await ola.hits('End');
  await ola.page.type('.com');
  await ola.presses('Invite');
  await ola.sees('Many people are sharing right now.');
  await hasTree(ola, 'invite-waiting');
}, only);

journey('trees: the owner and the people', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'MIX', 'product-name': 'Kultur' }));
  await ola.presses('Earlier 2');
  await ola.sees('Ådne');
  await hasTree(ola, 'people');
  await ola.presses('Edit name: Sander Sendt');
  await ola.sees('Last name');
  await hasTree(ola, 'people-rename');
  await ola.presses('Copy link: Sander Sendt');
  await ola.sees('The link is copied.');
  await ola.presses('QR code');
  await ola.page.evaluate(async () => {
    const root = document.querySelector('subshare-invite')!.shadowRoot!;
    while (!root.querySelector('.qr')) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  await hasTree(ola, 'people-link');
  await ola.presses('End access: Kari Nordmann');
  await ola.sees('End access for Kari Nordmann?');
  await hasTree(ola, 'people-question');
  await ola.presses('End access');
  await ola.sees('Undo');
  await hasTree(ola, 'people-undo');
  await ola.sees('3 of 10 seats in use');
  await hasTree(ola, 'people-ended');
  await ola.opens(page('invite', { 'product-code': 'FUL' }));
  await ola.sees('All seats are in use.');
  await hasTree(ola, 'invite-full');
  await ola.opens(page('invite', { 'product-code': 'NON' }));
  await ola.sees('This subscription cannot be shared.');
  await hasTree(ola, 'invite-no-rule');
  await sandbox.control('expire-tokens', { refreshTokensToo: true });
  await ola.page.reload();
  await ola.sees('You are not logged in.');
  await hasTree(ola, 'invite-logged-out');
}, only);

journey('trees: the recipient', async ({ person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation'));
  await kari.sees('The invitation code is missing');
  await hasTree(kari, 'invitation-no-code');
  await kari.opens(page('invitation', { 'product-name': 'Fjordposten', 'inviter-name': 'Ola' }, { code: 'OPEN-NAT-01' }));
  await kari.sees('Ola wants to share Fjordposten with you');
  await hasTree(kari, 'invitation');
  await kari.presses('No, thank you');
  await kari.sees('Decline the invitation?');
  await hasTree(kari, 'invitation-question');
  await kari.presses('Yes, decline');
  await kari.sees('You have declined.');
  await hasTree(kari, 'invitation-declined');
  await kari.page.reload();
  await kari.presses('Accept');
  await kari.sees('This invitation has been declined.');
  await hasTree(kari, 'invitation-refused');
  await kari.opens(page('invitation', { 'accepted-url': '/welcome' }, { code: 'CONKARI01' }));
  await kari.sees('Accept');
  await kari.page.evaluate(() => {
    (document.querySelector('subshare-invitation') as unknown as { consents: unknown }).consents = async () => [
      { id: 'terms', text: 'I agree to the terms.', required: true, url: '/terms' },
      { id: 'offers', text: 'May we send you offers?' },
    ];
  });
  await kari.sees('I agree to the terms.');
  await hasTree(kari, 'invitation-consents');
  await kari.presses('Accept');
  await kari.sees('You can accept only if you agree');
  await hasTree(kari, 'invitation-consents-missing');
  await kari.presses('I agree to the terms.');
  await kari.presses('No', { role: 'radio' });
  await kari.presses('Accept');
  await kari.sees('You have accepted');
  await hasTree(kari, 'invitation-accepted');
  const nobody = await person();
  await nobody.opens(page('invitation', {}, { code: 'OPEN-NAT-03' }));
  await nobody.sees('Accept');
  await nobody.page.evaluate(() => document.addEventListener('subshare-login-needed', (event) => event.preventDefault()));
  await nobody.presses('Accept');
  await nobody.sees('Log in to accept.');
  await hasTree(nobody, 'invitation-logged-out');
}, only);

journey('trees: the company', async ({ sandbox, person }) => {
  const company = await person('bedrift');
  await company.opens(`${sandbox.publisher}/nets.html`);
  await company.sees('Networks with access');
  await hasTree(company, 'nets');
  await company.presses('Change: example.com');
  await company.types('IP ranges', '');
  await company.hits('Control+a');
  await company.page.type('10.0.0.300');
  await company.presses('Save changes');
  await company.sees('Nothing has been sent yet');
  await hasTree(company, 'nets-wrong');
  await company.presses('Discard changes');
  await company.presses('Remove: example.com');
  await company.sees('example.com goes when you save.');
  await hasTree(company, 'nets-unsaved');
  await company.presses('Save changes');
  await company.sees('The networks are saved.');
  await hasTree(company, 'nets-saved');
  await company.opens(`${sandbox.publisher}/distribution.html?set-product-code=B2B`);
  await company.sees('Level D');
  await hasTree(company, 'distribution');
  await company.presses('Choose: Level D');
  await company.sees('Switch to Level D?');
  await hasTree(company, 'distribution-question');
  await company.presses('Switch');
  await company.sees('You have switched to Level D.');
  await hasTree(company, 'distribution-switched');
}, only);

test('every tree that is kept is looked at', () => {
  const kept = readdirSync(new URL('../trees', import.meta.url));
  assert.deepEqual(kept.filter((file) => !seen.has(file)), []);
});
