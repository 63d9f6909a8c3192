// The conformance suite against the fronts that there are.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { conformance } from './conformance.ts';
import { beside, endpoints } from '../../web/server/endpoints.ts';
import { Sandbox, nodeFront, phpFront, type Running } from './lib/fronts.ts';

const running: (Running | Sandbox)[] = [];
after(async () => {
  for (const one of running) await one.end();
});

conformance('the front of subshare/server, on Node', ['token'], async () => {
  const sandbox = await Sandbox.start();
  const node = await nodeFront(sandbox, { timeout: 1500 });
  running.push(node, sandbox);
  return { front: `${node.url}/subshare`, sandbox: sandbox.api, patience: 1500 };
});

conformance('the same, giving tokens out', [], async () => {
  const sandbox = await Sandbox.start();
  const node = await nodeFront(sandbox, { givesTokens: true, line: false });
  running.push(node, sandbox);
  return { front: `${node.url}/subshare`, sandbox: sandbox.api };
});

conformance("the sandbox's publisher, in C++", [], async () => {
  const sandbox = await Sandbox.start();
  running.push(sandbox);
  const { publisher } = sandbox;
  return { front: `${publisher}/subshare`, sandbox: sandbox.api, login: `${publisher}/login`, callback: `${publisher}/callback`, logout: `${publisher}/subshare/logout`, patience: 5000 };
});

conformance('the front in one file of PHP', ['token'], async () => {
  const sandbox = await Sandbox.start();
  const php = await phpFront(sandbox);
  running.push(php, sandbox);
  return { front: `${php.url}/subshare`, sandbox: sandbox.api, patience: 2000 };
});

test("the PHP front's table is the core's", () => {
  const text = readFileSync(new URL('../../web/server/front.php', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^ {4}'(\w+)' => \['(\w+)', '([^']+)', '(\w+)'\],$/gm)].map(([, name, method, path, mode]) => ({ name, method, path, mode }));
  assert.deepEqual(rows, [...endpoints, beside].map(({ name, method, path, mode }) => ({ name, method, path, mode })));
});
