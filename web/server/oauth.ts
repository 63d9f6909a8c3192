// What is asked of the login host, by oauth4webapi: tokens for codes, for refresh tokens, and the client's own.
import type * as library from 'oauth4webapi';
import { Trouble } from './answers.js';
import { isLoopback, type Settings } from './options.js';

export interface Tokens {
  accessToken: string;
  refreshToken: string | undefined;
  /** Epoch ms; endless where the host does not say, since a 401 tells as well. */
  until: number;
}

/** Taken off a token's life, so that it does not expire on its way. */
const margin = 20_000;

export class OAuth {
  readonly #settings: Settings;
  #library: Promise<typeof library> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  load(): Promise<typeof library> {
    return (this.#library ??= import('oauth4webapi'));
  }

  #server(): library.AuthorizationServer {
    const { login, tokenUrl } = this.#settings;
    return {
      issuer: new URL(tokenUrl).origin,
      token_endpoint: login?.tokenUrl ?? tokenUrl,
      ...(login ? { authorization_endpoint: login.authorizeUrl } : {}),
    };
  }

  get #client(): library.Client {
    return { client_id: this.#settings.clientId };
  }

  async #how() {
    const oauth = await this.load();
    const { clientAuthentication, clientSecret, timeout, fetch, tokenUrl } = this.#settings;
    return {
      oauth,
      secret: clientAuthentication === 'post' ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret),
      options: {
        [oauth.customFetch]: async (url: string, init: RequestInit) => {
          // Workers know no `redirect: 'error'`.
          const response = await fetch(url, { ...init, redirect: 'manual' });
          if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) throw new TypeError('the login host answered with a redirect');
          return response;
        },
        [oauth.allowInsecureRequests]: isLoopback(new URL(tokenUrl)),
        signal: () => AbortSignal.timeout(timeout),
      } as never,
    };
  }

  /** Where the browser goes, and what has to be remembered until it comes back. */
  async start(redirectUri: string): Promise<{ url: URL; state: string; verifier: string }> {
    const oauth = await this.load();
    const state = oauth.generateRandomState();
    const verifier = oauth.generateRandomCodeVerifier();
    const url = new URL(this.#settings.login!.authorizeUrl);
    const challenge = await oauth.calculatePKCECodeChallenge(verifier);
    for (const [name, value] of [
      ['response_type', 'code'],
      ['client_id', this.#settings.clientId],
      ['redirect_uri', redirectUri],
      ['scope', 'read'],
      ['state', state],
      ['code_challenge', challenge],
      ['code_challenge_method', 'S256'],
    ] as const) {
      url.searchParams.set(name, value);
    }
    return { url, state, verifier };
  }

  /** Null where the host refused, or the reader gave up. */
  async redeem(back: URL, state: string, verifier: string, redirectUri: string): Promise<Tokens | null> {
    const { oauth, secret, options } = await this.#how();
    const parameters = new URLSearchParams(back.search);
    // There is but one host; what it calls itself nobody has told us.
    parameters.delete('iss');
    return this.#tokens(async () => {
      const valid = oauth.validateAuthResponse(this.#server(), this.#client, parameters, state);
      const response = await oauth.authorizationCodeGrantRequest(this.#server(), this.#client, secret, valid, redirectUri, verifier, options);
      return oauth.processAuthorizationCodeResponse(this.#server(), this.#client, response);
    });
  }

  /** Null where the host does not take the refresh token any more. */
  async refresh(refreshToken: string): Promise<Tokens | null> {
    const { oauth, secret, options } = await this.#how();
    const tokens = await this.#tokens(async () => {
      const response = await oauth.refreshTokenGrantRequest(this.#server(), this.#client, secret, refreshToken, options);
      return oauth.processRefreshTokenResponse(this.#server(), this.#client, response);
    });
    this.#settings.tell({ what: 'renewal', reason: tokens ? 'ok' : 'refused' });
    // A host that does not rotate does not repeat it either.
    return tokens && { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
  }

  async forClient(): Promise<Tokens | null> {
    const { oauth, secret, options } = await this.#how();
    const server = { ...this.#server(), token_endpoint: this.#settings.tokenUrl };
    return this.#tokens(async () => {
      const response = await oauth.clientCredentialsGrantRequest(server, this.#client, secret, { scope: 'read' }, options);
      return oauth.processClientCredentialsResponse(server, this.#client, response);
    });
  }

  async #tokens(ask: () => Promise<library.TokenEndpointResponse>): Promise<Tokens | null> {
    const oauth = await this.load();
    try {
      const { access_token: accessToken, refresh_token: refreshToken, expires_in: life } = await ask();
      return { accessToken, refreshToken, until: life ? Date.now() + life * 1000 - margin : Infinity };
    } catch (error) {
      // What the host said is a refusal; that it said nothing, or nothing that can be read, is trouble.
      if (error instanceof oauth.AuthorizationResponseError) return null;
      if (error instanceof oauth.ResponseBodyError && error.status < 500 && error.error !== 'invalid_client') return null;
      const reason = error instanceof oauth.ResponseBodyError && error.error === 'invalid_client' ? 'the login host does not take clientId and clientSecret' : 'the login host did not answer';
      this.#settings.tell({ what: 'trouble', reason });
      throw new Trouble(502, reason);
    }
  }
}

/** The client's own token: one for all, asked for when it is needed, once at a time. */
export class ClientToken {
  readonly #oauth: OAuth;
  #held: Tokens | undefined;
  #asking: Promise<Tokens | null> | undefined;

  constructor(oauth: OAuth) {
    this.#oauth = oauth;
  }

  /** `refused`: the one that a 401 was the answer to. */
  async get(refused?: string): Promise<string> {
    if (this.#held && this.#held.accessToken !== refused && this.#held.until > Date.now()) return this.#held.accessToken;
    this.#asking ??= this.#oauth.forClient().finally(() => (this.#asking = undefined));
    const tokens = await this.#asking;
    if (!tokens) throw new Trouble(502, 'the login host gives the client no token');
    this.#held = tokens;
    return tokens.accessToken;
  }
}
