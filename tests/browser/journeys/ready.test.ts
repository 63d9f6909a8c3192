// What a page hears of an element's beginning: that it can be used, and how long that took; or that a file could not be had, once for each.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
import { pastes } from '../lib/lists.ts';
import { openNewspaper } from '../lib/newspaper.ts';
import type { Person } from '../lib/person.ts';

useBrowser();

interface Happened {
  type: string;
  milliseconds?: number;
  operation?: string;
  code?: string;
}

const all = (person: Person): Promise<Happened[]> => person.page.evaluate(() => (window as unknown as { happened: Happened[] }).happened);

/** In words: "ready", "failed load module_failed". */
async function heard(person: Person): Promise<string[]> {
  return (await all(person)).map(({ type, operation, code }) => [type.replace('subshare-', ''), operation, code].filter(Boolean).join(' '));
}

const withheld = { chromiumOnly: 'has a file withheld', expect: /ERR_FAILED|\.js|\.wasm|fetch/ };
const keep = (person: Person, files: string) => (person.page as ChromiumPage).playwright.route(files, (route) => route.abort());

/** Each element, for whom, and what is seen once it can be used. */
const elements: [string, string, string][] = [
  ['invite', 'ola', 'Shared with'],
  ['invitation', 'kari', 'Accept'],
  ['nets', 'bedrift', 'example.com'],
  ['distribution', 'bedrift', 'Level N'],
];

for (const [element, user, sight] of elements) {
  const address = (publisher: string) => `${publisher}/${element}.html?set-product-code=${user === 'bedrift' ? 'B2B' : 'NAT'}&set-code=OPEN-NAT-01`;

  journey(`${element} tells once that it can be used, and after how long`, async ({ sandbox, person }) => {
    const reader = await person(user);
    await reader.opens(address(sandbox.publisher));
    await reader.sees(sight);
    assert.deepEqual(await heard(reader), ['opened', 'ready']);
    const { milliseconds } = (await all(reader))[1]!;
    assert.ok(Number.isInteger(milliseconds) && milliseconds! >= 0 && milliseconds! < 60_000, String(milliseconds));
  });

  journey(`${element} tells once that its module could not be had`, async ({ sandbox, person }) => {
    const reader = await person(user);
    await keep(reader, '**/*.wasm*');
    await reader.opens(address(sandbox.publisher));
    await reader.sees('Try again');
    assert.deepEqual(await heard(reader), ['opened', 'failed load module_failed']);
    await (reader.page as ChromiumPage).playwright.unroute('**/*.wasm*');
    await reader.presses('Try again');
    await reader.sees(sight);
    assert.deepEqual((await heard(reader)).slice(2), ['ready']);
  }, withheld);

  journey(`${element} tells once that its language could not be had`, async ({ sandbox, person }) => {
    const reader = await person(user);
    await keep(reader, '**/en-*.js');
    await reader.opens(address(sandbox.publisher));
    await reader.sees('Subshare could not be loaded.');
    assert.deepEqual((await heard(reader)).filter((one) => one !== 'opened'), ['failed load language_failed']);
  }, withheld);
}

journey('parts that are loaded later tell it as well', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await keep(ola, '**/qr-*.js');
  await ola.opens(page('invite', { 'product-code': 'FUL' }));
  await ola.presses('Copy link: Liv Hansen');
  await ola.presses('QR code');
  await ola.sees('could not be loaded');
  assert.deepEqual(await heard(ola), ['opened', 'ready', 'failed load part_failed']);

  const kari = await person('kari');
  await keep(kari, '**/consents-*.js');
  await kari.opens(`${sandbox.publisher}/invitation.html?set-code=CONKARI01&set-issuer=FJORD`);
  await kari.sees('Try again');
  assert.deepEqual((await heard(kari)).filter((one) => one.startsWith('failed')), ['failed load part_failed']);
}, withheld);

/** What is loaded where it is needed: its file, for whom and where, and what needs it. */
const later: [string, string, Record<string, string>, (person: Person) => Promise<void>][] = [
  ['list-window', 'sofie', { 'product-code': 'BIG' }, () => Promise.resolve()],
  ['invite-many', 'ola', { 'product-code': 'OPN' }, (ola) => pastes(ola, 'kari@example.com\nper@example.com')],
  ['invite-lists', 'ola', { 'product-code': 'OPN' }, (ola) => pastes(ola, 'Kari Hansen <kari@example.com>\nper@example.com')],
];

for (const [file, user, attributes, needs] of later) {
  journey(`${file} tells once that it could not be had`, async ({ sandbox, person, page }) => {
    if (user === 'sofie') await sandbox.control('shares', { owner: user, productCode: 'BIG', count: 500 });
    const reader = await person(user);
    await keep(reader, `**/${file}-*.js`);
    await reader.opens(page('invite', attributes));
    await reader.sees('Shared with');
    await needs(reader);
    await reader.sees('could not be loaded');
    assert.deepEqual((await heard(reader)).filter((one) => one.startsWith('failed')), ['failed load part_failed']);
  }, withheld);
}

journey('a language that is chosen later tells it as well, and what was spoken stays', async ({ person, page }) => {
  const ola = await person('ola');
  await keep(ola, '**/sv-*.js');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.sees('Shared with');
  await ola.page.evaluate(() => new Promise<void>((resolve) => {
    const invite = document.querySelector<HTMLElement>('subshare-invite')!;
    invite.addEventListener('subshare-failed', () => resolve());
    setTimeout(resolve, 20_000);
    invite.lang = 'sv';
  }));
  assert.deepEqual(await heard(ola), ['opened', 'ready', 'failed load language_failed']);
  await ola.sees('Invite');
}, withheld);

journey('products tells once that it could not be had', async ({ sandbox, person, contract }) => {
  const paper = await openNewspaper(sandbox, {}, (path) => !/products-/.test(path));
  contract.alsoAt(`${paper.url}/subshare/api`);
  const url = new URL('/invite.html', paper.url);
  const attributes = { 'base-url': '/subshare/api', 'user-token-url': '', 'decline-url': '', 'login-url': '/subshare/login?return={returnUrl}', 'product-code': '' };
  for (const [key, value] of Object.entries(attributes)) url.searchParams.set(`set-${key}`, value);
  const ola = await person();
  await ola.opens(url.href);
  await ola.sees('could not be loaded');
  assert.deepEqual((await heard(ola)).filter((one) => one.startsWith('failed')), ['failed load part_failed']);
  await paper.end();
}, { expect: /products-|503/ });
