// A publisher's site for a project: its files, or the server that it runs by itself, and beside them what every page needs of its own origin,
// the token route and the API.
import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { extname, join } from 'node:path';
import type { Duplex } from 'node:stream';

import { Sandbox } from '../../browser/lib/sandbox.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
};

export interface SiteOptions {
  /** Folder with the files, below `base`. */
  folder?: string;
  base?: string;
  /** A server of the project's own, asked for all else. */
  upstream?: string;
  /** Who is logged in; by default ola. */
  user?: string;
}

export class Site {
  sandbox!: Sandbox;
  url = '';
  /** What was asked for and not found. */
  readonly missing: string[] = [];
  #server!: Server;
  #token = '';

  static async open(options: SiteOptions): Promise<Site> {
    const site = new Site();
    site.sandbox = await Sandbox.start();
    site.#token = (await site.sandbox.control<{ access_token: string }>('session', { user: options.user ?? 'ola' })).access_token;
    site.#server = createServer((asked, answer) => void site.#answer(asked, answer, options));
    // Next's development server hands parts of a page over a WebSocket.
    if (options.upstream) site.#server.on('upgrade', (asked, socket, head) => upgrade(asked, socket, head, options.upstream!));
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    site.url = `http://127.0.0.1:${(site.#server.address() as { port: number }).port}`;
    return site;
  }

  async close(): Promise<void> {
    for (const socket of upgraded) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.sandbox.end();
  }

  async #answer(asked: IncomingMessage, answer: ServerResponse, { folder, base = '/', upstream }: SiteOptions): Promise<void> {
    const { pathname } = new URL(asked.url!, 'http://site');
    if (pathname === '/subshare/token') {
      answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: this.#token, expires_in: 3600 }));
    } else if (pathname.startsWith('/capi/')) {
      forward(asked, answer, new URL(this.sandbox.api).origin, ['origin']);
    } else if (pathname === '/favicon.ico') {
      answer.writeHead(204).end();
    } else if (upstream) {
      forward(asked, answer, upstream, []);
    } else {
      const path = pathname.startsWith(base) ? pathname.slice(base.length) : 'nothing';
      try {
        const file = join(folder!, path === '' || path.endsWith('/') ? `${path}index.html` : decodeURIComponent(path));
        const text = await readFile(file);
        answer.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'access-control-allow-origin': '*' }).end(text);
      } catch {
        this.missing.push(pathname);
        answer.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html>not found');
      }
    }
  }
}

function forward(asked: IncomingMessage, answer: ServerResponse, to: string, without: string[]): void {
  const headers = { ...asked.headers };
  for (const name of without) delete headers[name];
  const url = new URL(asked.url!, to);
  const on = request(url, { method: asked.method, headers: { ...headers, host: url.host } }, (response) => {
    answer.writeHead(response.statusCode!, response.headers);
    response.pipe(answer);
  });
  on.on('error', () => answer.destroy());
  asked.pipe(on);
}

const upgraded = new Set<Duplex>();

function upgrade(asked: IncomingMessage, socket: Duplex, head: Buffer, to: string): void {
  const { hostname, port } = new URL(to);
  const on = connect(Number(port), hostname, () => {
    const headers = asked.rawHeaders.flatMap((name, i, all) => (i % 2 ? [] : [`${name}: ${name.toLowerCase() === 'host' ? `${hostname}:${port}` : name.toLowerCase() === 'origin' ? to : all[i + 1]}`]));
    on.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    on.write(head);
    on.pipe(socket).pipe(on);
  });
  for (const [one, other] of [[on, socket], [socket, on]] as const) {
    upgraded.add(one);
    one.on('error', () => other.destroy()).on('close', () => (upgraded.delete(one), other.destroy()));
  }
}
