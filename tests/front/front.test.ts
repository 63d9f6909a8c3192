// What is the Node front's own: its options, the publisher's own session, keys, what goes out to the API, and the servers it mounts in.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';

import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';

import { createFront, type FrontEvent, type FrontOptions } from '../../web/dist/server/index.js';
import { forFastify, toNode } from '../../web/dist/server/node.js';
import { Sandbox, listen, nodeFront, optionsFor, secrets, type Running } from './lib/fronts.ts';
import { Visitor } from './lib/visitor.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await Sandbox.start();
});
after(() => sandbox.end());

const origin = 'http://127.0.0.1:1';
const nobody = { api: 'http://127.0.0.1:9/capi', login: 'http://127.0.0.1:9' };
const list = '/v1/subscription/share';

/** A page's own call. */
function call(path: string, { method = 'GET', body, cookie, headers = {} }: { method?: string; body?: unknown; cookie?: string; headers?: Record<string, string> } = {}): Request {
  return new Request(`${origin}/subshare${path}`, {
    method,
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(method === 'GET' ? {} : { origin, 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** Logs `user` in at a front that is reached by calls alone, and answers the session's cookie. */
async function logIn(front: (request: Request) => Promise<Response>, user: string): Promise<string> {
  await sandbox.control('redirects', { uri: `${origin}/subshare/callback` });
  const begun = await front(new Request(`${origin}/subshare/login?return=/x`));
  const attempt = begun.headers.getSetCookie()[0]!.split(';')[0]!;
  const visitor = new Visitor();
  const authorize = begun.headers.get('location')!;
  const { pathname, search } = new URL(authorize);
  await visitor.go(`${sandbox.login}/session`, { user, continue: pathname + search });
  const back = (await visitor.go(authorize)).headers.get('location')!;
  const done = await front(new Request(back, { headers: { cookie: attempt } }));
  assert.equal(done.headers.get('location'), '/x');
  return done.headers.getSetCookie().find((one) => /^(__Host-)?subshare=/.test(one))!.split(';')[0]!;
}

test('a front with a wrong option is not made, and the option is named', () => {
  const wrong: [Partial<Record<keyof FrontOptions, unknown>>, RegExp][] = [
    [{ baseUrl: 'http://api.example/capi' }, /baseUrl is neither https/],
    [{ baseUrl: 'https://a:b@api.example/' }, /baseUrl/],
    [{ baseUrl: '' }, /baseUrl is no address/],
    [{ clientSecret: '' }, /clientSecret is missing/],
    [{ tokenUrl: 'ftp://x/' }, /tokenUrl/],
    [{ login: undefined }, /userToken/],
    [{ userToken: () => null }, /userToken/],
    [{ login: { authorizeUrl: 'https://x/', secrets: ['short'] } }, /secrets/],
    [{ login: { authorizeUrl: 'https://x/', secrets: [] } }, /secrets/],
    [{ paths: { listNets: '/../x' } }, /paths\.listNets/],
    [{ paths: { listShareRules: '/rules' } }, /paths\.listShareRules/],
    [{ paths: { other: '/x' } }, /paths\.other is no operation/],
    [{ path: '/a/../b' }, /path is no path/],
  ];
  for (const [more, message] of wrong) assert.throws(() => createFront({ ...optionsFor(nobody), ...more } as FrontOptions), message);
});

test('nothing of the reader goes on to the API: not their cookie, not their headers, not their query', async () => {
  const seen: { url: string; headers: Record<string, unknown>; body: string }[] = [];
  const api = await listen((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      seen.push({ url: request.url!, headers: request.headers, body });
      response.setHeader('set-cookie', 'api=1').setHeader('access-control-allow-origin', '*').end('{"status":"SHARE_OK"}');
    });
  });
  const front = createFront(optionsFor({ ...nobody, api: `${api.url}/capi` }, { userToken: () => 'the-token', paths: { listSharedSubscribers: '/v2/shares' } }));
  const mine = { cookie: 'session=secret', headers: { authorization: 'Bearer mine', 'x-forwarded-for': '10.0.0.1', 'user-agent': 'me', referer: `${origin}/private` } };
  const answer = await front(call(`/api${list}?_=17&admin=1`, mine));
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.headers.getSetCookie(), []);
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
  await front(call('/api/v1/subscription/share/invitation', { method: 'PATCH', body: '{"changeType":"CANCEL","shareCode":"A","changeType":"ACCEPT"}', ...mine }));
  await api.end();
  assert.deepEqual(seen.map(({ url }) => url), ['/capi/v2/shares', '/capi/v1/subscription/share/invitation']);
  // What was checked is what goes on, not what a reader of two members of one name may take from it.
  assert.equal(seen[1]!.body, '{"changeType":"ACCEPT","shareCode":"A"}');
  for (const { headers } of seen) {
    assert.equal(headers.authorization, 'Bearer the-token');
    for (const name of ['cookie', 'referer', 'x-forwarded-for', 'origin']) assert.equal(headers[name], undefined, name);
    assert.notEqual(headers['user-agent'], 'me');
  }
});

test('numbers that JavaScript would round go on as they came', async () => {
  let got = '';
  const front = createFront(
    optionsFor(nobody, { userToken: () => 't', fetch: async (_url, init) => ((got = String(init?.body)), new Response('{}')) }),
  );
  const body = '{"nets":[{"loginRequired":true,"ipRanges":[],"domains":[{"domain":"a.example"}],"id":12345678901234567890,"part":0.1000000000000000055511}]}';
  assert.equal((await front(call('/api/v1/subscription/share/net', { method: 'POST', body }))).status, 200);
  assert.equal(got, body);
});

test("the publisher's own session: a token by the hook, a new one after a 401, and the API asked no third time", async () => {
  const asked: boolean[] = [];
  const tokens = [await sandbox.token('ola'), await sandbox.token('ola')];
  await sandbox.control('expire-tokens', {});
  tokens.push(await sandbox.token('ola'));
  await sandbox.forgetCalls();
  const front = createFront(
    optionsFor(sandbox, {
      userToken: (request, { fresh }) => {
        asked.push(fresh);
        return request.headers.get('cookie') === 'mine' ? { accessToken: tokens[fresh ? 2 : 0]!, user: 'u1' } : null;
      },
    }),
  );
  assert.equal((await front(call(`/api${list}`, { cookie: 'mine' }))).status, 200);
  assert.deepEqual(asked, [false, true]);
  assert.equal((await front(call(`/api${list}`, { cookie: 'other' }))).status, 401);
  tokens[2] = tokens[1]!;
  assert.equal((await front(call(`/api${list}`, { cookie: 'mine' }))).status, 401);
  assert.deepEqual((await sandbox.calls()).map(({ status }) => status), [401, 200, 401, 401]);
  const name = async () => ((await (await front(call('/api/reader', { cookie: 'mine' }))).json()) as { reader: string }).reader;
  const before = await name();
  tokens[0] = tokens[2]!;
  assert.equal(await name(), before, 'the same user has another name');
  assert.doesNotMatch(before, /u1/);
});

test('a hook that answers with what is no token sends nothing', async () => {
  for (const token of ['', 'a\r\nx: y', 'a b', undefined, {}, { accessToken: '' }]) {
    const front = createFront(optionsFor(nobody, { userToken: () => token as string }));
    assert.equal((await front(call(`/api${list}`))).status, 401);
  }
});

test('keys are rotated: the new one closes, the old one still opens, one that is gone does not', async () => {
  const made = (keys: string[]) => createFront(optionsFor(sandbox, { login: { authorizeUrl: `${sandbox.login}/oauth/authorize`, secrets: keys } }));
  const other = 'another secret, of thirty-two characters or more';
  const old = made([secrets[0]!]);
  const both = made([other, secrets[0]!]);
  const young = made([other]);
  const cookie = await logIn(old, 'ola');
  assert.equal((await both(call('/api/reader', { cookie }))).status, 200);
  assert.equal((await young(call('/api/reader', { cookie }))).status, 401);
  const newer = await logIn(both, 'ola');
  assert.equal((await young(call('/api/reader', { cookie: newer }))).status, 200);
  assert.equal((await old(call('/api/reader', { cookie: newer }))).status, 401);
});

test('an attempt to log in is no session, and its cookie goes to the callback alone', async () => {
  const front = createFront(optionsFor(sandbox));
  const begun = await front(new Request(`${origin}/subshare/login`));
  const [cookie = ''] = begun.headers.getSetCookie();
  assert.match(cookie, /; Path=\/subshare\/callback; .*HttpOnly; SameSite=Lax/);
  const value = cookie.split(';')[0]!.split('=')[1]!;
  assert.equal((await front(call('/api/reader', { cookie: `subshare=${value}` }))).status, 401);
});

test('on https the cookies are Secure and bound to the host', async () => {
  const front = createFront({ ...optionsFor(sandbox), origin: 'https://avisen.example' });
  const begun = await front(new Request(`${origin}/subshare/login`));
  assert.match(begun.headers.getSetCookie()[0]!, /^__Secure-subshare-login-.*; Secure$/);
  assert.equal(new URL(begun.headers.get('location')!).searchParams.get('redirect_uri'), 'https://avisen.example/subshare/callback');
});

test('a call that the API does not answer is counted as one', async () => {
  const front = createFront(optionsFor(nobody, { userToken: () => 't' }));
  assert.equal((await front(call(`/api${list}`))).status, 502);
  assert.match(front.metrics(), /^subshare_front_calls_total\{operation="listSharedSubscribers",status="502"\} 1$/m);
});

test('a login host that does not answer logs nobody out', async () => {
  const cookie = await logIn(createFront(optionsFor(sandbox)), 'ola');
  await sandbox.control('expire-tokens', {});
  const reasons: unknown[] = [];
  const cut = createFront({ ...optionsFor(sandbox, { tokenUrl: 'http://127.0.0.1:9/oauth/token', onEvent: ({ what, reason }) => void (what === 'trouble' && reasons.push(reason)) }) });
  const answer = await cut(call(`/api${list}`, { cookie }));
  assert.equal(answer.status, 502);
  assert.deepEqual(answer.headers.getSetCookie(), []);
  assert.deepEqual(reasons, ['the login host did not answer']);
  assert.equal((await createFront(optionsFor(sandbox))(call(`/api${list}`, { cookie }))).status, 200);
});

test('who has no account is sent to make one, and through the login back', async () => {
  const login = { authorizeUrl: `${sandbox.login}/oauth/authorize`, secrets, createUserUrl: 'https://login.example/createUser' };
  const front = createFront(optionsFor(sandbox, { login }));
  const to = new URL((await front(new Request(`${origin}/subshare/sign-up?return=/share%3Fcode%3DX&credential=ny@example.com`))).headers.get('location')!);
  assert.equal(to.origin + to.pathname, 'https://login.example/createUser');
  assert.equal(to.searchParams.get('credential'), 'ny@example.com');
  assert.equal(to.searchParams.get('assumeNewUser'), 'true');
  assert.equal(to.searchParams.get('returnUrl'), `${origin}/subshare/login?return=%2Fshare%3Fcode%3DX`);
  const evil = new URL((await front(new Request(`${origin}/subshare/sign-up?return=//evil.example`))).headers.get('location')!);
  assert.equal(evil.searchParams.get('errorUrl'), `${origin}/`);
  assert.equal((await createFront(optionsFor(sandbox))(new Request(`${origin}/subshare/sign-up`))).status, 404);
});

test('what is told of calls has nothing personal in it', async () => {
  const events: FrontEvent[] = [];
  const front = createFront(optionsFor(sandbox, { onEvent: (event) => void events.push(event) }));
  const cookie = await logIn(front, 'ola');
  await front(call('/api/v1/customer/product/share/rule/NAT', { cookie }));
  await front(call('/api/v1/subscription/share/invitation', { method: 'POST', cookie, body: { contact: 'ny@example.com', contactType: 'A', productCode: 'NAT', firstName: 'Nina' } }));
  await front(call('/api/v1/subscription/share/invitation', { method: 'POST', cookie, headers: { origin: 'https://evil.example' } }));
  const text = JSON.stringify(events) + front.metrics();
  for (const personal of ['ny@example.com', 'Nina', 'NAT', cookie, 'evil', 'secret']) assert.ok(!text.includes(personal), personal);
  assert.deepEqual(events.map(({ what, operation, status }) => [what, operation, status]), [
    ['login', undefined, undefined],
    ['call', 'listShareRules', 200],
    ['call', 'sendInvitation', 200],
    ['refusal', undefined, undefined],
  ]);
  assert.match(front.metrics(), /^subshare_front_calls_total\{operation="sendInvitation",status="200"\} 1$/m);
  assert.match(front.metrics(), /^subshare_front_refusals_total\{reason="another origin"\} 1$/m);
  assert.match(front.metrics(), /^subshare_front_wait_seconds_count 2$/m);
  assert.match(front.metrics(), /^subshare_front_line_length 0$/m);
});

test('a body that is refused before it was read does not stand before the next request', async () => {
  const node = await nodeFront(nobody, { userToken: () => 't' });
  const { port } = new URL(node.url);
  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`PATCH /subshare/api/v1/subscription/share HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${node.url}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n{"share`);
    });
    socket.on('data', (piece) => (text += String(piece)));
    socket.on('close', () => resolve(text));
  });
  await node.end();
  assert.match(answer, /^HTTP\/1.1 413 /);
  assert.match(answer, /\r\nconnection: close\r\n/i);
});

