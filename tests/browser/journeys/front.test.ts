// With a front on the page's own origin: nothing but `base-url` says where things are, the login is the front's, and no token comes near the page.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { engineName, journey, useBrowser, type Scene } from '../lib/journey.ts';
import { logsIn, openNewspaper } from '../lib/newspaper.ts';
import { MemoryLine, type FrontOptions } from '../../../web/dist/server/index.js';

useBrowser();

async function newspaper({ sandbox, contract }: Scene, more: Partial<FrontOptions> = {}) {
  const paper = await openNewspaper(sandbox, more);
  contract.alsoAt(`${paper.url}/subshare/api`);
  const page = (name: string, more: Record<string, string> = {}) => {
    const url = new URL(`/${name}.html`, paper.url);
    const attributes = { 'base-url': '/subshare/api', 'user-token-url': '', 'decline-url': '', 'login-url': '/subshare/login?return={returnUrl}', ...more };
    for (const [key, value] of Object.entries(attributes)) url.searchParams.set(`set-${key}`, value);
    return url.href;
  };
  return { paper, page };
}

journey('with a front: the owner logs in and invites', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const ola = await scene.person();
  const sent: string[] = [];
  if (engineName === 'chromium') {
    const { playwright } = ola.page as ChromiumPage;
    playwright.on('request', (request) => sent.push(request.url(), request.headers().authorization ?? ''));
    playwright.on('response', async (response) => {
      if (response.url().includes('/subshare/api/reader')) sent.push(await response.text().catch(() => ''));
    });
  }
  await ola.opens(page('invite'));
  await logsIn(ola, 'Ola Nordmann owns the subscriptions');
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('Invitation sent.', 'kari@example.com');
  assert.equal((await scene.sandbox.sent()).length, 1);
  // Everything went by the front, and what stands in the token's place opens nothing.
  assert.ok(!sent.some((text) => text.startsWith(scene.sandbox.api)), 'the page asked the API itself');
  for (const text of sent) {
    const stand = /^Bearer (.*)/.exec(text)?.[1];
    if (!stand) continue;
    const answer = await fetch(`${scene.sandbox.api}/v1/subscription/share`, { headers: { authorization: `Bearer ${stand}` } });
    assert.equal(answer.status, 401);
  }
  assert.doesNotMatch(sent.join(), /access_token/);
  assert.equal(await ola.page.evaluate(() => document.cookie), '', 'a script can read the cookie');
  await paper.end();
});

journey('with a front: a token that has run out is nothing that the reader hears of', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const ola = await scene.person();
  await ola.opens(page('invite'));
  await logsIn(ola, 'Ola Nordmann owns the subscriptions');
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await scene.sandbox.control('expire-tokens', {});
  await ola.presses('Invite');
  await ola.sees('Invitation sent.', 'kari@example.com');
  assert.equal((await scene.sandbox.sent()).length, 1);
  await paper.end();
});

journey('with a front: a recipient declines without a login, and accepts with one', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const apen = await scene.person();
  await apen.opens(page('invitation', { code: 'OPEN-NAT-03' }));
  await apen.presses('No, thank you');
  await apen.presses('Yes, decline');
  await apen.sees('You have declined.');
  const kari = await scene.person();
  await kari.opens(page('invitation', { code: 'OPEN-NAT-01' }));
  await kari.presses('Accept');
  await logsIn(kari, 'Kari Nordmann is invited');
  await kari.presses('Accept');
  await kari.sees('You have accepted and can read right away.');
  const calls = (await scene.sandbox.calls()).filter(({ status }) => status === 200).map(({ operation }) => operation);
  assert.deepEqual(calls, ['decline_invitation', 'accept_invitation']);
  await paper.end();
});

