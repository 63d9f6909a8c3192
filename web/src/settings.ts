// The options of a client, read once and checked: one that is wrong is refused by its name, and disables only what it is for.
import { ArgumentError, isWhole, member, report, textOf } from './arguments.js';
import type { ErrorInfo } from './core.js';
import type { LoadOptions } from './loader.js';
import type { Tokens } from './tokens.js';

export interface Settings {
  baseUrl: string;
  tokens: Tokens | string;
  declineUrl: string;
  /** Operations, each followed by its path. */
  paths: string[];
  callingCode: string;
  language: string;
  /** In ms; 0 for the core's own. */
  timeout: number;
  load: LoadOptions;
  /** What keeps everything from being done. */
  wrong: ErrorInfo | undefined;
  /** What keeps everything from being done that needs a token. */
  wrongTokens: ErrorInfo | undefined;
}

/** What setTimeout takes: 24 days. */
const longestMs = 2 ** 31 - 1;

export function settingsOf(options: unknown): Settings {
  let wrong: ErrorInfo | undefined;
  let wrongTokens: ErrorInfo | undefined;
  /** What `read` answers; where that is wrong, `otherwise`, and it is told. */
  const get = <T>(read: () => T, otherwise: T, refuse: (info: ErrorInfo) => unknown): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      refuse(error.info);
      return otherwise;
    }
  };
  const of = (name: string) => member(options, name, name);
  const optional = (name: string) => {
    const value = of(name);
    return value === undefined ? '' : textOf(value, name);
  };
  const telling = ({ field }: ErrorInfo) => report(new TypeError(`subshare: the option ${field} is not what it should be, and is left out.`));

  const baseUrl = get(() => urlOf(ownOrigin(of('baseUrl')), 'baseUrl'), '', (info) => (wrong = info));
  // A front on the page's own origin knows who it is, has the tokens, and declines by itself.
  const front = isOwnPath(of('baseUrl')) && of('tokens') === undefined ? baseUrl.replace(/\/+$/, '') : '';
  const tokens = get(() => tokensOf(front ? `${front}/reader` : of('tokens')), nobody, (info) => (wrongTokens = info));
  // Which operation has to do without is known to the core alone: it is given one that it refuses.
  const declineUrl = get(() => absolute(optional('declineUrl')), '?', () => {}) || (front && `${front}/v1/client/subscription/share/invitation`);
  const paths = get(() => Object.entries((of('paths') ?? {}) as object), [], telling).flatMap(([name, path]) => {
    if (path === undefined || path === null) return [];
    return [isWhole(name) ? name : '', typeof path === 'string' && isWhole(path) ? path : '?'];
  });
  const timeout = get(() => of('timeout'), undefined, telling);
  const load: LoadOptions = {
    wasmUrl: get(() => optional('wasmUrl'), '', telling) || undefined,
    integrity: get(() => optional('integrity'), '', telling) || undefined,
  };
  return {
    baseUrl,
    tokens,
    declineUrl,
    paths,
    callingCode: get(() => optional('callingCode'), '', telling),
    language: get(() => optional('language'), '', telling),
    timeout: typeof timeout === 'number' && timeout > 0 ? Math.min(timeout, longestMs) : 0,
    load,
    wrong,
    wrongTokens,
  };
}

/** `/subshare/api`: a path, and no other host's. */
export const isOwnPath = (url: unknown) => typeof url === 'string' && /^\/(?![/\\])/.test(url);

/** Not relative to the document's base, which may be another host. */
function ownOrigin(url: unknown): unknown {
  return isOwnPath(url) && typeof location !== 'undefined' ? location.origin + url : url;
}

/** An address that the page has written: a path is one of its own origin, whatever `<base>` says; all else is as links are. Throws where it is none. */
export function addressOf(url: string): URL {
  return new URL(url, isOwnPath(url) ? location.origin : document.baseURI);
}

/** One that the browser takes, too: it throws at others (`https://10.0.0.300`) only when it is to ask there. */
function urlOf(value: unknown, field: string): string {
  const url = textOf(value, field);
  try {
    new URL(url);
  } catch {
    // Without a scheme it is an error of its own, which the core has.
    if (/^\s*https?:/i.test(url)) throw new ArgumentError('base_url_invalid', field, url);
  }
  return url;
}

const nobody: Tokens = { user: () => null };

function tokensOf(value: unknown): Tokens | string {
  if (value === undefined) throw new ArgumentError('required', 'tokens');
  if (typeof value === 'string') return textOf(value, 'tokens');
  if (typeof member(value, 'user', 'tokens.user') === 'function') return value as Tokens;
  throw new ArgumentError('argument_invalid', 'tokens', value);
}

function absolute(url: string): string {
  try {
    // Where there is no page there is no client that calls anything.
    return url && typeof document !== 'undefined' ? addressOf(url).href : url;
  } catch {
    return url;
  }
}
