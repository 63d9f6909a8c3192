// Whose drafts these are: what one person typed is never shown to the next one in the same tab, who came by ordinary page loads that tell us
// nothing; and it is there again for whoever typed it.
import assert from 'node:assert/strict';

import type { ChromiumPage } from '../lib/chromium.ts';
import { journey, useBrowser, type Scene } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';

useBrowser();

const contact = 'E-mail or mobile number';
const network = 'IP ranges';

/** Out and in again at the publisher's own pages, in the same tab. */
async function logsInAs({ sandbox }: Scene, tab: Person, name: string): Promise<void> {
  await tab.opens(`${sandbox.publisher}/logout`);
  await tab.opens(`${sandbox.publisher}/login?return=/client.html`);
  await tab.presses(name);
  await tab.sees('Logged in as');
}

const kept = (tab: Person): Promise<string> => tab.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));

/** Everything that stands in the page's element, fields included. */
const shown = async (tab: Person): Promise<string> =>
  (await tab.reads()) +
  (await tab.page.evaluate(() =>
    [...document.querySelectorAll('main > *')]
      .flatMap((element) => [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value))
      .join(' '),
  ));

const invite = (scene: Scene): string => scene.page('invite', { 'product-code': 'MIX' });
const company = (scene: Scene, element: string): string => `${scene.sandbox.publisher}/${element}.html`;

async function typesAPerson(scene: Scene, tab: Person): Promise<void> {
  await tab.opens(invite(scene));
  await tab.types(contact, 'secret@example.com');
  await tab.presses('Edit name: Sander Sendt');
  await tab.types('First name', '');
  await tab.hits('End');
  await tab.page.type('Secret');
}

async function typesANetwork(scene: Scene, tab: Person): Promise<void> {
  await tab.opens(company(scene, 'nets'));
  await tab.presses('Add a network');
  await tab.types(network, '192.0.2.77');
  await tab.sees('not saved yet');
}

journey('what was typed is there again after a reload, and after a login as the same person', async (scene) => {
  const tab = await scene.person();
  await logsInAs(scene, tab, 'Ola Nordmann owns the subscriptions');
  await typesAPerson(scene, tab);
  for (const again of [() => tab.page.reload(), () => logsInAs(scene, tab, 'Ola Nordmann owns the subscriptions').then(() => tab.opens(invite(scene)))]) {
    await again();
    await tab.sees('Save');
    const all = await shown(tab);
    for (const text of ['secret@example.com', 'SanderSecret']) assert.ok(all.includes(text), `${text} is lost: ${all}`);
  }
});

journey('the next person in the same tab sees nothing of it, in no element, and nothing of it is kept', async (scene) => {
  const tab = await scene.person();
  await logsInAs(scene, tab, 'Ola Nordmann owns the subscriptions');
  await typesAPerson(scene, tab);
  await logsInAs(scene, tab, 'Sofie Lund owns a large subscription');
  for (const [address, there] of [
    [scene.page('invite'), 'of 10 seats in use'],
    [company(scene, 'nets'), 'Networks with access'],
  ] as const) {
    await tab.opens(address);
    await tab.sees(there);
    assert.doesNotMatch(await shown(tab), /secret/i, address);
  }
  assert.doesNotMatch(await kept(tab), /secret/i);
  // Nor does Ola see anything of hers, and what he typed is gone rather than left lying about.
  await logsInAs(scene, tab, 'Ola Nordmann owns the subscriptions');
  await tab.opens(invite(scene));
  await tab.sees('Sander Sendt');
  assert.doesNotMatch(await shown(tab), /secret/i);
});

