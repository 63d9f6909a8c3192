// The elements as part of somebody else's page: moved and made anew by a framework, within another component, taken away in the middle of
// something, with scripts off; and what the page hears of it.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
import { drafts, type Person } from '../lib/person.ts';
import type { Sandbox } from '../lib/sandbox.ts';

useBrowser();

const contact = 'E-mail or mobile number';
const mix = { 'product-code': 'MIX' };

const calls = async (sandbox: Sandbox): Promise<string[]> => (await sandbox.calls()).map(({ operation }) => operation).sort();

/** What stands in the fields of the first element. */
const values = (person: Person): Promise<string[]> =>
  person.page.evaluate(() =>
    [...document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value),
  );

async function hasTyped(person: Person, ...texts: string[]): Promise<void> {
  const found = await values(person);
  for (const text of texts) assert.ok(found.includes(text), `"${text}" is not in the fields: ${found.join(' | ')}`);
}

journey('moved about in the page, it keeps what was typed and asked, and asks the API nothing', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', mix));
  await ola.types(contact, 'ny@example.com');
  await ola.presses('Withdraw: Sander Sendt');
  await ola.sees('Withdraw the invitation to Sander Sendt?');
  await sandbox.forgetCalls();
  await ola.page.evaluate(() => {
    const section = document.createElement('section');
    document.body.prepend(section);
    section.append(document.querySelector('subshare-invite')!);
  });
  await ola.sees('Withdraw the invitation to Sander Sendt?');
  await hasTyped(ola, 'ny@example.com');
  // Out of the page for a while, as in a tab that is switched away from.
  await ola.page.evaluate(async () => {
    const element = document.querySelector('subshare-invite')!;
    element.remove();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    document.querySelector('main')!.append(element);
  });
  await ola.sees('Withdraw the invitation to Sander Sendt?');
  await hasTyped(ola, 'ny@example.com');
  assert.deepEqual(await calls(sandbox), []);
});

journey('made anew by a framework, it has the draft, and the list without asking again', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', mix));
  await ola.types(contact, 'ny@example.com');
  await ola.presses('Edit name: Sander Sendt');
  await ola.types('First name', '');
  await ola.hits('End');
  await ola.page.type('X');
  await sandbox.forgetCalls();
  await ola.page.evaluate(() => {
    const element = document.querySelector('subshare-invite')!;
    element.replaceWith(element.cloneNode(true));
  });
  await ola.sees('Sander Sendt');
  await hasTyped(ola, 'ny@example.com', 'SanderX');
  assert.deepEqual(await calls(sandbox), []);
});

journey('what was typed outlives an error, a login and a reload: addresses, and a name', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', mix));
  await ola.types(contact, 'ny@example.com');
  await ola.presses('Edit name: Sander Sendt');
  await ola.types('First name', '');
  await ola.hits('End');
  await ola.page.type('X');
  await sandbox.control('faults', { operation: 'change_invitation_details', fault: 'status_500', times: 9 });
  await ola.presses('Save');
  await ola.sees('Something went wrong at the other end.');
  await hasTyped(ola, 'ny@example.com', 'SanderX');
  await sandbox.control('faults', undefined, 'DELETE');
  await sandbox.control('expire-tokens', { refreshTokensToo: true });
  await ola.presses('Save');
  await ola.sees('You are not logged in.');
  await ola.presses('Log in', { role: 'link' });
  await ola.presses('Ola Nordmann owns the subscriptions');
  await ola.sees('Save');
  await hasTyped(ola, 'ny@example.com', 'SanderX');
  await ola.page.reload();
  await ola.sees('Save');
  await hasTyped(ola, 'ny@example.com', 'SanderX');
  await ola.presses('Save');
  await ola.sees('SanderX Sendt');
  await ola.presses('Invite');
  await ola.sees('Invitation sent');
  assert.equal(await drafts(ola), 0, 'nothing is kept of what has been sent');
});

