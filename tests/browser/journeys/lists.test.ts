// A whole list, from wherever it comes to whom it names: what was read, what needs a look, who would be left over, and how far sending is.
import assert from 'node:assert/strict';

import { engineName, journey, useBrowser } from '../lib/journey.ts';
import { giveFiles, pasteFormats, pastes, rowsOf, summaryOf } from '../lib/lists.ts';
import { logsIn, openNewspaper } from '../lib/newspaper.ts';
import type { Person } from '../lib/person.ts';

useBrowser();

const contact = 'E-mail or mobile number';
const list = 'Kari Nordmann <kari@example.com>\r\nÅse Østbø <aase@example.com>\r\nola@example.com';
const wanted = [
  { contact: 'kari@example.com', firstName: 'Kari', lastName: 'Nordmann', wrong: '' },
  { contact: 'aase@example.com', firstName: 'Åse', lastName: 'Østbø', wrong: '' },
  { contact: 'ola@example.com', firstName: '', lastName: '', wrong: '' },
];

const utf8 = (text: string): number[] => [...Buffer.from(text)];
const utf16 = (text: string, order: 'le' | 'be'): number[] => {
  const bytes = Buffer.from('\ufeff' + text, 'utf16le');
  return [...(order === 'be' ? bytes.swap16() : bytes)];
};
/** All of these letters have the same numbers there as in Unicode. */
const windows1252 = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** An empty form, for which nothing was kept. */
async function opens(person: Person, url: string): Promise<void> {
  await person.page.evaluate(() => {
    try {
      sessionStorage.clear();
    } catch {
      // The first page of all has none.
    }
  });
  await person.opens(url);
  await person.sees('Shared with');
}

journey('paste, formatted text, files in four encodings, a file that is chosen, and typing give the same rows', async ({ person, page }) => {
  const ola = await person('ola');
  const url = page('invite', { 'product-code': 'OPN' });
  const html =
    '<meta charset=utf-8><style>p{color:red}</style><p><b>Kari</b> Nordmann &lt;<a href="mailto:kari@example.com">kari@example.com</a>&gt;</p>' +
    '<div><a href="mailto:aase%40example.com?subject=x">&Aring;se &#216;stb&#xf8;</a></div><!-- x --><ul><li>ola@example.com</li></ul>'.replace('&Aring;', '&#197;');
  const ways: [string, () => Promise<void>][] = [
    ['paste', () => pastes(ola, list)],
    ['html alone', () => ola.page.evaluate(pasteFormats, { 'text/html': html })],
    ['text beside html', () => ola.page.evaluate(pasteFormats, { 'text/html': '<p>nobody@example.com', 'text/plain': list })],
    ['UTF-8', () => ola.page.evaluate(giveFiles, 'drop' as const, [{ name: 'a.txt', bytes: utf8(list) }])],
    ['UTF-8 with a mark', () => ola.page.evaluate(giveFiles, 'drop' as const, [{ name: 'a.csv', bytes: utf8('\ufeff' + list) }])],
    ['UTF-16, little end first', () => ola.page.evaluate(giveFiles, 'drop' as const, [{ name: 'a.txt', bytes: utf16(list, 'le') }])],
    ['UTF-16, big end first', () => ola.page.evaluate(giveFiles, 'drop' as const, [{ name: 'a.txt', bytes: utf16(list, 'be') }])],
    ['Windows-1252', () => ola.page.evaluate(giveFiles, 'drop' as const, [{ name: 'a.csv', bytes: windows1252(list) }])],
    ['a file that is chosen', () => ola.page.evaluate(giveFiles, 'choose' as const, [{ name: 'a.csv', bytes: utf8(list) }])],
    ['two files', () => {
      const [first, ...others] = list.split('\r\n');
      const files = [{ name: 'a.txt', bytes: utf8(first!) }, { name: 'b.txt', bytes: utf8(others.join('\n')) }];
      return ola.page.evaluate(giveFiles, 'drop' as const, files);
    }],
  ];
  for (const [way, give] of ways) {
    await opens(ola, url);
    await give();
    assert.match(await ola.page.evaluate(summaryOf), /^3 people read\. 3 are ready\.$/, way);
    assert.deepEqual(await ola.page.evaluate(rowsOf), wanted, way);
  }
  await opens(ola, url);
  await ola.types(contact, '');
  for (const line of list.split('\r\n')) {
    await ola.page.type(line);
    await ola.hits('Enter');
  }
  assert.deepEqual(await ola.page.evaluate(rowsOf), wanted, 'typed');
});

journey('a comma that is typed goes on after an address, and not within a name', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.types(contact, 'a@example.com,b@example.com; Nordmann, ');
  assert.deepEqual((await ola.page.evaluate(rowsOf)).map((row) => row.contact.trim()), ['a@example.com', 'b@example.com', 'Nordmann,']);
});

