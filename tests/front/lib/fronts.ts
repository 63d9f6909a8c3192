// The fronts that the tests start, each against a sandbox of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Sandbox } from '../../browser/lib/sandbox.ts';
import { createFront, type Front, type FrontOptions } from '../../../web/dist/server/index.js';
import { toNode } from '../../../web/dist/server/node.js';

export { Sandbox };

export const secrets = ['a secret of thirty-two characters and more'];

/** What a front is made with that has this sandbox for API and login host. */
export function optionsFor(sandbox: { api: string; login: string }, more: Partial<FrontOptions> = {}): FrontOptions {
  return {
    baseUrl: sandbox.api,
    clientId: 'fjordposten',
    clientSecret: 'fjordposten-sandbox-secret',
    tokenUrl: `${sandbox.login}/oauth/token`,
    ...(more.userToken ? {} : { login: { authorizeUrl: `${sandbox.login}/oauth/authorize`, secrets } }),
    ...more,
  };
}

export interface Running {
  url: string;
  end(): Promise<void>;
}

export async function listen(handle: RequestListener): Promise<Running> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    end: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export async function nodeFront(sandbox: { api: string; login: string }, more: Partial<FrontOptions> = {}): Promise<Running & { front: Front }> {
  const front = createFront(optionsFor(sandbox, more));
  return { ...(await listen(toNode(front))), front };
}

/** The front in PHP, by PHP's own server with a few workers. */
export async function phpFront(sandbox: { api: string; login: string }, timeout = 2): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'subshare-php-'));
  const child = spawn('php', ['-S', `127.0.0.1:${port}`, resolve(import.meta.dirname, '../../../web/server/front.php')], {
    // A group of its own, so that the workers end with it.
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      PHP_CLI_SERVER_WORKERS: '6',
      SUBSHARE_BASE_URL: sandbox.api,
      SUBSHARE_TOKEN_URL: `${sandbox.login}/oauth/token`,
      SUBSHARE_AUTHORIZE_URL: `${sandbox.login}/oauth/authorize`,
      SUBSHARE_CLIENT_ID: 'fjordposten',
      SUBSHARE_CLIENT_SECRET: 'fjordposten-sandbox-secret',
      SUBSHARE_SECRETS: secrets.join(),
      SUBSHARE_TIMEOUT: String(timeout),
      SUBSHARE_FOLDER: folder,
    },
  });
  const ended = once(child, 'exit');
  const end = async () => {
    process.kill(-child.pid!, 'SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await answers(url);
  return { url, end };
}

export async function freePort(): Promise<number> {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  return port;
}

/** Until a program that has just been started answers. */
export async function answers(url: string): Promise<void> {
  for (const end = Date.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (await fetch(url).then(() => true, () => false)) return;
    if (Date.now() > end) throw new Error(`${url} does not answer`);
  }
}
