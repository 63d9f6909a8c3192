// Nothing jumps while the elements load: Chromium's own measure of layout shift stays 0 on every demo page, from the first paint until the
// last element has been scrolled to and is full.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type Chromium, startChromium } from '../lib/chromium.ts';
import { Sandbox } from '../lib/sandbox.ts';

const demo = join(import.meta.dirname, '../../../web/demo');
let sandbox: Sandbox;
let browser: Chromium;

before(async () => {
  sandbox = await Sandbox.start(demo);
  // Long enough for what loads to be painted before what comes.
  await sandbox.control('faults', { operation: '*', fault: 'delay', delayMs: 150, times: 10_000 });
  browser = await startChromium();
});
after(async () => {
  await browser.close();
  await sandbox.end();
});

interface Shift {
  value: number;
  what: string[];
}

/** Scrolls to each element, waits until it is full, and answers what has moved since the page began. */
async function shiftsOf(): Promise<Shift[]> {
  const names = ['invite', 'invitation', 'nets', 'distribution'];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const elements = [...document.querySelectorAll(names.map((name) => `subshare-${name}`).join())];
  for (const element of elements) {
    element.scrollIntoView({ block: 'start', behavior: 'instant' });
    const loads = () => !element.shadowRoot?.querySelector('.all[aria-busy=false]') || element.shadowRoot.querySelector('.skeleton, .bone');
    for (const end = performance.now() + 45_000; loads() && performance.now() < end; ) await frame();
    if (loads()) throw new Error(`${element.localName} does not get beyond loading`);
    await frame();
  }
  await frame();
  const entries = await new Promise<PerformanceEntryList>((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    // Where nothing has moved, nobody is told.
    setTimeout(() => resolve(observer.takeRecords()), 100);
  });
  type Entry = PerformanceEntry & { value: number; sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[] };
  const top = (rect: DOMRect) => `${Math.round(rect.left)},${Math.round(rect.top)} ${Math.round(rect.width)}×${Math.round(rect.height)}`;
  return (entries as Entry[]).map(({ value, sources }) => ({
    value,
    what: sources.map(({ node, previousRect, currentRect }) => {
      const { nodeName, className, textContent } = (node ?? {}) as Partial<HTMLElement>;
      return `${nodeName} ${className ?? ''} "${textContent?.trim().slice(0, 30) ?? ''}" from ${top(previousRect)} to ${top(currentRect)}`;
    }),
  }));
}

const pages: [path: string, user: string][] = [
  ['/article.html', 'ola'],
  ['/min-side.html', 'ola'],
  ['/invitation.html?code=OPEN-NAT-01', 'kari'],
  ['/invitation.en.html?code=OPEN-NAT-01', 'kari'],
  ['/pluss.html?code=CONKARI01', 'kari'],
  ['/bedrift.html', 'bedrift'],
];

for (const width of [360, 1280]) {
  for (const [path, user] of pages) {
    test(`nothing moves on ${path} at ${width} px`, async () => {
      const cookie = { ...(await sandbox.session(user)), url: sandbox.publisher };
      const page = await browser.open({ width, height: width < 600 ? 740 : 900, cookie });
      await page.goto(sandbox.publisher + path);
      assert.deepEqual(await page.evaluate(shiftsOf), []);
      await page.close();
    });
  }
}

test('nothing moves on a page whose texts for consents come after everything else', async () => {
  const cookie = { ...(await sandbox.session('kari')), url: sandbox.publisher };
  const page = await browser.open({ width: 1280, height: 900, cookie });
  let release = () => {};
  const module = new Promise<void>((resolve) => (release = resolve));
  await page.playwright.route('**/consents-*.js', async (route) => {
    await module;
    await route.continue();
  });
  const loaded = page.playwright.waitForResponse('**/*.wasm*').then((response) => response.finished());
  await page.goto(`${sandbox.publisher}/pluss.html?code=CONKARI01`);
  await loaded;
  // Until the language and the module have been drawn, as far as they are.
  await page.evaluate(async () => {
    const element = document.querySelector('subshare-invitation') as HTMLElement & { i18n?: object; core?: object; updateComplete: Promise<unknown> };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (!element.i18n || !element.core) await frame();
    await element.updateComplete;
    await frame();
  });
  release();
  assert.deepEqual(await page.evaluate(shiftsOf), []);
  await page.close();
});
