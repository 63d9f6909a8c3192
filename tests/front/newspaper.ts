// The demo's newspaper with a front: pages and files are the sandbox's publisher's, what is below /subshare is one of N real fronts, in turns,
// and the publisher's own session gives them the reader's token. `./dev demo --front` starts it; `--servers N` with N > 1 brings a Redis.
//
//   node newspaper.ts --port N --publisher URL --api URL --login URL [--servers N]
//
// One line of JSON says that all of it answers. It ends with SIGTERM, or with whoever started it.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { freePort } from './lib/fronts.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, publisher: { type: 'string' }, api: { type: 'string' }, login: { type: 'string' }, servers: { type: 'string', default: '1' } },
});
const { publisher = '', api = '', login = '' } = values;
const count = Number(values.servers);
const port = Number(values.port) || (await freePort());
const url = `http://127.0.0.1:${port}`;

let folder = '';
const children: ChildProcess[] = [];

async function startRedis(): Promise<number> {
  const at = await freePort();
  folder = await mkdtemp(join(tmpdir(), 'subshare-redis-'));
  const redis = spawn('redis-server', ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(redis);
  for await (const line of createInterface({ input: redis.stdout! })) if (line.includes('Ready to accept connections')) break;
  redis.stdout!.resume();
  return at;
}

async function startFront(redis: number | undefined): Promise<number> {
  const env = {
    ...process.env,
    FRONT_API: api,
    FRONT_TOKEN_URL: `${login}/oauth/token`,
    FRONT_SESSION: `${publisher}/subshare/token`,
    FRONT_ORIGIN: url,
    FRONT_SERVERS: String(count),
    ...(redis ? { FRONT_REDIS: String(redis) } : {}),
  };
  const child = fork(join(import.meta.dirname, 'front-server.ts'), { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return (JSON.parse(line) as { port: number }).port;
}

const redis = count > 1 ? await startRedis() : undefined;
const fronts = await Promise.all(Array.from({ length: count }, () => startFront(redis)));

/** What the pages say of the API and its tokens, as it is where a front is. */
const byFront = (page: string) =>
  page
    .replaceAll(`base-url="${api}"`, 'base-url="/subshare/api"')
    .replaceAll(/\s+user-token-url="\/subshare\/token"/g, '')
    .replaceAll(/\s+decline-url="\/subshare\/decline"/g, '');

/** Where nobody listens at `ports[0]`, the next one is asked: one server that is gone is nobody's trouble. */
function pass(incoming: IncomingMessage, outgoing: ServerResponse, [at, ...others]: number[], body: Buffer, isPage: boolean): void {
  if (!at) return void outgoing.writeHead(502).end();
  // A page is rewritten, so it comes as it is.
  const headers = { ...incoming.headers, ...(isPage ? { 'accept-encoding': 'identity' } : {}) };
  const asked = request({ agent: false, hostname: '127.0.0.1', port: at, path: incoming.url, method: incoming.method, headers }, (answer) => {
    const isHtml = isPage && /^text\/html/.test(answer.headers['content-type'] ?? '');
    if (!isHtml) {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      return void answer.pipe(outgoing);
    }
    const pieces: Buffer[] = [];
    answer.on('data', (piece: Buffer) => pieces.push(piece));
    answer.on('end', () => {
      const page = Buffer.from(byFront(Buffer.concat(pieces).toString()));
      const { 'transfer-encoding': _, ...kept } = answer.headers;
      outgoing.writeHead(answer.statusCode!, { ...kept, 'content-length': page.length }).end(page);
    });
  });
  asked.on('error', () => (outgoing.headersSent ? outgoing.destroy() : pass(incoming, outgoing, others, body, isPage)));
  outgoing.on('close', () => outgoing.writableFinished || asked.destroy());
  asked.end(body);
}

let turn = 0;
const server = createServer(async (incoming, outgoing) => {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const isFront = incoming.url!.startsWith('/subshare/api/') || incoming.url === '/subshare/decline';
  const first = turn++ % count;
  const ports = isFront ? [...fronts.slice(first), ...fronts.slice(0, first)] : [Number(new URL(publisher).port)];
  pass(incoming, outgoing, ports, Buffer.concat(pieces), !isFront);
});
server.listen(port, '127.0.0.1', () => console.log(JSON.stringify({ newspaper: url, metrics: fronts.map((at) => `http://127.0.0.1:${at}/metrics`), pids: children.map(({ pid }) => pid) })));

async function end(): Promise<void> {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  if (folder) await rm(folder, { recursive: true, force: true });
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());