// As nginx sends it: piece by piece, and what is answered is looked at afterwards. A connection that is closed on it is reset, and the reader gets a 502.
test('a body that is too long is read to its end, so that the refusal arrives', async () => {
  const node = await nodeFront(nobody, { userToken: () => 't' });
  const { port } = new URL(node.url);
  for (const length of [20_000, 200_000, 900_000]) {
    const socket = connect(Number(port), '127.0.0.1').pause();
    const send = (text: string) => new Promise<unknown>((sent) => socket.write(text, (error) => setImmediate(sent, error)));
    socket.on('error', () => {});
    await send(`PATCH /subshare/api/v1/subscription/share HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${node.url}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`);
    for (let left = length; left > 0; left -= 10_000) assert.equal(await send('x'.repeat(10_000)) ?? undefined, undefined, `${length} bytes, ${left} left`);
    let answer = '';
    for await (const piece of socket) answer += String(piece);
    assert.match(answer, /^HTTP\/1.1 413 [^]*"FrontTooLong"/, `${length} bytes`);
  }
  await node.end();
});

test('a body that does not come in time is given up', async () => {
  const node = await nodeFront(nobody, { userToken: () => 't', bodyTimeout: 200 });
  const { port } = new URL(node.url);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`PATCH /subshare/api/v1/subscription/share HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${node.url}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{"share`);
    });
    socket.once('data', (text) => (resolve(String(text)), socket.destroy()));
  });
  await node.end();
  assert.match(answer, /^HTTP\/1.1 408 /);
});

