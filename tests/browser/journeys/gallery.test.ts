// The gallery of the demo: every state of every element. One page in Chromium, brought into all its states once, and then looked at in six
// languages, four themes, light, dark and forced colours, on a phone, at 320 px, at 200 % and from right to left.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { AxeResults, RunOptions } from 'axe-core';

import { type Chromium, type ChromiumPage, startChromium } from '../lib/chromium.ts';
import { allFit, allReached, choose, shows, smallTargets, tileIds } from '../lib/gallery.ts';
import { Sandbox } from '../lib/sandbox.ts';
import { sentences } from '../lib/gallery_sentences.ts';

const repo = join(import.meta.dirname, '../../..');
const pictures = join(repo, 'build/screenshots');
const people = 32_767;

let sandbox: Sandbox;
let browser: Chromium;
let page: ChromiumPage;

before(async () => {
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  sandbox = await Sandbox.start(join(repo, 'web/demo'));
  await sandbox.control('shares', { owner: 'sofie', productCode: 'BIG', count: people });
  browser = await startChromium();
  // Without its animations: a picture of a page this high takes long enough.
  page = await browser.open({ width: 1280, height: 900, reducedMotion: true });
  // Before the page's own scripts, since the page's policy lets no other script in.
  await page.playwright.addInitScript({ path: join(repo, 'tests/browser/node_modules/axe-core/axe.min.js') });
  await page.goto(`${sandbox.publisher}/gallery.html`);
});
after(async () => {
  await browser.close();
  await sandbox.end();
});

const resize = (width: number, height = 900) => page.playwright.setViewportSize({ width, height });

async function picture(name: string): Promise<void> {
  await page.screenshot(join(pictures, `${name}.jpg`), { fullPage: true });
}

