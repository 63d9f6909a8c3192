// What a publisher says when making a front, checked once: a front with a wrong option is not made at all.
import { beside, endpoints, type Endpoint, type OperationName } from './endpoints.js';
import type { Line } from './line.js';
import type { Metrics } from './metrics.js';

/** What `userToken` answers: the reader's access token, or null where nobody is logged in. */
export type UserToken = string | { accessToken: string; user?: string | undefined; expiresIn?: number | undefined } | null;

export interface LoginOptions {
  /** Where the reader logs in: `https://connectid.no/user/oauth/authorize`, `https://connectid.se/user/…`. */
  authorizeUrl: string;
  /** Where tokens are given out; by default `tokenUrl` of the front. */
  tokenUrl?: string | undefined;
  /** Each at least 32 characters, random. The first one encrypts; the others still open what they once closed. */
  secrets: readonly string[];
  /** How long a login lasts without being used, in seconds; 30 days, as long as a refresh token, by default. */
  lasts?: number | undefined;
  /** Where the reader goes on to after logging out here, to be logged out at the login host as well. */
  logoutUrl?: string | undefined;
  /** Where somebody without an account makes one: `…/createUser`. Without it there is no `/sign-up`. */
  createUserUrl?: string | undefined;
  /** What is the same at each login of this reader and of no other, for drafts that outlive a login. */
  user?: ((accessToken: string) => Promise<string | undefined> | string | undefined) | undefined;
}

export interface FrontOptions {
  /** The API: `https://api.mediaconnect.no/capi`. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** Where tokens are given out: `https://connectid.no/user/oauth/token`. */
  tokenUrl: string;
  /** How the client says who it is to the login host: in a header, which every host has to take, or in the body. */
  clientAuthentication?: 'basic' | 'post' | undefined;
  /** Your own origin as browsers see it, `https://avisen.example`. Needed behind a proxy that ends TLS; by default the request's own. */
  origin?: string | undefined;
  /** Where the front is mounted; `/subshare` by default, so that `base-url` is `/subshare/api`. */
  path?: string | undefined;
  /**
   * The token of the reader who sends this request, from your own session. `fresh`: the last one was refused, answer with a new one. In
   * place of `login`.
   */
  userToken?: ((request: Request, how: { fresh: boolean }) => UserToken | Promise<UserToken>) | undefined;
  /** The login that is built in, in place of `userToken`. */
  login?: LoginOptions | undefined;
  /** Paths that differ from the documented ones, by operation, as in the browser's client. */
  paths?: Partial<Record<OperationName, string>> | undefined;
  /** Gives the reader's token out to the page, at `/token`: only for those who go the second way. Off by default. */
  givesTokens?: boolean | undefined;
  /** How long the API may be silent, in ms; 15,000 by default. */
  timeout?: number | undefined;
  /** How long a request's body may take to come, in ms; 10,000 by default. */
  bodyTimeout?: number | undefined;
  /** The one line for all readers; by default one in memory for 100 calls a second and 2000 a minute. False for none. */
  line?: Line | false | undefined;
  /** Told of every call's end, of renewals, of trouble. Nothing in it is personal: no address, no token, no product. */
  onEvent?: ((event: FrontEvent) => void) | undefined;
  /** What makes the calls, for tests and for runtimes of their own; by default the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

export interface FrontEvent {
  what: 'call' | 'renewal' | 'login' | 'refusal' | 'trouble';
  operation?: string | undefined;
  status?: number | undefined;
  /** From the request until the answer's head, in ms. */
  milliseconds?: number | undefined;
  /** Of these, how long it stood in the line. */
  waited?: number | undefined;
  /** In a word: why it was refused, or what the trouble is. */
  reason?: string | undefined;
}

/** An operation: its documented path is the front's own, and `target` is where it goes. */
export type Row = Endpoint & { target: string };

