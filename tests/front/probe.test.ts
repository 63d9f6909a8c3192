// The probe against the real sandbox: polite, nothing differs; with each assumption wrong once, that one is told, and no other that is not named.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { endpoints } from '../../web/server/endpoints.ts';
import { Sandbox, freePort } from './lib/fronts.ts';

const program = new URL('../../web/dist/server/subshare.js', import.meta.url).pathname;
const names = execFileSync(process.execPath, [program, 'probe', '--assumptions'], { encoding: 'utf8' }).trim().split('\n');

let sandbox: Sandbox;
before(async () => {
  sandbox = await Sandbox.start();
});
after(() => sandbox.end());

interface Finding {
  assumption: string;
  what: string;
  option?: string;
}

async function run(args: string[], env: Record<string, string> = {}): Promise<{ status: number; stdout: string; stderr: string }> {
  const done = promisify(execFile)(process.execPath, [program, ...args], { env: { PATH: process.env.PATH, ...env } });
  return done.then(
    (said) => ({ status: 0, ...said }),
    ({ code, stdout, stderr }) => ({ status: code as number, stdout, stderr }),
  );
}

async function probe(user = 'sofie', more: string[] = [], base = sandbox.api) {
  const secrets = { SUBSHARE_USER_TOKEN: await sandbox.token(user), CLIENT_ID: 'fjordposten', CLIENT_SECRET: 'fjordposten-sandbox-secret' };
  return run(['probe', '--base-url', base, '--token-url', `${sandbox.login}/oauth/token`, '--product', 'NAT', '--origin', sandbox.publisher, ...more], secrets);
}

/** Polite again, whatever the last one made of it. */
async function polite(): Promise<void> {
  for (const what of ['faults', 'habits', 'calls']) await sandbox.control(what, undefined, 'DELETE');
  await sandbox.control('limits', {});
}

test('a polite installation: nothing differs, every path is there, and nothing was changed', async () => {
  await polite();
  const before = await (await fetch(`${sandbox.publisher}/outbox.json`)).text();
  const { status, stdout } = await probe('sofie', ['--changes']);
  assert.match(stdout, new RegExp(`Nothing that was seen differs from the ${names.length} things that Subshare assumes`));
  assert.equal(status, 0);
  for (const { name, method } of endpoints) assert.match(stdout, new RegExp(`^${name} +${method} +/v1/\\S+ +yes `, 'm'));
  assert.match(stdout, /Statuses seen: 200 \(\d+\), 204 \(11\), 400 \(\d\), 401 \(11\)/);
  assert.match(stdout, /Outcomes: acceptInvitation "SHARE_CODE_NOT_FOUND", declineInvitation "7", cancelSharing "SHARE_CODE_NOT_FOUND"/);
  assert.equal(await (await fetch(`${sandbox.publisher}/outbox.json`)).text(), before);
});

test('read-only unless it is asked for more: what changes something goes without a token', async () => {
  await polite();
  const { status } = await probe();
  assert.equal(status, 0);
  const calls = await sandbox.calls();
  assert.ok(calls.length > 15);
  for (const { method, status: answered } of calls) assert.ok(method === 'GET' || answered === 401, `${method} ${answered}`);
  // With changes, networks still do: an API may take whatever comes for the whole list.
  await sandbox.forgetCalls();
  await probe('bedrift', ['--changes', '--product', 'B2B']);
  assert.deepEqual((await sandbox.calls()).filter(({ operation }) => operation === 'change_nets').map(({ status: answered }) => answered), [401]);
});

type Wrong = [assumption: string, what: RegExp, option: RegExp | null, make: () => Promise<unknown>, how?: { user?: string; args?: () => string[]; beside?: string[] }];

const fault = (operation: string, kind: string, more: object = {}) => sandbox.control('faults', { operation, fault: kind, times: 20, ...more });
const noCors = 'pages may call it themselves (CORS)';
const everyAnswer = Object.entries({
  listShareRules: 'list_share_rules', listDistributionLevels: 'list_distribution_levels', listSharedSubscribers: 'list_shared_subscribers', listNets: 'list_nets',
});