journey('files that are no lists are refused with a reason, and what was typed stays', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.types(contact, 'kari@example.com');
  const cases: [string, number[], string][] = [
    ['list.xlsx', [0x50, 0x4b, 3, 4, 0x14, 0, 6, 0], '“list.xlsx” is not a text file.'],
    ['list.pdf', utf8('%PDF-1.7\n'), '“list.pdf” is not a text file.'],
    ['photo.csv', [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a], '“photo.csv” is not a text file.'],
    ['large.csv', utf8('a'.repeat(2 ** 21 + 1)), '“large.csv” is too large: 2 MB at most.'],
    ['empty.csv', [], 'There is no address and no number in it.'],
  ];
  for (const [name, bytes, sentence] of cases) {
    await ola.page.evaluate(giveFiles, 'drop' as const, [{ name, bytes: bytes.length > 100 ? [] : bytes }]);
    if (bytes.length > 100) {
      // Made in the page: two million numbers are too long a message for a driver.
      await ola.page.evaluate((name, size) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(size)], name));
        const form = document.querySelector('subshare-invite')!.shadowRoot!.querySelector('form')!;
        form.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true }));
      }, name, bytes.length);
    }
    await ola.sees(sentence);
    assert.deepEqual((await ola.page.evaluate(rowsOf)).map((row) => row.contact), ['kari@example.com'], name);
  }
});

journey('a list with mistakes: how many, which, and from one to the next', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN', 'calling-code': '+47' }));
  await ola.sees('Shared with');
  const lines = Array.from({ length: 20 }, (_, i) => `n${i + 1}@example.com`);
  lines[4] = 'kari@example';
  lines[9] = '+47 412 34';
  await pastes(ola, lines.join('\n'));
  await ola.sees('20 people read.', '18 are ready.', '2 need a look:', 'Person 5: kari@example', 'Person 10: +47 412 34', 'Show the 18 that are ready', 'Invite 18 people');
  await ola.doesNotSee('n1@example.com');
  await ola.presses('Person 5: kari@example');
  await settles(ola, 'textbox: Person 5: e-mail or mobile number');
  await ola.hits('End');
  await ola.page.type('.com');
  await ola.sees('19 are ready.', '1 needs a look:');
  // From one that is right, Enter goes to the next that is not.
  await ola.hits('Enter');
  await settles(ola, 'textbox: Person 10: e-mail or mobile number');
  await ola.presses('Remove +47 412 34');
  await ola.sees('Invite 19 people');
  await ola.presses('Invite 19 people');
  await ola.sees('19 invitations sent.');
  assert.equal((await sandbox.sent('OPN')).length, 19);
});

journey('the same person twice is one row, and who is in the list or in the form already is said', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'MIX', 'calling-code': '+47' }));
  await ola.types(contact, 'first@example.com');
  await ola.hits('Enter');
  await pastes(ola, 'KARI@example.com, +47 98 76 54 32, Per <per@Example.COM>; per@example.com, FIRST@example.com\nAnna <x@example.com>\nBeate <x@example.com>');
  await ola.sees('7 people read.', '2 were there more than once and are asked once.');
  const rows = await ola.page.evaluate(rowsOf);
  assert.deepEqual(rows.map(({ contact, firstName, wrong }) => [contact, firstName, wrong.split('.')[0]]), [
    ['first@example.com', '', ''],
    ['KARI@example.com', '', 'This person has access already'],
    ['+47 98 76 54 32', '', 'This person has an invitation already and has not answered yet'],
    [rows[3]!.contact, 'Per', ''],
    ['x@example.com', 'Anna', ''],
    // Two names for one address: nobody is dropped without a word.
    ['x@example.com', 'Beate', 'This address or number is in the form already'],
  ]);
});

journey('more people than seats: who is left over is said before anything is sent', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.sees('3 seats left');
  await pastes(ola, 'Per A <a@example.com>\nb@example.com\nc@example.com\nLiv D <d@example.com>\ne@example.com');
  await ola.sees('There would be no seat for: Liv D, e@example.com.', 'Invite the first 3 only');
  await ola.presses('Invite 5 people');
  await settles(ola, /^div: There are more people here than seats left/);
  assert.deepEqual(await sandbox.sent(), []);
  await ola.presses('Invite the first 3 only');
  await ola.sees('3 of 3 seats in use', 'All seats are in use.');
  assert.deepEqual((await sandbox.sent()).map(({ to }) => to).sort(), ['a@example.com', 'b@example.com', 'c@example.com']);
  // Those who are left over stay where they were typed.
  assert.deepEqual((await ola.page.evaluate(rowsOf)).map((row) => row.contact), ['d@example.com', 'e@example.com']);
});

