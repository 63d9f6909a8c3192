// Every journey by keyboard alone: Tab, Enter, Space, Escape and the arrows. The focus is always somewhere, and to be seen: lib/keyboard.ts.
import assert from 'node:assert/strict';

import { journey, useBrowser } from '../lib/journey.ts';
import { Keyboard } from '../lib/keyboard.ts';

useBrowser();

const contact = 'textbox: E-mail or mobile number';
const nth = (n: number): string => `textbox: Person ${n}: e-mail or mobile number`;

journey('keyboard: invite several, put a bad one right, take one out, take a suggestion', async ({ sandbox, person, page }) => {
  const ola = new Keyboard(await person('ola'));
  await ola.opens(page('invite'), '3 seats left');
  await ola.goesTo(contact);
  await ola.types('a@example.com');
  await ola.hits('Enter', { focus: nth(2) });
  await ola.types('b@example');
  await ola.hits('Enter', { focus: nth(3) });
  await ola.types('c@gmial.com');
  await ola.hits('Enter', { focus: nth(4), sees: ['Did you mean c@gmail.com?'] });
  await ola.goesTo('button: Use that', 'Shift+Tab');
  await ola.hits('Enter', { focus: nth(3) });
  await ola.goesTo('button: Remove c@gmail.com');
  await ola.hits('Space', { focus: nth(3) });
  // Enter in the empty row sends; the bad one is where the focus goes.
  await ola.hits('Enter', { sees: ['Invitation sent.', 'The end of the address is missing'], focus: contact });
  await ola.hits('End');
  await ola.types('.com');
  await ola.goesTo('button: Invite');
  await ola.hits('Enter', { sees: ['2 of 3 seats in use'], focus: /^div: Invitation sent./ });
  assert.deepEqual((await sandbox.sent()).map(({ to }) => to).sort(), ['a@example.com', 'b@example.com']);
});

journey('keyboard: withdraw, undo, withdraw, invite again, until the house is full', async ({ person, page }) => {
  const ola = new Keyboard(await person('ola'));
  await ola.opens(page('invite', { 'product-code': 'FUL' }), 'All seats are in use.');
  await ola.goesTo('button: Withdraw: Liv Hansen');
  await ola.hits('Enter', { sees: ['Withdraw the invitation to Liv Hansen?'], focus: 'button: Withdraw' });
  await ola.hits('Escape', { focus: 'button: Withdraw: Liv Hansen' });
  await ola.hits('Space', { focus: 'button: Withdraw' });
  await ola.hits('Enter', { focus: 'button: Undo' });
  await ola.hits('Enter', { sees: ['Nothing was changed.'], focus: /^button: .*: Liv Hansen$/ });
  await ola.goesTo('button: Withdraw: Liv Hansen');
  await ola.hits('Enter', { focus: 'button: Withdraw' });
  // The row goes from where it was while the focus is in it, and takes the focus along.
  await ola.hits('Enter', { sees: ['1 of 2 seats in use'], focus: 'button: Invite again: Liv Hansen' });
  await ola.hits('Enter', { focus: contact });
  await ola.goesTo('button: Invite');
  // The form goes with the last seat.
  await ola.hits('Enter', { sees: ['2 of 2 seats in use', 'All seats are in use.'], focus: /^div: Invitation sent./ });
});

