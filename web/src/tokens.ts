// Where tokens come from, and how long they are held: in memory, until they expire.

/**
 * What a token source answers: a token that is asked for anew each time, a token with its life in seconds, or null
 * where nobody is logged in.
 */
export type TokenAnswer = string | { accessToken: string; expiresIn?: number | undefined } | null;

export interface TokenRequest {
  /** The token that was given last has been refused with a 401: answer with a new one. */
  fresh: boolean;
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

/** Holds one source's tokens: one refresh at a time, whoever asks. */
export class TokenKeeper {
  #source: Tokens;
  #held = new Map<TokenMode, { token: string; until: number }>();
  #asking = new Map<TokenMode, Promise<TokenResult>>();

  constructor(source: Tokens | string) {
    this.#source = typeof source === 'string' ? fromUrl(source) : source;
  }

  get(mode: TokenMode, fresh: boolean): Promise<TokenResult> {
    const held = this.#held.get(mode);
    if (held && !fresh && held.until > Date.now()) {
      return Promise.resolve({ token: held.token, result: 'available' });
    }
    let asking = this.#asking.get(mode);
    if (!asking) {
      const mine = this.#ask(mode, fresh).then(({ until, ...answer }) => {
        // Another user may have come while this was under way: then it is not held.
        if (this.#asking.get(mode) === mine) {
          this.#asking.delete(mode);
          if (until) this.#held.set(mode, { token: answer.token, until });
          else this.#held.delete(mode);
        }
        return answer;
      });
      this.#asking.set(mode, (asking = mine));
    }
    return asking;
  }

  /** Another user: nothing of the old one's is kept or still awaited. */
  clear(): void {
    this.#held.clear();
    this.#asking.clear();
  }

  async #ask(mode: TokenMode, fresh: boolean): Promise<TokenResult & { until: number }> {
    try {
      const answer = await this.#source[mode]?.({ fresh });
      if (answer === undefined) return { token: '', result: 'failed', until: 0 };
      if (!answer) return { token: '', result: 'login_required', until: 0 };
      if (typeof answer === 'string') return { token: answer, result: 'available', until: 0 };
      const life = (answer.expiresIn ?? 0) * 1000 - marginMs;
      return {
        token: answer.accessToken,
        result: 'available',
        until: life > 0 ? Date.now() + life : 0,
      };
    } catch {
      return { token: '', result: 'failed', until: 0 };
    }
  }
}

/** A route of the page's own origin that answers `{access_token, expires_in}`, or 401 where nobody is logged in. */
function fromUrl(text: string): Tokens {
  return {
    async user({ fresh }) {
      const url = new URL(text, document.baseURI);
      if (url.origin !== location.origin) {
        throw new Error('The token URL must be on the same origin as the page.');
      }
      if (fresh) url.searchParams.set('fresh', '1');
      const response = await fetch(url, {
        headers: { accept: 'application/json' },
        cache: 'no-store',
        // A publisher's route often sends those who are not logged in to a login page.
        redirect: 'manual',
      });
      if (response.status === 401 || response.type === 'opaqueredirect') return null;
      if (!response.ok) throw new Error(`The token URL answered ${response.status}.`);
      const { access_token: accessToken, expires_in: expiresIn } = await response.json();
      return { accessToken: String(accessToken), expiresIn: Number(expiresIn) || 0 };
    },
  };
}