journey('sending many shows how far it is, can be stopped, and the rest is there on the next visit', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  const addresses = Array.from({ length: 60 }, (_, i) => `n${i + 1}@example.com`);
  const bar = (least: number): Promise<{ text: string; value: number; max: number }> =>
    ola.page.evaluate(async (least) => {
      const root = document.querySelector('subshare-invite')!.shadowRoot!;
      for (;;) {
        const found = root.querySelector('progress');
        if (found && found.value >= least) return { text: found.getAttribute('aria-valuetext')!, value: found.value, max: found.max };
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    }, least);
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.sees('Shared with');
  await pastes(ola, addresses.join('\n'));
  await ola.sees('60 people read.');
  await ola.presses('Invite 60 people');
  const { text, value, max } = await bar(2);
  assert.deepEqual([text, max], [`${value} of 60`, 60]);
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'hang' });
  await ola.presses('Stop');
  await ola.sees('invitations sent.', 'You stopped it.');
  const sent = (await sandbox.sent('OPN')).length;
  assert.ok(sent >= 2 && sent < 60, `${sent} were sent`);
  await ola.page.reload();
  await ola.sees('are ready.');
  const invite = async (): Promise<void> => ola.presses(`Invite ${60 - sent} people`);
  // Left while it is being sent, that is said as well.
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'hang' });
  await invite();
  await bar(0);
  await ola.page.reload();
  await ola.sees('You left while invitations were being sent.');
  await sandbox.control('faults', undefined, 'DELETE');
  await invite();
  await ola.sees('invitations sent.');
  assert.deepEqual((await sandbox.sent('OPN')).map(({ to }) => to).sort(), addresses.sort());
});

journey('the reader of lists comes when it is needed; while it does not, the text stays, and it can be asked for again', async ({ sandbox, person, contract }) => {
  const asked: string[] = [];
  let broken = true;
  const paper = await openNewspaper(sandbox, {}, (path) => {
    if (!/invite-lists/.test(path)) return true;
    asked.push(path);
    return !broken;
  });
  contract.alsoAt(`${paper.url}/subshare/api`);
  const url = new URL('/invite.html', paper.url);
  const attributes = { 'base-url': '/subshare/api', 'user-token-url': '', 'decline-url': '', 'login-url': '/subshare/login?return={returnUrl}', 'product-code': 'OPN', 'calling-code': '+47' };
  for (const [key, value] of Object.entries(attributes)) url.searchParams.set(`set-${key}`, value);
  const ola = await person();
  await ola.opens(url.href);
  await logsIn(ola, 'Ola Nordmann owns the subscriptions');
  // One contact after the other, a comma behind some, is no list.
  await ola.types(contact, 'kari@example.com, 412 34 567,');
  await ola.sees('Invite 2 people');
  assert.deepEqual(asked, []);
  const pasted = 'Ola Hansen <ola@example.com>\nper@example.com';
  await pastes(ola, pasted);
  await ola.sees('could not be loaded');
  assert.equal((await ola.page.evaluate(rowsOf)).at(-1)!.contact, pasted);
  // Not even leaving the page loses it.
  await ola.page.reload();
  await ola.sees('could not be loaded');
  assert.equal((await ola.page.evaluate(rowsOf)).at(-1)!.contact, pasted);
  broken = false;
  await ola.presses('Invite 3 people');
  await ola.sees('4 invitations sent.', 'Ola Hansen');
  assert.deepEqual((await sandbox.sent('OPN')).map(({ to }) => to).sort(), ['+4741234567', 'kari@example.com', 'ola@example.com', 'per@example.com']);
  await paper.end();
}, { expect: /invite-lists|503/ });

journey('500 lines are read and drawn in turns', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.sees('Shared with');
  const turns = await ola.page.evaluate(async () => {
    const root = document.querySelector('subshare-invite')!.shadowRoot!;
    const field = root.querySelector<HTMLTextAreaElement>('.person textarea')!;
    // Time passes faster, so that a turn of 8 ms is over after 80 people; each way to give others their turn is counted.
    let now = performance.now();
    performance.now = () => (now += 0.1);
    let turns = 0;
    const scheduler = (globalThis as { scheduler?: { yield?(): Promise<void> } }).scheduler;
    const given = scheduler?.yield?.bind(scheduler);
    if (given) scheduler!.yield = () => (turns++, given());
    const { MessageChannel } = window;
    window.MessageChannel = class extends MessageChannel {
      constructor() {
        super();
        turns++;
      }
    };
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', Array.from({ length: 500 }, (_, i) => `n${i + 1}@example${i % 2 ? '' : '.com'}`).join('\n'));
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true });
    if (event.clipboardData !== clipboardData) Object.defineProperty(event, 'clipboardData', { value: clipboardData });
    field.dispatchEvent(event);
    const atOnce = root.querySelectorAll('.person').length;
    const drawn = new Set<number>();
    while (!root.querySelector('#read') || root.querySelectorAll('.person').length < 40) {
      drawn.add(root.querySelectorAll('.person').length);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { turns, atOnce, rows: root.querySelectorAll('.person').length, text: root.querySelector('#read')!.textContent!.replace(/\s+/g, ' ').trim() };
  });
  assert.match(turns.text, /^500 people read\. 250 are ready\. 250 need a look: Person 2: n2@example ?Person 4: .* and 245 more$/);
  assert.equal(turns.atOnce, 1);
  assert.equal(turns.rows, 40);
  // Six for reading, three for drawing 40 rows ten at a time.
  assert.ok(turns.turns >= 9, `${turns.turns} turns`);
  await ola.presses('Show 40 more');
  await ola.sees('Person 160:');
});