const wrongs: Wrong[] = [
  ['it answers', /\d+ calls were cut/, /look at baseUrl/, () => fault('list_nets', 'drop_request')],
  ['listNets: it answers in time', /silent for 300 ms/, /timeout/, () => fault('list_nets', 'hang'), { args: () => ['--timeout', '300'] }],
  ['listNets: the path is there', /GET \/v1\/subscription\/share\/net is answered with 404 \(the path is inferred/, /paths: \{ listNets:/, () => fault('list_nets', 'http_status', { code: 404 })],
  ['acceptInvitation: the path is there', /answered with 405$/, /--path acceptInvitation=/, () => fault('accept_invitation', 'http_status', { code: 405 })],
  ['listNets: the path is there', /\/v2\/nets is answered with 404/, /paths/, async () => {}, { args: () => ['--path', 'listNets=/v2/nets'] }],
  ['cancelSharing: nothing is redirected', /sent on with 307/, /baseUrl/, () => fault('cancel_sharing', 'http_status', { code: 307 })],
  ['a token that is no good is a 401', /answered with 403/, /expiresIn/, () => sandbox.habits({ badTokens: '403' })],
  ['a token that is no good is a 401', /answered with 400/, /expiresIn/, () => sandbox.habits({ badTokens: '400' })],
  ['refusals have exceptionType and errorMessage', /a 400 has other members: error, error_description/, null, () => sandbox.habits({ errors: 'oauth' })],
  ['refusals have exceptionType and errorMessage', /a 400 has nothing in it/, null, () => sandbox.habits({ errors: 'empty' })],
  ['refusals have exceptionType and errorMessage', /a 400 has no JSON in it/, null, () => sandbox.habits({ errors: 'html' })],
  ...everyAnswer.map(([name, operation]): Wrong => [`${name}: answers are as the contract says`, /has another shape: /, /report it/, () => fault(operation, 'wrong_shape'), { beside: ['refusals have exceptionType and errorMessage'] }]),
  ['listNets: answers are as the contract says', /has another shape: the answer must have required property 'nets'/, /report it/, () => fault('list_nets', 'other_json')],
  ['listNets: answers are as the contract says', /no JSON: "<!doctype html>/, /login page/, () => fault('list_nets', 'html')],
  [noCors, /for 11 of 11 operations not from https:\/\/avisen\.example: a preflight does not allow it/, /base-url="\/subshare\/api"/, async () => {}, { args: () => ['--origin', 'https://avisen.example'] }],
  [noCors, /for 11 of 11/, /subshare\/server/, () => sandbox.habits({ cors: 'none' })],
  [noCors, /for 5 of 11 .* PATCH$/, /subshare\/server/, () => sandbox.habits({ cors: 'no-patch' })],
  ['pages may read the limit (CORS)', /not exposed/, /subshare\/server/, () => sandbox.habits({ exposed: 'none' })],
  ['answers are kept by no cache', /"public, max-age=60"/, /no-store/, () => sandbox.habits({ caching: 'public' })],
  ['answers are kept by no cache', /there is no Cache-Control/, /no-store/, () => sandbox.habits({ caching: 'etag' })],
  ['answers differ by origin and say so (Vary)', /hands it to another/, /subshare\/server/, () => sandbox.habits({ vary: 'none' })],
  ['a parameter that it does not know is passed over', /\?_=… is answered with 400/, /does not pass/, () => sandbox.habits({ unknownParameters: 'refused' })],
  ['it tells what is left of the limit', /missing/, /line/, () => sandbox.habits({ rateLimits: 'absent' })],
  ['the limit resets within a minute', /a time and not the seconds/, /line/, () => sandbox.habits({ rateLimits: 'epoch' })],
  ['the limit is 2000 a minute', /4\d\d\d were left/, /perMinute: [45]\d\d\d/, () => sandbox.control('limits', { perMinute: 5000 })],
  ['the limit is 2000 a minute', /\d\d\d were left at a minute's beginning/, /perMinute: \d\d\d /, () => sandbox.control('limits', { perMinute: 500 })],
  ['the client says who it is in a header', /in the body alone/, /^clientAuthentication: 'post'$/, () => sandbox.habits({ clientSecret: 'body' })],
  ['the client says who it is in a header', /no token: 404/, /tokenUrl/, async () => {}, { args: () => ['--token-url', `${sandbox.login}/nowhere`] }],
  ['tokens say how long they live', /without expires_in/, null, () => sandbox.habits({ hostTokenLife: 'absent' })],
  ['acceptInvitation: an unknown share code is an answer', /answered with 400, not/, null, () => fault('accept_invitation', 'http_status', { code: 400 }), { args: () => ['--changes'] }],
  ['cancelSharing: an unknown share code is an answer', /with 200 and "GONE", not/, null, () => sandbox.control('force-status', { operation: 'cancel_sharing', status: 'GONE', times: 20 }), { args: () => ['--changes'] }],
  ['the states of shares are those documented', /AWAITING_PAYMENT/, null, async () => {}, { user: 'ola' }],
  ['the list has contacts as they were typed', /masked or spelled otherwise/, null, () => sandbox.habits({ contacts: 'masked' })],
  ['the list has contacts as they were typed', /masked or spelled otherwise/, null, () => sandbox.habits({ contacts: 'respelled' })],
  ['the list has contacts as they were typed', /contacts are absent/, null, () => sandbox.habits({ contacts: 'absent' })],
  ['the list has product codes as they were sent', /"nat"/, /^product-code="nat"$/, () => sandbox.habits({ productCodes: 'lower-case' })],
  ['the list has product codes as they were sent', /absent/, /vendor/, () => sandbox.habits({ productCodes: 'absent' })],
];

for (const [assumption, what, option, make, { user = 'sofie', args = () => [], beside = [] } = {}] of wrongs) {
  test(`wrong: ${assumption}, ${String(what)}`, async () => {
    await polite();
    await make();
    const { stdout, status } = await probe(user, ['--json', ...args()]);
    const findings = JSON.parse(stdout) as Finding[];
    const found = findings.find((one) => one.assumption === assumption && what.test(one.what));
    assert.ok(found, stdout);
    if (option) assert.match(found.option ?? '', option);
    else assert.equal(found.option, undefined);
    assert.deepEqual(findings.filter((one) => one.assumption !== assumption && !beside.some((name) => one.assumption.endsWith(name))), []);
    assert.equal(status, option ? 1 : 0);
  });
}

test('each assumption is made wrong above', () => {
  const made = new Set(wrongs.map(([assumption]) => assumption.replace(/^\w+: /, '')));
  assert.deepEqual(names.filter((name) => !made.has(name)), []);
});

test('where everything is asked for a token first, it is not said that a path is there', async () => {
  await polite();
  await sandbox.habits({ unknownPaths: '401' });
  const { status, stdout } = await probe();
  assert.match(stdout, /^sendInvitation +POST +\S+ +\? /m);
  assert.match(stdout, /^listNets +GET +\S+ +yes /m);
  assert.match(stdout, /Whether 7 of the paths are there is told with --changes alone/);
  assert.equal(status, 0);
  const told = await probe('sofie', ['--changes']);
  assert.match(told.stdout, /^sendInvitation +POST +\S+ +yes /m);
});

test('an address where nobody is: told at once, and with status 1', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}/capi`;
  const { status, stdout } = await probe('sofie', [], nobody);
  assert.equal(status, 1);
  assert.match(stdout, /✗ it answers\n {4}\d+ calls were cut or had nobody to answer them/);
});

test('without any secret it asks what can be asked, and says what was not', async () => {
  await polite();
  const { stdout, status } = await run(['probe', '--base-url', sandbox.api, '--origin', sandbox.publisher]);
  assert.match(stdout, /Without SUBSHARE_USER_TOKEN no read was made/);
  assert.equal(status, 0);
  assert.ok((await sandbox.calls()).every(({ status: answered }) => answered === 401 || answered === 404));
});

test('a wrong call is refused by what is wrong', async () => {
  for (const [args, message] of [
    [[], /^Usage/],
    [['probe'], /--base-url is missing/],
    [['probe', '--base-url', 'http://api.example'], /--base-url is neither https/],
    [['probe', '--base-url', sandbox.api, '--path', 'listNest=/x'], /--path wants NAME/],
    [['probe', '--base-url', sandbox.api, '--token-url', 'https://x.example'], /CLIENT_ID/],
    [['probe', '--base-url', sandbox.api, '--timeout', 'soon'], /--timeout/],
    [['probe', '--nothing'], /--nothing/],
  ] as const) {
    const { status, stderr } = await run([...args]);
    assert.equal(status, 2);
    assert.match(stderr, message);
  }
  assert.equal((await run(['probe', '--help'])).status, 0);
});
