// The main journeys, from invitation to seat, in the words of the people who walk them.
import assert from 'node:assert/strict';

import { journey, useBrowser } from '../lib/journey.ts';

useBrowser();

journey('invite, outbox, accept, seats', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.sees('0 of 3 seats in use', '3 seats left', 'Nobody yet');
  await ola.types('E-mail or mobile number', 'Kari.Nordmann@Example.COM');
  await ola.presses('Invite');
  await ola.sees('Invitation sent.', '1 of 3 seats in use', '2 seats left', '1 is invited');
  await ola.sees('Kari.Nordmann@example.com');

  const [mail] = await sandbox.sent();
  assert.equal(mail?.to, 'Kari.Nordmann@example.com');

  const kari = await person('kari');
  await kari.opens(mail.link);
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');

  await ola.page.reload();
  await ola.sees('1 of 3 seats in use', '1 has access', 'Have access');
});

journey('invite, decline without logging in', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.types('E-mail or mobile number', '412 34 567');
  await ola.sees('Begin with the country code');
  await ola.opens(page('invite', { 'calling-code': '+47' }));
  await ola.sees('3 seats left');
  const kept = await ola.page.evaluate(() => sessionStorage.length);
  assert.ok(kept > 0, 'what was typed is kept');
  await ola.sees('+4741234567');
  await ola.presses('Invite');
  await ola.sees('Invitation sent.');
  const [mail] = await sandbox.sent();
  assert.deepEqual([mail?.to, mail?.contactType], ['+4741234567', 'B']);

  const somebody = await person();
  await somebody.opens(mail!.link);
  await somebody.presses('No, thank you');
  await somebody.sees('Decline the invitation?');
  await somebody.presses('Yes, decline');
  await somebody.sees('You have declined.');

  await ola.page.reload();
  await ola.sees('0 of 3 seats in use', 'Declined', 'Invite again');
});

journey('a name with a comma in quotation marks is typed letter by letter', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.types('E-mail or mobile number', '"Nordmann, Kari" <kari@example.com>');
  await ola.presses('Invite');
  await ola.sees('Invitation sent.', 'Kari Nordmann', '1 of 3 seats in use');
  assert.deepEqual((await sandbox.sent()).map((mail) => mail.to), ['kari@example.com']);
});

journey('invite three at once, one of them bad', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.types('E-mail or mobile number', 'a@example.com, b@example.com; c@example');
  await ola.sees('The end of the address is missing');
  await ola.presses('Invite 3 people');
  // The bad one stays in the form, with its reason; nothing typed is lost.
  await ola.sees('2 invitations sent.', 'a@example.com', 'b@example.com', 'The end of the address is missing');
  assert.deepEqual((await sandbox.sent()).map((mail) => mail.to).sort(), ['a@example.com', 'b@example.com']);
  assert.ok((await fieldValues(ola)).includes('c@example'));
});

journey('names where the rule wants them', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'FAM' }));
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('Fill in the first name.');
  assert.deepEqual(await sandbox.sent('FAM'), []);
  await ola.types('First name', 'Kari');
  await ola.types('Last name', 'Nordmann');
  await ola.presses('Invite');
  await ola.sees('Invitation sent.', 'Kari Nordmann');
});

journey('a full house says so, and ending a share frees the seat', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'FUL' }));
  await ola.sees('2 of 2 seats in use', 'None left', 'All seats are in use.');
  await ola.presses('Withdraw: Liv Hansen');
  await ola.sees('Withdraw the invitation to Liv Hansen?');
  await ola.presses('Withdraw');
  await ola.sees('You can undo it.');
  await ola.sees('1 of 2 seats in use', '1 seat left');
});

journey('unknown, used, declined and ended codes each have their own sentence', async ({ person, page }) => {
  const cases: [string, string][] = [
    ['NO-SUCH-CODE', 'We cannot find this invitation.'],
    ['USED-NAT-01', 'This invitation has been accepted already.'],
    ['DECL-NAT-01', 'This invitation has been declined.'],
    ['ENDED-NAT-1', 'This invitation is no longer valid.'],
    ['STOP-NAT-01', 'The subscription you were invited to is stopped.'],
  ];
  const kari = await person('kari');
  for (const [code, sentence] of cases) {
    await kari.opens(page('invitation', {}, { code }));
    await kari.presses('Accept');
    await kari.sees(sentence);
  }
});

journey('opening the landing page asks the API nothing; accepting goes through the login', async ({ sandbox, person, page }) => {
  const kari = await person();
  await sandbox.forgetCalls();
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  await kari.sees('You are invited');
  assert.deepEqual(await sandbox.calls(), []);
  await kari.presses('Accept');
  await kari.presses('Kari Nordmann is invited');
  await kari.sees('Welcome back.');
  assert.equal(new URL(await kari.page.url()).searchParams.get('code'), 'OPEN-NAT-01');
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
});

journey('a reload in the middle keeps what was typed', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'FAM' }));
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.types('First name', 'Kåre');
  await ola.page.reload();
  await ola.sees('Last name');
  const values = await fieldValues(ola);
  assert.ok(values.includes('kari@example.com') && values.includes('Kåre'), values.join());
});

journey('the sandbox restarted in the middle loses nothing', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use');
  await sandbox.restart();
  await ola.types('E-mail or mobile number', 'per@example.com');
  await ola.presses('Invite');
  await ola.sees('2 of 3 seats in use');
  await ola.page.reload();
  await ola.sees('2 of 3 seats in use', 'kari@example.com', 'per@example.com');
  assert.deepEqual((await sandbox.sent()).map((mail) => mail.to).sort(), ['kari@example.com', 'per@example.com']);
});

/** What stands in the form's fields, through the shadow root. */
async function fieldValues(someone: { page: { evaluate<T>(fn: () => T): Promise<T> } }): Promise<string[]> {
  return someone.page.evaluate(() =>
    [...document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll<HTMLInputElement>('input, textarea')].map(
      (field) => field.value,
    ),
  );
}
