// Debian's Chromium, driven by Playwright.
import { chromium, type Page as PlaywrightPage } from 'playwright-core';

import type { Browser, Page, PageOptions } from './browser.ts';

const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
// The last three keep the browser from looking for its maker's hosts.
const flags = [...rootFlags, '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export interface ChromiumPage extends Page {
  /** Playwright's own page, for what only this engine's tests look at. */
  readonly playwright: PlaywrightPage;
}

export interface Chromium extends Browser {
  open(options?: PageOptions): Promise<ChromiumPage>;
}

export async function startChromium(): Promise<Chromium> {
  const browser = await chromium.launch({
    executablePath: process.env.SUBSHARE_CHROMIUM ?? '/usr/bin/chromium',
    args: flags,
  });
  return {
    engine: 'chromium',
    close: () => browser.close(),
    async open(options: PageOptions = {}) {
      const context = await browser.newContext({
        viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
        ...(options.locale ? { locale: options.locale } : {}),
        colorScheme: options.colorScheme ?? 'light',
        forcedColors: options.forcedColors ? 'active' : 'none',
        javaScriptEnabled: options.scripts ?? true,
        reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      if (options.cookie) await context.addCookies([options.cookie]);
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
      page.on('console', (message) => {
        // A refused request is the page's business; the browser logs it all the same.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          problems.push(`console: ${message.text()}`);
        }
      });
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        });
      });
      return {
        playwright: page,
        goto: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        back: async () => void (await page.goBack()),
        url: async () => page.url(),
        evaluate: (fn, ...args) =>
          page.evaluate(`(${fn.toString()})(...${JSON.stringify(args)})`) as ReturnType<Page['evaluate']> as never,
        click: (x, y) => page.mouse.click(x, y),
        type: (text) => page.keyboard.type(text),
        key: (name) => page.keyboard.press(name),
        // Without a time of its own: a long page on a busy machine is the test's to end.
        screenshot: async (file, shot) => void (await page.screenshot({ path: file, timeout: 0, ...shot })),
        problems: async () => [...problems],
        close: () => context.close(),
      };
    },
  };
}
