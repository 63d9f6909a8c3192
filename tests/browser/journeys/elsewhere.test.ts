// On servers and under scripts that are not ours: a developer's own origin, scripts of another host, a document whose base is elsewhere, a
// service worker, and pages that change without being loaded.
import assert from 'node:assert/strict';

import { engineName, journey, type Scene, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';
import { Site } from '../lib/site.ts';

useBrowser();

const contact = 'E-mail or mobile number';

interface Page {
  element?: 'invite' | 'invitation';
  head?: string;
  /** Where the scripts are. */
  scripts?: string;
  attributes?: Record<string, string>;
  /** More script. */
  script?: string;
}

/** A page that asks the sandbox's rehearsal for a token, as its README says. */
function written(scene: Scene, { element = 'invite', head = '', scripts = '', attributes = {}, script = '' }: Page): string {
  const { api, publisher } = scene.sandbox;
  const all = { 'base-url': api, 'decline-url': `${publisher}/subshare/decline`, 'product-code': 'NAT', ...attributes };
  const user = element === 'invite' ? 'ola' : 'kari';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>A page of one's own</title>
${head}
<main><subshare-${element} ${Object.entries(all).map(([name, value]) => `${name}="${value}"`).join(' ')}></subshare-${element}></main>
<script type="module">
  document.querySelector('subshare-${element}').tokens = {
    async user() {
      const answer = await fetch('${publisher}/rehearsal/token/${user}');
      const { access_token, expires_in } = await answer.json();
      return { accessToken: access_token, expiresIn: expires_in, user: '${user}' };
    },
  };
</script>
<script type="module" src="${scripts}/dist/define-${element}.js"></script>
<script>${script}</script>`;
}

/** Sites that are closed in the end, the first of which may call the sandbox. */
async function withSites(scene: Scene, walk: (own: Site, other: Site) => Promise<void>): Promise<void> {
  const own = await Site.open();
  const other = await Site.open();
  try {
    await scene.sandbox.allow(own.origin);
    await walk(own, other);
  } finally {
    await own.close();
    await other.close();
  }
}

async function invites(ola: Person, scene: Scene): Promise<void> {
  await ola.types(contact, 'ny@example.com');
  await ola.presses('Invite');
  await ola.sees('1 of 3 seats in use');
  assert.deepEqual((await scene.sandbox.sent()).map(({ to }) => to), ['ny@example.com']);
}

journey("on a developer's own origin, which the sandbox was told of: an owner invites, a recipient declines", (scene) =>
  withSites(scene, async (own) => {
    own.files.set('/', written(scene, {}));
    own.files.set('/share', written(scene, { element: 'invitation', attributes: { code: 'OPEN-NAT-01' } }));
    const ola = await scene.person();
    await ola.opens(`${own.origin}/`);
    await invites(ola, scene);
    const kari = await scene.person();
    await kari.opens(`${own.origin}/share`);
    await kari.presses('No, thank you');
    await kari.presses('Yes, decline');
    await kari.sees('You have declined');
  }));

journey('scripts of another host: the module, the language and later parts come from there', (scene) =>
  withSites(scene, async (own, cdn) => {
    own.files.set('/', written(scene, { scripts: cdn.origin }));
    const ola = await scene.person();
    await ola.opens(`${own.origin}/`);
    await invites(ola, scene);
    assert.deepEqual(own.asked, []);
    for (const part of [/define-invite/, /\.wasm$/, /\/en-/]) assert.ok(cdn.asked.some((path) => part.test(path)), `${part} of ${cdn.asked.join()}`);
  }));

for (const base of ['/deep/in/the/site/', 'https://elsewhere.invalid/']) {
  journey(`a document whose base is ${base}: paths of the page's own stay with it`, (scene) =>
    withSites(scene, async (own) => {
      const accessToken = await scene.sandbox.token('ola');
      own.files.set('/session.json', JSON.stringify({ access_token: accessToken, expires_in: 3600 }));
      own.files.set('/', written(scene, { head: `<base href="${base}">`, scripts: own.origin, attributes: { 'user-token-url': '/session.json' } })
        .replace(/<script type="module">[^]*?<\/script>/, ''));
      const ola = await scene.person();
      await ola.opens(`${own.origin}/`);
      await invites(ola, scene);
    }));
}

