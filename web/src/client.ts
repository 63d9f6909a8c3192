// The eleven operations as methods, on one session of the core. It carries; every decision is the core's.
import { loadSubshare, type LoadOptions } from './loader.js';
import { page } from './page.js';
import { TokenKeeper, type Tokens } from './tokens.js';
import type * as core from './core.js';

export type {
  ContactCheck,
  Core,
  DistributionLevel,
  ErrorInfo,
  Invitee,
  Net,
  Seats,
  SharedUser,
  ShareRule,
  TextCheck,
  WaitReason,
} from './core.js';

export type Operation =
  | 'sendInvitation'
  | 'acceptInvitation'
  | 'declineInvitation'
  | 'listShareRules'
  | 'listDistributionLevels'
  | 'changeInvitationDetails'
  | 'listSharedSubscribers'
  | 'cancelSharing'
  | 'listNets'
  | 'changeNets'
  | 'changeDistributionLevel';

export interface ClientOptions extends Omit<LoadOptions, 'forPeople'> {
  /** `https://api.mediaconnect.no/capi`, or a proxy of your own: https, or a loopback host. */
  baseUrl: string;
  /** A function that answers with the user's token, or the same-origin URL of a route that does. */
  tokens: Tokens | string;
  /** Paths that differ from the documented ones, by operation. */
  paths?: Partial<Record<Operation, string>> | undefined;
  /** BCP 47 tag. Where there is no `callingCode`, national numbers are read as of this language's country. */
  language?: string | undefined;
  /** Your own route that forwards Decline and adds the client token on the server. */
  declineUrl?: string | undefined;
  /** Country calling code of national numbers: "+47", "0047" or "47". */
  callingCode?: string | undefined;
  /** For one request, in ms; 15,000 by default. */
  timeout?: number | undefined;
}

export interface CallOptions {
  /** Gives the call up. The outcome's `unclear` says whether a change may have happened nevertheless. */
  signal?: AbortSignal | undefined;
  /** Told whenever the call waits before it goes on: why, and for how many ms. */
  onWaiting?: ((reason: core.WaitReason, milliseconds: number) => void) | undefined;
}

export interface ReadOptions extends CallOptions {
  /** Asks the server even where an answer less than a minute old is there. */
  fresh?: boolean | undefined;
}

/** How a call ended. Methods never reject. */
export type Outcome = Omit<core.CallOutcome, 'rules' | 'levels' | 'nets'>;
export type RulesOutcome = Outcome & { rules: core.ShareRule[] | undefined };
export type LevelsOutcome = Outcome & { levels: core.DistributionLevel[] | undefined };
export type NetsOutcome = Outcome & { nets: core.Net[] | undefined };

/** `changed`: rows, seats or rules. `user`: another user, everything was dropped. */
export type ClientNews = 'changed' | 'user';

interface ClientKind<C> {
  new (options: ClientOptions, keeper: TokenKeeper): C;
  readonly forPeople: boolean;
}

type Start = (module: core.Core, session: number, hooks: core.Hooks) => number;

interface SharedRead {
  outcome: Promise<core.CallOutcome>;
  waiting: Set<NonNullable<CallOptions['onWaiting']>>;
  users: number;
  stop: AbortController;
}

export function createClient(options: ClientOptions): Client {
  return new Client(options);
}

/** One client for all who give the same options: they share one list, one read under way and one token. */
export function sharedClient(options: ClientOptions): Client {
  return share(Client, options);
}

/** @internal The same for each kind of client, so that an element's script carries its own kind only. */
export function share<C extends PeopleClient>(kind: ClientKind<C>, options: ClientOptions): C {
  const { tokens } = options;
  const here = page();
  const { shared, keepers, sources } = here;
  if (typeof tokens !== 'string' && !sources.has(tokens)) sources.set(tokens, ++here.lastSource);
  const name = typeof tokens === 'string' ? tokens : `${sources.get(tokens)}`;
  const key = JSON.stringify([options.baseUrl, name, options.declineUrl, options.paths]);
  // A client that can do all serves those as well who need one for people, but not the other way round.
  const own = kind.forPeople ? `people ${key}` : key;
  let client = shared.get(key) ?? shared.get(own);
  if (!client) {
    let keeper = keepers.get(name);
    if (!keeper) keepers.set(name, (keeper = new TokenKeeper(tokens)));
    shared.set(own, (client = new kind(options, keeper)));
  }
  return client as C;
}

/** Another user has logged in or out: drops tokens, lists and drafts of every client on the page. */
export function userChanged(): void {
  const clients = [...page().clients];
  // All forget before the first asks anew: some have their tokens in common.
  for (const client of clients) client.forget();
  for (const client of clients) client.greet();
}

const nothing = {
  status: '',
  statusKnown: false,
  error: undefined,
  httpStatus: 0,
  serverMessage: '',
  unclear: false,
  rules: undefined,
  levels: undefined,
  nets: undefined,
};

function failure(code: string): core.CallOutcome {
  return { ...nothing, kind: 'failed', ok: false, error: { code, field: '', fragment: '' } };
}

