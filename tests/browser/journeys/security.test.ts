// Who should not get in, does not; what should not be read, is not. Chromium only: these look at requests, storage and memory.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Request } from 'playwright-core';

import type { ChromiumPage } from '../lib/chromium.ts';
import { engineName, journey, useBrowser } from '../lib/journey.ts';
import type { Person } from '../lib/person.ts';

if (engineName === 'chromium') {
  useBrowser();

  const playwrightOf = (person: Person) => (person.page as ChromiumPage).playwright;

  /** The access tokens that the page is given from now on. */
  const tokensOf = (person: Person): Set<string> => {
    const tokens = new Set<string>();
    playwrightOf(person).on('response', async (response) => {
      if (response.url().includes('/subshare/token')) tokens.add(((await response.json()) as { access_token: string }).access_token);
    });
    return tokens;
  };

  // Each would set window.pwned if it were taken for markup, script, URL or template.
  const payloads = [
    '<img src=x onerror=pwned=1>',
    '"><script>pwned=1</script>',
    'javascript:pwned=1',
    '${pwned=1}{{pwned=1}}',
    "'onfocus='pwned=1'autofocus='",
  ];
  const unharmed = async (person: Person): Promise<void> => {
    assert.equal(await person.page.evaluate(() => 'pwned' in window), false, 'something was run');
    assert.equal(await person.page.evaluate(() => document.querySelectorAll('main img, main script').length), 0);
  };

  journey('payloads in names, statuses and product names are shown as text', async ({ sandbox, person, page }) => {
    for (const [at, payload] of payloads.entries()) {
      const ola = await person('ola');
      const name = payload.slice(0, 30);
      await ola.opens(page('invite', { 'product-code': 'FAM', 'product-name': payload }));
      await ola.types('E-mail or mobile number', `kari${at}@example.com`);
      await ola.types('First name', name);
      await ola.types('Last name', 'Nordmann');
      await ola.presses('Invite');
      await ola.sees('Invitation sent.');
      await ola.sees(name);
      const mail = (await sandbox.sent('FAM')).find(({ to }) => to === `kari${at}@example.com`);
      await sandbox.control('status', { shareCode: mail!.shareCode, shareStatus: payload });
      await ola.page.reload();
      await ola.sees(name, payload);
      await unharmed(ola);
      await ola.page.close();
    }
  });

  journey('payloads in the code, the inviter and the server\'s words are shown as text', async ({ sandbox, person, page }) => {
    for (const payload of payloads) {
      const kari = await person('kari');
      await playwrightOf(kari).route(`${sandbox.api}/**`, (route) =>
        route.request().method() === 'PATCH'
          ? route.fulfill({ status: 400, headers: { 'Access-Control-Allow-Origin': sandbox.publisher }, json: { exceptionType: payload, errorMessage: payload } })
          : route.continue());
      await kari.opens(page('invitation', { 'inviter-name': payload, 'product-name': payload }, { code: payload }));
      await kari.sees(payload);
      await kari.presses('Accept');
      await kari.sees(`(${payload})`);
      await unharmed(kari);
      await kari.page.close();
    }
  });

  journey('the landing page refuses a code that is not well formed', async ({ person, page }) => {
    const kari = await person('kari');
    for (const code of ['', ' ', 'a\nb', 'x'.repeat(256), '\u0007']) {
      await kari.opens(page('invitation', {}, { code }));
      await kari.sees('invitation code');
      assert.ok(!(await kari.controls()).includes('Accept'), `Accept is offered for ${JSON.stringify(code)}`);
    }
  });

  journey('the token is in one header to the configured origin, and nowhere else', async ({ sandbox, person, page }) => {
    const ola = await person('ola');
    const playwright = playwrightOf(ola);
    const requests: Request[] = [];
    const logged: string[] = [];
    playwright.on('request', (request) => requests.push(request));
    playwright.on('console', (message) => logged.push(message.text()));
    const tokens = tokensOf(ola);
    await ola.opens(page('invite'));
    await ola.types('E-mail or mobile number', 'kari@example.com');
    await ola.presses('Invite');
    await ola.sees('1 of 3 seats in use');
    await sandbox.control('faults', { operation: '*', fault: 'status_500', times: 20 });
    await ola.page.evaluate(() => document.querySelector('subshare-invite')!.remove());
    assert.ok(tokens.size > 0);

    let carried = 0;
    for (const request of requests) {
      const { authorization = '', ...headers } = await request.allHeaders();
      const rest = [request.url(), request.postData() ?? '', ...Object.values(headers)].join('\n');
      for (const token of tokens) {
        assert.ok(!rest.includes(token), `the token is in ${request.url()}`);
        if (!authorization.includes(token)) continue;
        ++carried;
        assert.equal(authorization, `Bearer ${token}`);
        assert.equal(new URL(request.url()).origin, new URL(sandbox.api).origin);
      }
    }
    assert.ok(carried >= 3, 'the calls carried the token');
    const everything = await ola.page.evaluate(async () =>
      JSON.stringify([
        { ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML,
        (window as unknown as { happened: unknown }).happened, location.href, await caches.keys(),
        (await indexedDB.databases()).map((database) => database.name), Object.keys(window),
        performance.getEntries().map((entry) => entry.name),
      ]) + [...document.querySelectorAll('*')].map((element) => element.shadowRoot?.innerHTML ?? '').join());
    for (const token of tokens) {
      assert.ok(!everything.includes(token), 'the token is in storage, the page or an event');
      assert.ok(!logged.join('\n').includes(token), 'the token was logged');
    }
  });

  journey('the module\'s memory holds no token after the request', async ({ sandbox, person, page }) => {
    const ola = await person('ola');
    const playwright = playwrightOf(ola);
    const tokens = tokensOf(ola);
    // The memory is the page's own; it is caught as it is made.
    await playwright.addInitScript(() => {
      const original = WebAssembly.instantiate;
      WebAssembly.instantiate = (async (...args: Parameters<typeof original>) => {
        const instance = (await original(...args)) as unknown as WebAssembly.Instance;
        const found = Object.values(instance.exports).find((each) => each instanceof WebAssembly.Memory);
        (window as unknown as { memory: unknown }).memory = found;
        return instance;
      }) as never;
    });
    await ola.opens(page('invite'));
    await ola.types('E-mail or mobile number', 'kari@example.com');
    await ola.presses('Invite');
    await ola.sees('1 of 3 seats in use');
    const token = [...tokens].at(-1) ?? '';
    assert.ok(token.length > 10);
    const holds = (text: string) =>
      ola.page.evaluate((wanted: string) => {
        const memory = (window as unknown as { memory: WebAssembly.Memory }).memory;
        return new TextDecoder('latin1').decode(new Uint8Array(memory.buffer)).includes(wanted);
      }, text);
    assert.ok(await holds('kari@example.com'), 'the right memory was looked at');
    assert.ok(!(await holds(token)), 'the token is still in the memory');
    assert.ok(!(await holds(token.slice(0, 12))), 'a part of the token is still in the memory');
    assert.equal((await sandbox.sent()).length, 1);
  });

  const listen = async (server: Server): Promise<string> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  // A host that the API's name was taken over by, or a proxy set up wrongly, sends everything on to `thief`.
  const redirects = async (walk: (hosts: { api: string; reached: string[] }) => Promise<void>): Promise<void> => {
    const allow = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Authorization' };
    const reached: string[] = [];
    const thief = createServer((request, response) => {
      reached.push(JSON.stringify([request.method, request.url, request.rawHeaders]));
      response.writeHead(request.method === 'OPTIONS' ? 204 : 400, allow).end();
    });
    const elsewhere = await listen(thief);
    const api = createServer((request, response) => {
      if (request.method === 'OPTIONS') response.writeHead(204, allow).end();
      else response.writeHead(307, { ...allow, Location: `${elsewhere}/steal` }).end();
    });
    try {
      await walk({ api: `${await listen(api)}/capi`, reached });
    } finally {
      api.close();
      thief.close();
    }
  };

  // Two guards, each looked at by itself: the page's policy keeps the request from going there at all, and where a
  // publisher's policy is laxer, the browser takes off the one header that carries the token.
  journey('a redirect to another origin is not followed under the policy', async ({ sandbox, person, page }) => {
    await redirects(async ({ api, reached }) => {
      const ola = await person('ola');
      await playwrightOf(ola).route(`${sandbox.api}/**`, (route) => route.fulfill({ status: 307, headers: { 'Location': api, 'Access-Control-Allow-Origin': sandbox.publisher } }));
      await ola.opens(page('invite'));
      await ola.sees('Try again');
      assert.deepEqual(reached, []);
      await playwrightOf(ola).unrouteAll();
    });
  }, { expect: /CSP: connect-src|Content Security Policy|CORS|Access-Control/ });

  journey('a redirect to another origin that is followed does not take the token along', async ({ person, page }) => {
    await redirects(async ({ api, reached }) => {
      const ola = await person('ola');
      const playwright = playwrightOf(ola);
      const tokens = tokensOf(ola);
      const tools = await playwright.context().newCDPSession(playwright);
      await tools.send('Page.setBypassCSP', { enabled: true });
      await ola.opens(page('invite', { 'base-url': api }));
      await ola.sees('Try again');
      const token = [...tokens].at(-1) ?? '';
      assert.ok(token.length > 10);
      assert.ok(reached.length > 0, 'the redirect was followed');
      for (const request of reached) assert.ok(!request.includes(token), 'the token went to another origin');
    });
  }, { contract: /^GET http.*Authorization, which is for the API alone/ });

  journey('a base URL that is neither https nor this computer is refused before anything is sent', async ({ person, page }) => {
    const ola = await person('ola');
    for (const url of ['http://api.example.com/capi', 'http://127.0.0.1.example.com', 'ftp://127.0.0.1', '//127.0.0.1/capi', 'http://user@127.0.0.1/', 'https://api.example.com/?q']) {
      const asked: string[] = [];
      const note = (request: Request) => asked.push(request.url());
      playwrightOf(ola).on('request', note);
      await ola.opens(page('invite', { 'base-url': url }));
      await ola.sees('This page is set up');
      assert.deepEqual(asked.filter((each) => !each.startsWith(new URL(page('invite')).origin)), []);
      playwrightOf(ola).off('request', note);
    }
  });

  // The page's own query stays whole, whatever it says of other places to go to.
  journey('the login hand-over comes back to the same page only', async ({ person, page }) => {
    const kari = await person();
    for (const code of ['OPEN-NAT-01', '//evil.example', 'x&return=//evil.example', '../../evil', 'a#b?c&d=e']) {
      const address = `${page('invitation', {}, { code, next: 'https://evil.example' })}#part`;
      await kari.opens(address);
      await playwrightOf(kari).route('**/login?**', (route) => route.fulfill({ body: 'stopped here' }));
      await kari.presses('Accept');
      await kari.sees('stopped here');
      const back = new URL(await kari.page.url()).searchParams.get('return')!;
      assert.ok(/^\/[^/]/.test(back), back);
      assert.equal(new URL(back, page('invitation')).href, new URL(address).href);
      await playwrightOf(kari).unrouteAll();
    }
  });

  journey('another user sees nothing of the last one', async ({ sandbox, person, page }) => {
    const ola = await person('ola');
    await ola.opens(page('invite'));
    await ola.types('E-mail or mobile number', 'only-olas@example.com');
    await ola.presses('Invite');
    await ola.sees('1 of 3 seats in use');
    await ola.types('E-mail or mobile number', 'secret@example.com');
    const cookie = await sandbox.session('sofie');
    await playwrightOf(ola).context().addCookies([{ ...cookie, url: sandbox.publisher }]);
    await sandbox.forgetCalls();
    await ola.page.evaluate(async () => {
      const { userChanged } = await import('/subshare/dist/index.js' as string);
      userChanged();
    });
    await ola.sees('of 10 seats in use');
    await ola.doesNotSee('only-olas@example.com');
    await ola.doesNotSee('secret@example.com');
    const kept = await ola.page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    assert.ok(!kept.includes('secret@example.com'), 'the draft is still in storage');
    const users = new Set((await sandbox.calls()).map((call) => (call as { userId?: number }).userId));
    assert.equal(users.size, 1, 'every call since carries the new user');
  });
}
