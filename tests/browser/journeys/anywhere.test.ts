// Browsers that are older, or strict; pages that translate, print, have a dark theme of their own, say things in words of their own, and sell more seats.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';

useBrowser();

const contact = 'E-mail or mobile number';

interface Told {
  type: string;
  code?: string;
  missing?: number;
  productCode?: string;
}
const heard = (person: Person, ...types: string[]): Promise<Told[]> =>
  person.page.evaluate((wanted) => (window as unknown as { happened: Told[] }).happened.filter(({ type }) => wanted.includes(type)), types);

/** What Chrome 109 and Safari 16.0 do not have, of what is on the list of web/test/browsers.test.mjs or was once used here. */
const newer =
  'URL.canParse,AbortSignal.any,AbortSignal.timeout,Array.prototype.toSorted,Array.fromAsync,Promise.withResolvers,Object.groupBy,scheduler,' +
  'Document.prototype.adoptedStyleSheets,ShadowRoot.prototype.adoptedStyleSheets,CSSStyleSheet.prototype.replace,CSSStyleSheet.prototype.replaceSync,Element.prototype.ariaLabel';

// Without adopted sheets the styles are elements, which the policy forbids here: it works without its looks.
journey('a browser of three years ago: consents are asked for, and the invitation is accepted', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01', without: newer }));
  await kari.sees('Accept');
  await kari.page.evaluate(() => {
    const element = document.querySelector('subshare-invitation') as HTMLElement & { consents: unknown };
    element.consents = () => [{ id: 'terms', text: 'I agree to the terms.', required: true, url: '/terms' }];
  });
  await kari.sees('I agree to the terms.', 'Read all of it');
  await kari.presses('I agree to the terms.');
  await kari.presses('Accept');
  await kari.sees('You have accepted');
  assert.equal((await sandbox.calls()).filter(({ operation }) => operation === 'accept_invitation').length, 1);
}, { expect: /style-src|inline style|Content.Security.Policy/i });

journey('a browser of three years ago: the owner invites', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', {}, { without: newer }));
  await ola.types(contact, 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use');
  assert.equal((await sandbox.sent()).length, 1);
}, { expect: /style-src|inline style|Content.Security.Policy/i });

journey('without WebAssembly it says that, and what the page has put there stands', async ({ sandbox, person, page }) => {
  for (const which of ['invite', 'invitation'] as const) {
    const ola = await person('ola');
    await ola.opens(page(which, {}, { code: 'OPEN-NAT-01', without: 'WebAssembly' }));
    await ola.sees('This browser has WebAssembly turned off');
    await ola.page.evaluate(() => (document.querySelector('main')!.firstElementChild!.textContent = 'Call 815 00 000.'));
    await ola.sees('Call 815 00 000.');
    await ola.doesNotSee('connection');
    assert.deepEqual(await ola.controls().then((all) => all.filter((name) => name === 'Try again')), [], 'nothing would come of it');
    assert.deepEqual((await heard(ola, 'subshare-failed')).map(({ code }) => code), ['webassembly_missing']);
  }
  assert.deepEqual(await sandbox.calls(), []);
});

/** What a browser's translation does to text: another text in two <font> elements. */
const translate = (person: Person): Promise<number> =>
  person.page.evaluate(() => {
    const root = document.querySelector('main > *')!.shadowRoot!;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    const found = texts.filter((text) => text.data.trim() && !text.parentElement?.closest('[translate=no], style, textarea'));
    for (const text of found) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.textContent = `⟦${text.data}⟧`;
      outer.append(inner);
      text.replaceWith(outer);
    }
    return found.length;
  });

journey('a browser that translates the page takes nothing away: what changes is seen', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'MIX' }));
  await ola.sees('6 seats left', 'Sander Sendt');
  assert.ok((await translate(ola)) > 10);
  await ola.sees('⟦6 seats left⟧');
  await ola.doesNotSee('⟦Sander Sendt⟧');
  await ola.types(contact, 'ny@example.com');
  await ola.hits('Enter');
  await ola.presses('⟦Invite⟧');
  await ola.sees('5 seats left', 'Invitation sent.');
  await ola.doesNotSee('⟦6 seats left⟧');
  // Again, over what has been drawn since; and with more taken than text.
  await translate(ola);
  await ola.page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main > *')!.shadowRoot!.querySelector('.all')!, NodeFilter.SHOW_COMMENT);
    const all: Comment[] = [];
    while (walker.nextNode()) all.push(walker.currentNode as Comment);
    for (const one of all.slice(0, 40)) one.remove();
  });
  await ola.presses('Withdraw: Sander Sendt');
  await ola.presses('Withdraw');
  await ola.sees('6 seats left');
});

