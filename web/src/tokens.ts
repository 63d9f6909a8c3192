// Where tokens come from, and how long they are held: in memory, until they expire.
import { Owner } from './owner.js';
import { addressOf } from './settings.js';

/**
 * What a token source answers: a token that is asked for anew each time, a token with its life in seconds, or null
 * where nobody is logged in.
 */
export type TokenAnswer = string | NamedToken | null;

export interface NamedToken {
  accessToken: string;
  /** The token's life, in seconds. Without one it is asked for anew each time. */
  expiresIn?: number | undefined;
  /**
   * Whatever names this user and no other, the same at each login. What people have typed then outlives a login too. Only a
   * hash of it is kept, in this tab.
   */
  user?: string | undefined;
}

export interface TokenRequest {
  /** The token that was given last has been refused with a 401: answer with a new one. */
  fresh: boolean;
  /** Aborted when the answer is waited for no longer: after 30 s. */
  signal: AbortSignal;
}

export interface Tokens {
  /** Access token of the logged-in user. */
  user(request: TokenRequest): TokenAnswer | Promise<TokenAnswer>;
  /**
   * Client-mode token for declining. It opens the whole client API to everybody who can open the page's developer
   * tools, so give one only if it is limited to this one call. Without it, set `declineUrl` to a route of your own.
   */
  client?(request: TokenRequest): TokenAnswer | Promise<TokenAnswer>;
}

export type TokenMode = 'user' | 'client';
export type TokenResult = { token: string; result: 'available' | 'login_required' | 'failed' };

/** Taken off a token's life, so that it does not expire on its way. */
const marginMs = 20_000;

/** How long a source's answer is waited for. A token that never comes is a token that cannot be had. */
const patienceMs = 30_000;

/** For so long calls that were refused with the same token take what its renewal brought, although it is not held. */
const renewalMs = 60_000;

const failed = { token: '', result: 'failed' as const, until: 0, user: '' };

interface Asking {
  answer: Promise<TokenResult>;
  /** Whether the source was told that the last token was refused. */
  fresh: boolean;
}

/** Holds one source's tokens: one refresh at a time, whoever asks, and one for all 401s of one token. */
export class TokenKeeper {
  #source: Tokens;
  #held = new Map<TokenMode, { token: string; until: number }>();
  #asking = new Map<TokenMode, Asking>();
  #renewed = new Map<TokenMode, { refused: string; answer: TokenResult; until: number }>();
  /** How many have come and gone. */
  #users = 0;
  readonly #owner: Owner;

  constructor(source: Tokens | string) {
    this.#source = typeof source === 'string' ? fromUrl(source) : source;
    this.#owner = new Owner(typeof source === 'string' ? source : '');
  }

  /** The page has made its source anew, and means the same by it. What is held stays. */
  renew(source: Tokens): void {
    this.#source = source;
  }

  /**
   * `refused`: the token that a 401 was the answer to. Where another is held by now, or that one has just been renewed for
   * somebody else, that is the answer: a source that rotates what it renews with would log the person out at the second time.
   */
  async get(mode: TokenMode, refused?: string): Promise<TokenResult> {
    const now = Date.now();
    const users = this.#users;
    const held = this.#held.get(mode);
    if (held && held.token !== refused && held.until > now) return { token: held.token, result: 'available' };
    if (held) this.#held.delete(mode);
    const renewed = this.#renewed.get(mode);
    if (renewed && renewed.refused === refused && renewed.until > now) return renewed.answer;
    let asking = this.#asking.get(mode);
    if (!asking) {
      const fresh = refused !== undefined;
      const mine: Asking = (asking = {
        fresh,
        answer: this.#ask(mode, fresh).then(async ({ until, user, ...answer }) => {
          // Another user may have come while this was under way: then it is not held.
          const isWanted = () => this.#asking.get(mode) === mine;
          if (isWanted() && mode === 'user' && answer.token) await this.#owner.saw(answer.token, user);
          if (isWanted()) {
            this.#asking.delete(mode);
            if (until) this.#held.set(mode, { token: answer.token, until });
            if (fresh && answer.result === 'available') {
              this.#renewed.set(mode, { refused, answer, until: Date.now() + renewalMs });
            }
          }
          return answer;
        }),
      });
      this.#asking.set(mode, mine);
    }
    const answer = await asking.answer;
    // What was under way already was asked for by somebody who knew of no refusal.
    const sameAgain = answer.token === refused && !asking.fresh;
    return sameAgain && users === this.#users ? this.get(mode, refused) : answer;
  }

  /** Whose drafts may be kept and shown; known as soon as there has been a token. */
  get owner(): string | undefined {
    return this.#owner.id;
  }

  /** Another user: nothing of the old one's is kept or still awaited. */
  userChanged(): void {
    this.clear();
    this.#owner.forget();
  }

  /** It may be another user: the next token tells. */
  doubt(): void {
    this.clear();
    this.#owner.doubt();
  }

  clear(): void {
    this.#held.clear();
    this.#asking.clear();
    this.#renewed.clear();
    this.#users++;
  }

  async #ask(mode: TokenMode, fresh: boolean): Promise<TokenResult & { until: number; user: string }> {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const late = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => (stop.abort(), resolve(undefined)), patienceMs);
      });
      const answer = await Promise.race([this.#source[mode]?.({ fresh, signal: stop.signal }), late]);
      if (answer === undefined) return failed;
      if (!answer) return { ...failed, result: 'login_required' };
      const named: NamedToken = typeof answer === 'string' ? { accessToken: answer } : answer;
      if (typeof named.accessToken !== 'string') return failed;
      const life = Number(named.expiresIn ?? 0) * 1000 - marginMs;
      return {
        token: named.accessToken,
        result: 'available',
        until: life > 0 ? Date.now() + life : 0,
        user: named.user ?? '',
      };
    } catch {
      return failed;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A route of the page's own origin that answers `{access_token, expires_in}`, and `user` where it likes, or 401 where nobody is logged in. */
function fromUrl(text: string): Tokens {
  return {
    async user({ fresh, signal }) {
      const url = addressOf(text);
      if (url.origin !== location.origin) {
        throw new Error('The token URL must be on the same origin as the page.');
      }
      if (fresh) url.searchParams.set('fresh', '1');
      const ask = (how: RequestInit) => fetch(url, { headers: { accept: 'application/json' }, cache: 'no-store', signal, ...how });
      let response = await ask({ redirect: 'manual' });
      if (response.type === 'opaqueredirect') {
        // To the login page, as a publisher's route often does for those who are not logged in; or only to the route's other
        // spelling. Another origin is not followed.
        const followed = await ask({ redirect: 'follow', mode: 'same-origin' }).catch(() => null);
        if (!followed) return null;
        response = followed;
      }
      if (response.status === 401) return null;
      if (!response.ok) throw new Error(`The token URL answered ${response.status}.`);
      // The login page in the token's place.
      if (response.headers.get('content-type')?.includes('html')) return null;
      // A front says who it is by a name that is no token: it stands in for one here, and is of no use to anybody.
      const { reader, access_token: accessToken = reader, expires_in: expiresIn, user = reader } = await response.json();
      return { accessToken, expiresIn: Number(expiresIn) || 0, user: user && String(user) };
    },
  };
}