journey('keyboard: a new name, the link and its QR code', async ({ person, page }) => {
  const ola = new Keyboard(await person('ola'));
  await ola.opens(page('invite', { 'product-code': 'MIX' }), 'Sander Sendt');
  await ola.goesTo('button: Edit name: Sander Sendt');
  await ola.hits('Enter', { focus: 'textbox: First name' });
  await ola.hits('Control+a');
  await ola.types('Åse');
  await ola.hits('Escape', { focus: 'button: Edit name: Sander Sendt' });
  await ola.hits('Enter', { focus: 'textbox: First name' });
  await ola.hits('Control+a');
  await ola.hits('Delete');
  await ola.goesTo('textbox: Last name');
  await ola.hits('Control+a');
  await ola.hits('Delete');
  await ola.hits('Enter', { sees: ['Something is missing here.'], focus: 'textbox: Last name' });
  await ola.types('Ærlig');
  await ola.goesTo('textbox: First name', 'Shift+Tab');
  await ola.types('Åse');
  await ola.hits('Enter', { sees: ['Åse Ærlig'], focus: /^button: .*: Åse Ærlig$/ });

  await ola.goesTo('button: Copy link: Åse Ærlig', 'Shift+Tab');
  await ola.hits('Enter', { sees: ['Close'], focus: 'button: Copy link: Åse Ærlig' });
  await ola.goesTo('button: QR code');
  await ola.hits('Enter', { focus: 'button: QR code' });
  await ola.person.page.evaluate(async () => {
    const root = document.querySelector('subshare-invite')!.shadowRoot!;
    while (!root.querySelector('.qr')) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  await ola.goesTo('button: Close');
  await ola.hits('Escape', { focus: 'button: QR code' });
  await ola.goesTo('button: Close');
  await ola.hits('Enter', { focus: 'button: Copy link: Åse Ærlig' });
  await ola.person.doesNotSee('QR code');
  // Those of earlier are folded away behind a button that keeps the focus.
  const earlier = /^button: Earlier/;
  while (!earlier.test(await ola.person.focus())) await ola.hits('Tab');
  await ola.hits('Space', { sees: ['Ådne'], focus: earlier });
  await ola.hits('Space', { focus: earlier });
  await ola.person.doesNotSee('Ådne');
});

journey('keyboard: what failed is tried again, and a wait is stopped', async ({ sandbox, person, page }) => {
  const ola = new Keyboard(await person('ola'));
  await sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'status_500', times: 4 });
  await ola.opens(page('invite'), 'Something went wrong at the other end.');
  await ola.goesTo('button: Try again');
  await ola.hits('Enter', { sees: ['3 seats left'] });
  await ola.goesTo(contact);
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'status_429', resetSeconds: 50 });
  await ola.types('a@example.com');
  await ola.goesTo('button: Invite');
  await ola.hits('Enter', { sees: ['Many people are sharing right now.'] });
  await ola.goesTo('button: Stop');
  await ola.hits('Enter', { sees: ['You stopped it.'], focus: contact });
  // What was typed is still there on another visit, and so it is after the login.
  await ola.opens(page('invite'), '3 seats left');
  await sandbox.control('expire-tokens', { refreshTokensToo: true });
  await ola.goesTo('button: Invite');
  await ola.hits('Enter', { sees: ['You are not logged in.'], focus: 'link: Log in' });
  await ola.person.hits('Enter');
  await ola.person.sees('Ola Nordmann owns');
});

journey('keyboard: accept, with consents and the login on the way', async ({ sandbox, person, page }) => {
  const kari = new Keyboard(await person());
  const consents = (): Promise<void> =>
    kari.person.page.evaluate(() => {
      (document.querySelector('subshare-invitation') as unknown as { consents: unknown }).consents = async () => [
        { id: 'terms', text: 'I agree to the terms.', required: true },
        { id: 'offers', text: 'May we send you offers?' },
      ];
    });
  await kari.opens(page('invitation', { issuer: 'FJORD' }, { code: 'CONKARI01' }), 'Accept');
  await consents();
  await kari.person.sees('I agree to the terms.');
  await kari.goesTo('button: Accept');
  await kari.hits('Enter', { sees: ['You can accept only if you agree'], focus: 'checkbox: I agree to the terms.' });
  await kari.hits('Space');
  await kari.goesTo('radio: Yes');
  await kari.hits('ArrowDown', { focus: 'radio: No' });
  await kari.goesTo('button: Accept');
  await kari.person.hits('Enter');
  await kari.person.sees('Kari Nordmann is invited');
  while ((await kari.person.focus()) !== 'button: Kari Nordmann is invited') await kari.person.hits('Tab');
  await kari.person.hits('Enter');
  await kari.arrives('Welcome back.');
  await consents();
  await kari.person.sees('I agree to the terms.');
  await kari.goesTo('button: Accept');
  await kari.hits('Enter', { sees: ['You have accepted and can read right away.'], focus: /^div: Welcome/ });
  assert.equal((await sandbox.calls()).filter(({ operation }) => operation === 'accept_invitation').length, 1);
});

