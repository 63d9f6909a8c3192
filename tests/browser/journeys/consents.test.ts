// Consents in the accept flow: the publisher's texts, from a function of the page or as form controls in a slot, are answered before Accept
// is sent, and the answers go out in the event and to the page's function. No endpoint tells a recipient which rule an invitation falls
// under, so the page says it.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

const named = { issuer: 'FJORD', 'issuer-consent-group-id': '7' };
const code = { code: 'CONKARI01' };
const terms = { id: 'terms', text: 'I agree to the terms.', required: true, url: '/terms.html' };
const offers = { id: 'offers', text: 'May we send you offers?' };

interface Told {
  asked: object[];
  saved: [{ id: string; given: boolean }[], object][];
  order: string[];
}
interface TellingWindow {
  told: Told;
}

/** The page's own script: gives these texts, or fails so many times first, and notes what it is told. */
async function publisher(person: Person, texts: object[], failing = { ask: 0, save: 0 }): Promise<void> {
  await person.page.evaluate(
    (given, left) => {
      const told: Told = { asked: [], saved: [], order: [] };
      (window as unknown as TellingWindow).told = told;
      const element = document.querySelector('subshare-invitation') as HTMLElement & Record<string, unknown>;
      element.addEventListener('subshare-accepted', () => told.order.push('event'));
      element['saveConsents'] = async (...what: Told['saved'][number]) => {
        told.order.push('hook');
        if (left.save-- > 0) throw new Error('not now');
        told.saved.push(what);
      };
      element['consents'] = async (request: object) => {
        told.asked.push(request);
        if (left.ask-- > 0) throw new Error('not now');
        return given;
      };
    },
    texts,
    failing,
  );
}

const told = (person: Person): Promise<Told> => person.page.evaluate(() => (window as unknown as TellingWindow).told);

async function accepted(person: Person): Promise<{ consents: object[]; isCreateConnectCustomer: boolean }[]> {
  return person.page.evaluate(() =>
    (window as unknown as { happened: never[] }).happened.filter(({ type }) => type === 'subshare-accepted'),
  );
}

const attempts = async (sandbox: Sandbox): Promise<number> =>
  (await sandbox.calls()).filter(({ operation }) => operation === 'accept_invitation').length;

journey('texts of the page: what is not answered is an error at its field, and nothing is sent before', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', { ...named, 'create-connect-customer': '' }, code));
  await kari.sees('Accept');
  await publisher(kari, [terms, offers]);
  await kari.sees('Before you accept', 'I agree to the terms.', 'Read all of it', 'May we send you offers?');
  assert.deepEqual((await told(kari)).asked, [{ shareCode: 'CONKARI01', issuer: 'FJORD', issuerConsentGroupId: 7 }]);
  await kari.doesNotSee('You can accept only if you agree');

  await kari.presses('Accept');
  await kari.sees('You can accept only if you agree to this.', 'Choose yes or no.');
  assert.equal(await kari.focus(), 'checkbox: I agree to the terms.');
  await kari.presses('I agree to the terms.');
  await kari.seesNoMore('You can accept only if you agree to this.');
  await kari.presses('Accept');
  assert.equal(await kari.focus(), 'radio: Yes');
  assert.equal(await attempts(sandbox), 0);
  assert.deepEqual((await told(kari)).saved, []);

  await kari.presses('No', { role: 'radio' });
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  assert.equal(await attempts(sandbox), 1);
  const answers = [{ id: 'terms', given: true }, { id: 'offers', given: false }];
  const request = { shareCode: 'CONKARI01', issuer: 'FJORD', issuerConsentGroupId: 7 };
  const [event] = await accepted(kari);
  assert.deepEqual([event?.consents, event?.isCreateConnectCustomer], [answers, true]);
  const { saved, order } = await told(kari);
  assert.deepEqual(saved, [[answers, request]]);
  assert.deepEqual(order, ['event', 'hook']);
});

journey('answers outlive the login on the way, and another attempt is not needed to see them', async ({ sandbox, person, page }) => {
  const kari = await person();
  await kari.opens(page('invitation', named, code));
  await kari.sees('Accept');
  await publisher(kari, [terms, offers]);
  await kari.presses('I agree to the terms.');
  await kari.presses('Yes', { role: 'radio' });
  await kari.presses('Accept');
  await kari.presses('Kari Nordmann is invited');
  await kari.sees('Welcome back.');
  await publisher(kari, [terms, offers]);
  await kari.sees('Before you accept');
  const ticked = await kari.page.evaluate(() =>
    [...document.querySelector('subshare-invitation')!.shadowRoot!.querySelectorAll('input')].map(({ checked }) => checked),
  );
  assert.deepEqual(ticked, [true, true, false]);
  assert.equal(await kari.page.evaluate(() => sessionStorage.length), 0);
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  assert.deepEqual((await told(kari)).saved[0]?.[0], [{ id: 'terms', given: true }, { id: 'offers', given: true }]);
  assert.equal((await sandbox.calls()).at(-1)?.operation, 'accept_invitation');
});

