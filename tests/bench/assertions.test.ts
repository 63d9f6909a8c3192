// The same assertions on the invite element as it is and on both JavaScript equivalents: what the bench compares does the same. Each runs against
// a sandbox of its own, which serves the variant's files to the same page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join, resolve } from 'node:path';

import { type Chromium, type ChromiumPage, startChromium } from '../browser/lib/chromium.ts';
import { Person } from '../browser/lib/person.ts';
import { Sandbox } from '../browser/lib/sandbox.ts';

const repo = resolve(import.meta.dirname, '../..');
const variants = {
  subshare: join(repo, 'web/dist'),
  full: join(repo, 'build/bench/js/full'),
  lean: join(repo, 'build/bench/js/lean'),
};

let browser: Chromium;
before(async () => {
  browser = await startChromium();
});
after(() => browser.close());

interface Scene {
  sandbox: Sandbox;
  person(user: string): Promise<Person>;
  page(productCode: string, attributes?: Record<string, string>): string;
}

function onEach(name: string, walk: (scene: Scene) => Promise<void>): void {
  for (const [variant, files] of Object.entries(variants)) {
    test(`${variant}: ${name}`, { timeout: 60_000 }, async () => {
      const sandbox = await Sandbox.start(undefined, files);
      const people: Person[] = [];
      try {
        await walk({
          sandbox,
          async person(user) {
            const person = new Person(await browser.open({ cookie: { ...(await sandbox.session(user)), url: sandbox.publisher } }));
            people.push(person);
            return person;
          },
          page(productCode, attributes = {}) {
            const url = new URL('/invite.html', sandbox.publisher);
            for (const [key, value] of Object.entries({ 'product-code': productCode, 'calling-code': '+47', ...attributes })) {
              url.searchParams.set(`set-${key}`, value);
            }
            return url.href;
          },
        });
        for (const person of people) await person.isContent();
      } finally {
        for (const person of people) await person.page.close();
        await sandbox.end();
      }
    });
  }
}

const playwright = (person: Person): ChromiumPage['playwright'] => (person.page as ChromiumPage).playwright;
const operations = async (sandbox: Sandbox): Promise<string[]> => (await sandbox.calls()).map(({ operation }) => operation).sort();

onEach('one person is invited', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.forgetCalls();
  await ola.opens(page('NAT'));
  await ola.sees('0 of 3 seats in use', '3 seats left', 'Nobody yet');
  await ola.types('E-mail or mobile number', 'Kari.Nordmann@Example.COM');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use', '2 seats left', 'Has not answered');
  const [mail] = await sandbox.sent();
  assert.deepEqual([mail?.to, mail?.contactType], ['Kari.Nordmann@example.com', 'A']);
  assert.deepEqual(await operations(sandbox), ['list_share_rules', 'list_shared_subscribers', 'send_invitation']);
  await ola.page.reload();
  await ola.sees('1 of 3 seats in use', 'Kari.Nordmann@example.com');
});

onEach('a list is pasted, one of them bad, one by telephone, one with a name', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('OPN'));
  await ola.types('E-mail or mobile number', '');
  await playwright(ola).keyboard.insertText('c@example, "Nordmann, Kari" <kari@example.com>; 412 34 567');
  await ola.sees('The end of the address is missing', 'Will be sent to +4741234567');
  await ola.presses('Invite 2 people');
  await ola.sees('Kari Nordmann', '+4741234567', 'The end of the address is missing');
  assert.deepEqual((await sandbox.sent('OPN')).map((mail) => mail.to).sort(), ['+4741234567', 'kari@example.com']);
});

onEach('names are asked for where the rule wants them', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('FAM'));
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('Fill in the first name.');
  assert.deepEqual(await sandbox.sent('FAM'), []);
  await ola.types('First name', 'Kari');
  await ola.types('Last name', 'Nordmann');
  await ola.presses('Invite');
  await ola.sees('Kari Nordmann');
});

onEach('a full house, and an end that frees a seat', async ({ person, page }) => {
  const ola = await person('ola');
  await playwright(ola).clock.install();
  await ola.opens(page('FUL'));
  await ola.sees('2 of 2 seats in use', 'None left', 'All seats are in use.');
  await ola.presses('Withdraw: Liv Hansen');
  await ola.presses('Withdraw');
  await ola.sees('You can undo it.');
  await playwright(ola).clock.fastForward(5_000);
  await ola.sees('1 of 2 seats in use', '1 seat left');
  await ola.types('E-mail or mobile number', 'per@example.com');
  await ola.presses('Invite');
  await ola.sees('This person has access already.');
});

onEach('a person gets another name', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('MIX'));
  await ola.sees('4 of 10 seats in use');
  await ola.presses('Edit name: Sander Sendt');
  await ola.types('First name', '');
  await ola.hits('Control+a');
  await ola.page.type('Siri');
  await ola.presses('Save');
  await ola.sees('Siri Sendt');
  await ola.page.reload();
  await ola.sees('Siri Sendt');
});

