// Tokens as routes and functions really give them: in every engine, since redirects and caches are the engine's.
import assert from 'node:assert/strict';

import { Script } from '../lib/client.ts';
import { journey, useBrowser } from '../lib/journey.ts';

useBrowser();

/** How often the page has asked a route for a token. */
const asked = (script: Script): Promise<number> =>
  script.person.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/subshare/token')).length);

const read = async (script: Script): Promise<string> => {
  const { kind, error } = await script.call('listNets');
  return error ? `${kind} ${error.code}` : kind;
};

for (const life of ['number', 'text', 'absent']) {
  journey(`a token's life as ${life}`, async (scene) => {
    await scene.sandbox.habits({ tokenLife: life });
    const script = await Script.open(scene, 'ola');
    for (let i = 0; i < 3; i++) assert.equal(await read(script), 'done');
    assert.equal(await asked(script), life === 'absent' ? 3 : 1);
  });
}

journey('a route that answers with a login page, whatever its status says, asks for a login', async (scene) => {
  const { sandbox } = scene;
  const script = await Script.open(scene, 'ola');
  const with_ = async (tokens: string): Promise<string> => {
    await script.use({ tokens });
    return read(script);
  };
  assert.equal(await with_('/client.html'), 'failed login_required', '200 with HTML');
  assert.equal(await with_('/logout?return=/client.html'), 'failed login_required', '303 to HTML');
  assert.equal(await with_('/login?return=/'), 'failed login_required', '302 to another origin');
  await sandbox.control('faults', { operation: 'token_route', fault: 'http_status', code: 401 });
  assert.equal(await with_('/subshare/token'), 'failed login_required', '401');
}, { expect: /CORS|CSP|Content Security Policy|Unsafe attempt|NetworkError|Access-Control|may not load data from/ });

journey('a redirect to the route itself is followed', async (scene) => {
  const script = await Script.open(scene, 'ola');
  await script.use({ tokens: '/subshare/token/' });
  assert.equal(await read(script), 'done');
});

journey('what is no token is a failure, and no header', async (scene) => {
  const script = await Script.open(scene, 'ola');
  await script.use({ tokens: '/api/session.json' });
  await scene.sandbox.forgetCalls();
  assert.match(await read(script), /^failed (?!login_required)/);
  assert.deepEqual(await scene.sandbox.calls(), []);
});

journey('calls that are refused with one token are one renewal', async (scene) => {
  const { sandbox } = scene;
  const script = await Script.open(scene, 'ola');
  assert.equal(await read(script), 'done');
  const before = await asked(script);
  await sandbox.control('expire-tokens', {});
  // Two that are under way together, and one that comes when the first has been renewed long since: its 401 is of the old token too.
  await sandbox.control('faults', { operation: 'list_shared_subscribers', fault: 'hang' });
  await script.begin('listSharedSubscribers');
  while (!(await sandbox.calls()).some(({ operation, status }) => operation === 'list_shared_subscribers' && status === null)) continue;
  assert.equal(await read(script), 'done');
  assert.equal((await script.call('listShareRules', { productCode: 'NAT' })).kind, 'done');
  await sandbox.control('faults', undefined, 'DELETE');
  for (;;) {
    const outcome = await script.ended();
    if (!outcome) continue;
    assert.equal(outcome.kind, 'done');
    break;
  }
  const refused = (await sandbox.calls()).filter(({ status }) => status === 401).length;
  assert.equal(refused, 2, 'both met a 401');
  assert.equal((await asked(script)) - before, 1, 'and there was one renewal');
});

journey('after a change of user nothing is sent, and no token asked for, on behalf of the last one', async (scene) => {
  const { sandbox } = scene;
  const script = await Script.open(scene, 'ola');
  const tokens = [await sandbox.token('ola'), await sandbox.token('sofie')];
  const told = await script.person.page.evaluate(async ([ola, sofie]) => {
    type Loose = Record<string, (...args: unknown[]) => unknown>;
    const page = window as unknown as { client: Loose; useClient(options: object): void };
    const waiting: ((token: string) => void)[] = [];
    page.useClient({ tokens: { user: () => new Promise((resolve) => waiting.push(resolve)) } });
    const { client } = page;
    const first = client.sendInvitation!({ contact: 'kari@example.com', productCode: 'NAT' }) as Promise<{ kind: string; error?: { code: string } }>;
    while (!waiting.length) await new Promise((resolve) => setTimeout(resolve));
    client.userChanged!();
    const { kind, error } = await first;
    waiting[0]!(ola!);
    await new Promise((resolve) => setTimeout(resolve));
    const before = waiting.length;
    const second = client.listShareRules!({ productCode: 'NAT' }) as Promise<{ kind: string }>;
    while (waiting.length === before) await new Promise((resolve) => setTimeout(resolve));
    waiting[before]!(sofie!);
    return [kind, error?.code, before, (await second).kind];
  }, tokens);
  assert.deepEqual(told, ['failed', 'aborted', 1, 'done']);
  const calls = (await sandbox.calls()) as unknown as { operation: string; userId: number }[];
  assert.deepEqual(calls.map(({ operation, userId }) => [operation, userId]), [['list_share_rules', 105]]);
  assert.deepEqual(await sandbox.sent(), []);
});
