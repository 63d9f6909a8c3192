// Every text of tests/contract/pasted.json, from the clipboard to the server: who was invited, by what name, and what stayed in the form. The
// same file is read by the core's own tests; that what it accepts can be reached is for others to say here: the browser's own fields, and
// libphonenumber.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { parsePhoneNumber } from 'libphonenumber-js/max';

import { journey, useBrowser } from '../lib/journey.ts';

interface Case {
  kind: string;
  callingCode: number;
  text: string;
  people: { value?: string; firstName?: string; lastName?: string; tooLong?: string; typed?: string; error?: string }[];
}

interface Found {
  /** What the server has of them: contact, first and last name. */
  invited: [string, string, string][];
  /** What is still in the form, and whether something is said of it. */
  left: { text: string; wrong: boolean }[];
  /** Addresses that a field of type="email" would not take. */
  refused: string[];
}

const cases = JSON.parse(readFileSync(new URL('../../contract/pasted.json', import.meta.url), 'utf8')) as Case[];
/** On one page: the list is read after each, and an element reads at a pace. */
const atOnce = 10;
const all = [...new Set(cases.map(({ kind }) => kind))];
/** In four, so that none takes long. */
const parts = Object.fromEntries([0, 1, 2, 3].map((n) => {
  const kinds = all.filter((_, i) => i % 4 === n);
  return [kinds.join(', '), kinds];
}));

useBrowser();

/** Runs in the page. Each text is pasted into an empty form and sent; then all of it is withdrawn, so that the next finds nobody there. */
async function sendAll(texts: { text: string; callingCode: number }[]): Promise<Found[]> {
  interface Row {
    shareContact: string;
    shareCode: string;
    firstName: string;
    lastName: string;
    state: string;
  }
  interface Form {
    people: { text: string; trouble: string }[];
    forget(): void;
    submit(): Promise<void>;
  }
  interface Api {
    count(product: string): number;
    row(product: string, query: string, index: number): Row;
    listSharedSubscribers(options: object): Promise<unknown>;
    cancelSharing(share: { shareCode: string }): Promise<unknown>;
  }
  type Invite = HTMLElement & { form: Form; api: Api; callingCode: string; updateComplete: Promise<unknown>; requestUpdate(): void };
  const element = document.querySelector('subshare-invite') as Invite;
  const root = element.shadowRoot!;
  const email = document.createElement('input');
  email.type = 'email';
  const turn = async (): Promise<void> => {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  };
  const active = (): Row[] =>
    Array.from({ length: element.api.count('OPN') }, (_, i) => element.api.row('OPN', '', i)).filter(({ state }) => state === 'pending');
  const all: Found[] = [];
  for (const { text, callingCode } of texts) {
    element.form.forget();
    if (callingCode) element.setAttribute('calling-code', `+${callingCode}`);
    else element.setAttribute('calling-code', '0');
    element.requestUpdate();
    await turn();
    const field = root.querySelector<HTMLTextAreaElement>('.person textarea')!;
    field.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true });
    if (event.clipboardData !== clipboardData) Object.defineProperty(event, 'clipboardData', { value: clipboardData });
    // What is no list, the browser puts there by itself.
    if (field.dispatchEvent(event)) {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true, composed: true }));
    }
    await turn();
    await element.form.submit();
    await element.api.listSharedSubscribers({ fresh: true });
    const rows = active();
    email.value = '';
    const refused = rows.map(({ shareContact }) => shareContact).filter((contact) => {
      email.value = contact;
      return contact.includes('@') && !email.checkValidity();
    });
    await turn();
    const wrong = [...root.querySelectorAll('.person')].map((row) => [...row.querySelectorAll('.error')].some((error) => error.textContent!.trim()));
    all.push({
      invited: rows.map(({ shareContact, firstName, lastName }) => [shareContact, firstName, lastName]),
      left: element.form.people.map(({ text }, i) => ({ text, wrong: wrong[i] ?? false })).filter(({ text }) => text.trim()),
      refused,
    });
    for (const row of rows) await element.api.cancelSharing(row);
  }
  return all;
}

for (const [name, kinds] of Object.entries(parts)) {
  journey(`every pasted text invites whom it names, by that name, and nobody else: ${name}`, async ({ sandbox, person, page }) => {
    await sandbox.control('limits', { perSecond: 10_000, perMinute: 1_000_000 });
    const ola = await person('ola');
    const wrong: unknown[] = [];
    const mine = cases.filter(({ kind }) => kinds.includes(kind));
    for (let from = 0; from < mine.length; from += atOnce) {
      const some = mine.slice(from, from + atOnce);
      await ola.opens(page('invite', { 'product-code': 'OPN' }));
      await ola.sees('Shared with');
      const found = await ola.page.evaluate(sendAll, some.map(({ text, callingCode }) => ({ text, callingCode })));
      some.forEach(({ kind, text, people }, i) => {
        const { invited, left, refused } = found[i]!;
        const firsts = people.filter(({ value }, at) => people.findIndex((one) => one.value?.toLowerCase() === value?.toLowerCase()) === at);
        const wanted = firsts
          .filter(({ value, tooLong }) => value && !tooLong)
          .map(({ value, firstName = '', lastName = '' }) => [value!, firstName, lastName]);
        const kept = people.filter(({ typed, tooLong }) => typed || tooLong);
        const phones = invited.map(([contact]) => contact).filter((contact) => contact.startsWith('+'));
        try {
          assert.deepEqual([...invited].sort(), [...wanted].sort());
          assert.equal(left.length, kept.length);
          for (const { typed } of kept) assert.ok(!typed || left.some((one) => one.text === typed), `${typed} is not as it was typed`);
          assert.ok(left.every((one) => one.wrong), 'what stays has no reason');
          assert.deepEqual(refused, []);
          for (const phone of phones) assert.ok(parsePhoneNumber(phone).isPossible(), `${phone} is no number`);
        } catch (error) {
          wrong.push({ kind, text, invited, left, wanted, why: (error as Error).message.split('\n')[0] });
        }
      });
    }
    assert.deepEqual(wrong, []);
  });
}
