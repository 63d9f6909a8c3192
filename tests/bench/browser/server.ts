// Serves the page, the variants' files as brotli 11, and the sandbox's own answers, recorded: what is measured is the page, not the sandbox's
// database. Page and API are two origins, as they are in production.
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

import { Sandbox } from '../../browser/lib/sandbox.ts';

const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const product = 'BIG';

interface Recorded {
  token: string;
  rules: string;
  /** The answer of endpoint 7, by how many people it lists. */
  lists: Map<number, string>;
}

/** What a real sandbox answers to an owner who shares with so many people. */
async function record(sizes: readonly number[]): Promise<Recorded> {
  const sandbox = await Sandbox.start();
  try {
    const most = Math.max(...sizes);
    const shares = { owner: 'sofie', productCode: product };
    // In this order, so that every length of list has people of every kind.
    const kinds = ['REQUEST_ACCEPTED', 'SHARE_REQUEST_SENT', 'REQUEST_DECLINED'];
    for (const [i, status] of kinds.entries()) {
      await sandbox.control('shares', { ...shares, status, count: Math.ceil((most - i) / kinds.length) });
    }
    const cookie = await sandbox.session('sofie');
    const token = await (await fetch(`${sandbox.publisher}/subshare/token`, { headers: { cookie: `${cookie.name}=${cookie.value}` } })).text();
    const { access_token } = JSON.parse(token) as { access_token: string };
    const ask = async (path: string): Promise<string> =>
      (await fetch(`${sandbox.api}/v1${path}`, { headers: { authorization: `Bearer ${access_token}` } })).text();
    const all = JSON.parse(await ask('/subscription/share')) as {
      sharedUserInformationList: { productCode: string; shareStatus: string }[];
    };
    const people = all.sharedUserInformationList.filter(({ productCode }) => productCode === product);
    const byKind = kinds.map((status) => people.filter(({ shareStatus }) => shareStatus === status));
    const mixed = Array.from({ length: people.length }, (_, i) => byKind[i % kinds.length]![Math.floor(i / kinds.length)]!);
    const list = (size: number): string =>
      JSON.stringify({
        sharedUserInformationList: mixed.slice(0, size),
        sharedSubscriptionSummary: [{ productCode: product, sharesInUseCount: Math.ceil((size * 2) / 3) }],
      });
    return {
      token,
      rules: await ask(`/customer/product/share/rule/${product}`),
      lists: new Map(sizes.map((size) => [size, list(size)])),
    };
  } finally {
    await sandbox.end();
  }
}

export class BenchServer {
  #recorded!: Recorded;
  #files = new Map<string, { body: Buffer; type: string }>();
  #page!: Server;
  #api!: Server;
  /** Compressed bytes of each script and module that has been asked for, by its address. */
  readonly sent = new Map<string, number>();

  /** `variants`: the folder of each one's files. */
  static async start(variants: Record<string, string>, sizes: readonly number[]): Promise<BenchServer> {
    const server = new BenchServer();
    // First of all, so that a build that begins meanwhile is not half measured.
    for (const [variant, folder] of Object.entries(variants)) {
      for (const name of readdirSync(folder)) {
        const type = types[extname(name)];
        if (!type) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
        server.#files.set(`/${variant}/${name}`, { body: brotliCompressSync(readFileSync(join(folder, name)), { params }), type });
      }
    }
    server.#recorded = await record(sizes);
    server.#page = createServer((request, response) => server.#servePage(request, response));
    server.#api = createServer((request, response) => server.#serveApi(request, response));
    for (const one of [server.#page, server.#api]) await once(one.listen(0, '127.0.0.1'), 'listening');
    return server;
  }

  #address(server: Server): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /**
   * The page with a variant's element, for an owner with so many people; `preload`: with links to all that earlier visits to that variant have
   * asked for, so that the browser need not find it out step by step.
   */
  page(variant: string, people: number, preload = false): string {
    return `${this.#address(this.#page)}/page?variant=${variant}&people=${people}${preload ? '&preload' : ''}`;
  }

  #links(variant: string): string {
    return [...this.sent.keys()]
      .filter((path) => path.startsWith(`/${variant}/`))
      .map((path) =>
        path.includes('.wasm')
          ? `<link rel="preload" as="fetch" fetchpriority="low" type="application/wasm" crossorigin href="${path}">`
          : `<link rel="modulepreload" href="${path}">`,
      )
      .join('\n');
  }

  list(people: number): string {
    return this.#recorded.lists.get(people)!;
  }

  #servePage(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, this.#address(this.#page));
    const file = this.#files.get(url.pathname);
    if (file) {
      this.sent.set(url.pathname + url.search, file.body.length);
      response.writeHead(200, { 'Content-Type': file.type, 'Content-Encoding': 'br', 'Content-Length': file.body.length });
      response.end(file.body);
    } else if (url.pathname === '/subshare/token') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(this.#recorded.token);
    } else if (url.pathname === '/page') {
      const api = this.#address(this.#api);
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        // The sandbox's publisher sends the same.
        'Content-Security-Policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${api}; style-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'`,
      });
      const variant = url.searchParams.get('variant')!;
      const links = url.searchParams.has('preload') ? this.#links(variant) : '';
      response.end(this.#html(variant, `${api}/${url.searchParams.get('people')}/capi`, links));
    } else {
      response.writeHead(url.pathname === '/favicon.ico' ? 204 : 404).end();
    }
  }

  #html(variant: string, baseUrl: string, links: string): string {
    return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Share a subscription</title>
${links}
<body>
<script type="module" src="/${variant}/define-invite.js"></script>
<h1>Your subscription</h1>
<subshare-invite product-code="${product}" base-url="${baseUrl}" user-token-url="/subshare/token"
  landing-url="/share?code={shareCode}" login-url="/login?return={returnUrl}" calling-code="+47"></subshare-invite>`;
  }

  #serveApi(request: IncomingMessage, response: ServerResponse): void {
    const headers = {
      'Access-Control-Allow-Origin': this.#address(this.#page),
      'Access-Control-Expose-Headers': 'X-Mediaconnect-Api-Version, X-RateLimit-Remaining, X-RateLimit-Reset',
    };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, {
        ...headers,
        'Access-Control-Allow-Methods': 'GET, POST, PATCH',
        'Access-Control-Allow-Headers': 'authorization, content-type, accept',
        'Access-Control-Max-Age': '600',
      });
      response.end();
      return;
    }
    // Our own reads carry a parameter, which keeps caches away from them.
    const [, people, path] = /^\/(\d+)\/capi(\/[^?]*)/.exec(request.url!) ?? [];
    const body = path === '/v1/subscription/share' ? this.list(Number(people)) : this.#recorded.rules;
    response.writeHead(200, {
      ...headers,
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-RateLimit-Remaining': '1999',
      'X-RateLimit-Reset': '60',
    });
    response.end(body);
  }

  async stop(): Promise<void> {
    for (const server of [this.#page, this.#api]) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  }
}
