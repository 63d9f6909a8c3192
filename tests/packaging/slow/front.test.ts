// The front where the web's own Request and Response are all there is: Deno, Bun and workerd, which runs Cloudflare's Workers. The package as npm
// hands it out, each in a server of the runtime's own, and the same suite as for every front; and as a route handler of Next's. In Deno and Bun every
// way in is imported besides, as for a page that is rendered there.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';

import { conformance } from '../../front/conformance.ts';
import { Sandbox, answers, freePort } from '../../front/lib/fronts.ts';
import { install, repo, run } from '../lib/package.ts';
import { byTypeScript, takeDown } from '../lib/results.ts';

const folder = install('runtimes');
const temporary = mkdtempSync(join(tmpdir(), 'subshare-workerd-'));
const running: (() => Promise<void>)[] = [];
after(async () => {
  for (const end of running) await end();
  rmSync(temporary, { recursive: true, force: true });
});

type Given = Record<'PORT' | 'FRONT_API' | 'FRONT_LOGIN' | 'FRONT_ORIGIN', string>;

/** Workers are one file, made by a bundler, and a configuration. */
function workerd({ PORT, FRONT_ORIGIN: _, ...settings }: Given): [string, string[]] {
  const file = join(temporary, 'worker.js');
  run(join(repo, 'web'), 'node_modules/esbuild/bin/esbuild', [join(folder, 'front/worker.mjs'), '--bundle', '--format=esm', `--outfile=${file}`, '--conditions=workerd', '--log-level=warning']);
  const bindings = Object.entries(settings).map(([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-11-01", bindings = [${bindings.join(', ')}])),
    (name = "internet", network = (allow = ["private", "local", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${PORT}", http = (), service = "main")],
);
`;
  writeFileSync(join(temporary, 'config.capnp'), config);
  return [join(folder, 'node_modules/.bin/workerd'), ['serve', join(temporary, 'config.capnp')]];
}

const runtimes: Record<string, (given: Given) => [string, string[]]> = {
  Deno: () => [join(folder, 'node_modules/.bin/deno'), ['run', '--allow-net', '--allow-env', '--no-lock', join(folder, 'front/deno.mjs')]],
  // The package's own start script wants to be run at installing.
  Bun: () => [join(folder, 'node_modules/@oven/bun-linux-x64/bin/bun'), ['run', join(folder, 'front/bun.mjs')]],
  workerd,
  Next: ({ PORT }) => {
    const project = install('next');
    rmSync(join(project, '.next'), { recursive: true, force: true });
    run(project, 'node_modules/next/dist/bin/next', ['build'], { NEXT_TELEMETRY_DISABLED: '1' });
    return [process.execPath, [join(project, 'node_modules/next/dist/bin/next'), 'start', project, '-p', PORT, '-H', '127.0.0.1']];
  },
};

/** Runtimes that import from a file as it lies, without a bundler. */
const importing: Record<string, string[]> = { Deno: ['run', '--no-lock'], Bun: ['run'] };
const versions: Record<string, Record<string, string[]>> = { Deno: { runtimes: ['deno'] }, Bun: { runtimes: ['bun'] }, workerd: { runtimes: ['workerd'] }, Next: { next: ['next'] } };

for (const [name, command] of Object.entries(runtimes)) describe(name, () => {
  let passed = 0;
  let failed = 0;
  afterEach((t) => {
    if ('passed' in t && t.passed) passed++;
    else failed++;
  });
  after(() => {
    takeDown(`the front in ${name}`, { development: 'nothing is built', production: name === 'workerd' || name === 'Next' ? passed > 0 : 'nothing is built', types: byTypeScript, used: passed > 0 && failed === 0 }, {
      by: 'by the conformance suite of all fronts, over HTTP', note: '`subshare/server`', versions: versions[name]!,
    });
  });

  const args = importing[name];
  if (args) {
    test(`every way in is imported by ${name}, and touches nothing of a browser`, () => {
      const { exports } = JSON.parse(readFileSync(join(folder, 'node_modules/subshare/package.json'), 'utf8')) as { exports: object };
      const names = Object.keys(exports).filter((one) => !/\.(wasm|json)$|react/.test(one)).map((one) => one.replace('.', 'subshare'));
      assert.ok(names.length > 10);
      const script = join(folder, `imports-${name}.mjs`);
      writeFileSync(script, `for (const name of ${JSON.stringify(names)}) await import(name); console.log(typeof document, typeof HTMLElement, typeof customElements);`);
      try {
        const [program] = command({} as Given);
        assert.equal(execFileSync(program, [...args, script], { cwd: folder, encoding: 'utf8' }).trim(), 'undefined undefined undefined');
      } finally {
        rmSync(script);
      }
    });
  }

  conformance(`the front in ${name}`, name === 'Next' ? ['token', 'paths'] : ['token'], async () => {
    const sandbox = await Sandbox.start();
    const port = await freePort();
    const given: Given = { PORT: String(port), FRONT_API: sandbox.api, FRONT_LOGIN: sandbox.login, FRONT_ORIGIN: `http://127.0.0.1:${port}` };
    const [program, args] = command(given);
    const child: ChildProcess = spawn(program, args, { cwd: folder, env: { ...process.env, ...given }, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
    const ended = once(child, 'exit');
    running.push(async () => {
      // With all that it started: npm's Deno and workerd are scripts that start the program.
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
      await ended;
      await sandbox.end();
    });
    const url = `http://127.0.0.1:${port}`;
    await answers(url);
    return { front: `${url}/subshare`, sandbox: sandbox.api, patience: 1500 };
  });
});