export interface Settings {
  api: string;
  clientId: string;
  clientSecret: string;
  clientAuthentication: 'basic' | 'post';
  tokenUrl: string;
  origin: string | undefined;
  path: string;
  userToken: FrontOptions['userToken'];
  login: (LoginOptions & { tokenUrl: string }) | undefined;
  table: readonly Row[];
  givesTokens: boolean;
  timeout: number;
  bodyTimeout: number;
  line: Line | false;
  tell: (event: FrontEvent) => void;
  metrics: Metrics;
  fetch: typeof fetch;
}

function wrong(option: string, why: string): never {
  throw new TypeError(`subshare/server: the option ${option} ${why}.`);
}

/** https, or this computer: a token goes to no other place. */
export function addressOf(text: unknown, option: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(String(text));
  } catch {
    wrong(option, 'is no address');
  }
  if (url.username || url.password || url.hash) wrong(option, 'has a user name or a fragment in it');
  if (url.protocol !== 'https:' && !isLoopback(url)) wrong(option, 'is neither https nor on this computer');
  return url;
}

export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname));
}

function textOf(text: unknown, option: string): string {
  if (typeof text !== 'string' || !text.trim()) wrong(option, 'is missing');
  return text;
}

const operations = [...endpoints, beside];

function tableOf(paths: FrontOptions['paths']): readonly Row[] {
  const given = Object.entries(paths ?? {}).filter(([, path]) => path);
  for (const [name, path] of given) {
    const row = operations.find((one) => one.name === name);
    if (!row) wrong(`paths.${name}`, 'is no operation');
    const plain = String(path).replace('{productCode}', 'x');
    const isPath = /^(\/[\w.~!$&'()*+,;=:@-]+)+$/.test(plain) && !/(^|\/)\.\.?(\/|$)/.test(plain);
    if (!isPath || path!.includes('{productCode}') !== row.path.includes('{productCode}')) wrong(`paths.${name}`, 'is no path for it');
  }
  return operations.map((row) => ({ ...row, target: paths?.[row.name] || row.path }));
}

export function settingsOf(options: FrontOptions, line: Line | false, metrics: Metrics): Settings {
  const api = addressOf(options.baseUrl, 'baseUrl');
  if (api.search) wrong('baseUrl', 'has a query');
  const tokenUrl = addressOf(options.tokenUrl, 'tokenUrl').href;
  const path = (options.path ?? '/subshare').replace(/\/+$/, '');
  if (!/^(\/[\w.~-]+)*$/.test(path) || /\/\.\.?(\/|$)/.test(path)) wrong('path', 'is no path');
  const { login, userToken } = options;
  if (!login === !userToken) wrong('userToken', 'or the option login is needed, and not both');
  if (login) {
    addressOf(login.authorizeUrl, 'login.authorizeUrl');
    if (login.tokenUrl) addressOf(login.tokenUrl, 'login.tokenUrl');
    if (login.createUserUrl) addressOf(login.createUserUrl, 'login.createUserUrl');
    if (login.logoutUrl) addressOf(login.logoutUrl, 'login.logoutUrl');
    if (!Array.isArray(login.secrets) || !login.secrets.length || login.secrets.some((one) => typeof one !== 'string' || one.length < 32)) {
      wrong('login.secrets', 'is no list of texts of at least 32 characters');
    }
  }
  const origin = options.origin === undefined ? undefined : addressOf(options.origin, 'origin').origin;
  const onEvent = options.onEvent;
  return {
    api: api.href.replace(/\/+$/, ''),
    clientId: textOf(options.clientId, 'clientId'),
    clientSecret: textOf(options.clientSecret, 'clientSecret'),
    clientAuthentication: options.clientAuthentication ?? 'basic',
    tokenUrl,
    origin,
    path,
    userToken,
    login: login && { ...login, tokenUrl: login.tokenUrl ?? tokenUrl },
    table: tableOf(options.paths),
    givesTokens: options.givesTokens ?? false,
    timeout: options.timeout ?? 15_000,
    bodyTimeout: options.bodyTimeout ?? 10_000,
    line,
    metrics,
    // A publisher's own function that throws ends no reader's call.
    tell: (event) => {
      metrics.saw(event);
      try {
        onEvent?.(event);
      } catch (error) {
        console.error(error);
      }
    },
    fetch: options.fetch ?? ((...args) => fetch(...args)),
  };
}