journey('a service worker that keeps whatever it has seen: the list is of now', (scene) =>
  withSites(scene, async (own) => {
    own.files.set('/worker.js', `
      addEventListener('install', () => skipWaiting());
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));
      addEventListener('fetch', (event) => {
        if (event.request.method !== 'GET') return;
        event.respondWith(caches.open('all').then(async (cache) => {
          const known = await cache.match(event.request);
          if (known) return known;
          const answer = await fetch(event.request);
          await cache.put(event.request, answer.clone());
          return answer;
        }));
      });`);
    own.files.set('/', written(scene, { script: "navigator.serviceWorker.register('/worker.js')" }));
    const ola = await scene.person();
    await ola.opens(`${own.origin}/`);
    await ola.sees('Who would you like to share with?');
    await ola.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      while (!navigator.serviceWorker.controller) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
    await ola.opens(`${own.origin}/?again`);
    await ola.sees('Who would you like to share with?');
    await invites(ola, scene);
    // By another device meanwhile.
    await scene.sandbox.control('shares', { owner: 'ola', productCode: 'NAT', status: 'REQUEST_ACCEPTED', count: 1 });
    await ola.opens(`${own.origin}/?again`);
    await ola.sees('2 of 3 seats in use');
    // The worker's preflights are seen, the page's are not.
  }), { contract: /^OPTIONS / });

/** How pages change without being loaded: each makes the element anew, from the same text. */
const ways: Record<string, string> = {
  'Turbo, which takes the whole body': `
    const body = document.createElement('body');
    body.innerHTML = text;
    document.documentElement.replaceChild(body, document.body);
    history.pushState({}, '', '/second?page=2#there');`,
  'htmx, which swaps a part': `
    document.querySelector('main').innerHTML = text;`,
  'a View Transition': `
    const swap = () => { document.querySelector('main').innerHTML = text; };
    if (document.startViewTransition) document.startViewTransition(swap);
    else swap();`,
  'a router of hashes': `
    location.hash = '#/second';
    const main = document.createElement('main');
    main.innerHTML = text;
    document.querySelector('main').replaceWith(main);`,
};

for (const [way, change] of Object.entries(ways)) {
  journey(`a page that changes by ${way}: what was asked for is done once, and what was typed is there`, (scene) =>
    withSites(scene, async (own) => {
      own.files.set('/', written(scene, {
        script: `
          const { outerHTML } = document.querySelector('subshare-invite');
          function change() {
            const tokens = document.querySelector('subshare-invite').tokens;
            const text = '<main>' + outerHTML + '</main>';
            ${change}
            // As the page's own script does whenever it finds one.
            const give = () => {
              const element = document.querySelector('subshare-invite');
              if (element.tokens === tokens) requestAnimationFrame(give);
              else element.tokens = tokens;
            };
            give();
          }`,
      }));
      const { sandbox } = scene;
      const ola = await scene.person();
      await ola.opens(`${own.origin}/`);
      await ola.types(contact, 'a@example.com, b@example.com');
      await sandbox.control('faults', { operation: 'send_invitation', fault: 'delay', delayMs: 300, times: 2 });
      await ola.presses('Invite 2 people');
      await ola.sees('Sending 1 of 2');
      await ola.page.evaluate(() => (window as unknown as { change(): void }).change());
      await ola.sees('2 of 3 seats in use');
      assert.deepEqual((await sandbox.sent()).map(({ to }) => to).sort(), ['a@example.com', 'b@example.com']);
      await ola.types(contact, 'c@example.com');
      await ola.page.evaluate(() => (window as unknown as { change(): void }).change());
      await ola.sees('2 of 3 seats in use');
      const values = (): Promise<string[]> =>
        ola.page.evaluate(() => [...(document.querySelector('subshare-invite')!.shadowRoot?.querySelectorAll('textarea') ?? [])].map(({ value }) => value));
      while (!(await values()).includes('c@example.com'));
      assert.equal((await sandbox.calls()).filter(({ operation }) => operation === 'send_invitation').length, 2, engineName);
    }));
}
