// Finding people in the list: by letters in whatever form they are typed, by digits without their spaces, by name and contact together.
import assert from 'node:assert/strict';

import { journey, useBrowser } from '../lib/journey.ts';

useBrowser();

const people: [contact: string, firstName: string, lastName: string][] = [
  ['+4741234567', 'Åse', 'Østbø'],
  ['+358401234567', 'Máret', 'Sámi'],
  ['ziga@example.com', 'Žiga', 'Šuklje'],
  ['strasse@example.com', 'Jörg', 'Straße'],
  ['kari.nordmann@example.com', 'Kari', 'Nordmann'],
  ['kari@example.no', 'Kari', 'Hansen'],
  // As many as it takes for a list to have a field for it.
  ...Array.from({ length: 8 }, (_, i): [string, string, string] => [`n${i}@example.org`, 'N', `${'abcdefgh'[i]!}`]),
];

/** Query, and whose rows are left. */
const queries: [string, string[]][] = [
  ['41234567', ['Åse Østbø']],
  ['412 34 567', ['Åse Østbø']],
  ['+47 412', ['Åse Østbø']],
  ['0047 41', ['Åse Østbø']],
  ['040 123 45 67', ['Máret Sámi']],
  ['åse', ['Åse Østbø']],
  ['ÅSE', ['Åse Østbø']],
  // Å and á as two code points each.
  ['A\u030ase', ['Åse Østbø']],
  ['sa\u0301mi', ['Máret Sámi']],
  ['SÁMI', ['Máret Sámi']],
  ['šuklje ž', ['Žiga Šuklje']],
  ['S\u030cUKLJE', ['Žiga Šuklje']],
  ['STRASSE', ['Jörg Straße']],
  ['kari', ['Kari Hansen', 'Kari Nordmann']],
  ['kari example.no', ['Kari Hansen']],
  ['nordmann kari@', []],
  ['nordmann example.com', ['Kari Nordmann']],
  ['kari n', ['Kari Hansen', 'Kari Nordmann']],
  ['nobody', []],
];

journey('people are found by what is typed, in whatever form', async ({ sandbox, person, page }) => {
  await sandbox.control('limits', { perSecond: 10_000, perMinute: 1_000_000 });
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'OPN' }));
  await ola.sees('Shared with');
  await ola.page.evaluate(async (people) => {
    interface Api {
      sendInvitation(invitation: object): Promise<unknown>;
      listSharedSubscribers(options: object): Promise<unknown>;
    }
    const { api } = document.querySelector('subshare-invite') as HTMLElement & { api: Api };
    for (const [contact, firstName, lastName] of people) await api.sendInvitation({ contact, firstName, lastName, productCode: 'OPN' });
    await api.listSharedSubscribers({ fresh: true });
  }, people);
  await ola.sees(`Invited ${people.length}`);
  for (const [query, found] of queries) {
    const names = await ola.page.evaluate(async (query) => {
      const element = document.querySelector('subshare-invite') as HTMLElement & { updateComplete: Promise<unknown> };
      const root = element.shadowRoot!;
      const field = root.querySelector<HTMLInputElement>('input[type=search]')!;
      field.value = query;
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      await element.updateComplete;
      return [...root.querySelectorAll('.row')].map((row) => row.textContent!.replace(/\s+/g, ' ').trim());
    }, query);
    const whose = people.map(([, firstName, lastName]) => `${firstName} ${lastName}`).filter((name) => names.some((row) => row.includes(name)));
    assert.deepEqual([whose.sort(), names.length], [[...found].sort(), found.length], query);
  }
});
