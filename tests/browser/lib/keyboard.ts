// Somebody with a keyboard and nothing else. After every key the focus is on something real inside the element, to be seen and with a ring
// around it; a watch in the page notices where it is lost for as little as one frame.
import assert from 'node:assert/strict';

import type { Person } from './person.ts';

interface Focus {
  /** What is wrong with where it is; empty where all is right. */
  wrong: string;
  /** Moments at which nothing had the focus, since last asked. */
  lost: string[];
}

const nothing = 'nothing has the focus';
const outOfView = 'is out of view';

/** Runs in the page. */
function lookAtFocus(): Focus {
  interface Watched {
    subshareFocusLost?: string[];
  }
  const deepest = (): Element | null => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };
  const describe = (element: Element): string => {
    const { tagName, id } = element;
    return `<${tagName.toLowerCase()}${id ? ` id=${id}` : ''}> "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
  };
  const nowhere = (element: Element | null): boolean => !element || element === document.body || element === document.documentElement || !!element.shadowRoot;
  const page = window as unknown as Watched;
  if (!page.subshareFocusLost) {
    const lost: string[] = (page.subshareFocusLost = []);
    let last = '';
    const watch = (): void => {
      const at = deepest();
      if (!nowhere(at)) last = describe(at!);
      else if (last) {
        lost.push(`lost after ${last}`);
        last = '';
      }
      requestAnimationFrame(watch);
    };
    watch();
  }
  const lost = page.subshareFocusLost.splice(0);
  const at = deepest();
  const wrong = (): string => {
    if (nowhere(at)) return 'nothing has the focus';
    const element = at as HTMLElement;
    const root = element.getRootNode();
    const owner = root instanceof ShadowRoot ? root.host : element.closest('[slot]')?.parentElement;
    if (!owner?.tagName.startsWith('SUBSHARE-')) return `${describe(element)} is not in the element`;
    if (!element.checkVisibility({ visibilityProperty: true } as CheckVisibilityOptions)) return `${describe(element)} is not to be seen`;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return `${describe(element)} is too small to be seen`;
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return `${describe(element)} is out of view`;
    const ring = getComputedStyle(element);
    if (ring.outlineStyle === 'none' || parseFloat(ring.outlineWidth) < 2) return `${describe(element)} has no ring around it`;
    return '';
  };
  return { wrong: wrong(), lost };
}

export class Keyboard {
  readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  /** Opens a page; the focus is then where a browser puts it, on the page itself. */
  async opens(url: string, ...texts: string[]): Promise<void> {
    await this.person.opens(url);
    await this.arrives(...texts);
  }

  /** Another page has come, and says these things. */
  async arrives(...texts: string[]): Promise<void> {
    await this.person.sees(...texts);
    await this.person.page.evaluate(lookAtFocus);
  }

  /** Tab may have gone round by way of the browser's own buttons, where nothing of the page has the focus. */
  private async isThere(): Promise<void> {
    await this.person.page.evaluate(lookAtFocus);
    await this.isSomewhere();
  }

  /** The focus is where it can be seen, and was all the while. */
  async isSomewhere(): Promise<void> {
    let { wrong, lost } = await this.person.page.evaluate(lookAtFocus);
    // WebKit scrolls there when it draws next.
    for (const end = Date.now() + 45_000; wrong.endsWith(outOfView) && Date.now() < end; ) {
      const again = await this.person.page.evaluate(lookAtFocus);
      wrong = again.wrong;
      lost = [...lost, ...again.lost];
    }
    assert.equal([wrong, ...lost].filter(Boolean).join('; '), '', `the focus, at ${await this.person.page.url()}`);
  }

  /** Tab, or Shift+Tab, until something with this role and name has the focus: "button: Invite". */
  async goesTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    if ((await this.person.focus()) === name) return;
    const passed: string[] = [];
    // From the page's end a browser goes on to its own buttons, and from there to the page's beginning: once.
    let outside = 0;
    for (let i = 0; i < 60 && outside < 3; i++) {
      await this.person.hits(key);
      const { wrong } = await this.person.page.evaluate(lookAtFocus);
      if (wrong === nothing) ++outside;
      else if (!wrong.endsWith(outOfView)) assert.equal(wrong, '', `the focus, ${key} after ${passed.at(-1)}`);
      const focus = await this.person.focus();
      if (focus === name) return this.isThere();
      passed.push(focus);
    }
    assert.fail(`${name} cannot be reached by ${key}; passed: ${[...new Set(passed)].join(' | ')}`);
  }

  /** Presses a key, sees what comes of it, and has the focus afterwards on `focus` where that is given. */
  async hits(key: string, { sees = [], focus }: { sees?: string[]; focus?: string | RegExp } = {}): Promise<void> {
    await this.person.hits(key);
    await this.person.sees(...sees);
    if (focus) await this.hasFocusOn(focus);
    await this.isSomewhere();
  }

  async types(text: string): Promise<void> {
    await this.person.page.type(text);
    await this.isSomewhere();
  }

  /** Waits for the focus to come there: it is moved after the page was drawn. */
  async hasFocusOn(name: string | RegExp): Promise<void> {
    const is = (focus: string): boolean => (typeof name === 'string' ? focus === name : name.test(focus));
    const end = Date.now() + 45_000;
    let focus = await this.person.focus();
    while (!is(focus) && Date.now() < end) focus = await this.person.focus();
    assert.ok(is(focus), `the focus is on "${focus}", and should be on ${String(name)}`);
  }
}
