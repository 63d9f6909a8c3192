// The network lies, and nothing is lost or doubled: the sandbox's faults, in a real browser.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, type JourneyOptions, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

const invitations = async (sandbox: Sandbox): Promise<number> =>
  (await sandbox.calls()).filter((call) => call.operation === 'send_invitation').length;

/** A body that is broken on purpose is a breach of the contract, and to be noticed as one. */
const breach = (fault: string, operation: string): JourneyOptions =>
  ['malformed_body', 'wrong_shape'].includes(fault) ? { contract: new RegExp(`^${operation}, answer: `) } : {};

async function invites(ola: Person, address: string): Promise<void> {
  await ola.types('E-mail or mobile number', address);
  await ola.presses('Invite');
}

for (const fault of ['drop_request', 'drop_answer', 'status_500', 'malformed_body', 'wrong_shape']) {
  journey(`${fault} on an invitation: it is looked up, and sent exactly once`, async ({ sandbox, person, page }) => {
    const ola = await person('ola');
    await ola.opens(page('invite'));
    await ola.sees('3 seats left');
    await sandbox.control('faults', { operation: 'send_invitation', fault });
    await invites(ola, 'kari@example.com');
    await ola.sees('Invitation sent.', '1 of 3 seats in use');
    assert.deepEqual((await sandbox.sent()).map((mail) => mail.to), ['kari@example.com']);
  }, breach(fault, 'sendInvitation'));
}

for (const fault of ['drop_answer', 'status_500', 'malformed_body']) {
  journey(`${fault} on accepting: "already so" is success`, async ({ sandbox, person, page }) => {
    const kari = await person('kari');
    await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
    await sandbox.control('faults', { operation: 'accept_invitation', fault });
    await kari.presses('Accept');
    await kari.sees('Welcome');
  }, breach(fault, 'acceptInvitation'));
}

journey('a lost answer to ending a share: ended once, and shown so', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'FUL' }));
  await sandbox.control('faults', { operation: 'cancel_sharing', fault: 'drop_answer' });
  await ola.presses('Withdraw: Liv Hansen');
  await ola.presses('Withdraw');
  await ola.sees('1 of 2 seats in use');
  await ola.page.reload();
  await ola.sees('1 of 2 seats in use');
});

journey('the lists come after errors have passed', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'status_500', times: 2 });
  await sandbox.control('faults', { operation: 'list_share_rules', fault: 'drop_request' });
  await ola.opens(page('invite'));
  await ola.sees('0 of 3 seats in use');
});

journey('an expired token is renewed once, without a word', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.sees('3 seats left');
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'expire_token' });
  await invites(ola, 'kari@example.com');
  await ola.sees('1 of 3 seats in use');
  assert.deepEqual((await sandbox.calls()).filter((call) => call.operation === 'send_invitation').map((call) => call.status), [401, 200]);
});

journey('a rate limit is waited out, with a countdown that can be stopped', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.sees('3 seats left');
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'status_429', resetSeconds: 2 });
  await invites(ola, 'kari@example.com');
  await ola.sees('Many people are sharing right now.');
  await ola.sees('Invitation sent.');
  assert.equal(await invitations(sandbox), 2);

  await sandbox.control('faults', { operation: 'send_invitation', fault: 'status_429', resetSeconds: 50 });
  await invites(ola, 'per@example.com');
  await ola.sees('Many people are sharing right now.');
  await ola.presses('Stop');
  await ola.seesNoMore('Many people are sharing right now.');
  assert.equal(await invitations(sandbox), 3);
  assert.deepEqual((await sandbox.sent()).map((mail) => mail.to), ['kari@example.com']);
  const values = await ola.page.evaluate(() =>
    [...document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll<HTMLInputElement>('input, textarea')].map((field) => field.value));
  assert.ok(values.includes('per@example.com'), 'what was not sent stays in the form');
});

journey('Invite pressed twice, and Enter held down, invite once', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'delay', delayMs: 300, times: 5 });
  // As fast as a script can press it: faster than any hand.
  await ola.page.evaluate(() => {
    const root = document.querySelector('subshare-invite')!.shadowRoot!;
    const button = [...root.querySelectorAll('button')].find((each) => each.textContent!.trim() === 'Invite')!;
    for (let i = 0; i < 5; ++i) button.click();
  });
  await ola.hits('Enter');
  await ola.sees('Invitation sent.');
  assert.equal(await invitations(sandbox), 1);
});

journey('two tabs inviting the same person invite once', async ({ sandbox, person, page }) => {
  const [one, other] = [await person('ola'), await person('ola')];
  for (const tab of [one, other]) {
    await tab.opens(page('invite'));
    await tab.types('E-mail or mobile number', 'kari@example.com');
  }
  await Promise.all([one.presses('Invite'), other.presses('Invite')]);
  // One has sent it, the other is told that it is there already.
  const told = await Promise.all([one, other].map((tab) => tab.seesOneOf('Invitation sent', 'This person has access or an invitation already.')));
  assert.equal(new Set(told).size, 2, told.join());
  assert.equal((await sandbox.sent()).length, 1);
});

journey('several elements on a page share one read', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.forgetCalls();
  await ola.opens(page('invite', {}, { times: '3' }));
  await ola.sees('3 seats left');
  const made = (await sandbox.calls()).map((call) => call.operation).sort();
  assert.deepEqual(made, ['list_share_rules', 'list_shared_subscribers']);
});

journey('offline and back: it waits, and goes on by itself', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  const { playwright } = ola.page as ChromiumPage;
  await ola.opens(page('invite'));
  await ola.sees('3 seats left');
  await playwright.context().setOffline(true);
  await invites(ola, 'kari@example.com');
  await ola.sees('You are offline.');
  await playwright.context().setOffline(false);
  await ola.sees('Invitation sent.', '1 of 3 seats in use');
  assert.equal((await sandbox.sent()).length, 1);
}, { chromiumOnly: 'takes the network away' });

journey('offline while a token is fetched: that is waited out too', async ({ person, page }) => {
  const ola = await person('ola');
  const { playwright } = ola.page as ChromiumPage;
  await ola.opens(page('invite'));
  await ola.sees('3 seats left');
  await ola.page.evaluate(async () => Object.assign(window, await import('/subshare/dist/index.js' as string)));
  await playwright.context().setOffline(true);
  // Everything is dropped and read anew, the token first.
  await ola.page.evaluate(() => (window as unknown as { userChanged(): void }).userChanged());
  await ola.sees('You are offline. It goes on when the connection is back.');
  await playwright.context().setOffline(false);
  await ola.sees('3 seats left');
}, { chromiumOnly: 'takes the network away' });

journey('the back button after accepting does not accept again', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-02' }));
  await kari.presses('Accept');
  await kari.sees('Welcome');
  await kari.opens(page('invite'));
  await kari.page.back();
  await kari.sees('Accept');
  assert.equal((await sandbox.calls()).filter((call) => call.operation === 'accept_invitation').length, 1);
});
