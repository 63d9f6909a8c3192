// A page of a project is used as a reader uses it: seats are seen, somebody is invited, and the page hears of it.
import assert from 'node:assert/strict';

import { startChromium, type Chromium } from '../../browser/lib/chromium.ts';
import { Person } from '../../browser/lib/person.ts';
import type { Site } from './site.ts';

let browser: Promise<Chromium> | undefined;

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

export interface UseOptions {
  /** Complaints that a development server brings about by itself. */
  expect?: RegExp;
  /** How often the module may come over the line: once, unless it is inside a script. */
  modules?: number;
}

/** `path` has a `<subshare-invite>`, and keeps the events' types in `window.heard`. */
export async function use(site: Site, path: string, { expect, modules = 1 }: UseOptions = {}): Promise<void> {
  const page = await (await (browser ??= startChromium())).open();
  const warnings: string[] = [];
  page.playwright.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  const wasm: string[] = [];
  page.playwright.on('request', (request) => /\.wasm/.test(request.url()) && wasm.push(request.url()));
  try {
    const ola = new Person(page);
    await ola.opens(site.url + path);
    // A development server's first page may be made while it is waited for.
    await page.playwright.waitForFunction(() => document.querySelector('subshare-invite')?.shadowRoot?.textContent?.includes('seats left'), undefined, { timeout: 60_000 });
    await ola.sees('3 seats left');
    await ola.types('E-mail or mobile number', 'kari@example.com');
    await ola.presses('Invite');
    await ola.sees('Invitation sent', '1 of 3 seats in use');
    assert.deepEqual((await site.sandbox.sent()).map(({ to }) => to), ['kari@example.com']);
    const heard = await page.evaluate(() => (window as unknown as { heard?: string[] }).heard ?? []);
    assert.ok(heard.includes('subshare-invited'), `the page heard of: ${heard.join(', ') || 'nothing'}`);
    assert.equal(new Set(wasm).size, modules, `modules: ${wasm.join(', ')}`);
    await ola.isContent(expect);
    assert.deepEqual(warnings.filter((text) => !expect?.test(text)), [], 'the browser warned');
    assert.deepEqual(site.missing, []);
  } finally {
    await page.close();
  }
}
