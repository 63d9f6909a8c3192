// `subshare/server/node`: the same function for servers that speak Node's own request and response (http, Express, Fastify).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

type Fetching = (request: Request) => Promise<Response>;

/** `(request, response) => void`, as Node's http, Express and Fastify's raw pair want it. */
export function toNode(front: Fetching): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const leaving = new AbortController();
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) leaving.abort();
    });
    try {
      const answer = await front(requestOf(incoming, leaving.signal));
      outgoing.statusCode = answer.status;
      // Refused before it was read. Where the connection is closed while more is coming, it is reset, and the answer is lost with it (nginx says 502).
      if (!incoming.complete) await discard(incoming);
      // More than that would stand before the next request on this connection.
      if (!incoming.complete) outgoing.setHeader('connection', 'close');
      for (const [name, value] of answer.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
      const cookies = answer.headers.getSetCookie();
      if (cookies.length) outgoing.setHeader('set-cookie', cookies);
      if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), outgoing);
      else outgoing.end();
    } catch {
      // The reader has left, or the API stopped in the middle: there is nobody to tell, or no way to.
      outgoing.destroy();
    }
  };
}

/** Reads what is still to come of a body and throws it away, up to a mebibyte and for a second. */
function discard(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let left = 1_048_576;
    const again = () => void incoming.resume();
    const timer = setTimeout(end, 1000);
    function end(): void {
      clearTimeout(timer);
      incoming.off('pause', again);
      incoming.pause();
      resolve();
    }
    incoming.on('data', (piece: Buffer) => {
      left -= piece.length;
      if (left < 0) end();
    });
    // Whoever was reading it pauses it again and again.
    incoming.on('pause', again);
    for (const event of ['end', 'close', 'error']) incoming.once(event, end);
    incoming.resume();
  });
}

function requestOf(incoming: IncomingMessage & { originalUrl?: string; body?: unknown }, signal: AbortSignal): Request {
  const isSecure = (incoming.socket as { encrypted?: boolean }).encrypted;
  // Express cuts the path off that a router is mounted at.
  const path = incoming.originalUrl ?? incoming.url ?? '/';
  const url = new URL(`http${isSecure ? 's' : ''}://${incoming.headers.host ?? 'localhost'}${path.startsWith('/') ? path : '/'}`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (name.startsWith(':')) continue;
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  // A parser of the application's own may have read it already.
  const parsed = incoming.readableEnded && incoming.body !== undefined;
  return new Request(url, {
    method: incoming.method ?? 'GET',
    headers,
    signal,
    ...(hasBody ? { body: parsed ? JSON.stringify(incoming.body) : (Readable.toWeb(incoming) as unknown as BodyInit), duplex: 'half' } : {}),
  } as RequestInit);
}

interface Scope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(type: string, parser: (request: unknown, payload: unknown, done: (error: null) => void) => void): void;
  all(path: string, handler: (request: { raw: IncomingMessage }, reply: { raw: ServerResponse; hijack(): void }) => unknown): void;
}

/** A plugin for Fastify: `app.register(forFastify(front))`. Bodies are left to the front. */
export function forFastify(front: Fetching, path = '/subshare'): (scope: Scope) => Promise<void> {
  const handle = toNode(front);
  return async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all(`${path}/*`, (request, reply) => {
      reply.hijack();
      return handle(request.raw, reply.raw);
    });
  };
}
