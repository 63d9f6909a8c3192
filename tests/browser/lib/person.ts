// A person in front of a page: opens it, reads it, presses what has a name, types. Journeys are written in these words and run in every
// engine.
import assert from 'node:assert/strict';

import type { Page } from './browser.ts';
import { type Command, type Found, inPage } from './in_page.ts';

/**
 * How long a person waits for something to appear, in ms. Nothing is asserted about how fast it is. An invitation whose answer was lost is
 * looked for until it cannot be on its way any more, which takes most of this.
 */
const patience = 45_000;
/** How long one look takes at most, in ms. One that a page's end cuts short may never answer: Firefox's driver forgets it. */
const glance = 2_000;
const forgotten = glance + 5_000;

/** The page went on to another while it was being asked. */
const isOfNavigation = (error: unknown): boolean => /navigat|destroyed|detached|unload|no such (frame|window)|discarded/i.test(String(error));

export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async #look(command: Command, wait = patience): Promise<Found> {
    const end = Date.now() + wait;
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      try {
        const left = Math.max(0, end - Date.now());
        const found = await Promise.race([
          this.page.evaluate(inPage, command, Math.min(glance, left)),
          new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), forgotten))),
        ]);
        if (found && (found.ok || left <= glance)) return found;
        if (!found && Date.now() > end) throw new Error(`the page does not answer: ${JSON.stringify(command)}`);
      } catch (error) {
        // The page went on to another while it was being looked at: look at that one.
        if (!isOfNavigation(error) || Date.now() > end) throw error;
      } finally {
        clearTimeout(timer);
      }
    }
  }

  async opens(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** Waits until the page has its styles: one that is still laid out has others where somebody is about to press, or nothing at all (Firefox's driver then fails). */
  async waitsForLayout(): Promise<void> {
    for (;;) {
      try {
        return await this.page.evaluate(async () => {
          while (document.readyState !== 'complete') await new Promise((resolve) => setTimeout(resolve));
        });
      } catch (error) {
        if (!isOfNavigation(error)) throw error;
      }
    }
  }

  /** Presses the button, link or box with this name. */
  async presses(name: string, options: { role?: string; nth?: number } = {}): Promise<void> {
    const look = (): Promise<Found> => this.#look({ find: 'control', name, ...options });
    let found = await look();
    // A page that is still being laid out moves what is on it: what stays where it is, is pressed.
    for (let again = await look(); again.ok && found.ok && (again.x !== found.x || again.y !== found.y); again = await look()) found = again;
    assert.ok(found.ok, `there is no "${name}" to press at ${await this.page.url()}; there are: ${found.saw}`);
    await this.page.click(found.x, found.y);
  }

  /** Puts the cursor into the field with this label and types. */
  async types(label: string, text: string): Promise<void> {
    const found = await this.#look({ find: 'field', name: label });
    assert.ok(found.ok, `there is no field "${label}" at ${await this.page.url()}; there are: ${found.saw}`);
    await this.page.click(found.x, found.y);
    await this.page.type(text);
  }

  async hits(key: string): Promise<void> {
    await this.page.key(key);
  }

  async sees(...texts: string[]): Promise<void> {
    for (const text of texts) {
      const found = await this.#look({ see: text });
      assert.ok(found.ok, `"${text}" is not to be seen at ${await this.page.url()}; there is: ${found.saw}`);
    }
  }

  /** Which of these comes first. */
  async seesOneOf(...texts: string[]): Promise<string> {
    for (const end = Date.now() + patience; ; ) {
      const all = await this.reads();
      const found = texts.find((text) => all.includes(text));
      if (found) return found;
      assert.ok(Date.now() < end, `none of "${texts.join('", "')}" is to be seen at ${await this.page.url()}; there is: ${all}`);
    }
  }

  /** Waits until `text` is gone. */
  async seesNoMore(text: string): Promise<void> {
    const found = await this.#look({ see: text, gone: true });
    assert.ok(found.ok, `"${text}" is still there: ${found.saw}`);
  }

  /** Right now, without waiting. */
  async doesNotSee(text: string): Promise<void> {
    assert.ok((await this.#look({ see: text, gone: true }, 0)).ok, `"${text}" is there and should not be`);
  }

  async reads(): Promise<string> {
    return (await this.#look({ read: 'text' })).text;
  }

  /** Names of everything that can be pressed. */
  async controls(): Promise<string[]> {
    return (await this.#look({ read: 'controls' })).text.split('\n');
  }

  /** Role and name of what has the focus. */
  async focus(): Promise<string> {
    return (await this.#look({ read: 'focus' })).text;
  }

  /** The browser complained of nothing, or of what was to be expected only. */
  async isContent(expected?: RegExp): Promise<void> {
    const problems = (await this.page.problems()).filter((problem) => !expected?.test(problem));
    assert.deepEqual(problems, [], 'the browser complained');
  }
}

/** How much is kept in the tab of what was typed there: all but whose it would be. */
export function drafts({ page }: Person): Promise<number> {
  return page.evaluate(() => Object.keys(sessionStorage).filter((key) => !key.startsWith('subshare owner ')).length);
}
