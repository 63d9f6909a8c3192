// What a page hears of an element's beginning: that it can be used, and how long that took; or that a file could not be had, once for each.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
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
  ['invite', 'ola', 'Invite'],
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
