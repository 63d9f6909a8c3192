// The front where the web's own Request and Response are all there is: Deno, Bun and workerd, which runs Cloudflare's Workers. The package as npm
// hands it out, each in a server of the runtime's own, and the same suite as for every front; and as a route handler of Next's.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { conformance } from '../../front/conformance.ts';
import { Sandbox, answers, freePort } from '../../front/lib/fronts.ts';
import { install, repo, run } from '../lib/package.ts';

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

for (const [name, command] of Object.entries(runtimes)) {
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
}
