// WebKitGTK's MiniBrowser, driven by Selenium through WebKitWebDriver, on a screen of its own (Xvfb).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

import { Builder, Capabilities, Key, Origin, type WebDriver } from 'selenium-webdriver';

import type { Browser, Page, PageOptions } from './browser.ts';

const miniBrowser =
  process.env.SUBSHARE_MINIBROWSER ?? globSync('/usr/lib/*/webkit2gtk-4.*/MiniBrowser').find((path) => existsSync(path)) ?? '';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function startDriver(port: number): Promise<ChildProcess> {
  const driver = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    detached: true, // a process group of its own, so that Xvfb ends with it
    env: { ...process.env, ...(process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {}) },
  });
  const ready = async (): Promise<boolean> => {
    try {
      return (await fetch(`http://127.0.0.1:${port}/status`)).ok;
    } catch {
      return false;
    }
  };
  // The driver says nothing when it is ready; its port does.
  for (const end = Date.now() + 30_000; !(await ready()); ) {
    if (driver.exitCode !== null || Date.now() > end) throw new Error('WebKitWebDriver did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return driver;
}

const keys: Record<string, string> = {
  Tab: Key.TAB, Enter: Key.ENTER, Escape: Key.ESCAPE, Backspace: Key.BACK_SPACE, Delete: Key.DELETE, Shift: Key.SHIFT,
  Control: Key.CONTROL, ArrowDown: Key.ARROW_DOWN, ArrowUp: Key.ARROW_UP, ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT, End: Key.END, Space: Key.SPACE, ' ': Key.SPACE,
};

async function openPage(driver: WebDriver, options: PageOptions): Promise<Page> {
  await driver.manage().setTimeouts({ script: 60_000 });
  await driver.manage().window().setRect({ width: options.width ?? 1280, height: options.height ?? 900 });
  if (options.cookie) {
    // A cookie can only be set for a page that is open.
    await driver.get(new URL('/robots.txt', options.cookie.url).href);
    await driver.manage().addCookie({ name: options.cookie.name, value: options.cookie.value, path: '/' });
  }
  const evaluate: Page['evaluate'] = async (fn, ...args) => {
    const answer = (await driver.executeAsyncScript(
      `const done = arguments[arguments.length - 1];
       const list = ${JSON.stringify(args)};
       (async () => (${fn.toString()})(...list))().then((value) => done({ value }), (error) => done({ error: String(error) }));`,
    )) as { value: never; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  };
  // WebKitWebDriver has no log to read, so the page keeps one from the moment it is loaded.
  const watch = (): Promise<void> =>
    evaluate(() => {
      const page = window as unknown as { subshareProblems?: string[] };
      if (page.subshareProblems) return;
      const problems: string[] = (page.subshareProblems = []);
      document.addEventListener('securitypolicyviolation', (e) => problems.push(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
      window.addEventListener('error', (e) => problems.push(`uncaught: ${e.message}`));
      window.addEventListener('unhandledrejection', (e) => problems.push(`uncaught: ${String(e.reason)}`));
    });
  const after = async (navigation: Promise<unknown>): Promise<void> => {
    await navigation;
    await watch();
  };
  return {
    goto: (url) => after(driver.get(url)),
    reload: () => after(driver.navigate().refresh()),
    back: () => after(driver.navigate().back()),
    url: () => driver.getCurrentUrl(),
    evaluate,
    click: async (x, y) =>
      driver.actions().move({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0 }).click().perform(),
    type: async (text) => driver.actions().sendKeys(text.replaceAll('\n', Key.ENTER)).perform(),
    async key(name) {
      const names = name.split('+').map((key) => keys[key] ?? key);
      const last = names.pop()!;
      const actions = driver.actions();
      for (const modifier of names) actions.keyDown(modifier);
      actions.keyDown(last).keyUp(last);
      for (const modifier of names.reverse()) actions.keyUp(modifier);
      await actions.perform();
    },
    screenshot: async (file) => writeFile(file, await driver.takeScreenshot(), 'base64'),
    problems: () => evaluate(() => (window as unknown as { subshareProblems?: string[] }).subshareProblems ?? []),
    async close() {
      // The next page finds nothing of this one.
      await evaluate(() => sessionStorage.clear());
      await driver.manage().deleteAllCookies();
      await driver.get('about:blank');
    },
  };
}

interface Session {
  driver: WebDriver;
  end(): Promise<void>;
}

async function startSession(): Promise<Session> {
  const port = await freePort();
  const process_ = await startDriver(port);
  const capabilities = new Capabilities();
  capabilities.setBrowserName('MiniBrowser');
  capabilities.set('webkitgtk:browserOptions', { binary: miniBrowser, args: ['--automation'] });
  const driver = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build();
  return {
    driver,
    async end() {
      await driver.quit();
      const ended = once(process_, 'exit');
      process.kill(-process_.pid!, 'SIGTERM');
      await ended;
    },
  };
}

/** A driver has one session, so pages that are open at the same time have a driver each; one that is closed leaves its own to the next. */
export async function startWebKit(): Promise<Browser> {
  const all: Session[] = [];
  const free: Session[] = [];
  return {
    engine: 'webkit',
    async open(options: PageOptions = {}) {
      let session = free.pop();
      if (!session) all.push((session = await startSession()));
      const mine = session;
      const page = await openPage(mine.driver, options);
      return {
        ...page,
        async close() {
          await page.close();
          free.push(mine);
        },
      };
    },
    async close() {
      await Promise.all(all.map((session) => session.end()));
    },
  };
}
