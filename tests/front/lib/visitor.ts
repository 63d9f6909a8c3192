// A browser as far as a front can see one: cookies by path, redirects that are followed by hand, the headers that browsers add.
import { request } from 'node:http';

export interface Asked {
  method?: string;
  body?: unknown;
  /** Headers in place of those that a page of this origin sends; null takes one away. */
  headers?: Record<string, string | null>;
}

interface Cookie {
  name: string;
  value: string;
  path: string;
  host: string;
  text: string;
}

/** As it is written: a fetch would tidy the path up, and add headers of its own. */
export function send(url: string, method: string, headers: [string, string][], body?: string | Uint8Array): Promise<Response> {
  const { hostname, port } = new URL(url);
  const path = url.slice(url.indexOf('/', url.indexOf('//') + 2)).split('#')[0]!;
  return new Promise((resolve, reject) => {
    const asked = request({ agent: false, hostname, port, path, method, headers: { ...Object.fromEntries(headers), ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) } });
    asked.on('error', reject);
    asked.on('response', (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const got = new Headers();
        for (let i = 0; i < incoming.rawHeaders.length; i += 2) got.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!);
        const status = incoming.statusCode!;
        resolve(new Response([204, 304].includes(status) ? null : Buffer.concat(pieces), { status, headers: got }));
      });
    });
    asked.end(body);
  });
}

export class Visitor {
  readonly #cookies: Cookie[] = [];
  /** Everything that came back, to be looked through for what must not be there. */
  readonly seen: string[] = [];

  cookies(url: string): Cookie[] {
    const { host, pathname } = new URL(url);
    return this.#cookies.filter((one) => one.host === host && (one.path === '/' || pathname === one.path || pathname.startsWith(`${one.path}/`)));
  }

  cookie(url: string, name: RegExp): Cookie | undefined {
    return this.cookies(url).find((one) => name.test(one.name));
  }

  put(url: string, name: string, value: string): void {
    this.#take(url, `${name}=${value}; Path=/`);
  }

  #take(url: string, text: string): void {
    const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
    const [name = '', ...rest] = pair.split('=');
    const of = (key: string) => attributes.find((one) => one.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = of('path') ?? '/';
    const { host } = new URL(url);
    const at = this.#cookies.findIndex((one) => one.name === name && one.path === path && one.host === host);
    if (at >= 0) this.#cookies.splice(at, 1);
    if (of('max-age') !== '0') this.#cookies.push({ name, value: rest.join('='), path, host, text });
  }

  /** One request, as a script of `url`'s own origin makes it. */
  async ask(url: string, { method = 'GET', body, headers = {} }: Asked = {}): Promise<Response> {
    const { origin } = new URL(url);
    const own: Record<string, string | null> = {
      accept: 'application/json',
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'cors',
      'sec-fetch-dest': 'empty',
      ...(method === 'GET' ? {} : { origin }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    return this.#send(url, method, own, body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
  }

  /** One step of a navigation. */
  go(url: string, form?: Record<string, string>): Promise<Response> {
    const own = { accept: 'text/html', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    if (!form) return this.#send(url, 'GET', own);
    const typed = { ...own, origin: new URL(url).origin, 'content-type': 'application/x-www-form-urlencoded' };
    return this.#send(url, 'POST', typed, String(new URLSearchParams(form)));
  }

  async #send(url: string, method: string, headers: Record<string, string | null>, body?: string | Uint8Array): Promise<Response> {
    const all = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null);
    const cookie = this.cookies(url).map((one) => `${one.name}=${one.value}`).join('; ');
    if (cookie) all.push(['cookie', cookie]);
    const answer = await send(url, method, all, body);
    for (const text of answer.headers.getSetCookie()) this.#take(url, text);
    this.seen.push(JSON.stringify([...answer.headers]) + (await answer.clone().text()).slice(0, 100_000));
    return answer;
  }

  /** Follows redirects until there are none, and answers the last address with what it gave. */
  async follow(url: string): Promise<{ url: string; answer: Response; by: string[] }> {
    const by: string[] = [];
    for (let at = url; ; ) {
      by.push(at);
      const answer = await this.go(at);
      const to = answer.headers.get('location');
      if (!to) return { url: at, answer, by };
      at = new URL(to, at).href;
      if (by.length > 10) throw new Error(`redirects without end: ${by.join(' → ')}`);
    }
  }
}