journey("another company cannot save the first one's networks over its own", async (scene) => {
  const tab = await scene.person();
  await logsInAs(scene, tab, 'Bedrift AS received a company subscription');
  await typesANetwork(scene, tab);
  await tab.page.reload();
  await tab.sees('not saved yet');
  assert.match(await shown(tab), /192\.0\.2\.77/);
  await logsInAs(scene, tab, 'Ivar Industri AS received a company subscription for three networks');
  await tab.opens(company(scene, 'nets'));
  await tab.sees('Networks with access');
  await tab.doesNotSee('not saved yet');
  assert.doesNotMatch((await shown(tab)) + (await kept(tab)), /192\.0\.2\.77/);
});

journey('nothing that is kept tells who it was: no token, and not what the source calls the user', async (scene) => {
  const tab = await scene.person();
  await logsInAs(scene, tab, 'Ola Nordmann owns the subscriptions');
  await typesAPerson(scene, tab);
  const { access_token: token, user } = await tab.page.evaluate(async () => (await fetch('/subshare/token')).json());
  assert.ok(token && user);
  const all = await kept(tab);
  assert.ok(all.includes('subshare owner'), 'nothing is kept at all');
  assert.ok(!all.includes(token) && !all.includes(`"${user}"`), all);
});

journey('where the source gives plain tokens alone, drafts outlive a reload as long as the token does', async (scene) => {
  const tab = await scene.person();
  await logsInAs(scene, tab, 'Ola Nordmann owns the subscriptions');
  const withTokens = async (): Promise<void> => {
    await tab.opens(scene.page('invite', { 'product-code': 'MIX', 'user-token-url': '' }));
    await tab.page.evaluate(() => {
      const element = document.querySelector('subshare-invite') as HTMLElement & { tokens: object };
      element.tokens = { user: async () => (await (await fetch('/subshare/token')).json()).access_token };
    });
    await tab.sees('Sander Sendt');
  };
  await withTokens();
  await tab.types(contact, 'secret@example.com');
  await withTokens();
  assert.match(await shown(tab), /secret/);
  await logsInAs(scene, tab, 'Ola Nordmann owns the subscriptions');
  await withTokens();
  assert.doesNotMatch(await shown(tab), /secret/, 'it might have been anybody');
});

/** As the browser does when it keeps a page that is left, and shows it again. Playwright's Chromium keeps none, so the events are sent to it. */
const turns = (tab: Person, type: 'pagehide' | 'pageshow'): Promise<void> =>
  tab.page.evaluate(async (what) => {
    dispatchEvent(new PageTransitionEvent(what, { persisted: true }));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, type);

journey('back to a page that the browser kept: nothing of before is seen until it is known who sees it', async (scene) => {
  const tab = await scene.person('ola');
  const again = async (user: string): Promise<void> => {
    await turns(tab, 'pagehide');
    assert.doesNotMatch(await shown(tab), /Sander|secret/, 'while it is kept');
    const cookie = await scene.sandbox.session(user);
    await (tab.page as ChromiumPage).playwright.context().addCookies([{ ...cookie, url: scene.sandbox.publisher }]);
    await scene.sandbox.forgetCalls();
    await turns(tab, 'pageshow');
  };
  await typesAPerson(scene, tab);
  await again('ola');
  await tab.sees('Sander Sendt');
  assert.match(await shown(tab), /secret@example.com/, 'whoever typed it has it again');
  await again('sofie');
  while (!(await scene.sandbox.calls()).length); // it is asked anew
  await tab.seesNoMore('Loading');
  assert.doesNotMatch((await shown(tab)) + (await kept(tab)), /Sander|secret/);
}, { chromiumOnly: "changes the browser's cookies" });

journey("the publisher's own words stay where the element cannot be had", async (scene) => {
  const tab = await scene.person('ola');
  for (const element of ['invite', 'invitation'] as const) {
    await tab.opens(scene.page(element, { 'wasm-url': '/nowhere.wasm' }, { code: 'OPEN-NAT-01' }));
    await tab.page.evaluate((name) => document.querySelector(`subshare-${name}`)!.append('Call 815 00 000.'), element);
    await tab.sees('Try again', 'Call 815 00 000.');
  }
}, { expect: /nowhere|404/ });
