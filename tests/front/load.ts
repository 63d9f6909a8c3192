// What the front costs: many readers on loopback against the real front, with its line in memory and in a real Redis, and the sandbox behind it,
// beside a bare http-proxy of the same runtime; and what a reader who waits takes of memory, in line and with the connection held.
//
//   node tests/front/load.ts [--rounds 7] [--requests 3000] [--at-once 100] [--waiting 8000] [--write]
//
// Rounds go through all of them in turns, and ratios are taken round by round, so that what else the machine does meets them alike.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { Sandbox } from './lib/fronts.ts';
import { Redis } from './lib/redis.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' }, requests: { type: 'string', default: '3000' }, 'at-once': { type: 'string', default: '100' },
    waiting: { type: 'string', default: '8000' }, write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);
const atOnce = Number(values['at-once']);
const waiting = Number(values.waiting);
const path = '/subshare/api/v1/subscription/share';

interface Server {
  port: number;
  child: ChildProcess;
}

const children = new Set<ChildProcess>();

async function start(program: string, env: Record<string, string>): Promise<Server> {
  const child = fork(join(import.meta.dirname, program), { env: { ...process.env, ...env }, execArgv: ['--expose-gc'], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.add(child);
  void once(child, 'exit').then(() => children.delete(child));
  const died = once(child, 'exit').then(() => Promise.reject(new Error(`${program} did not start`)));
  died.catch(() => {});
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), died])) as [string];
  return { child, port: (JSON.parse(line) as { port: number }).port };
}

async function stop({ child }: Server): Promise<void> {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

async function bytesOf({ port }: Server): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/process_resident_memory_bytes (\d+)/.exec(text)![1]);
}

/** Calls whose connection was cut, by the bare proxy where the API had closed an idle one: they are made again, and their time goes on. */
let cut = 0;

/** One call; its status, and how long it took in ms. */
async function call(port: number, agent: Agent, cookie: string): Promise<{ status: number; took: number }> {
  const begun = performance.now();
  for (;;) {
    const made = await attempt(port, agent, cookie).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') throw error;
      cut++;
    });
    if (made) return { ...made, took: performance.now() - begun };
  }
}

function attempt(port: number, agent: Agent, cookie: string): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port, path, headers: { cookie, 'sec-fetch-site': 'same-origin', accept: 'application/json' } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode! }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

interface Round {
  perSecond: number;
  p50: number;
  p99: number;
}

async function round({ port }: Server, tokens: string[]): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const took: number[] = [];
  let next = 0;
  // Connections to the API that were idle since this server's last round are opened anew before it counts: a hundred at once are more than the
  // sandbox's queue for them takes, and the next try is a second later.
  for (let i = 0; i < 4; ++i) await Promise.all(Array.from({ length: atOnce / 4 }, (_, reader) => call(port, agent, `${tokens[0]}~w${reader}`)));
  await Promise.all(Array.from({ length: atOnce }, (_, reader) => call(port, agent, `${tokens[0]}~w${reader}`)));
  const begun = performance.now();
  const work = async () => {
    while (next < requests) {
      const reader = next++;
      const { status, took: each } = await call(port, agent, `${tokens[reader % tokens.length]}~${reader}`);
      if (status !== 200) throw new Error(`a call was answered with ${status}`);
      took.push(each);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  took.sort((a, b) => a - b);
  return { perSecond: requests / seconds, p50: took[took.length >> 1]!, p99: took[Math.ceil(took.length * 0.99) - 1]! };
}

function spread(numbers: number[]): [low: number, median: number, high: number] {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)]!;
  return [at(0.25), at(0.5), at(0.75)];
}
const told = (numbers: number[], digits: number) => {
  const [low, median, high] = spread(numbers).map((one) => one.toFixed(digits));
  return `${median} (${low}–${high})`;
};

const sandbox = await Sandbox.start();
const redis = new Redis();
// However it ends, nothing that it started is left: what is not caught here ends with this process.
async function end(): Promise<void> {
  for (const child of children) child.kill();
  await redis.end().catch(() => {});
  await sandbox.end();
}
const fail = (error: unknown) => {
  console.error(error);
  void end().finally(() => process.exit(1));
};
process.once('uncaughtException', fail).once('SIGINT', fail).once('SIGTERM', fail);
await redis.start();
await sandbox.control('limits', { perSecond: 1e9, perMinute: 1e9 });
const tokens = await Promise.all(Array.from({ length: 20 }, () => sandbox.token('kari')));
const api = { FRONT_API: sandbox.api, FRONT_TOKEN_URL: `${sandbox.login}/oauth/token` };
const free = '1000000,1000000';
const servers: [string, Server][] = [
  ['bare http-proxy', await start('bare-proxy.ts', api)],
  ['front, line in memory', await start('front-server.ts', { ...api, FRONT_LIMITS: free })],
  ['front, line in Redis', await start('front-server.ts', { ...api, FRONT_LIMITS: free, FRONT_SERVERS: '2', FRONT_REDIS: String(redis.port) })],
];
const seen = new Map<string, Round[]>(servers.map(([name]) => [name, []]));
// One round that does not count: nothing is compiled yet.
for (let i = -1; i < rounds; ++i) {
  for (const [name, server] of servers) {
    const one = await round(server, tokens);
    await sandbox.forgetCalls();
    if (i >= 0) seen.get(name)!.push(one);
    console.error(i, name, one);
  }
}
for (const [, server] of servers) await stop(server);