journey('several on a page are one: what is done in one is seen in all', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.forgetCalls();
  await ola.opens(page('invite', {}, { times: '2' }));
  await ola.types(contact, 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('Invitation sent');
  // Each draws it in a task of its own. It never ends where one of them does not hear of it.
  await ola.page.evaluate(async () => {
    const elements = [...document.querySelectorAll('subshare-invite')];
    while (!elements.every((one) => one.shadowRoot!.textContent!.includes('1 of 3 seats in use'))) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  assert.deepEqual(await calls(sandbox), ['list_share_rules', 'list_shared_subscribers', 'send_invitation']);
  const modules = await ola.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /\.wasm/.test(name)).length);
  assert.equal(modules, 1);
});

journey('two elements\' scripts and one of the page\'s own: one token, each module once, and all hear of another user', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  // The page's script has imported index.js; it has no element.
  await ola.opens(page('client'));
  await sandbox.forgetCalls();
  await ola.page.evaluate(async () => {
    const kinds = ['nets', 'invite'];
    await Promise.all(kinds.map((kind) => import(`/subshare/dist/define-${kind}.js` as string)));
    for (const kind of kinds) {
      const element = document.createElement(`subshare-${kind}`);
      const attributes = { 'base-url': document.body.dataset['api']!, 'user-token-url': '/subshare/token', 'product-code': 'NAT' };
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.body.append(element);
    }
  });
  const asked = (what: string): Promise<number> =>
    ola.page.evaluate((what: string) => performance.getEntriesByType('resource').filter(({ name }) => name.includes(what)).length, what);
  const reading = ['list_nets', 'list_share_rules', 'list_shared_subscribers'];
  await ola.sees('There are no networks yet.', '0 of 3 seats in use');
  assert.deepEqual(await calls(sandbox), reading);
  assert.equal(await asked('/subshare/token'), 1);
  // Which of the two is seen first, and so asks for its module first, is the browser's affair.
  const modules = await ola.page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => /subshare-\w+\.wasm/.exec(name) ?? []),
  );
  assert.deepEqual(modules.filter((name) => name !== 'subshare-people.wasm'), ['subshare-core.wasm']);
  assert.ok(modules.length <= 2, `${modules}`);

  await ola.types(contact, 'secret@example.com');
  await ola.page.evaluate(async () => (await import('/subshare/dist/index.js' as string)).userChanged());
  await ola.page.evaluate(async () => {
    while (performance.getEntriesByType('resource').filter(({ name }) => name.includes('/subshare/token')).length < 2) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  await ola.sees('There are no networks yet.', '0 of 3 seats in use');
  assert.ok(!(await values(ola)).includes('secret@example.com'));
  assert.deepEqual(await calls(sandbox), [...reading, ...reading].sort());
  assert.equal(await asked('/subshare/token'), 2);
});

journey('an element for people, and a company\'s that comes later: each module once, and one token', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('client'));
  await sandbox.forgetCalls();
  const adds = (kind: string): Promise<void> =>
    ola.page.evaluate(async (kind: string) => {
      await import(`/subshare/dist/define-${kind}.js` as string);
      const element = document.createElement(`subshare-${kind}`);
      const attributes = { 'base-url': document.body.dataset['api']!, 'user-token-url': '/subshare/token', 'product-code': 'NAT' };
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.body.append(element);
    }, kind);
  const modules = (): Promise<string[]> =>
    ola.page.evaluate(() =>
      performance.getEntriesByType('resource').flatMap(({ name }) => /subshare-\w+\.wasm/.exec(name) ?? []),
    );
  await adds('invite');
  await ola.sees('0 of 3 seats in use');
  assert.deepEqual(await modules(), ['subshare-people.wasm']);
  await adds('nets');
  await ola.sees('There are no networks yet.');
  assert.deepEqual(await modules(), ['subshare-people.wasm', 'subshare-core.wasm']);
  const tokens = await ola.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/subshare/token')).length);
  assert.equal(tokens, 1);
});