// --- Where it mounts. In each: a login, a read, a change with a body, and a cookie.

type Made = { name: string; start: (front: ReturnType<typeof createFront>) => Promise<Running> };
const mounts: Made[] = [
  { name: 'http', start: (front) => listen(toNode(front)) },
  { name: 'Express', start: (front) => listen(express().use('/subshare', toNode(front))) },
  { name: 'Express with a body parser before it', start: (front) => listen(express().use(express.json()).use('/subshare', toNode(front))) },
  {
    name: 'Fastify',
    start: async (front) => {
      const app = fastify({ forceCloseConnections: true });
      await app.register(forFastify(front) as never);
      return { url: await app.listen({ port: 0, host: '127.0.0.1' }), end: () => app.close() };
    },
  },
  {
    name: 'Hono',
    start: (front) => {
      const app = new Hono().all('/subshare/*', (context) => front(context.req.raw));
      return listen(toNode(async (request) => app.fetch(request)));
    },
  },
  {
    // As app/subshare/[...all]/route.js has it; Next itself is not run here.
    name: 'route handlers by method, as Next has them',
    start: (front) => {
      const handlers: Record<string, typeof front> = { GET: front, POST: front, PATCH: front };
      return listen(toNode(async (request) => handlers[request.method]?.(request) ?? new Response(null, { status: 405 })));
    },
  },
];