async function axe(options: RunOptions = {}): Promise<string[]> {
  return page.evaluate(async (given: RunOptions) => {
    const { axe } = window as unknown as { axe: { run(what: Document, options: RunOptions): Promise<AxeResults> } };
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ...given });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.flat().join(' > ')}: ${failureSummary?.replace(/\s+/g, ' ')}`),
    );
  }, options);
}
const only = (...values: string[]): RunOptions => ({ runOnly: { type: 'rule', values } });

test('each tile comes into its state and says so', async () => {
  // So high that all tiles are seen, and so begin.
  await resize(1280, 40_000);
  assert.deepEqual(await page.evaluate(allReached), [], 'these tiles have not come into their state');
  const ids = await page.evaluate(tileIds);
  assert.deepEqual(ids.toSorted(), Object.keys(sentences).toSorted(), 'each tile has its sentences, and the other way round');
  await resize(1280);
  assert.deepEqual(await page.evaluate(shows, sentences), []);
});

test('of 32,767 people only some are in the page', async () => {
  const rows = await page.evaluate(() => document.querySelector('#invite-many subshare-invite')!.shadowRoot!.querySelectorAll('.row').length);
  assert.ok(rows > 5 && rows < 60, `there are ${rows} rows`);
});

for (const lang of ['en', 'nb', 'nn', 'sv', 'da', 'fi']) {
  test(`axe finds nothing in ${lang}`, async () => {
    await page.evaluate(choose, { lang });
    // Another language has other words in the same colours, and contrast is what takes axe its time.
    assert.deepEqual(await axe({ rules: { 'color-contrast': { enabled: lang === 'en' } } }), []);
    assert.deepEqual(await page.evaluate(smallTargets, 24), []);
  });
}

for (const theme of ['', 'fjord', 'tabloid', 'magasin']) {
  for (const scheme of ['light', 'dark', 'forced']) {
    test(`axe finds nothing in the theme ${theme || 'none'}, ${scheme}`, async () => {
      const forced = scheme === 'forced';
      await page.playwright.emulateMedia({ forcedColors: forced ? 'active' : 'none' });
      await page.evaluate(choose, { lang: 'en', theme, scheme: forced ? '' : scheme });
      // Forced colours are the system's, and axe reads those that they take the place of.
      const rules = forced ? only('target-size') : only('color-contrast', 'target-size', 'link-in-text-block');
      // The plain light one has been looked at with all rules, in six languages.
      if (theme || scheme !== 'light') assert.deepEqual(await axe(rules), []);
      if (!theme || scheme === (theme === 'magasin' ? 'dark' : 'light')) await picture(`desktop-${theme || 'plain'}-${scheme}`);
      await page.playwright.emulateMedia({ forcedColors: 'none' });
    });
  }
}

test('a theme uses only properties and parts that are documented', async () => {
  const { modules } = JSON.parse(await readFile(join(repo, 'web/dist/custom-elements.json'), 'utf8')) as { modules: { declarations: Documented[] }[] };
  const documented = modules.flatMap(({ declarations }) => declarations);
  const properties = documented.flatMap(({ cssProperties = [] }) => cssProperties.map(({ name }) => name));
  const parts = documented.flatMap(({ tagName, cssParts = [] }) => cssParts.map(({ name }) => `${tagName}::part(${name})`));
  for (const theme of ['fjord', 'tabloid', 'magasin']) {
    const css = await readFile(join(repo, `web/demo/gallery/themes/${theme}.css`), 'utf8');
    for (const [name] of css.matchAll(/--subshare-[a-z-]+/g)) assert.ok(properties.includes(name), `${name} in ${theme}.css`);
    for (const [selector] of css.replace(/\/\*[^]*?\*\//g, '').matchAll(/[^{};]+(?=\s*\{)/g)) {
      for (const one of selector.split(',')) assert.ok([':root', ...parts].includes(one.trim()), `${one.trim()} in ${theme}.css`);
    }
  }
});
interface Documented {
  tagName?: string;
  cssProperties?: { name: string }[];
  cssParts?: { name: string }[];
}

test('changing the theme asks nobody for anything', async () => {
  await sandbox.forgetCalls();
  const asked: string[] = [];
  page.playwright.on('request', (request) => asked.push(request.url()));
  for (const theme of ['fjord', '', 'tabloid', 'magasin', '']) await page.evaluate(choose, { theme });
  assert.deepEqual(asked.filter((url) => !url.includes('/capi/')), []);
});

for (const [name, width] of [['phone', 390], ['320 px', 320]] as const) {
  test(`all of it fits on ${name}`, async () => {
    for (const dir of ['rtl', 'ltr']) {
      // Finnish has the longest words.
      for (const lang of width === 320 ? ['fi', 'en'] : ['en']) {
        await page.evaluate(choose, { theme: '', scheme: 'light', lang, dir });
        await resize(width);
        assert.deepEqual(await page.evaluate(allFit), []);
        if (lang === 'en' && (dir === 'rtl') === (width === 320)) await picture(`${width}-${dir}`);
      }
    }
    assert.deepEqual(await page.evaluate(smallTargets, 24), []);
  });
}

test('all of it fits with the text at 200 %', async () => {
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await resize(640);
  assert.deepEqual(await page.evaluate(allFit), []);
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
});

test('those who want less motion get none', async () => {
  // What loads for ever is given up after a minute, which a busy machine may have needed to come here.
  await page.reload();
  await page.playwright.waitForFunction(() => document.querySelector('#invite-loading subshare-invite')?.shadowRoot?.querySelector('.bone'));
  const moves = async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return document.querySelector('#invite-loading subshare-invite')!.shadowRoot!.querySelector('.bone')!.getAnimations().length;
  };
  assert.equal(await page.evaluate(moves), 0);
  await page.playwright.emulateMedia({ reducedMotion: 'no-preference' });
  assert.ok((await page.evaluate(moves)) > 0, 'the skeletons breathe');
  await page.playwright.emulateMedia({ reducedMotion: 'reduce' });
});

test('there are pictures of it', async () => {
  const names = ['plain-light', 'plain-dark', 'plain-forced', 'fjord-light', 'tabloid-light', 'magasin-dark'].map((name) => `desktop-${name}.jpg`);
  assert.deepEqual((await readdir(pictures)).toSorted(), ['320-rtl.jpg', '390-ltr.jpg', ...names].toSorted());
});

test('the browser complains of nothing', async () => {
  assert.deepEqual(await page.problems(), []);
});
