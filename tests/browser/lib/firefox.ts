// Debian's Firefox ESR, driven by Puppeteer over WebDriver BiDi.
import puppeteer, { type KeyInput } from 'puppeteer-core';

import type { Browser, Page, PageOptions } from './browser.ts';

export async function startFirefox(): Promise<Browser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.SUBSHARE_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    // The window's size, because older releases (Debian without its security updates) lack commands that setViewport sends.
    args: ['--width=1280', '--height=900'],
    defaultViewport: null,
    extraPrefsFirefox: { 'intl.accept_languages': 'en-GB,en' },
  });
  return {
    engine: 'firefox',
    close: () => browser.close(),
    async open(options: PageOptions = {}): Promise<Page> {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      if (options.width || options.height) {
        await page.setViewport({ width: options.width ?? 1280, height: options.height ?? 900 });
      }
      if (options.cookie) {
        const { name, value, url } = options.cookie;
        await context.setCookie({ name, value, domain: new URL(url).hostname, path: '/' });
      }
      const problems: string[] = [];
      page.on('pageerror', (error) => {
        // A connection that is lost is the page's business; the browser logs it all the same.
        if (!/\(Reason: CORS request did not succeed\)/.test(String(error))) problems.push(`uncaught: ${String(error)}`);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      return {
        goto: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        // Puppeteer waits for the page to load, which one that Firefox has kept does not.
        back: () => page.evaluate(() => history.back()),
        url: async () => page.url(),
        evaluate: (fn, ...args) => (page.evaluate as (...all: unknown[]) => Promise<never>).call(page, fn, ...args),
        click: (x, y) => page.mouse.click(x, y),
        type: (text) => page.keyboard.type(text),
        async key(name) {
          const keys = name.replace('Space', ' ').split('+') as KeyInput[];
          const last = keys.pop()!;
          for (const modifier of keys) await page.keyboard.down(modifier);
          await page.keyboard.press(last);
          for (const modifier of keys.reverse()) await page.keyboard.up(modifier);
        },
        screenshot: async (file, shot) => void (await page.screenshot({ path: file as `${string}.png`, ...shot })),
        problems: async () => [...problems],
        close: () => context.close(),
      };
    },
  };
}
