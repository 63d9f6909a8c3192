// What all copies of this package on a page have in common. Each `define-*.js` carries all that its element needs, so
// that it is one request; a page with two elements has two copies, and nevertheless one module, one list and one token.
import type { PeopleClient } from './client.js';
import type { Core } from './core.js';
import type { LoadLocale, Words } from './i18n.js';
import type { TokenKeeper, Tokens } from './tokens.js';

/** Version, and a hash of the sources and the module: copies that differ know nothing of one another. */
declare const SUBSHARE_RELEASE: string;

/** What one copy puts here the others use: classes of the same name, but not the same classes. No `instanceof`. */
export interface Page {
  /** The modules that have been asked for: the whole one, and the one for people. */
  modules: Partial<Record<'whole' | 'small', Promise<Core>>>;
  /** Those that a script has inside (src/inside), where a page has imported one of these. */
  inside: Partial<Record<'whole' | 'small', () => Promise<Uint8Array<ArrayBuffer>>>>;
  /** All clients: another user concerns every one of them. */
  clients: Set<PeopleClient>;
  /** Those that are shared, by their options. */
  shared: Map<string, PeopleClient>;
  /** The tokens of those that are shared, by their source. */
  keepers: Map<string, TokenKeeper>;
  /** Token sources that are no URL, by a number each. */
  sources: WeakMap<Tokens, number>;
  lastSource: number;
  /** When elements have read, or will, by what: see pace.ts. */
  reads: Record<string, number[]>;
  /** Languages that the page has added. */
  locales: Record<string, LoadLocale>;
  /** Single sentences that the page has changed, by language, once they are checked. */
  words: Record<string, Promise<Words>>;
  /** What has spoken, and does again when there is a language or a word more. */
  speakers: Set<() => void>;
}

/** Made when it is first asked for, so that importing leaves no trace. */
export function page(): Page {
  const all = globalThis as unknown as Record<symbol, Page | undefined>;
  return (all[Symbol.for(`subshare ${SUBSHARE_RELEASE}`)] ??= {
    modules: {},
    inside: {},
    clients: new Set(),
    shared: new Map(),
    keepers: new Map(),
    sources: new WeakMap(),
    lastSource: 0,
    reads: {},
    locales: {},
    words: {},
    speakers: new Set(),
  });
}

/** Turned off in Lockdown Mode, and in some apps' browsers. */
export const hasWebAssembly = (): boolean => typeof WebAssembly === 'object';