journey("a dark theme that is a class alone: the accent follows the page's text", async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite'));
  await ola.sees('3 seats left');
  const scheme = (): Promise<string> =>
    ola.page.evaluate(() => getComputedStyle(document.querySelector('subshare-invite')!.shadowRoot!.querySelector('.all')!).colorScheme);
  const accent = (): Promise<string> =>
    ola.page.evaluate(() => getComputedStyle(document.querySelector('subshare-invite')!.shadowRoot!.querySelector('form .primary')!).backgroundColor);
  assert.deepEqual([await scheme(), await accent()], ['light', 'rgb(23, 69, 122)']);
  for (const [colour, want, to] of [['rgb(240, 240, 240)', 'dark', 'rgb(169, 203, 245)'], ['oklch(0.2 0.01 250)', 'light', 'rgb(23, 69, 122)'], ['color(srgb 0.9 0.9 0.9)', 'dark', 'rgb(169, 203, 245)'], ['black', 'light', 'rgb(23, 69, 122)']]) {
    await ola.page.evaluate((text) => void (document.body.style.color = text), colour!);
    await ola.page.evaluate(async (wanted) => {
      const all = document.querySelector('subshare-invite')!.shadowRoot!.querySelector('.all')!;
      for (const end = performance.now() + 20_000; !all.classList.contains(wanted) && performance.now() < end; ) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, want!);
    assert.deepEqual([await scheme(), await accent()], [want, to], colour);
  }
  // Moved into a dark part of the page, no transition tells of it.
  await ola.page.evaluate(async () => {
    const element = document.querySelector('subshare-invite') as HTMLElement & { updateComplete: Promise<unknown> };
    const dark = document.createElement('div');
    dark.style.color = 'rgb(240, 240, 240)';
    element.before(dark);
    dark.append(element);
    await element.updateComplete;
  });
  assert.deepEqual([await scheme(), await accent()], ['dark', 'rgb(169, 203, 245)'], 'moved');
});

/** Calls `addWords` of the package, as a page's own script does. */
const says = (person: Person, language: string, words: object): Promise<void> =>
  person.page.evaluate(
    async (...args) => {
      const { addWords } = (await import('/subshare/dist/index.js' as string)) as { addWords(...args: unknown[]): void };
      addWords(...args);
    },
    language,
    words,
  );

journey("sentences in the page's own words, and one clear line for each that cannot be", async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { lang: 'nb' }));
  await ola.sees('0 av 3 plasser i bruk', '3 ledige');
  await says(ola, 'nb', {
    ui: { seats: '{used} av {n} plasser i familien', seat: 'x', left: { one: 'en til' }, full: '{nobody} igjen', who: 'Hvem i familien?' },
    errors: { email_domain_incomplete: 'Hele adressen, takk.' },
  });
  await ola.sees('0 av 3 plasser i familien', 'Hvem i familien?', '3 ledige');
  await says(ola, 'nb', { ui: { how: 'De får en melding.' }, statuses: { sendInvitation: { SHARE_OK: 'Sendt!' } } });
  await ola.sees('De får en melding.', 'Hvem i familien?');
  await ola.types('E-post eller mobilnummer', 'kari@example');
  await ola.hits('Enter');
  await ola.presses('Inviter');
  await ola.sees('Hele adressen, takk.');
  const problems = (await ola.page.problems()).map((text) => text.match(/addWords: (\S+)/)?.[1]);
  assert.deepEqual([...new Set(problems.filter(Boolean))].sort(), ['nb.ui.full', 'nb.ui.left', 'nb.ui.seat']);
}, { expect: /addWords/ });

