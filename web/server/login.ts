// The login that is built in. The reader's tokens are in an encrypted cookie of theirs and nowhere else: the front keeps no sessions, so any
// number of servers with the same secrets serve the same readers.
//
//   GET  …/login?return=/path     to the login host, with state and PKCE in a cookie of this one attempt
//   GET  …/callback               back from it; on to the path
//   GET  …/sign-up?return=/path   to where accounts are made, and through the login back again
//   POST …/logout?return=/path    the cookie is gone; on to the login host's own logout where it is known
import { answer, redirect, withCookies } from './answers.js';
import { Sealer, cookieOf, mark, setCookie } from './cookies.js';
import type { OAuth, Tokens } from './oauth.js';
import type { LoginOptions, Settings } from './options.js';

export interface Reader {
  accessToken: string;
  /** What they are called here: tells nothing of who they are. */
  mark: string;
  /** When the token expires, in epoch ms, as far as is known. */
  until: number;
  /** To be set in the answer. */
  cookies: string[];
}

interface Session extends Record<string, unknown> {
  access: string;
  refresh: string | undefined;
  until: number;
  id: string;
}

/** For so long requests with a cookie from before a renewal take what it brought: a host that rotates gives it once. */
const renewalMs = 60_000;
const attemptSeconds = 600;
/** What browsers keep of one cookie, its name and attributes among it. */
const mostBytes = 4096;

export class Login {
  readonly #settings: Settings;
  readonly #options: LoginOptions;
  readonly #oauth: OAuth;
  readonly #sealer: Sealer;
  #renewals = new Map<string, { answer: Promise<Tokens | null>; until: number }>();

  constructor(settings: Settings, oauth: OAuth) {
    this.#settings = settings;
    this.#options = settings.login!;
    this.#oauth = oauth;
    this.#sealer = new Sealer(this.#options.secrets);
  }