onEach('a thousand people, searched and scrolled through', async ({ sandbox, person, page }) => {
  await sandbox.control('shares', { owner: 'sofie', productCode: 'BIG', count: 1000, status: 'REQUEST_ACCEPTED' });
  const sofie = await person('sofie');
  await sofie.opens(page('BIG'));
  await sofie.sees('1,000 of 32,767 seats in use', 'Have access 1,000');
  const rows = (): Promise<{ drawn: number; of: string | null; last: string }> =>
    sofie.page.evaluate(() => {
      const drawn = [...document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll('.row')];
      return { drawn: drawn.length, of: drawn[0]!.getAttribute('aria-setsize'), last: drawn.at(-1)!.getAttribute('aria-posinset') ?? '' };
    });
  const { drawn, of } = await rows();
  assert.ok(drawn > 10 && drawn < 60, `${drawn} rows exist in the page`);
  assert.equal(of, '1001', 'with the heading');
  await sofie.page.evaluate(() => {
    const list = document.querySelector('subshare-invite')!.shadowRoot!.querySelector('.long')!;
    list.scrollTo(0, list.scrollHeight);
  });
  await playwright(sofie).waitForFunction(
    () => document.querySelector('subshare-invite')!.shadowRoot!.querySelector('[aria-posinset="1001"]'),
  );
  const [name] = await sofie.page.evaluate(() =>
    [...document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll('.row bdi')].map((one) => one.textContent).slice(-1),
  );
  await sofie.types('Search for a name or address', name!.toUpperCase());
  await sofie.sees('Have access 1', name!);
});

onEach('an invitation whose answer was lost is looked up, not sent twice', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('NAT'));
  await ola.sees('0 of 3 seats in use');
  await sandbox.forgetCalls();
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'drop_answer' });
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use');
  assert.deepEqual(await operations(sandbox), ['list_shared_subscribers', 'send_invitation']);
  assert.equal((await sandbox.sent()).length, 1);
});

onEach('a token that has expired, a server in trouble and a limit hold nobody up for good', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.control('faults', { operation: 'list_share_rules', fault: 'expire_token' });
  await sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'status_500' });
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'status_429', resetSeconds: 1 });
  await ola.opens(page('NAT'));
  await ola.sees('0 of 3 seats in use');
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('Many people are sharing right now.');
  await ola.sees('1 of 3 seats in use');
  assert.equal((await sandbox.sent()).length, 1);
});

/** What a contact is sent as, or the name of what is wrong with it. */
const contacts: [typed: string, result: string][] = [
  ['kari@example.com', 'kari@example.com'],
  ['  Kari@EXAMPLE.com ', 'Kari@example.com'],
  ["o'hara+news@sub.example.co.uk", "o'hara+news@sub.example.co.uk"],
  ['kari@', 'email_domain_missing'],
  ['@example.com', 'email_local_part_missing'],
  ['ka ri@example.com', 'email_local_part_invalid'],
  ['kåre@example.com', 'email_local_part_foreign'],
  ['kari@exa_mple.com', 'email_domain_invalid'],
  ['kari@-example.com', 'email_domain_invalid'],
  ['kari@example', 'email_domain_incomplete'],
  ['kari@example.', 'email_domain_incomplete'],
  [`${'k'.repeat(65)}@example.com`, 'email_local_part_too_long'],
  [`k@${'d.'.repeat(130)}no`, 'email_too_long'],
  ['41234567', '+4741234567'],
  ['412 34 567', '+4741234567'],
  ['+47 412-34-567', '+4741234567'],
  ['0047 41234567', '+4741234567'],
  ['(+47) 412 34 567', '+4741234567'],
  ['+46 70 123 45 67', '+46701234567'],
  ['+46 (0)70 123 45 67', '+46701234567'],
  ['+358 40 1234567', '+358401234567'],
  ['+45 20 12 34 56', '+4520123456'],
  ['4123456', 'phone_wrong_length'],
  ['412 34 56x', 'phone_character'],
  ['kari', 'contact_unreadable'],
  ['', 'required'],
];

onEach('contacts are read by the same rules', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('NAT'));
  await ola.sees('0 of 3 seats in use');
  const read = await ola.page.evaluate(
    (typed) => {
      type Check = { value: string; error?: { code: string } };
      const { core } = document.querySelector('subshare-invite') as unknown as { core: { parseContact(text: string, code: number): Check } };
      return typed.map((text) => core.parseContact(text, 47)).map(({ value, error }) => error?.code ?? value);
    },
    contacts.map(([typed]) => typed),
  );
  assert.deepEqual(Object.fromEntries(contacts.map(([typed], i) => [typed, read[i]])), Object.fromEntries(contacts));
});