journey('full is not the end: what the publisher has for it, a link, and an event', async ({ person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'product-code': 'FUL', 'more-seats-url': '/?buy={productCode}&back={returnUrl}' }));
  await ola.sees('All seats are in use.', 'Get more seats');
  await ola.page.evaluate(() => {
    const more = document.createElement('p');
    more.slot = 'full';
    more.textContent = 'A bigger family? Two more for 29 kr.';
    document.querySelector('subshare-invite')!.append(more);
    const page = window as unknown as { stay: boolean };
    page.stay = true;
    document.addEventListener('subshare-full', (event) => page.stay && event.preventDefault());
  });
  await ola.sees('Two more for 29 kr.');
  const address = await ola.page.url();
  await ola.presses('Get more seats', { role: 'link' });
  assert.deepEqual((await heard(ola, 'subshare-full')).map(({ productCode, missing }) => [productCode, missing]), [['FUL', 1]]);
  assert.equal(await ola.page.url(), address, 'the page shows something of its own');
  await ola.page.evaluate(() => void ((window as unknown as { stay: boolean }).stay = false));
  await ola.presses('Get more seats', { role: 'link' });
  for (const end = Date.now() + 20_000; (await ola.page.url()) === address && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 20));
  const { searchParams } = new URL(await ola.page.url());
  assert.deepEqual([searchParams.get('buy'), searchParams.get('back')], ['FUL', new URL(address).pathname + new URL(address).search]);
});

journey('more people than seats, and a server that has none left: the same is offered', async ({ sandbox, person, page }) => {
  const ola = await person('ola');
  await ola.opens(page('invite', { 'more-seats-url': '/buy' }));
  await ola.types(contact, 'a@example.com, b@example.com, c@example.com, d@example.com');
  await ola.sees('Get more seats');
  await ola.presses('Invite 4 people');
  await ola.sees('There are more people here than seats left');
  assert.deepEqual((await heard(ola, 'subshare-full')).map(({ missing }) => missing), [1]);

  const liv = await person('ola');
  await liv.opens(page('invite', { 'more-seats-url': 'javascript:document.title="run"', 'product-code': 'MIX' }));
  await liv.types(contact, 'a@example.com');
  await liv.doesNotSee('Get more seats');
  await sandbox.control('force-status', { operation: 'send_invitation', status: 'INVITATIONS_POOL_EXHAUSTED' });
  await liv.presses('Invite');
  await liv.sees('All your invitations are used.');
  assert.deepEqual((await heard(liv, 'subshare-full')).map(({ missing }) => missing), [1]);
  assert.ok(!(await liv.controls()).includes('Get more seats'), 'a link is one of the web');
});

journey('on paper are all of them, without a button', async ({ sandbox, person, page }) => {
  await sandbox.control('shares', { owner: 'sofie', productCode: 'BIG', count: 80 });
  const sofie = await person('sofie');
  await sofie.opens(page('invite', { 'product-code': 'BIG' }));
  await sofie.sees('Shared with', 'End access');
  const rows = (): Promise<number> =>
    sofie.page.evaluate(() => document.querySelector('subshare-invite')!.shadowRoot!.querySelectorAll('[part=person]').length);
  const print = (what: string): Promise<void> =>
    sofie.page.evaluate(async (type) => {
      dispatchEvent(new Event(type));
      await (document.querySelector('subshare-invite') as HTMLElement & { updateComplete: Promise<unknown> }).updateComplete;
    }, what);
  const before = await rows();
  assert.ok(before < 80, `${before} are drawn on the screen`);
  await print('beforeprint');
  assert.ok((await rows()) >= 80, `${await rows()} are printed`);
  const sheets = await sofie.page.evaluate(() => {
    // What is said for paper stands in the styles; which engine can be asked to lay out paper differs.
    const { adoptedStyleSheets } = document.querySelector('subshare-invite')!.shadowRoot!;
    return adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText)).filter((text) => text.startsWith('@media print')).join();
  });
  for (const what of ['button', 'form', '.actions']) assert.ok(sheets.includes(what), sheets);
  await print('afterprint');
  assert.ok((await rows()) < 80);
});

/** Opens a page of ours under the policy that it has, changed, with a second element on it. */
async function underPolicy(one: Person, url: string, change: (policy: string) => string): Promise<void> {
  const { playwright } = one.page as ChromiumPage;
  await playwright.route('**/invite.html*', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const body = (await response.text()).replace('<main></main>', '<main></main>\n<script type="module" src="/subshare/dist/define-invitation.js"></script>');
    await route.fulfill({ response, body, headers: { ...headers, 'content-security-policy': change(headers['content-security-policy']!) } });
  });
  await one.opens(url);
}