journey('the key that phones draw for Enter goes on, with no key event', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.types(contact, 'Kari Nordmann <kari@example.com>');
  const next = (): Promise<boolean> =>
    ola.page.evaluate(() => {
      const at = document.querySelector('subshare-invite')!.shadowRoot!.activeElement!;
      return at.dispatchEvent(new InputEvent('beforeinput', { inputType: 'insertLineBreak', bubbles: true, composed: true, cancelable: true }));
    });
  assert.equal(await next(), false);
  await settles(ola, 'textbox: Person 2: e-mail or mobile number');
  await ola.hits('Shift+Tab');
  await ola.hits('Shift+Tab');
  await settles(ola, 'textbox: First name');
  await next();
  await settles(ola, 'textbox: Last name');
  await next();
  await settles(ola, 'textbox: Person 2: e-mail or mobile number');
  const fields = await ola.page.evaluate(() =>
    [...document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll('textarea, .names input')].map((field) =>
      ['autocorrect', 'spellcheck', 'autocapitalize', 'enterkeyhint'].map((name) => field.getAttribute(name)).join()),
  );
  assert.deepEqual([...new Set(fields)], ['off,false,off,next', 'off,false,words,next']);
});

journey('two lists that are pasted into two rows, one while the other is being read: nobody of either is lost', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.types(contact, 'first@example.com');
  await ola.presses('Add another person');
  await ola.types('Person 2: e-mail or mobile number', '');
  const list = (many: number, domain: string) => ({ 'text/plain': Array.from({ length: many }, (_, n) => `Kari Nordmann <kari${n}@${domain}>`).join('\n') });
  await ola.page.evaluate(pasteFormats, list(120, 'one.example.com'), list(3, 'two.example.com'));
  await ola.sees('Invite 123 people');
});

journey('a telephone number’s country is that of the page as it was written, whatever a translation says', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }, { lang: 'nb' }));
  // Each below what can be seen: it has not been looked at when the page is translated.
  const read = (own: string, translated: string, ended: string): Promise<string> =>
    ola.page.evaluate(async (own, translated, ended) => {
      document.querySelector('subshare-invite')?.remove();
      const main = document.querySelector('main')!;
      main.style.marginTop = '3000px';
      scrollTo(0, 0);
      const root = document.documentElement;
      root.lang = translated ? 'sv' : 'nb';
      root.className = translated;
      const element = document.createElement('subshare-invite');
      const given = { 'base-url': document.body.dataset.api!, 'user-token-url': '/subshare/token', 'product-code': 'OPN', lang: own };
      for (const [name, value] of Object.entries(given)) if (value) element.setAttribute(name, value);
      main.append(element);
      root.lang = ended;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      element.scrollIntoView();
      let field;
      while (!(field = element.shadowRoot!.querySelector<HTMLTextAreaElement>('.person textarea'))) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      field.value = '412 34 567';
      field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      let said;
      while (!(said = element.shadowRoot!.querySelector('.message')?.textContent?.trim())) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return /\+\d+/.exec(said.replace(/, som .*|, till exempel .*|such as .*/, ''))?.[0] ?? '';
    }, own, translated, ended);
  assert.equal(await read('', '', 'sv'), '+4741234567', 'translated before it was seen');
  // The element's own attribute is the author's word.
  assert.equal(await read('da', '', 'sv'), '+4541234567', 'an attribute of its own');
  // Translated before there was an element: nobody knows what it was, and nothing is guessed.
  assert.equal(await read('', 'translated-ltr', 'sv'), '', 'translated before it was there');
});

/** Waits for the focus to come there. */
async function settles(person: Person, name: string | RegExp): Promise<void> {
  const is = (focus: string): boolean => (typeof name === 'string' ? focus === name : name.test(focus));
  let focus = await person.focus();
  for (const end = Date.now() + 45_000; !is(focus) && Date.now() < end; ) focus = await person.focus();
  assert.ok(is(focus), `the focus is on "${focus}", and should be on ${String(name)} (${engineName})`);
}
