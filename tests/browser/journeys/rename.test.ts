// Another name for somebody in the list (endpoint 6), and why it may be refused.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

const attempts = async (sandbox: Sandbox): Promise<number> =>
  (await sandbox.calls()).filter(({ operation }) => operation === 'change_invitation_details').length;

async function fills(person: Person, label: string, text: string): Promise<void> {
  await person.types(label, '');
  await person.hits('Control+a');
  if (text) await person.page.type(text);
  else await person.hits('Delete');
}

const mix = { 'product-code': 'MIX' };

journey('a new name is one call, and shown without reading the list again', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.forgetCalls();
  await ola.opens(page('invite', mix));
  await ola.presses('Edit name: Sander Sendt');
  await fills(ola, 'First name', 'Åse');
  await fills(ola, 'Last name', 'Ærlig');
  await ola.presses('Save');
  await ola.sees('Åse Ærlig');
  const made = (await sandbox.calls()).map(({ operation }) => operation).sort();
  assert.deepEqual(made, ['change_invitation_details', 'list_share_rules', 'list_shared_subscribers']);
  await ola.page.reload();
  await ola.sees('Åse Ærlig');
});

journey('names that cannot be are refused where they stand, before anything is sent', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', mix));
  await ola.presses('Edit name: Sander Sendt');
  await fills(ola, 'First name', '');
  await fills(ola, 'Last name', '');
  await ola.presses('Save');
  await ola.sees('Something is missing here. Fill it in.');
  await fills(ola, 'First name', 'Å'.repeat(31));
  await ola.presses('Save');
  await ola.sees('This is too long. Make it shorter.');
  assert.equal(await attempts(sandbox), 0);
  await fills(ola, 'First name', 'Å'.repeat(30));
  await ola.presses('Save');
  await ola.sees(`${'Å'.repeat(30)} Sendt`);
  assert.equal(await attempts(sandbox), 1);
});

journey('a lost answer is asked for again, and a server in trouble is told', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', mix));
  await sandbox.control('faults', { operation: 'change_invitation_details', fault: 'drop_answer' });
  await ola.presses('Edit name: Sander Sendt');
  await fills(ola, 'First name', 'Sigrid');
  await ola.presses('Save');
  await ola.sees('Sigrid Sendt');
  await sandbox.control('faults', { operation: 'change_invitation_details', fault: 'status_500', times: 9 });
  await ola.presses('Edit name: Sigrid Sendt');
  await fills(ola, 'First name', 'Solveig');
  await ola.presses('Save');
  await ola.sees('Something went wrong at the other end.');
  assert.ok((await fieldsOf(ola)).includes('Solveig'), 'what was typed is still there');
});

journey('a refusal of the server\'s is told, and what was typed stays', async ({ person, page }) => {
  const ola = await person('ola');
  let answer: { status: number; json: object } = { status: 200, json: { success: false } };
  await (ola.page as ChromiumPage).playwright.route('**/subscription/share/invitation/data', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ ...answer, headers: { 'Access-Control-Allow-Origin': '*' } })
      : route.fallback(),
  );
  await ola.opens(page('invite', mix));
  await ola.presses('Edit name: Sander Sendt');
  await fills(ola, 'First name', 'Siri');
  await ola.presses('Save');
  await ola.sees('The change was not accepted.');
  answer = { status: 400, json: { exceptionType: 'BadRequest', errorMessage: 'shareCode is not yours' } };
  await ola.presses('Save');
  await ola.sees('That was not accepted.', 'shareCode is not yours');
  assert.ok((await fieldsOf(ola)).includes('Siri'));
  await ola.presses('Cancel');
  await ola.sees('Sander Sendt');
}, { chromiumOnly: 'answers in the server\'s place' });

function fieldsOf(someone: Person): Promise<string[]> {
  return someone.page.evaluate(() =>
    [...document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll('input')].map((field) => field.value),
  );
}
