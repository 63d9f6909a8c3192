// The publisher's half of Subshare: one function from request to answer, for whatever server there is.
//
//   …/api/reader    who is logged in, as a name that tells nothing; 401 where nobody is
//   …/api/v1/…      the eleven operations, and the list of subscriptions, with the token added here
//   …/decline       declining alone, for pages whose base-url is the API itself
//   …/token         the reader's token, where `givesTokens` says so
//   …/login, /callback, /sign-up, /logout   where the login is built in
import { Trouble, always, answer, loginRequired, refuse, withCookies } from './answers.js';
import { mark } from './cookies.js';
import { bodyOf, match, strangeness } from './guard.js';
import { MemoryLine, secondsUntil, type Line, type Place } from './line.js';
import { Login, type Reader } from './login.js';
import { Metrics } from './metrics.js';
import { ClientToken, OAuth } from './oauth.js';
import { settingsOf, type FrontOptions, type Row, type Settings } from './options.js';

export interface Front {
  (request: Request): Promise<Response>;
  /** What was counted, as Prometheus' text. Serve it where your own people alone can read it. */
  metrics(): string;
}

/** What of the API's headers a page gets to see. */
const passed = ['x-mediaconnect-api-version', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'];
/** Where the line tells when, the API's numbers would tell the page something else; a 429 is for the line to read. */
const told = ['x-mediaconnect-api-version', 'retry-after'];

export function createFront(options: FrontOptions): Front {
  const metrics = new Metrics();
  const line: Line | false = options.line === false ? false : (options.line ?? new MemoryLine());
  const kept = new Server(settingsOf(options, line, metrics));
  const front = (request: Request) => kept.handle(request);
  return Object.assign(front, { metrics: () => metrics.text(line) });
}

type Ask = (refused?: string) => Promise<Reader | null>;
/** Tells of a call's end. */
type End = (response: Response, more?: { waited?: number }) => Response;

class Server {
  readonly #settings: Settings;
  readonly #oauth: OAuth;
  readonly #client: ClientToken;
  readonly #login: Login | undefined;
  /** Since when a ticket waits at home, for the figures. */
  #told = new Map<string, number>();

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#oauth = new OAuth(settings);
    this.#client = new ClientToken(this.#oauth);
    this.#login = settings.login && new Login(settings, this.#oauth);
  }

  async handle(request: Request): Promise<Response> {
    try {
      return await this.#route(request);
    } catch (error) {
      if (error instanceof Trouble) return refuse(error.status, 'FrontTrouble', error.reason);
      this.#settings.tell({ what: 'trouble', reason: 'an error of the front itself' });
      console.error('subshare/server:', error);
      return refuse(500, 'FrontError', 'the front failed');
    }
  }

  async #route(request: Request): Promise<Response> {
    const { path, givesTokens, table } = this.#settings;
    const url = new URL(request.url);
    const origin = this.#settings.origin ?? url.origin;
    if (!url.pathname.startsWith(`${path}/`)) return refuse(404, 'FrontNoSuchPath', 'there is no such path');
    const rest = url.pathname.slice(path.length);
    const route = `${request.method} ${rest}`;
    // Ways into the login are gone by links and redirects, from anywhere; they change nothing.
    if (this.#login) {
      if (route === 'GET /login') return this.#login.start(url, origin);
      if (route === 'GET /callback') return this.#login.finish(request, url, origin);
      if (route === 'GET /sign-up' && this.#settings.login!.createUserUrl) return this.#login.signUp(url, origin);
      if (route === 'POST /logout') {
        if (request.headers.get('origin') !== origin) return this.#strange('another origin');
        return this.#login.leave(url, origin);
      }
    }
    const isDecline = rest === '/decline';
    const isToken = givesTokens && rest === '/token';
    if (!isDecline && !isToken && !rest.startsWith('/api/')) return refuse(404, 'FrontNoSuchPath', 'there is no such path');
    const strange = strangeness(request, origin);
    if (strange) return this.#strange(strange);
    if (isToken || rest === '/api/reader') {
      if (request.method !== 'GET') return refuse(405, 'FrontMethod', 'this path has GET', { allow: 'GET' });
      return this.#reader(request, url, origin, isToken);
    }
    const inner = isDecline ? table.find(({ mode }) => mode === 'client')!.path : rest.slice('/api'.length);
    const found = match(table, request.method, inner);
    if ('methods' in found) {
      return found.methods.length
        ? refuse(405, 'FrontMethod', `this path has ${found.methods.join(' and ')}`, { allow: found.methods.join(', ') })
        : refuse(404, 'FrontNoSuchPath', 'there is no such operation');
    }
    return this.#call(request, origin, found.row, found.productCode);
  }

  #strange(reason: string): Response {
    this.#settings.tell({ what: 'refusal', reason });
    return refuse(403, 'FrontStrange', `for the pages of this site only: ${reason}`);
  }

  // --- Who it is.

  async #readerOf(request: Request, origin: string, refused?: string | true): Promise<Reader | null> {
    if (this.#login) return this.#login.reader(request, origin, refused);
    const given = await this.#settings.userToken!(request, { fresh: refused !== undefined });
    const named = typeof given === 'string' ? { accessToken: given } : given;
    // A line break would begin another header.
    if (!named?.accessToken || !/^[\x21-\x7e]+$/.test(named.accessToken)) return null;
    const { accessToken, user, expiresIn } = named;
    return {
      accessToken,
      mark: await mark(this.#settings.clientSecret, user ? `user ${user}` : `token ${accessToken}`),
      until: expiresIn ? Date.now() + expiresIn * 1000 : 0,
      cookies: [],
    };
  }

  async #reader(request: Request, url: URL, origin: string, withToken: boolean): Promise<Response> {
    const reader = await this.#readerOf(request, origin, url.searchParams.get('fresh') === '1' || undefined);
    if (!reader) return loginRequired();
    const { accessToken, mark: name, until, cookies } = reader;
    const life = until ? Math.max(0, Math.floor((until - Date.now()) / 1000)) : 0;
    const body = withToken
      ? { access_token: accessToken, token_type: 'Bearer', ...(life ? { expires_in: life } : {}), user: name }
      : // Asked again after a while: somebody else may have logged in by another tab.
        { reader: name, expires_in: 600 };
    return withCookies(answer(200, body), cookies);
  }

  // --- The operations.

  async #call(request: Request, origin: string, row: Row, productCode: string | undefined): Promise<Response> {
    const begun = Date.now();
    const end: End = (response, more = {}) => {
      this.#settings.tell({ what: 'call', operation: row.name, status: response.status, milliseconds: Date.now() - begun, ...more });
      return response;
    };
    try {
      return await this.#carryOut(request, origin, row, productCode, end);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      return end(refuse(error.status, 'FrontTrouble', error.reason));
    }
  }

  async #carryOut(request: Request, origin: string, row: Row, productCode: string | undefined, end: End): Promise<Response> {
    const { line } = this.#settings;
    const body = await bodyOf(request, row, this.#settings.bodyTimeout);
    if (body instanceof Response) return end(body);
    const ask: Ask =
      row.mode === 'client'
        ? async (refused) => ({ accessToken: await this.#client.get(refused), mark: '', until: 0, cookies: [] })
        : (refused) => this.#readerOf(request, origin, refused);
    let reader = await ask();
    if (!reader) return end(loginRequired());
    const cookies = [...reader.cookies];
    const ticket = line ? await ticketOf(row.name, reader.mark, productCode, body) : '';
    let waited: number | undefined;
    for (let again = false; ; again = true) {
      if (line) {
        const place = await line.take(ticket, reader.mark || ticket);
        if (!place.goes) return end(withCookies(this.#later(ticket, place, line), cookies));
        waited = (waited ?? this.#sinceTold(ticket)) + place.wait;
        if (place.wait > 0) {
          await new Promise((resolve) => setTimeout(resolve, place.wait));
          line.went?.(ticket).catch(() => {});
        }
      }
      const response = await this.#send(request, row, productCode, body, reader.accessToken);
      if (response.status === 401 && !again) {
        const next = await ask(reader.accessToken);
        void response.body?.cancel();
        if (!next) return end(withCookies(loginRequired(), cookies));
        reader = next;
        cookies.splice(0, cookies.length, ...next.cookies);
        continue;
      }
      if (response.status === 429 && line) {
        // The API counts otherwise than we do, or somebody else counts on the same client.
        void response.body?.cancel();
        const wait = resetOf(response);
        await line.stop(wait, ticket);
        return end(withCookies(this.#later(ticket, { wait, goes: false }, line), cookies), { waited: waited ?? 0 });
      }
      return end(withCookies(response, cookies), waited === undefined ? {} : { waited });
    }
  }

  #later(ticket: string, place: Place, { holds = 0 }: Line): Response {
    const seconds = secondsUntil(place, holds);
    if (this.#told.size > 100_000) this.#told.clear();
    if (!this.#told.has(ticket)) this.#told.set(ticket, Date.now());
    return refuse(429, 'InLine', `in line: come back in ${seconds} seconds, the place is kept`, { 'retry-after': String(seconds) });
  }

  #sinceTold(ticket: string): number {
    const since = this.#told.get(ticket);
    this.#told.delete(ticket);
    return since === undefined ? 0 : Date.now() - since;
  }

  async #send(request: Request, row: Row, productCode: string | undefined, body: string | undefined, token: string): Promise<Response> {
    const { api, timeout, line, tell } = this.#settings;
    const url = api + row.target.replace('{productCode}', encodeURIComponent(productCode ?? ''));
    const stop = new AbortController();
    const silence = new Silence(timeout, () => stop.abort());
    // A change that has been asked for is made, also where the page is left. A read is not.
    if (row.method === 'GET') request.signal.addEventListener('abort', () => stop.abort(), { once: true, signal: stop.signal });
    let response: Response;
    try {
      response = await this.#settings.fetch(url, {
        method: row.method,
        // Nothing of the reader's request goes along: no cookie, no header of theirs.
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body ?? null,
        redirect: 'manual',
        signal: stop.signal,
        cache: 'no-store',
      });
    } catch {
      silence.end();
      const late = silence.tooLong;
      if (!request.signal.aborted) tell({ what: 'trouble', reason: late ? 'the API was silent' : 'the API did not answer' });
      throw new Trouble(late ? 504 : 502, late ? 'the Connect API was silent for too long' : 'the Connect API did not answer');
    }
    silence.heard();
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      silence.end();
      void response.body?.cancel();
      tell({ what: 'trouble', reason: 'the API answered with a redirect' });
      throw new Trouble(502, 'the Connect API answered with a redirect');
    }
    const headers = new Headers(always);
    for (const name of line && response.status !== 429 ? told : passed) {
      const value = response.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const isEmpty = response.status === 204 || !response.body;
    if (isEmpty) silence.end();
    // Whatever the API sends, a login page or an error page of a server in between: it is never one of ours.
    else headers.set('content-type', 'application/json');
    return new Response(isEmpty ? null : response.body!.pipeThrough(silence.pieces()), { status: response.status, headers });
  }
}

/** Ends a call where the API says nothing for too long, at the head or between two pieces. */
class Silence {
  #timer: ReturnType<typeof setTimeout> | undefined;
  tooLong = false;

  constructor(
    private readonly milliseconds: number,
    private readonly act: () => void,
  ) {
    this.heard();
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.tooLong = true;
      this.act();
    }, this.milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  pieces(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform: (piece, controller) => {
        this.heard();
        controller.enqueue(piece);
      },
      flush: () => this.end(),
    });
  }
}

/** By what a call is known when it comes back: who asks, what, and of what. Of what is personal in it nothing can be read. */
async function ticketOf(operation: string, reader: string, productCode = '', body = ''): Promise<string> {
  const text = [operation, reader, productCode, body].join('\n');
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function resetOf(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? response.headers.get('x-ratelimit-reset') ?? 1);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 60) * 1000 : 1000;
}
