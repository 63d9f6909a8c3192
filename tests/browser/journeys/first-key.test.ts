// The form can be typed in before the module and the answers are there, and nothing typed is lost in whatever order all of it comes.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { engineName, journey, useBrowser } from '../lib/journey.ts';
import { rowsOf } from '../lib/lists.ts';

useBrowser();

const contact = 'E-mail or mobile number';
const seed = Number(process.env.SUBSHARE_SEED ?? 20261128);
const orders = Number(process.env.ORDERS ?? (engineName === 'chromium' ? 1000 : 30));
/** So many in one go: a driver waits for a script for a minute. */
const atOnce = engineName === 'chromium' ? 250 : 10;

interface Told {
  order: string[];
  wrong: string;
}

/** Elements of the page's own making, whose files and answers come in an order of chance, while somebody types. Answers with the orders in which something was lost. */
async function comesInAnyOrder(seed: number, orders: number): Promise<Told[]> {
  type Elements = HTMLElement & { api: Record<string, unknown>; core: unknown; client: unknown; updateComplete: Promise<unknown> };
  const random = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const first = document.querySelector('subshare-invite') as Elements;
  const { api: real, core } = first;
  const files = performance.getEntriesByType('resource').map(({ name }) => name);
  const english = ((await import(files.find((name) => /\/en-\w+\.js/.test(name))!)) as { default: unknown }).default;
  const { addLocale } = (await import('/subshare/dist/index.js' as string)) as { addLocale(language: string, load: () => Promise<unknown>): void };
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (port1.close(), resolve());
      port2.postMessage(null);
    });
  const texts: [typed: string, invited: string][] = [['kari@example.com', 'kari@example.com'], ['412 34 567', '+4741234567'], ['Kari <kari@example.com>', 'kari@example.com'], ['per@example.com;', 'per@example.com']];
  const found: Told[] = [];

  for (let i = 0; i < orders; i++) {
    const open: Record<string, () => void> = {};
    const gate = (name: string): Promise<void> => new Promise((resolve) => (open[name] = resolve));
    const gates = { language: gate('language'), module: gate('module'), token: gate('token'), rules: gate('rules'), list: gate('list') };
    const here = new Set<string>();
    for (const [name, opened] of Object.entries(gates)) void opened.then(() => here.add(name));
    const known = () => here.has('module') && here.has('list') && here.has('rules');
    const sent: string[] = [];
    let tell: ((news: string) => void) | undefined;
    const done = { kind: 'done', ok: true, status: 'SHARE_OK', statusKnown: true, error: undefined, httpStatus: 200, serverMessage: '', unclear: false };
    const ask = (name: string, otherwise?: unknown) => (...args: unknown[]) => (known() ? (real[name] as (...args: unknown[]) => unknown).apply(real, args) : otherwise);
    const client = {
      version: 1,
      get owner() {
        return here.has('token') ? `owner ${i}` : undefined;
      },
      ready: () => gates.module.then(() => core),
      whose: () => gates.token,
      subscribe: (listener: typeof tell) => ((tell = listener), () => {}),
      listShareRules: () => Promise.all([gates.module, gates.token, gates.rules]).then(() => done),
      listSharedSubscribers: () => Promise.all([gates.module, gates.token, gates.list]).then(() => done),
      sendInvitation: ({ contact }: { contact: string }) => (sent.push(contact), Promise.resolve(done)),
      seats: ask('seats'), rule: ask('rule'), mayInvite: ask('mayInvite'), count: ask('count', 0), row: ask('row'), findContact: ask('findContact'),
      keep: () => {}, turn: () => undefined,
    };
    void gates.token.then(() => tell?.('changed'));
    addLocale('en', () => gates.language.then(() => ({ default: english })));
    const element = document.createElement('subshare-invite') as Elements;
    element.setAttribute('product-code', 'OPN');
    element.setAttribute('calling-code', '+47');
    element.client = client;
    first.replaceWith(element);
    document.querySelector('main')!.replaceChildren(element);

    const [text, invited] = texts[Math.floor(random() * texts.length)]!;
    const presses = random() < 0.5;
    const arrivals = Object.keys(gates).sort(() => random() - 0.5);
    const order: string[] = [];
    const field = () => element.shadowRoot!.querySelector<HTMLTextAreaElement>('form textarea');
    let typed = 0;
    let focused = false;
    let pressed = false;
    let laps = 0;
    while (arrivals.length || typed < text.length || (presses && !pressed)) {
      if (++laps > 120) {
        found.push({ order, wrong: `stuck: ${element.shadowRoot!.innerHTML.slice(0, 1500)}` });
        break;
      }
      const at = field();
      if (at && typed < text.length && (!arrivals.length || random() < 0.75)) {
        if (!focused) at.focus();
        focused = true;
        document.execCommand('insertText', false, text[typed++]);
        order.push(text[typed - 1]!);
      } else if (at && typed === text.length && presses && !pressed && (!arrivals.length || random() < 0.5)) {
        element.shadowRoot!.querySelector<HTMLButtonElement>('form .primary')!.click();
        pressed = true;
        order.push('Invite');
      } else if (arrivals.length) {
        const next = arrivals.pop()!;
        open[next]!();
        order.push(next);
      }
      for (let turns = Math.floor(random() * 3); turns > 0; turns--) await turn();
      // Without a field nobody types; the first frames are on their way.
      if (!field() && !arrivals.length) await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const isThere = (what: string): boolean => !!element.shadowRoot!.querySelector(what);
    const settled = (): boolean => !isThere('.bone') && isThere(presses ? '#sent' : 'form [data-good]');
    for (let frames = 0; frames < 300 && !settled(); frames++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await element.updateComplete;
    const rows = [...element.shadowRoot!.querySelectorAll<HTMLTextAreaElement>('form textarea')];
    const values = rows.map(({ value }) => value).filter(Boolean);
    const now = `sent [${sent}], typed [${values}], ${rows[0]?.ariaInvalid}`;
    if (presses) {
      if (sent.join() !== invited || values.length) found.push({ order, wrong: now });
    } else {
      const good = rows.some((row) => row.value && row.hasAttribute('data-good'));
      // What a list's reader has taken apart stands there as it was meant.
      const name = [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('.names input')].map(({ value }) => value);
      const whole = values.length === 1 && (values[0] === text || values[0] === invited || (values[0] === 'kari@example.com' && name[0] === 'Kari'));
      if (sent.length || !whole || !good) found.push({ order, wrong: now });
    }
    sessionStorage.clear();
  }
  return found;
}

journey('what is typed before the module, the language, the token, the rules or the list is there is checked when they come, and none of it is lost', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.sees('Nobody yet');
  const wrong: Told[] = [];
  for (let i = 0; i < orders; i += atOnce) wrong.push(...(await ola.page.evaluate(comesInAnyOrder, seed + i, Math.min(atOnce, orders - i))));
  assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of ${orders} orders (seed ${seed})`);
});

const slow = { chromiumOnly: 'has the module held up' };

journey('Invite is pressed before the module is there: it is sent once it is, and can be stopped', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  let come = (): void => {};
  const there = new Promise<void>((resolve) => (come = resolve));
  await (ola.page as ChromiumPage).playwright.route('**/*.wasm*', async (route) => (await there, route.continue()));
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.types(contact, 'kari@example.com');
  await ola.presses('Invite');
  await ola.presses('Stop');
  await ola.presses('Add another person');
  await ola.types('Person 2: e-mail or mobile number', 'per@example.com\nliv@example.com');
  await ola.presses('Invite 3 people');
  await ola.sees('One moment');
  come();
  await ola.sees('3 invitations sent.');
  assert.deepEqual((await sandbox.sent('OPN')).map(({ to }) => to).sort(), ['kari@example.com', 'liv@example.com', 'per@example.com']);
}, slow);

journey('who is not logged in has nothing to type in that the login would take away', async ({ person, page }) => {
  const nobody = await person();
  await nobody.opens(page('invite', { 'product-code': 'OPN' }));
  await nobody.sees('Log in');
  assert.equal((await nobody.page.evaluate(rowsOf)).length, 0);
});

journey('a draft is there with the form, before the module is, and what is typed meanwhile is kept', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.types(contact, 'kari@example.com');
  await ola.sees('Invite');
  await (ola.page as ChromiumPage).playwright.route('**/*.wasm*', () => {});
  await ola.page.reload();
  await ola.presses('Add another person');
  await ola.types('Person 2: e-mail or mobile number', 'per@example.com');
  await (ola.page as ChromiumPage).playwright.unroute('**/*.wasm*');
  await ola.page.reload();
  await ola.sees('Invite 2 people');
}, slow);
