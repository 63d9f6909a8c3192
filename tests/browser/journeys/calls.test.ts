// How many calls each journey makes. The core knows what an outcome changes, so nothing is read again because something was done; the client
// limit that all readers share is for useful work.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, type Scene, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

const chromiumOnly = 'the clock of the page is the test\'s own';
const reading = ['list_share_rules', 'list_shared_subscribers'];

const playwright = (person: Person): ChromiumPage['playwright'] => (person.page as ChromiumPage).playwright;

/** What was asked of the API since the last look, in alphabetical order, once the page has come to rest: a call too many may come last. */
async function asked({ sandbox, contract }: Scene, person: Person): Promise<string[]> {
  // A request may follow from the answer to another: a token, then the call that wants it.
  for (let turn = 0; turn < 3; turn++) {
    await person.page.evaluate(
      () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
    );
    await contract.settle();
  }
  const calls = await sandbox.calls();
  await sandbox.forgetCalls();
  return calls.map(({ operation }) => operation).sort();
}

/** Waits until the server has begun with all of these. */
async function arrived(sandbox: Sandbox, wanted: string[]): Promise<void> {
  const end = Date.now() + 45_000;
  for (;;) {
    const there = (await sandbox.calls()).map(({ operation }) => operation).sort();
    if (there.join() === wanted.join()) return;
    assert.ok(Date.now() < end, `asked: ${there.join() || 'nothing'}; wanted: ${wanted.join()}`);
  }
}

journey(
  'opening the page asks nothing; an element that is seen asks for rules and list, side by side',
  async (scene) => {
    const { sandbox, person, page } = scene;
    const ola = await person('ola');
    // The element begins far below what is on the screen.
    await playwright(ola).addInitScript(() => {
      document.addEventListener('readystatechange', () => document.documentElement.style.setProperty('padding-top', '5000px'));
    });
    await sandbox.forgetCalls();
    await ola.opens(page('invite'));
    await playwright(ola).waitForFunction(() => document.querySelector('subshare-invite')?.shadowRoot);
    assert.deepEqual(await asked(scene, ola), []);
    // Neither is answered before both have been asked.
    for (const operation of reading) await sandbox.control('faults', { operation, fault: 'hang' });
    await ola.page.evaluate(() => document.documentElement.style.removeProperty('padding-top'));
    await arrived(sandbox, reading);
    await sandbox.control('faults', undefined, 'DELETE');
    await ola.sees('0 of 3 seats in use');
    assert.deepEqual(await asked(scene, ola), reading);
  },
  { chromiumOnly },
);

journey(
  'a new name, an invitation and an end are one call each, and the list is not read again',
  async (scene) => {
    const { sandbox, person, page } = scene;
    const ola = await person('ola');
    await playwright(ola).clock.install();
    await sandbox.forgetCalls();
    await ola.opens(page('invite', { 'product-code': 'MIX' }));
    await ola.sees('4 of 10 seats in use');
    assert.deepEqual(await asked(scene, ola), reading);

    // While the list is of just before: a later invitation would read it anew.
    await ola.types('E-mail or mobile number', 'ny@example.com');
    await ola.presses('Invite');
    await ola.sees('5 of 10 seats in use');
    assert.deepEqual(await asked(scene, ola), ['send_invitation']);

    await ola.presses('Edit name: Sander Sendt');
    await ola.types('First name', '');
    await ola.hits('Control+a');
    await ola.page.type('Siri');
    await ola.presses('Save');
    await ola.sees('Siri Sendt');
    assert.deepEqual(await asked(scene, ola), ['change_invitation_details']);

    await ola.presses('Withdraw: Siri Sendt');
    await ola.presses('Withdraw');
    await ola.sees('You can undo it.');
    assert.deepEqual(await asked(scene, ola), []);
    await playwright(ola).clock.fastForward(5_000);
    await ola.sees('4 of 10 seats in use');
    assert.deepEqual(await asked(scene, ola), ['cancel_sharing']);

    // Half a minute later still nothing more.
    await playwright(ola).clock.fastForward(30_000);
    await ola.sees('4 of 10 seats in use');
    assert.deepEqual(await asked(scene, ola), []);
  },
  { chromiumOnly },
);

journey('accepting is one call', async (scene) => {
  const { sandbox, person, page } = scene;
  const kari = await person('kari');
  await sandbox.forgetCalls();
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  await kari.sees('You are invited');
  assert.deepEqual(await asked(scene, kari), []);
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  assert.deepEqual(await asked(scene, kari), ['accept_invitation']);
});

journey('declining is one call', async (scene) => {
  const { sandbox, person, page } = scene;
  // Logged in, so that a list could be read.
  const kari = await person('kari');
  await sandbox.forgetCalls();
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  await kari.presses('No, thank you');
  await kari.sees('Decline the invitation?');
  assert.deepEqual(await asked(scene, kari), []);
  await kari.presses('Yes, decline');
  await kari.sees('You have declined.');
  assert.deepEqual(await asked(scene, kari), ['decline_invitation']);
});

journey(
  'elements on one page share one read, and what one does the others know',
  async (scene) => {
    const { sandbox, person, page } = scene;
    const ola = await person('ola');
    await sandbox.forgetCalls();
    await ola.opens(page('invite', {}, { times: '3' }));
    const meters = (text: string) =>
      playwright(ola).waitForFunction(
        (wanted) => [...document.querySelectorAll('subshare-invite')].every((one) => one.shadowRoot!.textContent.includes(wanted)),
        text,
      );
    // Each begins when it is seen.
    await playwright(ola).setViewportSize({ width: 1280, height: 4000 });
    await meters('0 of 3 seats in use');
    assert.deepEqual(await asked(scene, ola), reading);
    await ola.types('E-mail or mobile number', 'kari@example.com');
    await ola.presses('Invite');
    await meters('1 of 3 seats in use');
    assert.deepEqual(await asked(scene, ola), ['send_invitation']);
  },
  { chromiumOnly },
);

journey(
  'an answer is fresh for a minute',
  async (scene) => {
    const { sandbox, person, page } = scene;
    const ola = await person('ola');
    await playwright(ola).clock.install();
    await sandbox.forgetCalls();
    await ola.opens(page('invite'));
    await ola.sees('0 of 3 seats in use');
    assert.deepEqual(await asked(scene, ola), reading);
    /** Another element with the same settings, in the first one's place. */
    const another = (): Promise<void> =>
      ola.page.evaluate(() => {
        const old = document.querySelector('subshare-invite')!;
        const element = document.createElement('subshare-invite');
        for (const { name, value } of [...old.attributes]) element.setAttribute(name, value);
        old.replaceWith(element);
      });
    await playwright(ola).clock.fastForward(55_000);
    await another();
    await ola.sees('0 of 3 seats in use');
    assert.deepEqual(await asked(scene, ola), []);
    await playwright(ola).clock.fastForward(10_000);
    await another();
    await arrived(sandbox, reading);
    await ola.sees('0 of 3 seats in use');
  },
  { chromiumOnly },
);