for (const { name, start } of mounts) {
  test(`mounted in ${name}`, async () => {
    const server = await start(createFront(optionsFor(sandbox)));
    await sandbox.control('redirects', { uri: `${server.url}/subshare/callback` });
    const visitor = new Visitor();
    const { url } = await visitor.follow(`${server.url}/subshare/login?return=/x`);
    await visitor.go(`${sandbox.login}/session`, { user: 'sofie', continue: url.slice(sandbox.login.length) });
    await visitor.follow(url);
    assert.equal((await visitor.ask(`${server.url}/subshare/api${list}`)).status, 200);
    const body = { shareCode: 'OPEN-NAT-02', lastName: 'Åse Æ' };
    const changed = await visitor.ask(`${server.url}/subshare/api/v1/subscription/share/invitation/data`, { method: 'PATCH', body });
    assert.deepEqual([changed.status, await changed.json()], [200, { success: true }]);
    assert.equal((await visitor.ask(`${server.url}/subshare/logout`, { method: 'POST' })).status, 303);
    assert.equal((await visitor.ask(`${server.url}/subshare/api/reader`)).status, 401);
    await server.end();
  });
}

test('a reader who leaves in the middle of an answer takes nothing down', async () => {
  const api = createServer((_request, response) => void response.writeHead(200).write('{"a":"'));
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const gone = new Promise<void>((resolve) => api.on('request', (request) => request.on('close', resolve)));
  const node = await nodeFront({ ...nobody, api: `http://127.0.0.1:${(api.address() as AddressInfo).port}` }, { userToken: () => 't' });
  const leaving = new AbortController();
  const answer = await fetch(`${node.url}/subshare/api${list}`, { signal: leaving.signal });
  assert.equal(answer.status, 200);
  leaving.abort();
  await gone;
  assert.equal((await fetch(`${node.url}/subshare/none`)).status, 404);
  await node.end();
  api.closeAllConnections();
  api.close();
});
