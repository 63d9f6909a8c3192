// Somebody else's web server: pages of any kind, without our policies, and the package's files for whoever asks, as a CDN has them.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';

const dist = resolve(import.meta.dirname, '../../../web/dist');
const types: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html; charset=utf-8', '.json': 'application/json', '.wasm': 'application/wasm' };

export class Site {
  readonly #server: Server;
  /** What is there beside `/dist/`, by its path. */
  readonly files = new Map<string, string>();
  /** Paths of `/dist/` that were asked for. */
  readonly asked: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, this.origin);
      const own = this.files.get(pathname);
      const name = /^\/dist\/([\w.-]+)$/.exec(pathname)?.[1];
      if (name) this.asked.push(pathname);
      void Promise.resolve(own ?? (name ? readFile(join(dist, name)) : undefined)).then(
        (body) => {
          const type = types[extname(pathname) || '.html'] ?? 'application/octet-stream';
          if (body === undefined) response.writeHead(404).end();
          else response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
        },
        () => response.writeHead(404).end(),
      );
    });
  }

  static async open(): Promise<Site> {
    const site = new Site();
    await once(site.#server.listen(0, '127.0.0.1'), 'listening');
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
