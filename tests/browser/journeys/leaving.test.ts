// Confirmed means done: a share's end that was confirmed is carried out, whatever becomes of the page within the time in which it can be taken
// back; and where that could not be, the next visit begins it again.
import assert from 'node:assert/strict';

import { OtherDevice } from '../lib/api.ts';
import { type Scene, journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';

useBrowser();

const contact = 'E-mail or mobile number';

const liv = '+4791234567';

/** What the server says of the share of Ola's `product` with `who`, of which there is one. */
async function statusOf({ sandbox }: Scene, product: string, who: string): Promise<string> {
  const rows = (await (await OtherDevice.of(sandbox, 'ola')).rows(product)).filter(({ shareContact }) => shareContact === who);
  assert.equal(rows.length, 1);
  return rows[0]!.shareStatus;
}

/** Waits, at the server, until it has ended. */
async function ends(scene: Scene, product: string, who: string): Promise<void> {
  while ((await statusOf(scene, product, who)) !== 'SHARING_ENDED');
}

const stillShared = async (scene: Scene): Promise<boolean> => (await statusOf(scene, 'FUL', liv)) === 'SHARE_REQUEST_SENT';

const cancels = async ({ sandbox }: Scene): Promise<number> => (await sandbox.calls()).filter(({ operation }) => operation === 'cancel_sharing').length;

async function confirms(ola: Person, name: string): Promise<void> {
  await ola.presses(`Withdraw: ${name}`);
  await ola.presses('Withdraw');
  await ola.sees('Undo');
}

/** Until the page has what it takes to send the end while it is left: else the browser asks first, which only a person can answer. */
const prepared = (ola: Person): Promise<boolean> =>
  ola.page.evaluate(async () => {
    for (;;) {
      const event = new Event('beforeunload', { cancelable: true });
      dispatchEvent(event);
      if (!event.defaultPrevented) return true;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });

for (const preflights of ['cached', 'every-time']) {
  journey(`a link is followed within the time to undo: it is ended; preflights ${preflights}`, async (scene) => {
    await scene.sandbox.habits({ preflights });
    const ola = await scene.person('ola');
    await ola.opens(scene.page('invite', { 'product-code': 'FUL' }));
    await confirms(ola, 'Liv Hansen');
    await prepared(ola);
    await ola.opens(scene.page('client'));
    await ends(scene, 'FUL', liv);
    await ola.opens(scene.page('invite', { 'product-code': 'FUL' }));
    await ola.sees('1 of 2 seats in use');
    await ola.doesNotSee('Undo');
  });
}

journey('of somebody invited a moment ago, whose share code is not known yet', async (scene) => {
  const ola = await scene.person('ola');
  await ola.opens(scene.page('invite'));
  await ola.types(contact, 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use');
  await confirms(ola, 'kari@example.com');
  await prepared(ola);
  await ola.opens(scene.page('client'));
  await ends(scene, 'NAT', 'kari@example.com');
});

journey('of somebody invited a moment ago it can be taken back also once the share code has come', async (scene) => {
  const ola = await scene.person('ola');
  await ola.opens(scene.page('invite'));
  await ola.types(contact, 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use');
  await confirms(ola, 'kari@example.com');
  await prepared(ola);
  // The list that brought the code is drawn.
  await ola.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal(await ola.focus(), 'button: Undo');
  await ola.presses('Undo');
  await ola.sees('Withdraw');
  assert.equal(await statusOf(scene, 'NAT', 'kari@example.com'), 'SHARE_REQUEST_SENT');
  assert.equal(await cancels(scene), 0);
});

journey('what did not arrive is begun again at the next visit, and can be taken back there', async (scene) => {
  const { sandbox } = scene;
  const ola = await scene.person('ola');
  const page = scene.page('invite', { 'product-code': 'FUL' });
  await ola.opens(page);
  await confirms(ola, 'Liv Hansen');
  await prepared(ola);
  await sandbox.control('faults', { operation: 'cancel_sharing', fault: 'drop_request', times: 100 });
  await ola.opens(scene.page('client'));
  while (!(await cancels(scene)));
  await sandbox.control('faults', undefined, 'DELETE');
  assert.ok(await stillShared(scene));
  await ola.opens(page);
  await ola.presses('Undo');
  await ola.sees('Withdraw');
  await ola.page.reload();
  await ola.sees('2 of 2 seats in use');
  await ola.doesNotSee('Undo');
  assert.ok(await stillShared(scene));
}, { expect: /./ });

journey('nobody else finishes it: the next person in the same tab is shown nothing of it', async (scene) => {
  const { sandbox } = scene;
  const tab = await scene.person('ola');
  await tab.opens(scene.page('invite', { 'product-code': 'FUL' }));
  await confirms(tab, 'Liv Hansen');
  await prepared(tab);
  await sandbox.control('faults', { operation: 'cancel_sharing', fault: 'drop_request', times: 100 });
  await tab.opens(`${sandbox.publisher}/logout`);
  await sandbox.control('faults', undefined, 'DELETE');
  await tab.opens(`${sandbox.publisher}/login?return=/client.html`);
  await tab.presses('Sofie Lund owns a large subscription');
  await tab.sees('Logged in as');
  await tab.opens(scene.page('invite', { 'product-code': 'BIG' }));
  await tab.sees('seats in use');
  assert.ok(!(await tab.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).includes(liv));
}, { expect: /./ });

for (const [what, change] of [
  ['another product', { 'product-code': 'NAT' }],
  ['another decline route', { 'decline-url': '/subshare/decline?other=1' }],
] as const) {
  journey(`the page sets ${what} within the time to undo: it is ended at once`, async (scene) => {
    const ola = await scene.person('ola');
    await ola.opens(scene.page('invite', { 'product-code': 'FUL' }));
    await confirms(ola, 'Liv Hansen');
    await ola.page.evaluate((attributes) => {
      for (const [name, value] of Object.entries(attributes)) document.querySelector('subshare-invite')!.setAttribute(name, value);
    }, change);
    await ends(scene, 'FUL', liv);
    assert.equal(await cancels(scene), 1);
    await ola.sees('seats in use');
  });
}

journey('another user logs in within the time to undo: it is ended as the one who confirmed it', async (scene) => {
  const ola = await scene.person('ola');
  await ola.opens(scene.page('invite', { 'product-code': 'FUL' }));
  await confirms(ola, 'Liv Hansen');
  await prepared(ola);
  await ola.page.evaluate(async () => {
    const { userChanged } = (await import('/subshare/dist/index.js' as string)) as { userChanged(): void };
    userChanged();
  });
  await ends(scene, 'FUL', liv);
  await ola.sees('seats in use');
});

journey('while it cannot be sent without the page, the browser asks before it leaves', async (scene) => {
  const { sandbox } = scene;
  const ola = await scene.person('ola');
  await ola.opens(scene.page('invite'));
  await ola.types(contact, 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use');
  // The list that would tell its share code does not come.
  await sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'hang', times: 100 });
  await confirms(ola, 'kari@example.com');
  const asks = (): Promise<boolean> => ola.page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  assert.ok(await asks());
  await ola.presses('Undo');
  assert.ok(!(await asks()), 'nothing is under way any more');
});
