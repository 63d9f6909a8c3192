// One test: a sandbox of its own, people with pages of their own, and a look at what the browser complained of at the end.
import { after, before, test } from 'node:test';

import type { Browser, PageOptions } from './browser.ts';
import { startChromium } from './chromium.ts';
import { Contract } from './contract.ts';
import { startFirefox } from './firefox.ts';
import { Person } from './person.ts';
import { Sandbox } from './sandbox.ts';
import { startWebKit } from './webkit.ts';

export const engines = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit };
export type EngineName = keyof typeof engines;

export interface Scene {
  sandbox: Sandbox;
  /** What was asked of the API so far, and what was wrong with it. Chromium only. */
  contract: Contract;
  /** A person with a browser profile of their own, logged in at the publisher where `user` is given. */
  person(user?: string, options?: PageOptions): Promise<Person>;
  /** Address of a page of `pages/`, with the attributes of its element. */
  page(name: 'invite' | 'invitation' | 'client', attributes?: Record<string, string>, rest?: Record<string, string>): string;
}

/** Which engine a file of journeys runs in: `SUBSHARE_ENGINE`, or Chromium. */
export const engineName = (process.env.SUBSHARE_ENGINE ?? 'chromium') as EngineName;

export interface JourneyOptions {
  /** Complaints of the browser that this journey brings about on purpose. */
  expect?: RegExp;
  /** Breaches of the API's contract that this journey brings about on purpose: a body cut off, a wrong shape. It fails where there are none. */
  contract?: RegExp;
  /** What it asks for that is not so yet: it is walked and its failure told, but fails nothing. Each belongs to an open issue. */
  notYet?: string;
  /** Why it is walked in Chromium only: what it needs that the other engines' drivers do not have. */
  chromiumOnly?: string;
}

let started: Promise<Browser> | undefined;

/** To be called once a file. Files that run in one process share the browser. */
export function useBrowser(): void {
  before(async () => {
    await (started ??= engines[engineName]());
  });
  after(async () => {
    const ending = started;
    started = undefined;
    await (await ending)?.close();
  });
}

export function journey(name: string, walk: (scene: Scene) => Promise<void>, options: JourneyOptions = {}): void {
  const skip = engineName === 'chromium' ? undefined : options.chromiumOnly;
  test(`${engineName}: ${name}`, { skip, todo: options.notYet, timeout: 400_000 }, async () => {
    const browser = await started!;
    const sandbox = await Sandbox.start();
    const people: Person[] = [];
    const contract = new Contract(sandbox);
    const scene: Scene = {
      sandbox,
      contract,
      async person(user, pageOptions) {
        const cookie = user ? { ...(await sandbox.session(user)), url: sandbox.publisher } : undefined;
        const person = new Person(await browser.open({ ...pageOptions, ...(cookie ? { cookie } : {}) }));
        people.push(person);
        contract.watch(person.page);
        return person;
      },
      page(which, attributes = {}, rest = {}) {
        const url = new URL(`/${which}.html`, sandbox.publisher);
        for (const [key, value] of Object.entries(attributes)) url.searchParams.set(`set-${key}`, value);
        for (const [key, value] of Object.entries(rest)) url.searchParams.set(key, value);
        return url.href;
      },
    };
    try {
      await walk(scene);
      for (const person of people) await person.isContent(options.expect);
      if (engineName === 'chromium') await contract.holds(options.contract);
    } catch (error) {
      await contract.settle();
      throw contract.tell(error);
    } finally {
      for (const person of people) await person.page.close();
      await sandbox.end();
    }
  });
}