journey('taken away while it reads: nothing is drawn, said or asked any more, until it is back', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'hang' });
  await ola.opens(page('invite'));
  // The rules have come, the list has not.
  await ola.page.evaluate(async () => {
    const element = document.querySelector('subshare-invite')!;
    while (!performance.getEntriesByType('resource').some(({ name }) => name.includes('/share/rule/'))) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const page = window as unknown as { kept: Element; drawn: number };
    page.kept = element;
    page.drawn = 0;
    element.remove();
    new MutationObserver((changes) => (page.drawn += changes.length)).observe(element.shadowRoot!, {
      subtree: true, childList: true, characterData: true, attributes: true,
    });
  });
  await sandbox.control('faults', undefined, 'DELETE'); // and lets the answer go on
  await ola.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  assert.equal(await ola.page.evaluate(() => (window as unknown as { drawn: number }).drawn), 0);
  assert.deepEqual(await heard(ola), ['subshare-opened']);
  await ola.page.evaluate(() => document.querySelector('main')!.append((window as unknown as { kept: Element }).kept));
  await ola.sees('3 seats left');
});

journey('taken away while it invites: what was asked for is done, once', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.types(contact, 'a@example.com, b@example.com');
  await sandbox.control('faults', { operation: 'send_invitation', fault: 'delay', delayMs: 300, times: 2 });
  await ola.presses('Invite 2 people');
  await ola.sees('Sending 1 of 2');
  await ola.page.evaluate(() => {
    const element = document.querySelector('subshare-invite')!;
    element.replaceWith(element.cloneNode());
  });
  await ola.sees('2 of 3 seats in use');
  assert.deepEqual((await sandbox.sent()).map(({ to }) => to).sort(), ['a@example.com', 'b@example.com']);
  assert.deepEqual((await calls(sandbox)).filter((operation) => operation === 'send_invitation').length, 2);
});

journey('taken away while it accepts: what was asked for is done, and its own listeners hear of it', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  await kari.sees('Accept');
  await sandbox.control('faults', { operation: 'accept_invitation', fault: 'delay', delayMs: 300 });
  await kari.page.evaluate(() => {
    const element = document.querySelector('subshare-invitation')!;
    const page = window as unknown as { done: Promise<string> };
    page.done = new Promise((resolve) => {
      for (const what of ['accepted', 'failed']) element.addEventListener(`subshare-${what}`, ({ type }) => resolve(type));
    });
  });
  await kari.presses('Accept');
  await kari.sees('One moment');
  await kari.page.evaluate(() => document.querySelector('subshare-invitation')!.remove());
  assert.equal(await kari.page.evaluate(() => (window as unknown as { done: Promise<string> }).done), 'subshare-accepted');
  assert.equal((await calls(sandbox)).filter((operation) => operation === 'accept_invitation').length, 1);
});

journey('within another component: its language, its events, its focus', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.sees('3 seats left');
  await ola.page.evaluate(() => {
    const host = document.createElement('article');
    host.lang = 'nb';
    document.querySelector('main')!.append(host);
    const element = document.querySelector('subshare-invite')!;
    host.attachShadow({ mode: 'open' }).append(element.cloneNode());
    element.remove();
  });
  await ola.sees('3 ledige');
  await ola.types('E-post eller mobilnummer', 'a@example');
  await ola.hits('Enter');
  await ola.presses('Inviter');
  await ola.sees('Slutten av adressen mangler');
  assert.equal(await ola.focus(), 'textbox: E-post eller mobilnummer');
  await ola.hits('End');
  await ola.page.type('.com');
  await ola.presses('Inviter');
  await ola.sees('1 av 3 plasser i bruk');
  // Whether the first was ready before it was taken away is a matter of moments.
  assert.deepEqual((await heard(ola)).filter((type) => type !== 'subshare-ready'), ['subshare-opened', 'subshare-opened', 'subshare-invited']);
});

