// The fronts of the documentation, as they stand there: each in a process of its own, in a folder that has the package and the two libraries, and nothing of ours
// but the addresses. Then the suite.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

import { conformance } from './conformance.ts';
import { Sandbox, answers, freePort } from './lib/fronts.ts';

const repo = resolve(import.meta.dirname, '../..');
const guide = ['embed', 'front'].map((page) => readFileSync(join(repo, `web/docs/guide/${page}.md`), 'utf8')).join('\n');
const running: (() => Promise<void>)[] = [];
after(async () => {
  for (const end of running) await end();
});

/** A block of the documentation in a process of its own, with these of its texts, each of which stands there, changed. */
async function start(block: RegExp, changes: [string, string][], name: string): Promise<string> {
  const port = await freePort();
  let [, script = ''] = block.exec(guide) ?? [];
  for (const [what, by] of changes) {
    assert.ok(script.includes(what), `${what} stands in the guide's ${name}`);
    script = script.replaceAll(what, by);
  }
  script = script.replace(/listen\(8080(, 'localhost')?\)/, `listen(${port}, '127.0.0.1')`);
  const folder = await mkdtemp(join(tmpdir(), 'subshare-guide-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(repo, 'web'), join(folder, 'node_modules/subshare'));
  symlinkSync(join(repo, 'tests/front/node_modules/express'), join(folder, 'node_modules/express'));
  writeFileSync(join(folder, `${name}.mjs`), script);
  const server: ChildProcess = spawn(process.execPath, [`${name}.mjs`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CLIENT_ID: 'fjordposten', CLIENT_SECRET: 'fjordposten-sandbox-secret', COOKIE_SECRET: 'a secret of thirty-two characters and more' },
  });
  const ended = once(server, 'exit');
  running.push(async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await answers(url);
  return url;
}

async function startSandbox(): Promise<Sandbox> {
  const sandbox = await Sandbox.start();
  running.unshift(() => sandbox.end());
  return sandbox;
}

conformance('the front of the documentation', ['token'], async () => {
  const sandbox = await startSandbox();
  const url = await start(/```js\n(import \{ createServer \}[\s\S]*?)```/, [
    ['https://api.mediaconnect.no/capi', sandbox.api],
    ['https://connectid.no/user/oauth/token', `${sandbox.login}/oauth/token`],
    ['https://connectid.no/user/oauth/authorize', `${sandbox.login}/oauth/authorize`],
  ], 'server');
  return { front: `${url}/subshare`, sandbox: sandbox.api };
});

let newspaper = '';
conformance("the guide's newspaper of ten minutes", ['token'], async () => {
  const sandbox = await startSandbox();
  newspaper = await start(/```js\n(\/\/ newspaper\.js[\s\S]*?)```/, [['http://127.0.0.1:8701/capi', sandbox.api], ['http://127.0.0.1:8702', sandbox.login]], 'newspaper');
  return { front: `${newspaper}/subshare`, sandbox: sandbox.api };
});

test("the guide's newspaper has a page with the element, and the package's files", async () => {
  const page = await (await fetch(newspaper)).text();
  assert.match(page, /<subshare-invite base-url="\/subshare\/api"/);
  for (const [file = ''] of page.matchAll(/\/subshare\/dist\/[\w.-]+/g)) assert.equal((await fetch(newspaper + file)).status, 200, file);
});

test("the guide's command finds its newspaper right", async () => {
  const [, command = ''] = /^(node tests\/front\/conformance\.ts .*)$/m.exec(guide) ?? [];
  assert.ok(command);
  const sandbox = await startSandbox();
  const front = await start(/```js\n(\/\/ newspaper\.js[\s\S]*?)```/, [['http://127.0.0.1:8701/capi', sandbox.api], ['http://127.0.0.1:8702', sandbox.login]], 'newspaper');
  const [, ...args] = command.replace('http://127.0.0.1:8080', front).replace('http://127.0.0.1:8701', sandbox.api).split(' ');
  // A suite inside a suite is none to Node, unless it does not know.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const asked = spawn(process.execPath, args, { cwd: repo, stdio: ['ignore', 'pipe', 'inherit'], env });
  let said = '';
  for await (const piece of asked.stdout!) said += String(piece);
  assert.match(said, /^. fail 0$/m, said);
  assert.match(said, /^. pass (?:3[5-9]|[4-9]\d)$/m, said);
});