journey('form controls in the slot: the page\'s own words and its own markup', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', named, code));
  await kari.sees('Accept');
  await kari.page.evaluate(() => {
    const form = document.createElement('div');
    form.slot = 'consents';
    for (const [type, name, value, text] of [
      ['checkbox', 'terms', 'on', 'The terms, please'],
      ['radio', 'offers', 'yes', 'Send me offers'],
      ['radio', 'offers', 'no', 'Send me nothing'],
    ] as const) {
      const input = Object.assign(document.createElement('input'), { type, name, value, required: true });
      const label = document.createElement('label');
      label.append(input, text);
      form.append(label);
    }
    document.querySelector('subshare-invitation')!.append(form);
  });
  await kari.presses('Accept');
  await kari.sees('The terms, please');
  assert.equal(await kari.focus(), 'checkbox: The terms, please');
  await kari.presses('The terms, please');
  await kari.presses('Accept');
  assert.match(await kari.focus(), /^radio: /);
  assert.equal(await attempts(sandbox), 0);
  await kari.presses('Send me nothing');
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  const [event] = await accepted(kari);
  assert.deepEqual([event?.consents, event?.isCreateConnectCustomer], [[{ id: 'terms', given: true }, { id: 'offers', given: false }], false]);
});

journey('without the texts nothing is accepted, and with none to ask it is', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', named, code));
  await kari.presses('Accept');
  await kari.sees('What you are to agree to could not be loaded. Nothing has been accepted');
  assert.equal(await attempts(sandbox), 0);
  // The page's function fails twice: once when it is given, once when Accept is pressed.
  await publisher(kari, [terms], { ask: 2, save: 0 });
  await kari.presses('Accept');
  await kari.sees('What you are to agree to could not be loaded.');
  await kari.presses('Accept');
  await kari.sees('I agree to the terms.');
  assert.equal(await attempts(sandbox), 0);
  // Another user's consents may all have been given before.
  await publisher(kari, []);
  await kari.seesNoMore('I agree to the terms.');
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  assert.deepEqual((await accepted(kari))[0]?.consents, []);
  assert.deepEqual((await told(kari)).saved, []);
});

journey(
  'what asks for consents is loaded only where there is something to ask, and nothing is accepted without it',
  async ({ sandbox, person, page }) => {
    const kari = await person('kari');
    const { playwright } = kari.page as ChromiumPage;
    let loads = 0;
    let broken = true;
    await playwright.route('**/consents-*.js*', (route) => {
      loads++;
      return broken ? route.abort() : route.continue();
    });
    await kari.opens(page('invitation', {}, code));
    await kari.sees('Accept');
    assert.equal(loads, 0);

    await publisher(kari, [terms]);
    await kari.sees('What you are to agree to could not be loaded. Nothing has been accepted');
    await kari.presses('Accept');
    await kari.sees('What you are to agree to could not be loaded.');
    assert.equal(loads, 2);
    broken = false;
    await kari.presses('Accept');
    await kari.sees('I agree to the terms.', 'You can accept only if you agree to this.');
    assert.equal(await kari.focus(), 'checkbox: I agree to the terms.');
    assert.equal(await attempts(sandbox), 0);
    await kari.presses('I agree to the terms.');
    await kari.presses('Accept');
    await kari.sees('You have accepted and can read right away.');
    assert.deepEqual((await told(kari)).asked.length, 1);
  },
  { chromiumOnly: 'has a file withheld', expect: /consents-|ERR_FAILED/ },
);

journey('answers that cannot be saved are kept, and saved when asked again', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', named, code));
  await kari.sees('Accept');
  await publisher(kari, [terms], { ask: 0, save: 1 });
  await kari.presses('I agree to the terms.');
  await kari.presses('Accept');
  await kari.sees('You have accepted', 'Your answers could not be saved.');
  await kari.presses('Try again');
  await kari.seesNoMore('Try again');
  assert.deepEqual((await told(kari)).saved.map(([answers]) => answers), [[{ id: 'terms', given: true }]]);
  assert.equal(await attempts(sandbox), 1);
});

journey('declining asks for no consent, and a refused Accept hands none over', async ({ person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', named, { code: 'USED-NAT-01' }));
  await kari.sees('Accept');
  await publisher(kari, [terms]);
  await kari.presses('I agree to the terms.');
  await kari.presses('Accept');
  await kari.sees('This invitation has been accepted already.');
  assert.deepEqual((await told(kari)).saved, []);

  await kari.opens(page('invitation', named, { code: 'OPEN-NAT-01' }));
  await kari.sees('Accept');
  await publisher(kari, [terms]);
  await kari.presses('No, thank you');
  await kari.presses('Yes, decline');
  await kari.sees('You have declined.');
  assert.deepEqual((await told(kari)).saved, []);
});

journey('a rule that the page has says the same as the attributes, and hostile texts are text', async ({ person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, code));
  await kari.sees('Accept');
  await kari.page.evaluate(() => {
    (document.querySelector('subshare-invitation') as unknown as { rule: object }).rule = {
      issuer: 'FJORD', issuerConsentGroupId: 7, isCreateConnectCustomer: true,
    };
  });
  const text = '<img src=x onerror=alert(1)> ${1+1} {{user}}';
  await publisher(kari, [{ id: text, text, required: true, url: 'javascript:alert(1)' }]);
  await kari.sees(text);
  await kari.doesNotSee('Read all of it');
  assert.deepEqual((await told(kari)).asked, [{ shareCode: 'CONKARI01', issuer: 'FJORD', issuerConsentGroupId: 7 }]);
  await kari.presses(text);
  await kari.presses('Accept');
  await kari.sees('You have accepted');
  assert.equal((await accepted(kari))[0]?.isCreateConnectCustomer, true);
});

journey('a page that never gives its texts cannot keep anybody from declining', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', named, code));
  await kari.page.evaluate(() => {
    const element = document.querySelector('subshare-invitation') as HTMLElement & Record<string, unknown>;
    element['consents'] = () => new Promise(() => {});
  });
  await kari.presses('No, thank you');
  await kari.presses('Yes, decline');
  await kari.sees('You have declined.');
  assert.equal(await attempts(sandbox), 0);
});
