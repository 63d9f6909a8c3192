// What every front does, whatever it is written in: over HTTP, against a sandbox that the front has as its API and login host.
//
//   node tests/front/conformance.ts --front http://127.0.0.1:8080/subshare --sandbox http://127.0.0.1:8701
//     [--login URL] [--callback URL] [--logout URL] [--without token,line] [--patience 1000]
//
// --front is where it is mounted, --sandbox the API's address of `subshare-sandbox` (or `./dev demo`, whose second port it is). The front is to
// have the sandbox's client `fjordposten`, its secret and its two hosts; the suite has its callback registered there. --without names what it
// does not have: api, decline, login, paths, pkce, renewal, token; what needs it is told as skipped. --patience is how many ms it gives the API,
// where that is less than 20 s.
import assert from 'node:assert/strict';
import { before, describe, test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { Control } from './lib/sandbox.ts';
import { Visitor, type Asked } from './lib/visitor.ts';

/** `paths`: odd paths come to it as they are written, and are not answered by a server before it (Next redirects and fails by itself). */
export type Feature = 'api' | 'decline' | 'login' | 'paths' | 'pkce' | 'renewal' | 'token';

export interface Target {
  /** Where it is mounted. */
  front: string;
  /** Any address of the sandbox's API. */
  sandbox: string;
  login?: string | undefined;
  callback?: string | undefined;
  logout?: string | undefined;
  /** In ms; how long it waits for the API. */
  patience?: number | undefined;
}

const secret = 'fjordposten-sandbox-secret';

interface Operation {
  name: string;
  user: string;
  method: string;
  path: string;
  body?: unknown;
}

/** One call of each of the eleven that the sandbox's seed data lets succeed. */
const eleven: Operation[] = [
  { name: 'send_invitation', user: 'ola', method: 'POST', path: '/v1/subscription/share/invitation', body: { contact: 'ny@example.com', contactType: 'A', productCode: 'NAT', firstName: 'Åse', lastName: 'Ny' } },
  { name: 'accept_invitation', user: 'kari', method: 'PATCH', path: '/v1/subscription/share/invitation', body: { shareCode: 'OPEN-NAT-01', changeType: 'ACCEPT' } },
  { name: 'decline_invitation', user: '', method: 'PATCH', path: '/v1/client/subscription/share/invitation', body: { shareCode: 'OPEN-NAT-03', changeType: 'DECLINE' } },
  { name: 'list_share_rules', user: 'ola', method: 'GET', path: '/v1/customer/product/share/rule/NAT' },
  { name: 'list_distribution_levels', user: 'bedrift', method: 'GET', path: '/v1/subscription/share/distribution/level/B2B' },
  { name: 'change_invitation_details', user: 'sofie', method: 'PATCH', path: '/v1/subscription/share/invitation/data', body: { shareCode: 'OPEN-NAT-02', firstName: 'Liv' } },
  { name: 'list_shared_subscribers', user: 'sofie', method: 'GET', path: '/v1/subscription/share' },
  { name: 'cancel_sharing', user: 'sofie', method: 'PATCH', path: '/v1/subscription/share', body: { shareCode: 'OPEN-NAT-02', changeType: 'CANCEL' } },
  { name: 'list_nets', user: 'bedrift', method: 'GET', path: '/v1/subscription/share/net' },
  { name: 'change_nets', user: 'bedrift', method: 'POST', path: '/v1/subscription/share/net', body: { nets: [{ loginRequired: false, ipRanges: [], domains: [{ domain: 'bedrift.example' }] }] } },
  { name: 'change_distribution_level', user: 'bedrift', method: 'PATCH', path: '/v1/subscription/share/distribution/level', body: { productCode: 'B2B', distributionLevel: 'D' } },
];
const [invite, accept, decline, rules, , rename, list, , , nets, level] = eleven as [Operation, ...Operation[]] as Operation[];

/** Bodies that are none of the operation, each for a reason of its own. */
const wrongBodies: [string, Operation, unknown][] = [
  ['nothing', accept!, ''],
  ['no JSON', accept!, '{"shareCode":'],
  ['no object', accept!, '["ACCEPT"]'],
  ['a member too few', accept!, { shareCode: 'OPEN-NAT-01' }],
  ['a member too many', accept!, { shareCode: 'OPEN-NAT-01', changeType: 'ACCEPT', userId: 101 }],
  ['what another operation does', accept!, { shareCode: 'OPEN-NAT-01', changeType: 'DECLINE' }],
  ['a number for a text', accept!, { shareCode: 1, changeType: 'ACCEPT' }],
  ['an empty code', accept!, { shareCode: '', changeType: 'ACCEPT' }],
  ['256 characters', accept!, { shareCode: 'X'.repeat(256), changeType: 'ACCEPT' }],
  ['no UTF-8', accept!, Buffer.from([...Buffer.from('{"changeType":"ACCEPT","shareCode":"'), 0xff, ...Buffer.from('"}')])],
  ['no contact type', invite!, { contact: 'a@example.com', productCode: 'NAT' }],
  ['a contact type that is none', invite!, { contact: 'a@example.com', contactType: 'C', productCode: 'NAT' }],
  ['13 characters', invite!, { contact: 'a@example.com', contactType: 'A', productCode: 'N'.repeat(13) }],
  ['a name of 31 characters', invite!, { contact: 'a@example.com', contactType: 'A', productCode: 'NAT', firstName: 'a'.repeat(31) }],
  ['no name to change', rename!, { shareCode: 'OPEN-NAT-02' }],
  ['nets that are no list', nets!, { nets: {} }],
  ['a net that shares with nobody', nets!, { nets: [{ loginRequired: true, ipRanges: [], domains: [] }] }],
  ['no level', level!, { productCode: 'B2B' }],
];

const wrongDeclines: [string, unknown][] = [
  ['no JSON', 'DECLINE'],
  ['a member too many', { shareCode: 'OPEN-NAT-01', changeType: 'DECLINE', more: 1 }],
  ['accepting', { shareCode: 'OPEN-NAT-01', changeType: 'ACCEPT' }],
  ['256 characters', { shareCode: 'X'.repeat(256), changeType: 'DECLINE' }],
  ['an empty code', { shareCode: '', changeType: 'DECLINE' }],
];

export function conformance(name: string, without: readonly Feature[], start: () => Promise<Target>): void {
  const has = (feature: Feature) => !without.includes(feature);
  describe(name, () => {
    let target: Target;
    let control: Control;
    let login: string;

    before(async () => {
      target = await start();
      control = new Control(target.sandbox);
      login = target.login ?? `${target.front}/login`;
      await control.ask('redirects', { uri: target.callback ?? `${target.front}/callback` });
    });

    /** Fresh, polite, and nothing asked so far. */
    const scene = (what: string, needs: Feature[], walk: (t: TestContext) => Promise<void>) =>
      test(what, { skip: needs.every(has) ? false : `it has no ${needs.filter((one) => !has(one)).join(', ')}` }, async (t) => {
        await control.forget();
        await walk(t);
      });

    const call = (visitor: Visitor, { method, path, body }: Operation, more: Asked = {}) => visitor.ask(`${target.front}/api${path}`, { method, body, ...more });

    async function loggedIn(user: string): Promise<Visitor> {
      const visitor = new Visitor();
      if (user) assert.match((await logIn(visitor, user, '/back')).url, /\/back$/);
      return visitor;
    }

    /** As a person does: the page that the front sends to is the login host's. */
    async function logIn(visitor: Visitor, user: string, back: string) {
      const { url, by } = await visitor.follow(`${login}?return=${encodeURIComponent(back)}`);
      const host = new URL(url).origin;
      const { pathname, search } = new URL(url);
      await visitor.go(`${host}/session`, { user, continue: pathname + search });
      const last = await visitor.follow(url);
      return { ...last, by: [...by, ...last.by] };
    }

    const silent = async (what: string) => assert.deepEqual((await control.calls()).map(({ operation }) => operation), [], `${what} reached the API`);

    scene('logging in goes to the login host, with a state and a challenge, and comes back to the page', ['login'], async () => {
      const visitor = new Visitor();
      const { by, url } = await logIn(visitor, 'ola', '/share?code=A%26B&x=1#top');
      const asked = new URL(by.find((one) => one.includes('/oauth/authorize'))!).searchParams;
      assert.equal(asked.get('response_type'), 'code');
      assert.ok(asked.get('state')!.length >= 16);
      if (has('pkce')) {
        assert.equal(asked.get('code_challenge_method'), 'S256');
        assert.equal(asked.get('code_challenge')!.length, 43);
      }
      assert.equal(new URL(url).pathname + new URL(url).search, '/share?code=A%26B&x=1');
      for (const cookie of visitor.cookies(target.front)) assert.match(cookie.text, /; HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i, cookie.name);
    });

    scene('after the login nobody is sent to another site', ['login'], async () => {
      const { origin } = new URL(target.front);
      for (const evil of ['https://evil.example/', '//evil.example/', '/\\evil.example/', '/\t/evil.example/', 'javascript:alert(1)', '']) {
        const { url } = await logIn(new Visitor(), 'ola', evil);
        assert.equal(new URL(url).origin, origin, evil);
      }
    });

    scene('a login that was begun in another browser logs nobody in', ['login'], async () => {
      const attacker = new Visitor();
      const { url } = await attacker.follow(`${login}?return=/`);
      const state = new URL(url).searchParams.get('state')!;
      const callback = target.callback ?? `${target.front}/callback`;
      for (const victim of [new Visitor(), await loggedIn('kari')]) {
        const held = victim.cookies(target.front).map(({ value }) => value);
        const answer = await victim.go(`${callback}?code=${'x'.repeat(32)}&state=${encodeURIComponent(state)}`);
        assert.equal(answer.status, 400);
        assert.deepEqual(victim.cookies(target.front).map(({ value }) => value), held);
      }
      for (const query of ['', '?code=x', '?state=', '?code=x&state=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']) {
        assert.equal((await new Visitor().go(callback + query)).status, 400, query);
      }
    });

    scene('who gives up at the login host comes back to the page and is not logged in', ['login', 'api'], async () => {
      const visitor = new Visitor();
      const { url } = await visitor.follow(`${login}?return=/share`);
      assert.match((await visitor.follow(`${url}&cancel=1`)).url, /\/share$/);
      assert.equal((await visitor.ask(`${target.front}/api/reader`)).status, 401);
    });

    scene('logging out ends it, by a form of this site and by nothing else', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      const logout = target.logout ?? `${target.front}/logout`;
      for (const origin of ['https://evil.example', 'null']) {
        assert.equal((await visitor.ask(`${logout}?return=/`, { method: 'POST', headers: { origin } })).status, 403, origin);
      }
      assert.notEqual((await visitor.ask(`${logout}?return=/`)).status, 303);
      assert.equal((await visitor.ask(`${target.front}/api/reader`)).status, 200);
      assert.equal((await visitor.ask(`${logout}?return=/`, { method: 'POST' })).status, 303);
      assert.equal((await visitor.ask(`${target.front}/api/reader`)).status, 401);
    });

    scene('who is logged in is told by a name that is no token, and is another for another login', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      const name = async (who: Visitor) => (await (await who.ask(`${target.front}/api/reader`)).json()) as Record<string, unknown>;
      const mine = await name(visitor);
      assert.equal(typeof mine.reader, 'string');
      assert.deepEqual(Object.keys(mine).filter((key) => /token/.test(key)), []);
      assert.deepEqual(await name(visitor), mine);
      assert.notEqual((await name(await loggedIn('kari'))).reader, mine.reader);
      assert.equal((await new Visitor().ask(`${target.front}/api/reader`)).status, 401);
    });

    for (const operation of eleven) {
      scene(`${operation.name} goes through`, ['login', 'api'], async () => {
        const visitor = await loggedIn(operation.user);
        const answer = await call(visitor, operation);
        assert.equal(answer.status, 200, await answer.clone().text());
        assert.equal(typeof (await answer.json()), 'object');
        const [only, ...more] = await control.calls();
        assert.deepEqual([only?.operation, only?.status, more.length], [operation.name, 200, 0]);
        assert.ok(only!.path.endsWith(operation.path));
      });
    }

    scene('ten of the eleven need a login, and without one nothing reaches the API', ['api'], async () => {
      for (const operation of eleven) {
        if (operation.user) assert.equal((await call(new Visitor(), operation)).status, 401, operation.name);
      }
      await silent('a call of nobody');
    });

    scene('declining needs no login', ['decline'], async () => {
      const answer = await new Visitor().ask(`${target.front}/decline`, { method: 'PATCH', body: { shareCode: 'OPEN-NAT-01', changeType: 'DECLINE' } });
      assert.equal(answer.status, 200);
      assert.match(String(((await answer.json()) as { status: unknown }).status), /^[45]$/);
      assert.deepEqual((await control.calls()).map(({ operation }) => operation), ['decline_invitation']);
    });

    scene('the decline route declines, and does nothing else', ['decline'], async () => {
      const url = `${target.front}/decline`;
      for (const [what, body] of wrongDeclines) {
        const { status } = await new Visitor().ask(url, { method: 'PATCH', body });
        assert.ok([400, 413, 415, 422].includes(status), `${what}: ${status}`);
      }
      const body = { shareCode: 'OPEN-NAT-01', changeType: 'DECLINE' };
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        const { status } = await new Visitor().ask(url, method === 'GET' ? {} : { method, body });
        assert.ok(status === 404 || status === 405, `${method}: ${status}`);
      }
      for (const origin of ['https://evil.example', 'null', null]) {
        assert.equal((await new Visitor().ask(url, { method: 'PATCH', body, headers: { origin, 'sec-fetch-site': origin ? 'cross-site' : null } })).status, 403, String(origin));
      }
      assert.equal((await new Visitor().ask(url, { method: 'PATCH', body, headers: { 'content-type': 'text/plain' } })).status >= 400, true);
      await silent('what is no declining');
    });

    scene('the token route gives the token to its reader, and to nobody else', ['token', 'login'], async () => {
      const visitor = await loggedIn('ola');
      const answer = await visitor.ask(`${target.front}/token`);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      const { access_token: token } = (await answer.json()) as { access_token: string };
      assert.ok(token.length > 20);
      const fresh = (await (await visitor.ask(`${target.front}/token?fresh=1`)).json()) as { access_token: string };
      assert.notEqual(fresh.access_token, token);
      assert.equal((await new Visitor().ask(`${target.front}/token`)).status, 401);
    });

    test('where it gives no tokens out, there is no route for it', { skip: has('token') ? 'it has one' : false }, async () => {
      assert.equal((await new Visitor().ask(`${target.front}/token`)).status, 404);
    });

    scene('beyond the eleven, the list of subscriptions can be read', ['login', 'api'], async () => {
      const visitor = await loggedIn('bedrift');
      const subscriptions = { name: '', user: '', method: 'GET', path: '/v1/subscription' };
      const answer = await call(visitor, subscriptions);
      assert.equal(answer.status, 200);
      const { subscriptions: found } = (await answer.json()) as { subscriptions: { productCode: string; distributionLevel: string }[] };
      assert.deepEqual(found.map(({ productCode }) => productCode), ['B2B']);
      assert.match(found[0]!.distributionLevel, /^[NDW]$/);
      assert.equal((await call(new Visitor(), subscriptions)).status, 401);
      await control.ask('calls', undefined, 'DELETE');
      for (const method of ['POST', 'PATCH', 'DELETE']) assert.equal((await call(visitor, { ...subscriptions, method, body: {} })).status, 405);
      await silent('another method');
    });

    scene('no other path is there, however it is written', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      const rule = '/v1/customer/product/share/rule';
      for (const path of [
        '', '/', '/v1', '/v1/subscription/', '/v1/subscriptions', '/v1/customer', '/v1/customer/access', '/v1/subscription/share/', '/v1/subscription/share//net', '/V1/subscription/share',
        `${rule}/`, `${rule}/NAT/x`, `${rule}/..`, `${rule}/%2e%2e`, `${rule}/%2E%2e/%2e%2e/rule/NAT`, `${rule}/..%2f..%2frule`, `${rule}/%00`, `${rule}/%ff`,
        `${rule}/ABCDEFGHIJKLM`, '/../sandbox/calls', '/%2e%2e/sandbox/calls', '/v1/subscription/share;x=1', '/v1/subscription/share%3fx',
      ]) {
        const { status } = await call(visitor, { name: '', user: '', method: 'GET', path });
        if (has('paths')) assert.ok(status === 404 || status === 400, `${path}: ${status}`);
        else assert.notEqual(status, 200, path);
      }
      await silent('another path');
    });

    scene('no other method is there', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      for (const operation of [list!, rules!, decline!]) {
        for (const method of ['PUT', 'DELETE', 'POST', 'OPTIONS', 'PROPFIND']) {
          const answer = await call(visitor, { ...operation, method }, { body: { shareCode: 'OPEN-NAT-01' } });
          assert.ok([400, 404, 405, 501].includes(answer.status), `${method} ${operation.path}: ${answer.status}`);
        }
      }
      await silent('another method');
    });

    scene('a body of another shape is refused here', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      for (const [what, operation, body] of wrongBodies) {
        const answer = await call(visitor, { ...operation, body });
        assert.ok([400, 413, 415, 422].includes(answer.status), `${operation.name}, ${what}: ${answer.status}`);
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      }
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', null]) {
        const answer = await call(visitor, accept!, { headers: { 'content-type': type } });
        assert.ok([400, 415].includes(answer.status), `${type}: ${answer.status}`);
      }
      assert.ok([400, 413].includes((await call(visitor, { ...accept!, body: `{"shareCode":"X","changeType":"ACCEPT"${' '.repeat(200_000)}}` })).status));
      await silent('a body of another shape');
    });

    scene('members of networks that nobody knows yet go on as they came', ['login', 'api'], async () => {
      const visitor = await loggedIn('bedrift');
      const text = '{"nets":[{"loginRequired":true,"ipRanges":[],"domains":[{"domain":"a.example","since":12}],"siteId":"Å1"}]}';
      assert.equal((await call(visitor, { ...nets!, body: text })).status, 200);
      const [net] = ((await (await call(visitor, eleven[8]!)).json()) as { nets: Record<string, unknown>[] }).nets;
      assert.equal(net?.siteId, 'Å1');
      assert.deepEqual(net?.domains, [{ domain: 'a.example', since: 12 }]);
    });

    scene('a call from another site is refused, with the cookie or without', ['login', 'api'], async () => {
      const visitor = await loggedIn('kari');
      const strangers: Asked['headers'][] = [
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example', 'sec-fetch-site': null },
        { origin: 'null', 'sec-fetch-site': null },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
        { origin: `${new URL(target.front).origin}.evil.example`, 'sec-fetch-site': null },
      ];
      for (const headers of strangers) {
        for (const operation of [list!, accept!, decline!]) {
          const answer = await call(visitor, operation, { headers });
          assert.equal(answer.status, 403, `${operation.name} ${JSON.stringify(headers)}`);
          assert.equal(answer.headers.get('access-control-allow-origin'), null);
        }
      }
      assert.equal((await call(visitor, accept!, { headers: { origin: null, 'sec-fetch-site': null } })).status, 403);
      assert.equal((await call(visitor, list!, { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } })).status, 403);
      await silent('a call from another site');
    });

    scene('a browser without Fetch Metadata is served', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      const old = { 'sec-fetch-site': null, 'sec-fetch-mode': null, 'sec-fetch-dest': null };
      assert.equal((await call(visitor, rules!, { headers: old })).status, 200);
      assert.equal((await call(visitor, invite!, { headers: old, body: { contact: 'gammel@example.com', contactType: 'A', productCode: 'NAT' } })).status, 200);
    });

    scene('every answer is JSON, for one reader and one moment, and for no other site', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      const answers = [
        await call(visitor, rules!),
        await call(visitor, list!),
        await call(new Visitor(), list!),
        await call(visitor, { ...list!, path: '/v1/none' }),
        await call(visitor, { ...accept!, body: {} }),
        await visitor.ask(`${target.front}/api/reader`),
        await call(visitor, { ...list!, method: 'OPTIONS' }, { headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' } }),
      ];
      for (const answer of answers) {
        assert.equal(answer.headers.get('cache-control'), 'no-store');
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
        for (const header of answer.headers.keys()) assert.doesNotMatch(header, /^access-control-/);
        if (answer.status !== 204) assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      }
    });

    scene('a page in the place of an answer is never shown as one', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      await control.ask('faults', { operation: 'list_shared_subscribers', fault: 'html' });
      const answer = await call(visitor, list!);
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    });

    scene('what the API says is passed on: its statuses, its refusals, its version', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      for (const code of [400, 403, 404, 500, 503]) {
        await control.ask('faults', { operation: 'list_shared_subscribers', fault: 'http_status', code });
        const answer = await call(visitor, list!);
        assert.equal(answer.status, code);
        assert.equal(((await answer.json()) as { errorMessage: string }).errorMessage, 'a fault was asked for');
      }
      assert.ok((await call(visitor, list!)).headers.get('x-mediaconnect-api-version'));
      for (const fault of ['no_content', 'empty_body']) {
        await control.ask('faults', { operation: 'change_invitation_details', fault });
        assert.ok([200, 204].includes((await call(await loggedIn('sofie'), rename!)).status), fault);
      }
    });

    scene('an API that sends elsewhere is not followed', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      await control.ask('faults', { operation: 'list_shared_subscribers', fault: 'http_status', code: 302 });
      assert.equal((await call(visitor, list!)).status, 502);
    });

    scene('an API that is gone is 502, and nothing is sent twice', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      await control.ask('faults', { operation: 'send_invitation', fault: 'drop_answer' });
      const answer = await call(visitor, invite!, { body: { contact: 'en@example.com', contactType: 'A', productCode: 'NAT' } });
      assert.equal(answer.status, 502);
      assert.equal((await control.calls()).length, 1);
    });

    scene('an API that is silent is 504', ['login', 'api'], async (t) => {
      if (!target.patience) return t.skip('how long it waits was not said (--patience)');
      const visitor = await loggedIn('ola');
      await control.ask('faults', { operation: 'list_shared_subscribers', fault: 'hang' });
      assert.equal((await call(visitor, list!)).status, 504);
      await control.ask('faults', undefined, 'DELETE');
    });

    scene('a token that has run out is renewed, and the call goes through', ['login', 'api', 'renewal'], async () => {
      const visitor = await loggedIn('ola');
      await control.ask('expire-tokens', {});
      assert.equal((await call(visitor, rules!)).status, 200);
      assert.deepEqual((await control.calls()).map(({ status }) => status), [401, 200]);
      await control.ask('calls', undefined, 'DELETE');
      assert.equal((await call(visitor, rules!)).status, 200);
      assert.deepEqual((await control.calls()).map(({ status }) => status), [200], 'the renewed token was not kept');
    });

    scene('a login host that rotates refresh tokens logs nobody out, whoever asks at once', ['login', 'api', 'renewal'], async () => {
      await control.ask('habits', { refresh: 'rotates' });
      const visitor = await loggedIn('ola');
      for (let round = 0; round < 3; ++round) {
        await control.ask('expire-tokens', {});
        const statuses = await Promise.all([rules!, list!, rules!, list!].map(async (one) => (await call(visitor, one)).status));
        assert.deepEqual(statuses, [200, 200, 200, 200], `round ${round}`);
      }
    });

    scene('who cannot be renewed is logged out', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      await control.ask('expire-tokens', { refreshTokensToo: true });
      assert.equal((await call(visitor, list!)).status, 401);
      assert.equal((await visitor.ask(`${target.front}/api/reader?fresh=1`)).status, 401);
    });

    scene('a cookie that was tampered with is nobody', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      for (const { name: cookie, value } of visitor.cookies(target.front)) {
        const stranger = new Visitor();
        stranger.put(target.front, cookie, value.slice(0, -4) + (value.endsWith('AAAA') ? 'BBBB' : 'AAAA'));
        assert.equal((await call(stranger, list!)).status, 401, cookie);
        stranger.put(target.front, cookie, 'x');
        assert.equal((await call(stranger, list!)).status, 401, cookie);
      }
      await silent('a cookie that was tampered with');
    });

    scene('a list of 5,000 people comes whole', ['login', 'api'], async () => {
      await control.ask('shares', { owner: 'sofie', productCode: 'BIG', count: 5000 });
      const answer = await call(await loggedIn('sofie'), list!);
      const { sharedUserInformationList: people } = (await answer.json()) as { sharedUserInformationList: unknown[] };
      assert.ok(people.length >= 5000);
    });

    scene('a 429 of the API says when, and is no answer to a change', ['login', 'api'], async () => {
      const visitor = await loggedIn('ola');
      await control.ask('faults', { operation: 'list_shared_subscribers', fault: 'status_429', resetSeconds: 3 });
      const answer = await call(visitor, list!);
      assert.equal(answer.status, 429);
      const when = answer.headers.get('retry-after') ?? answer.headers.get('x-ratelimit-reset');
      assert.ok(Number(when) >= 1 && Number(when) <= 60, String(when));
    });

    scene('neither secret nor token is in anything that a browser gets', ['login', 'api'], async () => {
      await control.ask('habits', { refresh: 'rotates' });
      const visitor = await loggedIn('ola');
      await call(visitor, list!);
      await control.ask('expire-tokens', {});
      await call(visitor, { ...accept!, body: { shareCode: 'NONE', changeType: 'ACCEPT' } });
      await visitor.ask(`${target.front}/api/reader?fresh=1`);
      const everything = visitor.seen.join('\n');
      assert.ok(!everything.includes(secret));
      assert.doesNotMatch(everything, /access_token|refresh_token|[Bb]earer/);
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { front: { type: 'string' }, sandbox: { type: 'string' }, login: { type: 'string' }, callback: { type: 'string' }, logout: { type: 'string' }, without: { type: 'string' }, patience: { type: 'string' } },
  });
  const { front, sandbox, without, patience, ...rest } = values;
  if (!front || !sandbox) {
    console.error('Usage: node conformance.ts --front URL --sandbox URL [--login URL] [--callback URL] [--logout URL] [--without A,B] [--patience MS]');
    process.exit(2);
  }
  const lacks = (without?.split(',') ?? []) as Feature[];
  conformance(front, lacks, async () => ({ front: front.replace(/\/$/, ''), sandbox, ...rest, patience: patience ? Number(patience) : undefined }));
}
