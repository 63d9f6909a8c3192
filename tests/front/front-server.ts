// One front as a program of its own, for the newspaper of the demo and for the load test. Settings come by the environment, and one line of
// output says where it listens. Its figures are at /metrics, of the same port, which nothing before it passes on.
//
//   FRONT_API, FRONT_TOKEN_URL   the sandbox's
//   FRONT_SESSION                where the publisher's own session tells the reader's token by their cookie; without it the cookie is the
//                                token, and behind a tilde who the reader is
//   FRONT_ORIGIN                 the newspaper's
//   FRONT_SERVERS, FRONT_REDIS   how many have one line, and the port of their Redis; without it the line is in memory
//   FRONT_LIMITS                 calls a second and a minute: 100,2000
//   FRONT_HOLDS                  for how many ms a call waits in it, where not as always
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createClient } from 'redis';

import { MemoryLine, RedisLine, createFront, type Line, type UserToken } from '../../web/dist/server/index.js';
import { toNode } from '../../web/dist/server/node.js';

const { FRONT_API: baseUrl = '', FRONT_TOKEN_URL: tokenUrl = '', FRONT_SESSION: session, FRONT_ORIGIN: origin, FRONT_SERVERS: servers = '1', FRONT_REDIS: redisPort, FRONT_HOLDS: held } = process.env;
const [perSecond = 100, perMinute = 2000] = (process.env.FRONT_LIMITS ?? '100,2000').split(',').map(Number);
const limits = { perSecond, perMinute, holds: held ? Number(held) : undefined };

async function lineOf(): Promise<Line> {
  if (!redisPort) return new MemoryLine(limits);
  const redis = createClient({ url: `redis://127.0.0.1:${redisPort}`, disableOfflineQueue: true, socket: { reconnectStrategy: 500 } });
  redis.on('error', () => {});
  await redis.connect();
  return new RedisLine({
    ...limits,
    servers: Number(servers),
    evaluate: (script, keys, args) => redis.eval(script, { keys, arguments: args }),
    evaluateSha: (sha, keys, args) => redis.evalSha(sha, { keys, arguments: args }),
  });
}

async function userToken(request: Request, { fresh }: { fresh: boolean }): Promise<UserToken> {
  const cookie = request.headers.get('cookie') ?? '';
  if (!session) return cookie && { accessToken: cookie.split('~')[0]!, user: cookie };
  const answer = await fetch(`${session}${fresh ? '?fresh=1' : ''}`, { headers: { cookie, accept: 'application/json' } });
  if (!answer.ok) return null;
  const { access_token: accessToken, expires_in: expiresIn } = (await answer.json()) as { access_token: string; expires_in: number };
  // The session names the reader, whichever token they have.
  return { accessToken, expiresIn, user: /publisher_session=([^;]+)/.exec(cookie)?.[1] };
}

const front = createFront({
  baseUrl,
  tokenUrl,
  clientId: 'fjordposten',
  clientSecret: 'fjordposten-sandbox-secret',
  userToken,
  line: await lineOf(),
  ...(origin ? { origin } : {}),
});
const handle = toNode(front);
const server = createServer((incoming, outgoing) => {
  if (incoming.url !== '/metrics') return void handle(incoming, outgoing);
  globalThis.gc?.();
  outgoing.setHeader('content-type', 'text/plain; version=0.0.4').end(front.metrics() + `process_resident_memory_bytes ${process.memoryUsage().rss}\n`);
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
process.on('disconnect', () => process.exit(0));