/** Bytes of the front for each reader, once `waiting` of them have been told a moment by a line of one call a minute, and Redis' share of it. */
async function inLine(where: 'memory' | 'Redis'): Promise<{ front: number; redis: number }> {
  await redis.forget();
  const server = await start('front-server.ts', { ...api, FRONT_LIMITS: '1,1', FRONT_HOLDS: '0', ...(where === 'Redis' ? { FRONT_SERVERS: '2', FRONT_REDIS: String(redis.port) } : {}) });
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const used = async () => Number(/used_memory:(\d+)/.exec(await redis.client.info('memory'))![1]);
  let reader = 0;
  const come = async (many: number) => {
    const last = reader + many;
    await Promise.all(Array.from({ length: atOnce }, async () => {
      while (reader < last) {
        // One a minute is let through.
        const { status } = await call(server.port, agent, `${tokens[0]}~${++reader}`);
        if (status !== 429 && status !== 200) throw new Error(`a reader was answered with ${status}`);
      }
    }));
  };
  await come(2000);
  const before = [await bytesOf(server), await used()] as const;
  await come(waiting);
  const after = [await bytesOf(server), await used()] as const;
  agent.destroy();
  await stop(server);
  return { front: (after[0] - before[0]) / waiting, redis: (after[1] - before[1]) / waiting };
}

/** Bytes for each reader whose connection the front holds until their moment; and that all of them are answered. */
async function held(): Promise<number> {
  const server = await start('front-server.ts', { ...api, FRONT_LIMITS: '1,1', FRONT_HOLDS: '1000000000' });
  // Each has a connection of its own.
  const agent = new Agent({ keepAlive: false });
  const calls: Promise<unknown>[] = [];
  let connected = 0;
  const come = async (many: number) => {
    const last = calls.length + many;
    while (calls.length < last) {
      const reader = calls.length;
      calls.push(
        new Promise<void>((resolve) => {
          const asked = request({ agent, host: '127.0.0.1', port: server.port, path, headers: { cookie: `${tokens[0]}~${reader}`, 'sec-fetch-site': 'same-origin' } });
          asked.on('socket', (socket) => socket.once('connect', () => connected++));
          asked.on('error', () => resolve());
          asked.on('response', (answer) => (answer.resume(), resolve()));
          asked.end();
        }),
      );
      if (reader % 100 === 0) while (connected < reader - 100) await new Promise((resolve) => setImmediate(resolve));
    }
    // The last of them has come to the line when the figures say so; they are asked on a connection of their own.
    while (connected < calls.length) await new Promise((resolve) => setImmediate(resolve));
  };
  await come(1000);
  const before = await bytesOf(server);
  await come(waiting);
  const after = await bytesOf(server);
  await stop(server);
  agent.destroy();
  await Promise.all(calls);
  return (after - before) / waiting;
}

const memory = await inLine('memory');
const shared = await inLine('Redis');
const connection = await held();
await end();

const bare = seen.get('bare http-proxy')!;
const rows = ['| what | calls a second | half answered within | 99 % within | … / bare |', '|---|---|---|---|---|'];
for (const [name, all] of seen) {
  const ratio = name === 'bare http-proxy' ? '' : told(all.map(({ p99 }, i) => p99 / bare[i]!.p99), 2);
  rows.push(`| ${name} | ${told(all.map(({ perSecond }) => perSecond), 0)} | ${told(all.map(({ p50 }) => p50), 0)} ms | ${told(all.map(({ p99 }) => p99), 0)} ms | ${ratio} |`);
}
const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
const text = `(\`node tests/front/load.ts${process.argv.slice(2).filter((one) => one !== '--write').map((one) => ` ${one}`).join('')}\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores of a shared machine that also run the sandbox and the readers:
${rounds} rounds of ${requests.toLocaleString('en')} reads of a list, ${atOnce} at once; medians with quartiles${cut ? `; ${cut} calls were cut and made again` : ''})

${rows.join('\n')}

A reader who waits takes ${kb(memory.front)} of the server's memory with the line in memory; with the line in Redis ${kb(shared.front)} there and ${kb(shared.redis)} in Redis; and ${kb(connection)} where
the connection is held (the last two seconds; measured with ${waiting.toLocaleString('en')} readers each, and as many connections).`;
console.log(text);
if (values.write) {
  const file = new URL('../../web/docs/guide/campaigns.md', import.meta.url);
  const page = readFileSync(file, 'utf8');
  const [begin, end] = ['<!-- load -->', '<!-- end of load -->'];
  if (!page.includes(begin)) throw new Error(`campaigns.md has no mark ${begin}`);
  writeFileSync(file, page.slice(0, page.indexOf(begin) + begin.length) + `\n${text}\n` + page.slice(page.indexOf(end)));
}
process.exit(0);