journey('the events: which can be prevented, and nothing in them about anybody', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'FUL' }));
  await ola.sees('All seats are in use.');
  await ola.page.evaluate(() => {
    const page = window as unknown as { events: object[] };
    page.events = [];
    for (const what of ['opened', 'invited', 'accepted', 'declined', 'ended', 'failed', 'login-needed']) {
      document.addEventListener(`subshare-${what}`, (event) => {
        const { type, cancelable, bubbles, composed } = event;
        const { isTrusted, ...own } = { ...event };
        page.events.push({ type, cancelable, through: bubbles && composed, own });
        event.preventDefault();
      });
    }
  });
  const events = (one: Person): Promise<object[]> =>
    one.page.evaluate(() => (window as unknown as { events: object[] }).events.splice(0));
  await ola.presses('Withdraw: Liv Hansen');
  await ola.presses('Withdraw');
  await ola.sees('1 of 2 seats in use');
  await ola.presses('Invite again: Liv Hansen');
  await sandbox.control('force-status', { operation: 'send_invitation', status: 'SHARE_LIMIT' });
  await ola.presses('Invite');
  await ola.sees('This person has accepted a sharing from somebody else.');
  await ola.presses('Invite');
  await ola.sees('2 of 2 seats in use');
  await sandbox.control('expire-tokens', { refreshTokensToo: true });
  await ola.presses('Edit name: Per Berg');
  await ola.presses('Save');
  await ola.sees('You are not logged in.');
  const address = await ola.page.url();
  await ola.presses('Log in', { role: 'link' });
  await ola.sees('You are not logged in.');
  assert.equal(await ola.page.url(), address, 'the page takes care of the login itself');
  const plain = { cancelable: false, through: true };
  const { pathname, search } = new URL(address);
  assert.deepEqual(await events(ola), [
    { type: 'subshare-ended', ...plain, own: { productCode: 'FUL' } },
    { type: 'subshare-failed', ...plain, own: { operation: 'sendInvitation', code: 'SHARE_LIMIT' } },
    { type: 'subshare-invited', ...plain, own: { productCode: 'FUL' } },
    { type: 'subshare-failed', ...plain, own: { operation: 'changeInvitationDetails', code: 'login_required' } },
    { type: 'subshare-login-needed', cancelable: true, through: true, own: { returnUrl: pathname + search } },
  ]);
});

journey('a recipient thinks better of it as long as nothing is decided, and then is told how it stands', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  await kari.presses('No, thank you');
  await kari.presses('Cancel');
  // A wait for the rate limit is given up, and the other choice made.
  await sandbox.control('faults', { operation: 'accept_invitation', fault: 'status_429', resetSeconds: 5 });
  await kari.presses('Accept');
  await kari.presses('Stop');
  await kari.sees('You stopped it.');
  await kari.presses('No, thank you');
  await kari.presses('Yes, decline');
  await kari.sees('You have declined.');
  // Declined is for good: the core's table has no way back, and neither has the API.
  await kari.page.reload();
  await kari.presses('Accept');
  await kari.sees('This invitation has been declined.', 'ask for a new one');

  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-03' }));
  await kari.presses('No, thank you');
  await kari.presses('Cancel');
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  await kari.page.reload();
  await kari.presses('No, thank you');
  await kari.presses('Yes, decline');
  await kari.sees('This invitation has been accepted already. Whoever invited you can end it.');
});

journey('dates are in the language of the words, in both kinds of Norwegian', async ({ person, page }) => {
  const ola = await person('ola');
  for (const [lang, since] of [['nn', 'sidan 1. jan. 2026'], ['nb', 'siden 1. jan. 2026']]) {
    await ola.opens(page('invite', mix, { lang: lang! }));
    await ola.sees(since!);
  }
});

journey('with scripts off, the page\'s own text stands', async ({ sandbox, person }) => {
  const ola = await person('ola', { scripts: false });
  const { playwright } = ola.page as ChromiumPage;
  await ola.opens(`${sandbox.publisher}/static.html`);
  const text = await playwright.locator('body').innerText();
  for (const words of ['Share your subscription: call 815 00 000.', 'You are invited to read Fjordposten.', 'Your first paper comes tomorrow.']) {
    assert.ok(text.includes(words), text);
  }
}, { chromiumOnly: 'turns scripts off' });

/** The events that reached the document. */
function heard(person: Person): Promise<string[]> {
  return person.page.evaluate(() => (window as unknown as { happened: { type: string }[] }).happened.map(({ type }) => type));
}
