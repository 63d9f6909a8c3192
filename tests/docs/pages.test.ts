// Every page as people have it: axe finds nothing on a phone and on a desktop, in light and dark, nothing scrolls sideways, and nothing is asked of
// another host. What is looked for is found, and the element on the page about themes is alive.
import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';

import { startChromium, type Chromium, type ChromiumPage } from '../browser/lib/chromium.ts';
import { files, repo, site } from './lib.ts';
import { serve } from '../../web/docs/serve.mjs';

let url = '';
let browser: Chromium;
let close: () => void;
before(async () => {
  const served = await serve();
  url = served.url;
  close = () => (served.server.closeAllConnections(), served.server.close());
  browser = await startChromium();
});
after(async () => {
  await browser.close();
  close();
});

const pages = files(site, '.html').map((file) => `/${relative(site, file)}`);

async function open(width: number, height: number, colorScheme: 'light' | 'dark'): Promise<{ page: ChromiumPage; asked: string[] }> {
  const page = await browser.open({ width, height, colorScheme, reducedMotion: true });
  await page.playwright.addInitScript({ path: join(repo, 'tests/browser/node_modules/axe-core/axe.min.js') });
  const asked: string[] = [];
  page.playwright.on('request', (request) => request.url().startsWith(url) || request.url().startsWith('data:') || request.url().startsWith('blob:') || asked.push(request.url()));
  return { page, asked };
}

/** What is wrong with the page that is shown. */
async function faults(): Promise<string[]> {
  const { axe } = window as unknown as { axe: { run(what: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } };
  const { violations } = await axe.run(document, { resultTypes: ['violations'] });
  const found = violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`));
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1 && getComputedStyle(one).position !== 'fixed');
    found.push(`scrolls sideways by ${scrollWidth - clientWidth} px: ${wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 100)).join(' ')}`);
  }
  return found;
}

for (const [name, width, height, scheme] of [['a phone', 360, 740, 'light'], ['a desktop, in the dark', 1280, 900, 'dark']] as const) {
  test(`every page on ${name}`, async () => {
    const { page, asked } = await open(width, height, scheme);
    const wrong: string[] = [];
    for (const path of pages) {
      await page.goto(url + path);
      await page.playwright.locator('#app main, #VPContent, .NotFound').first().waitFor();
      wrong.push(...((await page.evaluate(faults)) as string[]).map((what) => `${path}: ${what}`));
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(asked, [], 'another host was asked');
    assert.deepEqual(await page.problems(), []);
    await page.close();
  });
}

test('what is looked for is found, on a phone', async () => {
  const { page } = await open(360, 740, 'light');
  await page.goto(`${url}/`);
  await page.playwright.getByRole('button', { name: 'Search' }).first().click();
  await page.playwright.getByRole('searchbox').fill('saveConsents');
  const first = page.playwright.locator('#localsearch-list a').first();
  await first.waitFor();
  await first.click();
  await page.playwright.waitForURL(/(consents|react|invitation|index)/);
  await page.close();
});

test('the element on the page about themes is alive, and changes its looks and its language', async () => {
  const { page } = await open(360, 740, 'light');
  await page.goto(`${url}/guide/theming.html`);
  const invite = page.playwright.locator('subshare-invite');
  await invite.scrollIntoViewIfNeeded();
  await page.playwright.getByText('seats in use').waitFor();
  const button = page.playwright.locator('subshare-invite [part~=primary]').first();
  const colour = (): Promise<string> => button.evaluate((one) => getComputedStyle(one).backgroundColor);
  const before = await colour();
  await page.playwright.getByLabel('Theme ').and(page.playwright.locator('select')).selectOption('tabloid');
  assert.notEqual(await colour(), before);
  await page.playwright.getByLabel('Language').and(page.playwright.locator('select')).selectOption('nb');
  await page.playwright.getByText('plasser i bruk').first().waitFor();
  assert.deepEqual(await page.evaluate(faults), []);
  assert.deepEqual(await page.problems(), []);
  await page.close();
});