/** The answer to a read that was made a moment ago: what it said is in the core. */
function reused(rules?: core.ShareRule[]): core.CallOutcome {
  return { ...nothing, kind: 'done', ok: true, httpStatus: 200, rules };
}

/** What people do: inviting, answering, ending, and the reads for it. It gets by with the smaller module. */
export class PeopleClient {
  static readonly forPeople: boolean = true;

  #options: ClientOptions;
  #keeper: TokenKeeper;
  #module: core.Core | null = null;
  #session = 0;
  #error: core.ErrorInfo | undefined;
  #reads = new Map<string, SharedRead>();
  #listeners = new Set<(news: ClientNews) => void>();

  /** `keeper` holds the tokens, where several clients have them in common. */
  constructor(options: ClientOptions, keeper = new TokenKeeper(options.tokens)) {
    this.#options = options;
    this.#keeper = keeper;
    page().clients.add(this);
  }

  /**
   * Loads the module, for its checks and for what is known already. Null where there is no browser; rejects where the
   * module cannot be loaded.
   */
  async ready(): Promise<core.Core | null> {
    const module = this.#module ?? (await loadSubshare({ ...this.#options, forPeople: (this.constructor as typeof PeopleClient).forPeople }));
    if (module && !this.#module) {
      const { baseUrl, paths, timeout, declineUrl, callingCode, language } = this.#options;
      this.#module = module;
      ({ session: this.#session, error: this.#error } = module.openSession({
        baseUrl,
        declineUrl: declineUrl ? new URL(declineUrl, document.baseURI).href : '',
        paths: Object.entries(paths ?? {}).flat(),
        callingCode: callingCode
          ? module.parseCallingCode(callingCode)
          : module.callingCodeForLanguage(language ?? ''),
        timeoutMs: timeout ?? 0,
      }));
      addEventListener('online', this.#online);
    }
    return module;
  }

  #online = () => this.#module?.networkIsBack();