journey('keyboard: decline, think better of it, decline after all; and a refusal that leads back', async ({ person, page }) => {
  const kari = new Keyboard(await person('kari'));
  await kari.opens(page('invitation', {}, { code: 'USED-NAT-01' }), 'Accept');
  await kari.goesTo('button: Accept');
  await kari.hits('Enter', { sees: ['This invitation has been accepted already.'], focus: /^div: This invitation/ });
  await kari.goesTo('button: Back');
  await kari.hits('Enter', { focus: 'button: Accept' });
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }), 'Accept');
  await kari.goesTo('button: No, thank you');
  await kari.hits('Space', { sees: ['Decline the invitation?'], focus: 'button: Yes, decline' });
  await kari.goesTo('button: Cancel');
  await kari.hits('Enter', { focus: 'button: No, thank you' });
  await kari.hits('Enter', { focus: 'button: Yes, decline' });
  await kari.hits('Enter', { sees: ['You have declined.'], focus: /^div: You have declined/ });
});

journey('keyboard: networks added, changed, removed, put right and saved', async ({ sandbox, person }) => {
  const company = new Keyboard(await person('bedrift'));
  await company.opens(`${sandbox.publisher}/nets.html`, 'Networks with access');
  await company.goesTo('button: Change: example.com');
  await company.hits('Enter', { focus: 'textbox: IP ranges' });
  await company.goesTo('textbox: Domains');
  await company.hits('Control+a');
  await company.types('wrong');
  await company.goesTo('checkbox: Readers must log in as well');
  await company.hits('Space');
  await company.goesTo('button: Add a network');
  await company.hits('Enter', { focus: 'textbox: IP ranges' });
  await company.types('10.0.0.1');
  await company.goesTo('button: Remove: 10.0.0.1', 'Shift+Tab');
  await company.hits('Enter', { focus: 'button: Add a network' });
  await company.goesTo('button: Save changes');
  await company.hits('Enter', { sees: ['This is only the end of a domain'], focus: 'textbox: Domains' });
  await company.hits('Control+a');
  await company.types('right.example.org');
  await company.goesTo('button: Save changes');
  await company.hits('Enter', { sees: ['The networks are saved.'], focus: /^div: The networks are saved/ });
  await company.goesTo('button: Remove: right.example.org');
  await company.hits('Enter', { focus: 'button: Undo: right.example.org' });
  await company.hits('Enter', { focus: 'button: Change: right.example.org' });
  await company.hits('Enter', { focus: 'textbox: IP ranges' });
  await company.types('10.0.0.1');
  await company.goesTo('button: Discard changes');
  await company.hits('Enter', { focus: 'h2: Networks with access' });
});

journey('keyboard: another distribution', async ({ sandbox, person }) => {
  const company = new Keyboard(await person('bedrift'));
  await company.opens(`${sandbox.publisher}/distribution.html?set-product-code=B2B`, 'Level D');
  await company.goesTo('button: Choose: Level D');
  await company.hits('Enter', { sees: ['Switch to Level D?'], focus: 'button: Switch' });
  await company.hits('Escape', { focus: 'button: Choose: Level D' });
  await company.hits('Enter', { focus: 'button: Switch' });
  await company.hits('Enter', { sees: ['You have switched to Level D.'], focus: /^div: You have switched to Level D/ });
});