journey('a policy that names those for Trusted Types: one for each script, and beside a Lit of the page\'s own', async ({ person, page }) => {
  const ola = await person('ola');
  await underPolicy(ola, page('invite'), (policy) => `${policy}; trusted-types subshare-invite subshare-invitation lit-html`);
  await ola.page.evaluate(() => {
    (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes.createPolicy('lit-html', {});
    const second = document.createElement('subshare-invitation');
    second.setAttribute('base-url', document.body.dataset['api']!);
    second.setAttribute('user-token-url', '/subshare/token');
    second.setAttribute('code', 'OPEN-NAT-01');
    document.querySelector('main')!.prepend(second);
  });
  await ola.sees('You are invited to share a subscription');
  assert.ok(await ola.page.evaluate(() => !!document.querySelector('subshare-invite')!.shadowRoot!.querySelector('.all')), 'both are drawn');
  // A page that came by way of the driver is in no address space, and Chromium lets none of those call this computer.
}, { expect: /blocked by CORS/, chromiumOnly: 'changes a header on its way' });

journey('the answer to accepting is lost with the page: the next attempt saves what was agreed to', async ({ sandbox, person, page }) => {
  const kari = await person('kari');
  const accepts = async (): Promise<void> => {
    await kari.sees('Accept');
    await kari.page.evaluate(() => {
      const page = window as unknown as { saved: unknown[] };
      page.saved = [];
      const element = document.querySelector('subshare-invitation') as HTMLElement & { consents: unknown; saveConsents: unknown };
      element.consents = () => [{ id: 'offers', text: 'May we send you offers?' }];
      element.saveConsents = (answers: unknown) => void page.saved.push(answers);
    });
    await kari.sees('May we send you offers?');
  };
  await kari.opens(page('invitation', {}, { code: 'OPEN-NAT-01' }));
  await accepts();
  await sandbox.control('faults', { operation: 'accept_invitation', fault: 'piecewise' });
  await kari.presses('Yes');
  await kari.presses('Accept');
  while (!(await sandbox.calls()).some(({ operation }) => operation === 'accept_invitation')) await kari.sees('One moment');
  await kari.page.reload();
  await accepts();
  await kari.presses('No');
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  // What was agreed to is what was sent with the acceptance that counted.
  assert.deepEqual(await kari.page.evaluate(() => (window as unknown as { saved: unknown[] }).saved), [[{ id: 'offers', given: true }]]);
  await kari.page.reload();
  await accepts();
  await kari.presses('No');
  await kari.presses('Accept');
  await kari.sees('This invitation has been accepted already.');
  assert.deepEqual(await kari.page.evaluate(() => (window as unknown as { saved: unknown[] }).saved), [], 'saved once');
});

journey('a link without the code is none, and the console says why, once; braces may be written as in URLs', async ({ person, page }) => {
  for (const [url, isLink] of [['/share?code=undefined', false], ['/share', false], ['javascript:{shareCode}', false], ['/share?code=%7BshareCode%7D', true]] as const) {
    const ola = await person('ola');
    await ola.opens(page('invite', { 'product-code': 'MIX', 'landing-url': url }));
    await ola.sees('Sander Sendt');
    await ola.types(contact, 'ny');
    assert.equal((await ola.controls()).includes('Copy link: Sander Sendt'), isLink, url);
    const told = (await ola.page.problems()).filter((text) => text.includes('landing-url'));
    assert.equal(told.length, isLink ? 0 : 1, `${url}: ${told.join()}`);
    if (!isLink) continue;
    await ola.presses('Copy link: Sander Sendt');
    await ola.page.evaluate(async () => {
      const root = document.querySelector('subshare-invite')!.shadowRoot!;
      while (!root.querySelector('#link')) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    const link = await ola.page.evaluate(() => document.querySelector('subshare-invite')!.shadowRoot!.querySelector<HTMLInputElement>('#link')!.value);
    assert.match(link, /\/share\?code=[\w-]+$/);
  }
}, { expect: /landing-url/ });

journey('the module is bytes, whatever the server calls them', async ({ person, page }) => {
  for (const type of ['application/wasm; charset=utf-8', 'application/octet-stream', 'text/plain', '']) {
    const ola = await person('ola');
    await (ola.page as ChromiumPage).playwright.route('**/*.wasm*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': type } });
    });
    await ola.opens(page('invite'));
    await ola.sees('3 seats left');
  }
}, { chromiumOnly: 'changes a header on its way' });
