// The newspaper of `./dev demo --front --servers 2`: the same program, on free ports, with its own Redis.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { Sandbox, freePort } from './lib/fronts.ts';
import { Visitor } from './lib/visitor.ts';

const repo = resolve(import.meta.dirname, '../..');
let sandbox: Sandbox;
let program: ChildProcess;
let said: { newspaper: string; metrics: string[]; pids: number[] };
const ola = new Visitor();

before(async () => {
  const port = await freePort();
  const inner = await freePort();
  sandbox = await Sandbox.start(join(repo, 'web/demo'), join(repo, 'web/dist'), { origin: `http://127.0.0.1:${port}`, port: inner });
  const args = ['--port', String(port), '--publisher', `http://127.0.0.1:${inner}`, '--api', sandbox.api, '--login', sandbox.login, '--servers', '2'];
  program = spawn(process.execPath, [join(repo, 'tests/front/newspaper.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: program.stdout! }), 'line')) as [string];
  said = JSON.parse(line) as typeof said;
});
after(async () => {
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await ended;
  await sandbox.end();
});

const list = () => ola.ask(`${said.newspaper}/subshare/api/v1/subscription/share`);
const figures = async (at: number) => (await fetch(said.metrics[at]!)).text();
const served = (text: string) => Number(/operation="listSharedSubscribers",status="200"\} (\d+)/.exec(text)?.[1] ?? 0);

test('a reader logs in at the newspaper, and no page has a token or the API in it', async () => {
  const { url } = await ola.follow(`${said.newspaper}/login?return=/article.html`);
  await ola.go(`${sandbox.login}/session`, { user: 'ola', continue: url.slice(sandbox.login.length) });
  const { url: back, answer } = await ola.follow(url);
  assert.equal(back, `${said.newspaper}/article.html`);
  const page = await answer.text();
  assert.match(page, /Ola Nordmann/);
  assert.match(page, /base-url="\/subshare\/api"/);
  assert.doesNotMatch(page, /user-token-url|decline-url/);
  assert.ok(!page.includes(sandbox.api));
  assert.match(await (await ola.go(`${said.newspaper}/subshare/dist/define-invite.js`)).text(), /subshare/);
});

test('two servers serve in turns, with one line', async () => {
  for (let i = 0; i < 4; ++i) assert.equal((await list()).status, 200);
  const both = [await figures(0), await figures(1)];
  assert.deepEqual(both.map(served), [2, 2]);
  for (const text of both) assert.match(text, /subshare_front_line_whole 1/);
});

test('one server and Redis are gone: the other goes on by itself, and says so', async () => {
  const [redis, first] = said.pids as [number, number];
  process.kill(first, 'SIGKILL');
  process.kill(redis, 'SIGKILL');
  for (let i = 0; i < 4; ++i) assert.equal((await list()).status, 200);
  const left = await figures(1);
  assert.match(left, /subshare_front_line_whole 0/);
  assert.ok(served(left) >= 6);
});