  /** Gives up what is under way and forgets everything. The client is of no use afterwards. */
  close(): void {
    if (this.#module) removeEventListener('online', this.#online);
    const { clients, shared } = page();
    clients.delete(this);
    for (const [key, client] of shared) if (client === this) shared.delete(key);
    this.#keeper.clear();
    this.#listeners.clear();
    this.#module?.closeSession(this.#session);
    this.#error = { code: 'aborted', field: '', fragment: '' };
  }

  /** Another user has logged in or out. */
  userChanged(): void {
    this.forget();
    this.greet();
  }

  /** @internal */
  forget(): void {
    this.#keeper.clear();
    this.#reads.clear();
    this.#module?.changeUser(this.#session);
  }

  /** @internal */
  greet(): void {
    this.#tell('user');
  }

  /** Calls `listener` after every change of what is known; answers with the function that ends this. */
  subscribe(listener: (news: ClientNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // --- The picture, as far as it is known; null before the first read.

  /** Goes up with every change of the list. */
  get version(): number {
    return this.#module?.listVersion(this.#session) ?? 0;
  }

  /**
   * How many people match, in the order in which they are shown: has it, was asked, unknown, earlier. `row` reads them
   * one by one, so that 32,767 people never are as many objects.
   */
  count(productCode: string, query = ''): number {
    return this.#module?.countRows(this.#session, productCode, query) ?? 0;
  }

  row(productCode: string, query: string, index: number): core.SharedUser | undefined {
    return this.#module?.rowAt(this.#session, productCode, query, index);
  }

  /** The row of a person who has the product or was asked. */
  findContact(contact: string, productCode: string): core.SharedUser | undefined {
    return this.#module?.findContact(this.#session, contact, productCode);
  }

  seats(productCode: string): core.Seats | undefined {
    return this.#module?.seats(this.#session, productCode);
  }

  /** The rule that lets the product be shared with people; undefined where there is none, or none has been read. */
  rule(productCode: string): core.ShareRule | undefined {
    return this.#module?.rule(this.#session, productCode);
  }

  /** Why so many more people cannot be invited, as far as is known; undefined where they can. */
  mayInvite(productCode: string, howMany = 1): core.ErrorInfo | undefined {
    return this.#module?.mayInvite(this.#session, productCode, howMany);
  }

  // --- The eleven operations.

  sendInvitation(
    person: { contact: string; productCode: string; firstName?: string; lastName?: string },
    options?: CallOptions,
  ): Promise<Outcome> {
    const { contact, productCode, firstName = '', lastName = '' } = person;
    return this.call(
      (m, s, hooks) => m.sendInvitation(s, contact, productCode, firstName, lastName, hooks),
      options,
    );
  }

  acceptInvitation(share: { shareCode: string }, options?: CallOptions): Promise<Outcome> {
    return this.call((m, s, hooks) => m.acceptInvitation(s, share.shareCode, hooks), options);
  }

  /** Through `declineUrl`, or with `tokens.client()`. */
  declineInvitation(share: { shareCode: string }, options?: CallOptions): Promise<Outcome> {
    return this.call((m, s, hooks) => m.declineInvitation(s, share.shareCode, hooks), options);
  }

  cancelSharing(share: { shareCode: string }, options?: CallOptions): Promise<Outcome> {
    return this.call((m, s, hooks) => m.cancelSharing(s, share.shareCode, hooks), options);
  }

  changeInvitationDetails(
    share: { shareCode: string; firstName: string; lastName: string },
    options?: CallOptions,
  ): Promise<Outcome> {
    const { shareCode, firstName, lastName } = share;
    return this.call(
      (m, s, hooks) => m.changeInvitationDetails(s, shareCode, firstName, lastName, hooks),
      options,
    );
  }

  async listShareRules(
    product: { productCode: string },
    options: ReadOptions = {},
  ): Promise<RulesOutcome> {
    const { productCode } = product;
    return this.#read(
      'rules ' + productCode,
      (m, s) => (m.rulesAreFresh(s, productCode) ? reused(m.rules(s, productCode)) : undefined),
      (m, s, hooks) => m.listShareRules(s, productCode, hooks),
      options,
    );
  }

  /** The rows are in `count` and `row`, the seats in `seats`. */
  listSharedSubscribers(options: ReadOptions = {}): Promise<Outcome> {
    return this.#read(
      'list',
      (m, s) => (m.listIsFresh(s) ? reused() : undefined),
      (m, s, hooks) => m.listSharedSubscribers(s, hooks),
      options,
    );
  }

  // --- How a call is carried.

  /** @internal */
  protected async call(start: Start, { signal, onWaiting }: CallOptions = {}): Promise<core.CallOutcome> {
    let module;
    try {
      module = await this.ready();
    } catch {
      // Told apart from a lost connection, because reloading the page is what helps.
    }
    if (!module) return failure('module_failed');
    if (this.#error) return { ...failure(''), error: this.#error };
    if (signal?.aborted) return failure('aborted');
    const called = new Promise<core.CallOutcome>((done) => {
      const call = start(module, this.#session, {
        needToken: (call, mode, fresh) => {
          void this.#keeper
            .get(mode, fresh)
            .then(({ token, result }) => module.provideToken(call, token, result));
        },
        waiting: (reason, milliseconds) => onWaiting?.(reason, milliseconds),
        done,
      });
      signal?.addEventListener('abort', () => module.abortCall(call), { once: true });
    });
    // It throws where there is no memory left.
    const outcome = await called.catch(() => failure('module_failed'));
    this.#tell('changed');
    return outcome;
  }

  // A read that several want is made once, and given up when the last one loses interest.
  async #read(
    key: string,
    reuse: (module: core.Core, session: number) => core.CallOutcome | undefined,
    start: Start,
    options: ReadOptions,
  ): Promise<core.CallOutcome & { rules: core.ShareRule[] | undefined }> {
    const { signal, onWaiting } = options;
    const known = this.#module && !options.fresh && reuse(this.#module, this.#session);
    if (known) return known;
    // The token's way and the module's are as long: they go side by side.
    if (typeof this.#options.tokens === 'string') void this.#keeper.get('user', false);
    let read = this.#reads.get(key);
    if (!read) {
      const stop = new AbortController();
      const waiting: SharedRead['waiting'] = new Set();
      const outcome = this.call(start, {
        signal: stop.signal,
        onWaiting: (reason, milliseconds) => waiting.forEach((tell) => tell(reason, milliseconds)),
      });
      void outcome.then(() => {
        if (this.#reads.get(key) === read) this.#reads.delete(key);
      });
      this.#reads.set(key, (read = { outcome, waiting, users: 0, stop }));
    }
    const mine = read;
    mine.users++;
    if (onWaiting) mine.waiting.add(onWaiting);
    const given = new Promise<core.CallOutcome>((resolve) =>
      signal?.addEventListener('abort', () => {
        if (onWaiting) mine.waiting.delete(onWaiting);
        if (!--mine.users) mine.stop.abort();
        resolve(failure('aborted'));
      }),
    );
    return Promise.race([mine.outcome, given]);
  }

  #tell(news: ClientNews): void {
    for (const listener of [...this.#listeners]) listener(news);
  }
}

/** All eleven operations: with those of companies, which the module for people lacks. */
export class Client extends PeopleClient {
  static override readonly forPeople = false;

  listDistributionLevels(
    product: { productCode: string },
    options?: CallOptions,
  ): Promise<LevelsOutcome> {
    return this.call(
      (m, s, hooks) => m.listDistributionLevels(s, product.productCode, hooks),
      options,
    );
  }

  changeDistributionLevel(
    change: { productCode: string; distributionLevel: string },
    options?: CallOptions,
  ): Promise<Outcome> {
    const { productCode, distributionLevel } = change;
    return this.call(
      (m, s, hooks) => m.changeDistributionLevel(s, productCode, distributionLevel, hooks),
      options,
    );
  }

  listNets(options?: CallOptions): Promise<NetsOutcome> {
    return this.call((m, s, hooks) => m.listNets(s, hooks), options);
  }

  /** The whole list replaces the one on the server. */
  changeNets(change: { nets: core.Net[] }, options?: CallOptions): Promise<Outcome> {
    return this.call((m, s, hooks) => m.changeNets(s, change.nets, hooks), options);
  }
}