  get #lasts(): number {
    return this.#options.lasts ?? 30 * 86_400;
  }

  #name(origin: string): string {
    return origin.startsWith('https:') ? '__Host-subshare' : 'subshare';
  }

  async #cookie(origin: string, session: Session): Promise<string> {
    const sealed = await this.#sealer.seal('session', session, this.#lasts);
    const cookie = setCookie(this.#name(origin), sealed, { path: '/', secure: origin.startsWith('https:'), seconds: this.#lasts });
    if (cookie.length > mostBytes) this.#settings.tell({ what: 'trouble', reason: `the session's cookie has ${cookie.length} bytes, more than browsers keep` });
    return cookie;
  }

  async start(url: URL, origin: string): Promise<Response> {
    const callback = `${origin}${this.#settings.path}/callback`;
    const { url: to, state, verifier } = await this.#oauth.start(callback);
    const attempt = { state, verifier, back: ownPath(url.searchParams.get('return')) };
    const sealed = await this.#sealer.seal('attempt', attempt, attemptSeconds);
    // One for each attempt, by its state: logging in in two tabs at once works.
    const cookie = setCookie(this.#attempt(state, origin), sealed, {
      path: `${this.#settings.path}/callback`,
      secure: origin.startsWith('https:'),
      seconds: attemptSeconds,
    });
    return withCookies(redirect(to.href), [cookie]);
  }

  #attempt(state: string, origin: string): string {
    return `${origin.startsWith('https:') ? '__Secure-' : ''}subshare-login-${state.slice(0, 12)}`;
  }

  async finish(request: Request, url: URL, origin: string): Promise<Response> {
    const state = url.searchParams.get('state') ?? '';
    const name = /^[\w-]{12,}$/.test(state) ? this.#attempt(state, origin) : '';
    const attempt = name ? await this.#sealer.open('attempt', cookieOf(request, name)) : null;
    if (!attempt || attempt.state !== state) {
      this.#settings.tell({ what: 'login', reason: 'not begun here' });
      return answer(400, { error: 'login_not_begun_here', error_description: 'This login has expired, or was begun in another browser.' });
    }
    const callback = `${origin}${this.#settings.path}/callback`;
    const over = setCookie(name, '', { path: `${this.#settings.path}/callback`, secure: origin.startsWith('https:'), seconds: 0 });
    const back = ownPath(attempt.back as string);
    const tokens = await this.#oauth.redeem(url, state, String(attempt.verifier), callback);
    this.#settings.tell({ what: 'login', reason: tokens ? 'ok' : 'refused' });
    if (!tokens) return withCookies(redirect(back), [over]);
    const user = await this.#options.user?.(tokens.accessToken);
    // Another for every login, so that no two readers have one in common.
    const id = await mark(this.#options.secrets[0]!, user ? `user ${user}` : `login ${crypto.randomUUID()}`);
    return withCookies(redirect(back), [over, await this.#cookie(origin, sessionOf(tokens, id))]);
  }

  signUp(url: URL, origin: string): Response {
    const { createUserUrl } = this.#options;
    const to = new URL(createUserUrl!);
    const back = ownPath(url.searchParams.get('return'));
    to.searchParams.set('clientId', this.#settings.clientId);
    to.searchParams.set('returnUrl', `${origin}${this.#settings.path}/login?return=${encodeURIComponent(back)}`);
    to.searchParams.set('errorUrl', origin + back);
    to.searchParams.set('assumeNewUser', 'true');
    const credential = url.searchParams.get('credential');
    if (credential) to.searchParams.set('credential', credential.slice(0, 254));
    return redirect(to.href);
  }

  leave(url: URL, origin: string): Response {
    const over = setCookie(this.#name(origin), '', { path: '/', secure: origin.startsWith('https:'), seconds: 0 });
    const back = ownPath(url.searchParams.get('return'));
    const { logoutUrl } = this.#options;
    if (!logoutUrl) return withCookies(redirect(back, 303), [over]);
    const to = new URL(logoutUrl);
    to.searchParams.set('returnUrl', origin + back);
    return withCookies(redirect(to.href, 303), [over]);
  }

  /** `refused`: the token that a 401 was the answer to, or true where whichever there is was. Null where nobody is logged in. */
  async reader(request: Request, origin: string, refused?: string | true): Promise<Reader | null> {
    const session = (await this.#sealer.open('session', cookieOf(request, this.#name(origin)))) as Session | null;
    if (!session) return null;
    const { access, refresh, until, id } = session;
    const holds = refused !== true && access !== refused && (until || Infinity) > Date.now();
    // What a renewal brought a moment ago has not come to every tab yet.
    const known = this.#renewals.get(access);
    if (holds && !known) return { accessToken: access, mark: id, until, cookies: [] };
    if (!refresh) return null;
    const tokens = await this.#renew(access, refresh);
    // What came of it is refused as well.
    if (!tokens || tokens.accessToken === refused) return null;
    return { accessToken: tokens.accessToken, mark: id, until: tokens.until, cookies: [await this.#cookie(origin, sessionOf(tokens, id))] };
  }

  /** One renewal for all requests with the same cookie, whenever within a minute they come. */
  #renew(access: string, refresh: string): Promise<Tokens | null> {
    const now = Date.now();
    for (const [name, { until }] of this.#renewals) if (until <= now) this.#renewals.delete(name);
    const known = this.#renewals.get(access);
    if (known) return known.answer;
    const answer = this.#oauth.refresh(refresh);
    this.#renewals.set(access, { answer, until: now + renewalMs });
    // The host may answer the next time.
    answer.catch(() => this.#renewals.delete(access));
    return answer;
  }
}

const sessionOf = ({ accessToken, refreshToken, until }: Tokens, id: string): Session => ({
  access: accessToken,
  refresh: refreshToken,
  // Endless has no JSON.
  until: Number.isFinite(until) ? until : 0,
  id,
});

/** A path of this site to go back to; the front page for whatever is none. */
export function ownPath(text: string | null | undefined): string {
  if (!text?.startsWith('/')) return '/';
  try {
    const url = new URL(text, 'https://own.example');
    // Two slashes, also where a browser makes them of a backslash or a tab, are another host.
    const path = url.pathname + url.search + url.hash;
    return url.origin === 'https://own.example' && !path.startsWith('//') ? path : '/';
  } catch {
    return '/';
  }
}
