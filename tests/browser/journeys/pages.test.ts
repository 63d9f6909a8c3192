// The elements on pages that nobody asked us about: in whatever the parent is, with attributes as templates leave them, with consents made of
// whatever controls the page has, and back from a login on the very page that one left.
import assert from 'node:assert/strict';

import { journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

const attempts = async (sandbox: Sandbox): Promise<number> =>
  (await sandbox.calls()).filter(({ operation }) => operation === 'accept_invitation').length;

interface PolicyWindow {
  trustedTypes?: { createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string } };
}

/** Puts the page's one element into `template`, in place of its `<slot>`. */
const put = (person: Person, template: string): Promise<{ element: number; room: number; page: number }> =>
  person.page.evaluate(async (html) => {
    const element = document.querySelector<HTMLElement>('subshare-invitation')!;
    const main = document.querySelector('main')!;
    // The page's policy takes trusted markup only, and no inline styles; a script may set those one by one.
    const policy = (window as unknown as PolicyWindow).trustedTypes?.createPolicy('test', { createHTML: (text) => text });
    const parsed = new DOMParser().parseFromString(policy?.createHTML(html) ?? html, 'text/html').body;
    const styled = [...parsed.querySelectorAll<HTMLElement>('[data-style]')];
    main.replaceChildren(...parsed.childNodes);
    for (const one of styled) one.style.cssText = one.dataset['style']!;
    const at = document.querySelector<HTMLElement>('.at')!;
    at.append(element);
    // What is seen is what the next frame has.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const inner = document.querySelector<HTMLElement>('[data-room]') ?? main;
    return {
      element: Math.round(element.getBoundingClientRect().width),
      room: Math.round(inner.getBoundingClientRect().width),
      page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
  }, template);

/** What the parent is, and how wide the element must be there at least: a share of the room there is. */
const parents: [name: string, share: number, html: string][] = [
  ['a flex row', 0.98, '<div class="at" data-style="display:flex"></div>'],
  ['a flex row with a side column', 0.38, '<div data-style="display:flex"><aside data-style="flex:none;width:200px">Side</aside><div class="at" data-style="flex:1;display:flex"></div></div>'],
  ['a centred flex column', 0.98, '<div class="at" data-style="display:flex;flex-direction:column;align-items:center"></div>'],
  ['a centred grid', 0.98, '<div class="at" data-style="display:grid;place-items:center"></div>'],
  ['an automatic grid column', 0.4, '<div class="at" data-style="display:grid;grid-template-columns:auto auto"></div>'],
  ['an open dialog', 0.4, '<dialog class="at" open data-style="position:static"></dialog>'],
  ['a float', 0.4, '<div class="at" data-style="float:left"></div>'],
  ['a table cell', 0.4, '<table><tr><td class="at"></td></tr></table>'],
  ['an absolute box', 0.4, '<div data-style="position:relative"><div class="at" data-style="position:absolute"></div></div>'],
  ['an inline block', 0.4, '<div class="at" data-style="display:inline-block"></div>'],
  ['a narrow flex sidebar', 0.98, '<div data-style="display:flex"><aside data-room class="at" data-style="display:flex;flex:none;width:260px"></aside></div>'],
  ['margins of the page', 0.85, '<div class="at" data-style="padding:0 5%"></div>'],
];

journey('in any parent it is as wide as there is room, and never wider', async ({ person, page }) => {
  for (const width of [360, 1000]) {
    const kari = await person('kari', { width, height: 900 });
    await kari.opens(page('invitation', { code: 'OPEN-NAT-01' }));
    await kari.sees('Accept');
    for (const [name, share, html] of parents) {
      const { element, room, page: over } = await put(kari, html);
      assert.ok(element >= share * room, `${name}, page ${width}: ${element} px of ${room}`);
      assert.ok(element <= room && over <= 0, `${name}, page ${width}: ${element} px of ${room}, ${over} px too wide`);
    }
  }
});

journey('a parent of 0 px that grows takes it along', async ({ person, page }) => {
  const kari = await person('kari', { width: 1000, height: 900 });
  await kari.opens(page('invitation', { code: 'OPEN-NAT-01' }));
  await kari.sees('Accept');
  await put(kari, '<div class="at" data-room data-style="width:0;overflow:hidden"></div>');
  const width = await kari.page.evaluate(() => {
    const at = document.querySelector<HTMLElement>('.at')!;
    at.style.width = '400px';
    return Math.round(at.firstElementChild!.getBoundingClientRect().width);
  });
  assert.equal(width, 400);
});

for (const [what, rest] of [
  ['the code in the query beside others', { invite: 'X', lang: 'en', code: 'CONKARI02' }],
  ["the code in the query under the API's own name", { page_id: '42', shareCode: 'CONKARI02' }],
] as const) {
  journey(`back from the login on the very page: ${what}`, async ({ sandbox, person, page }) => {
    const kari = await person();
    const address = `${page('invitation', {}, rest)}#offer`;
    await kari.opens(address);
    await kari.presses('Accept');
    await kari.presses('Kari Nordmann is invited');
    await kari.sees('Welcome back');
    assert.equal(await kari.page.url(), address);
    assert.equal((await sandbox.calls()).length, 0, 'nobody has accepted yet');
  });
}

journey("another login's code is no invitation", async ({ person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01', state: 'xyz' }));
  await kari.sees('The invitation code is missing');
});

journey('attributes that a template left empty are as if they were not there', async ({ sandbox, person, page }) => {
  for (const blank of ['', 'undefined', 'null']) {
    const kari = await person('kari');
    const left = Object.fromEntries(
      ['code', 'issuer', 'issuer-consent-group-id', 'lang', 'inviter-name', 'accepted-url', 'wasm-url', 'integrity'].map((name) => [name, blank]),
    );
    await kari.opens(page('invitation', left, { code: 'OPEN-NAT-01' }));
    await kari.sees('Accept');
    await kari.doesNotSee('undefined');
    await kari.doesNotSee('null');
  }
  const kari = await person('kari');
  await kari.opens(page('invitation', { 'issuer-consent-group-id': '', 'create-connect-customer': 'false' }, { code: 'OPEN-NAT-01' }));
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  assert.equal(await attempts(sandbox), 1);
  const [event] = await kari.page.evaluate(() =>
    (window as unknown as { happened: { type: string; isCreateConnectCustomer: boolean }[] }).happened.filter(({ type }) => type === 'subshare-accepted'),
  );
  assert.equal(event!.isCreateConnectCustomer, false);
});

journey('a page to go on to is one of the web', async ({ person, page }) => {
  for (const [url, shown] of [['javascript:document.title="run"', false], ['data:text/html,x', false], ['/', true]] as const) {
    const kari = await person('kari');
    await kari.opens(page('invitation', { 'accepted-url': url }, { code: 'OPEN-NAT-01' }));
    await kari.presses('Accept');
    await kari.sees('accepted');
    assert.equal((await kari.controls()).includes('Start reading'), shown, url);
  }
});

/** Puts the page's controls for consents into the slot. */
const consents = (person: Person, html: string): Promise<void> =>
  person.page.evaluate((text) => {
    const policy = (window as unknown as PolicyWindow).trustedTypes?.createPolicy('test', { createHTML: (text) => text });
    const parsed = new DOMParser().parseFromString(policy?.createHTML(text) ?? text, 'text/html').body;
    document.querySelector('subshare-invitation')!.append(...parsed.childNodes);
  }, html);

/** A design system's box: an element of the page's own that takes part in forms. */
const designSystem = (person: Person): Promise<void> =>
  person.page.evaluate(() => {
    class PageBox extends HTMLElement {
      static formAssociated = true;
      #internals = this.attachInternals();
      checked = false;
      connectedCallback(): void {
        this.tabIndex = 0;
        this.textContent = 'I agree (box of the page)';
        this.#check();
        this.addEventListener('click', () => {
          this.checked = !this.checked;
          this.#check();
        });
      }
      #check(): void {
        this.#internals.setValidity(this.checked ? {} : { valueMissing: true }, 'Tick it.', this);
      }
      get name(): string {
        return this.getAttribute('name')!;
      }
      get willValidate(): boolean {
        return this.#internals.willValidate;
      }
      checkValidity(): boolean {
        return this.#internals.checkValidity();
      }
      reportValidity(): boolean {
        return this.#internals.reportValidity();
      }
    }
    customElements.define('page-box', PageBox);
  });

for (const [what, html, answer] of [
  ['a choice of a list', '<label slot="consents">Terms <select name="a" required><option value="">-</option><option value="yes">Yes</option></select></label>', 'select'],
  ['a text', '<div slot="consents"><textarea name="a" required aria-label="Your reason"></textarea></div>', 'textarea'],
  ['a box of a design system', '<page-box slot="consents" name="a"></page-box>', 'page-box'],
  ['a box of a design system, deeper in', '<div slot="consents"><p><page-box name="a"></page-box></p></div>', 'page-box'],
] as const) {
  journey(`nobody accepts unasked: ${what}`, async ({ sandbox, person, page }) => {
    const kari = await person('kari');
    await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
    await kari.sees('Accept');
    await designSystem(kari);
    await consents(kari, html);
    await kari.presses('Accept');
    await kari.seesNoMore('One moment');
    assert.equal(await attempts(sandbox), 0);
    await kari.page.evaluate((tag) => {
      const control = document.querySelector(tag) as HTMLElement & { value: string };
      if (tag === 'page-box') control.click();
      else control.value = 'yes';
      if (tag === 'select') (control as unknown as HTMLSelectElement).selectedIndex = 1;
    }, answer);
    await kari.presses('Accept');
    await kari.sees('You have accepted');
    const [event] = await kari.page.evaluate(() =>
      (window as unknown as { happened: { type: string; consents: object[] }[] }).happened.filter(({ type }) => type === 'subshare-accepted'),
    );
    assert.deepEqual(event!.consents, [{ id: 'a', given: true }]);
  });
}

journey('a required box that the page does not show is asked for in our own words', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  await kari.sees('Accept');
  await consents(kari, '<label slot="consents"><input type="checkbox" name="a" required hidden> Agree to the terms</label>');
  await kari.presses('Accept');
  await kari.sees('You can accept only if you agree to this.');
  await kari.seesNoMore('One moment');
  assert.equal(await attempts(sandbox), 0);
  await kari.page.evaluate(() => document.querySelector<HTMLInputElement>('input[name=a]')!.click());
  await kari.presses('Accept');
  await kari.sees('You have accepted');
});