journey('with a front: the level that applies now is marked, also when somebody else has switched', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const company = await scene.person();
  await company.opens(page('distribution', { 'product-code': 'B2B' }));
  await logsIn(company, 'Bedrift AS received a company subscription');
  await company.sees('Level N', 'Applies now');
  await company.doesNotSee('We are not told which one applies now.');
  assert.ok(!(await company.controls()).some((one) => one.includes('Choose: Level N')));
  await company.presses('Choose: Level D');
  await company.presses('Switch');
  await company.sees('You have switched to Level D.', 'Chosen here on', 'Applies now');
  await company.isContent();
  // From another device.
  const token = await scene.sandbox.token('bedrift');
  const body = JSON.stringify({ productCode: 'B2B', distributionLevel: 'W' });
  await fetch(`${scene.sandbox.api}/v1/subscription/share/distribution/level`, { method: 'PATCH', body, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
  await company.page.reload();
  await company.sees('Applies now', 'Chosen here on');
  const marked = await company.page.evaluate(() => {
    const rows = [...document.querySelector('subshare-distribution')!.shadowRoot!.querySelectorAll('[data-level]')] as HTMLElement[];
    return rows.map((row) => [row.dataset['level'], row.ariaCurrent ?? row.getAttribute('aria-current'), row.innerText.includes('Applies now')]);
  });
  assert.deepEqual(marked, [['N', null, false], ['D', null, false], ['W', 'true', true]]);
  assert.ok((await company.controls()).some((one) => one.includes('Choose: Level D')), 'what was chosen once can be chosen again');
  await paper.end();
});

journey(
  'with a front: the line tells a reader when, the page counts it down, and at that moment it goes on',
  async (scene) => {
    // By a clock of the test's own on both sides: the line gives two calls a minute.
    let now = 1_000_000;
    const line = new MemoryLine({ now: () => now, perMinute: 2, margin: 0 });
    const { paper, page } = await newspaper(scene, { line });
    const ola = await scene.person();
    const { clock } = (ola.page as ChromiumPage).playwright;
    await clock.install();
    await ola.opens(page('invite'));
    await logsIn(ola, 'Ola Nordmann owns the subscriptions');
    await ola.sees('seats in use');
    await ola.types('E-mail or mobile number', 'kari@example.com');
    // The minute's two are gone; 20 s of it have passed.
    now += 20_000;
    await ola.presses('Invite');
    await ola.sees('Many people are sharing right now. It goes on in');
    // The page's clock runs on while the test looks.
    const left = async () => Number(/It goes on in (\d+) second/.exec(await ola.reads())?.[1]);
    const first = await left();
    assert.ok(first <= 40 && first >= 35, String(first));
    assert.deepEqual(await scene.sandbox.sent(), []);
    now += 15_000;
    await clock.fastForward(15_000);
    const second = await left();
    assert.ok(second <= first - 15 && second >= 15, String(second));
    assert.deepEqual(await scene.sandbox.sent(), []);
    now += 25_000;
    await clock.fastForward(25_000);
    await ola.sees('Invitation sent.');
    assert.equal((await scene.sandbox.sent()).length, 1);
    // The API itself has refused nothing.
    assert.ok((await scene.sandbox.calls()).every(({ status }) => status === 200));
    await paper.end();
  },
  { chromiumOnly: "the clock of the page is the test's own" },
);

journey('with a front whose API has no list of subscriptions, the element does what it does without', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const company = await scene.person();
  await scene.sandbox.control('faults', { operation: 'list_subscriptions', fault: 'http_status', code: 404, times: 9 });
  await company.opens(page('distribution', { 'product-code': 'B2B' }));
  await logsIn(company, 'Bedrift AS received a company subscription');
  await company.sees('Level N', 'We are not told which one applies now.');
  await paper.end();
});

journey('with a front and without a product, those that can be shared are shown by one call for all', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const ola = await scene.person();
  await ola.opens(page('invite', { 'product-code': '' }));
  await logsIn(ola, 'Ola Nordmann owns the subscriptions');
  await ola.sees('Which subscription would you like to share?', 'Fjordposten Digital', 'Fjordposten Familie', 'Fjordposten Kultur');
  // One that is stopped, and one without a rule.
  await ola.doesNotSee('Fjordposten Helg');
  await ola.doesNotSee('Fjordposten Papir');
  const operations = async () => (await scene.sandbox.calls()).filter(({ status }) => status === 200).map(({ operation }) => operation);
  assert.deepEqual(await operations(), ['list_subscriptions']);
  await ola.presses('Fjordposten Digital');
  await ola.types('E-mail or mobile number', 'kari@example.com');
  await ola.presses('Invite');
  await ola.sees('Invitation sent.');
  assert.equal((await scene.sandbox.sent('NAT')).length, 1);
  await ola.presses('Fjordposten Kultur');
  await ola.sees('4 of 10 seats in use');
  // The list is of all products, and the subscriptions are read once.
  const asked = await operations();
  assert.equal(asked.filter((one) => one === 'list_subscriptions').length, 1);
  assert.equal(asked.filter((one) => one === 'list_share_rules').length, 2);
  await paper.end();
});

journey('with a front and without a product: one that can be shared is shown at once, none is said', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const sofie = await scene.person();
  await scene.sandbox.control('subscription', { owner: 'sofie', productCode: 'BIG', stopped: true });
  await sofie.opens(page('invite', { 'product-code': '' }));
  await logsIn(sofie, 'Sofie Lund owns a large subscription');
  await sofie.sees('4 of 10 seats in use');
  await sofie.doesNotSee('Which subscription would you like to share?');
  // It has one that is shared with companies, not with people.
  const company = await scene.person();
  await company.opens(page('invite', { 'product-code': '' }));
  await logsIn(company, 'Hege Handel AS received a company subscription and has no networks yet');
  await company.sees('You have no subscription that can be shared.');
  await paper.end();
});

journey('with a front and without a product: a list that cannot be had can be asked for again', async (scene) => {
  const { paper, page } = await newspaper(scene);
  const ola = await scene.person();
  await scene.sandbox.control('faults', { operation: 'list_subscriptions', fault: 'http_status', code: 503, times: 1 });
  await ola.opens(page('invite', { 'product-code': '' }));
  await logsIn(ola, 'Ola Nordmann owns the subscriptions');
  await ola.sees('Something went wrong at the other end.');
  await ola.presses('Try again');
  await ola.sees('Which subscription would you like to share?');
  await paper.end();
});
