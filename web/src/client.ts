// The eleven operations as methods, on one session of the core. It carries; every decision is the core's.
import { ArgumentError, isWhole, member, report, tell, textsOf } from './arguments.js';
import { loadSubshare, type LoadOptions } from './loader.js';
import { isHurried, pace } from './pace.js';
import type { Operation } from './operations.js';
import { hasWebAssembly, page } from './page.js';
import { settingsOf, type Settings } from './settings.js';
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
export type { Operation };

export interface ClientOptions extends Omit<LoadOptions, 'forPeople'> {
  /** `https://api.mediaconnect.no/capi`: https, or a loopback host; or a path of the page's own origin, `/subshare/api`, for a front there. */
  baseUrl: string;
  /** A function that answers with the user's token, or the same-origin URL of a route that does. A front needs none. */
  tokens?: Tokens | string | undefined;
  /** Paths that differ from the documented ones, by operation. */
  paths?: Partial<Record<Operation, string>> | undefined;
  /** BCP 47 tag. Where there is no `callingCode`, national numbers are read as of this language's country. */
  language?: string | undefined;
  /** Your own route that forwards Decline and adds the client token on the server. */
  declineUrl?: string | undefined;
  /** Country calling code of national numbers: "+47", "0047" or "47". */
  callingCode?: string | undefined;
  /**
   * How long the server may be silent within one request, in ms; 15,000 by default, as for whatever is no number above 0. A
   * long answer that keeps coming may take longer.
   */
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
  new (options: ClientOptions, keeper?: TokenKeeper): C;
  readonly forPeople: boolean;
}

type Start = (module: core.Core, session: number, hooks: core.Hooks) => number;
/** Reads what the method was given, at once: the page may change it afterwards. Throws an ArgumentError. */
type Prepare = () => Start;

interface SharedRead {
  outcome: Promise<core.CallOutcome>;
  waiting: Set<NonNullable<CallOptions['onWaiting']>>;
  users: number;
  stop: AbortController;
}

/** How long a client of elements stays without any. What was read is fresh for a minute, and asked for anew afterwards. */
const letGoMs = 60_000;

/**
 * @internal A page that renders anew makes its token source anew, and means the same: the new one takes the old one's place, and nothing
 * is read for it. False where it is another, known source. For another user there is `userChanged`.
 */
export function renewSource(old: Tokens, now: Tokens): boolean {
  const { sources, keepers } = page();
  const number = sources.get(old);
  if (!number || (sources.get(now) ?? number) !== number) return false;
  sources.set(now, number);
  keepers.get(`${number}`)?.renew(now);
  return true;
}

/** @internal The same for each kind of client, so that an element's script carries its own kind only. */
export function share<C extends PeopleClient>(kind: ClientKind<C>, options: ClientOptions): C {
  const { tokens, declineUrl, paths, baseUrl, wrong, wrongTokens } = settingsOf(options);
  // What is wrong is told by each client that has it.
  if (wrong ?? wrongTokens) return new kind(options);
  const here = page();
  const { shared, keepers, sources } = here;
  if (typeof tokens !== 'string' && !sources.has(tokens)) sources.set(tokens, ++here.lastSource);
  const name = typeof tokens === 'string' ? tokens : `${sources.get(tokens)}`;
  const key = JSON.stringify([baseUrl, name, declineUrl, paths]);
  // A client that can do all serves those as well who need one for people, but not the other way round.
  const own = kind.forPeople ? `people ${key}` : key;
  let client = shared.get(key) ?? shared.get(own);
  if (!client) {
    let keeper = keepers.get(name);
    if (!keeper) keepers.set(name, (keeper = new TokenKeeper(tokens)));
    shared.set(own, (client = new kind(options, keeper)));
    client.forElements(JSON.stringify([baseUrl, typeof tokens === 'string' && tokens]));
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

/** The page stands there again, as the back button left it; but who sees it now may be somebody else, or logged out. */
function restored({ persisted }: PageTransitionEvent): void {
  if (!persisted) return;
  const clients = [...page().clients];
  for (const client of clients) client.forget(false);
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

/** What `read` answers, or the outcome of a call with a wrong argument. */
function given<T>(read: () => T): T | { wrong: core.CallOutcome } {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return { wrong: { ...failure(''), kind: 'refused', error: error.info } };
  }
}

function optionsOf(options: unknown): ReadOptions {
  const signal = member(options, 'signal', 'signal');
  const onWaiting = member(options, 'onWaiting', 'onWaiting');
  // Not by its class: it may be another frame's.
  if (signal !== undefined && typeof member(signal, 'addEventListener', 'signal') !== 'function') {
    throw new ArgumentError('argument_invalid', 'signal', signal);
  }
  if (onWaiting !== undefined && typeof onWaiting !== 'function') {
    throw new ArgumentError('argument_invalid', 'onWaiting', onWaiting);
  }
  return { signal: signal as AbortSignal | undefined, onWaiting: onWaiting as ReadOptions['onWaiting'], fresh: !!member(options, 'fresh', 'fresh') };
}

/** The answer to a read that was made a moment ago: what it said is in the core. */
function reused(rules?: core.ShareRule[]): core.CallOutcome {
  return { ...nothing, kind: 'done', ok: true, httpStatus: 200, rules };
}

/** What people do: inviting, answering, ending, and the reads for it. It gets by with the smaller module. */
export class PeopleClient {
  /** No field: Safari runs `static` blocks since 16.4 only. */
  static get forPeople(): boolean {
    return true;
  }

  #settings: Settings;
  #keeper: TokenKeeper;
  #module: core.Core | null = null;
  #session = 0;
  #error: core.ErrorInfo | undefined;
  #closed = false;
  #reads = new Map<string, SharedRead>();
  #listeners = new Set<(news: ClientNews) => void>();
  #pace: string | undefined;
  #kept = false;
  #underWay = 0;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  /** `keeper` holds the tokens, where several clients have them in common. */
  constructor(options: ClientOptions, keeper?: TokenKeeper) {
    this.#settings = settingsOf(options);
    this.#error = this.#settings.wrong;
    this.#keeper = keeper ?? new TokenKeeper(this.#settings.tokens);
    // One listener for all: the same function is not added twice.
    globalThis.addEventListener?.('pageshow', restored);
    page().clients.add(this);
  }

  /**
   * Loads the module, for its checks and for what is known already. Null where there is no browser; rejects where the
   * module cannot be loaded.
   */
  async ready(): Promise<core.Core | null> {
    const { load, callingCode, language } = this.#settings;
    const module = this.#module ?? (await loadSubshare({ ...load, forPeople: (this.constructor as typeof PeopleClient).forPeople }));
    // Closed meanwhile, it stays so.
    if (module && !this.#module && !this.#closed) {
      this.#module = module;
      const { session, error } = module.openSession({
        baseUrl: this.#settings.baseUrl,
        declineUrl: this.#settings.declineUrl,
        paths: this.#settings.paths,
        callingCode: callingCode ? module.parseCallingCode(callingCode) : module.callingCodeForLanguage(language),
        timeoutMs: this.#settings.timeout,
      });
      this.#session = session;
      if (session && error) report(new TypeError(`subshare: the option ${error.field} is none, and is left out.`));
      else this.#error ??= error;
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
    this.#closed = true;
    this.#module?.closeSession(this.#session);
  }

  /** Another user has logged in or out. */
  userChanged(): void {
    this.forget();
    this.greet();
  }

  /** @internal `surely`: it is another user. Else it may be, and the next token tells. */
  forget(surely = true): void {
    if (surely) this.#keeper.userChanged();
    else this.#keeper.doubt();
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
    return () => {
      this.#listeners.delete(listener);
      this.#letGo();
    };
  }

  /** @internal Made for elements: they read at a pace, and when the last one has left for good, it goes. */
  forElements(name: string): void {
    this.#pace = name;
  }

  /** @internal The page's own script has it. */
  keep(): void {
    this.#kept = true;
  }

  // An element that is moved, or made anew, comes back within that time, in which what has been read is fresh. What is under way ends first.
  #letGo(): void {
    if (this.#pace === undefined || this.#kept) return;
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => {
      if (this.#kept || this.#listeners.size || this.#closed) return;
      if (this.#underWay) return this.#letGo();
      const { clients, keepers } = page();
      const keeper = this.#keeper;
      this.close();
      // Sources that are no URL are told apart by a number each, which nobody can name any more.
      if ([...clients].some((client) => #keeper in client && client.#keeper === keeper)) return;
      for (const [name, one] of keepers) if (one === keeper) keepers.delete(name);
    }, letGoMs);
  }

  /** @internal When an element may read: undefined where that is now. */
  turn(onWaiting?: CallOptions['onWaiting']): Promise<void> | undefined {
    return this.#pace === undefined ? undefined : pace(this.#pace, (milliseconds) => tell(onWaiting, 'pacing', milliseconds));
  }

  /** @internal Whose drafts may be kept and shown; not known before there has been a token. */
  get owner(): string | undefined {
    return this.#keeper.owner;
  }

  /** @internal The same, and asks for a token where there has been none; unless elements are made again and again, whose reads wait as well. */
  async whose(): Promise<string | undefined> {
    if (!isHurried(this.#pace)) await this.#keeper.get('user');
    return this.#keeper.owner;
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
    return this.#known((module, session) => module.countRows(session, productCode, query), productCode, query) ?? 0;
  }

  row(productCode: string, query: string, index: number): core.SharedUser | undefined {
    // To the module 2 ** 32 would be the first row, and NaN too.
    if (!Number.isInteger(index) || index < 0 || index > 2 ** 31 - 1) return undefined;
    return this.#known((module, session) => module.rowAt(session, productCode, query, index), productCode, query);
  }

  /** The row of a person who has the product or was asked. */
  findContact(contact: string, productCode: string): core.SharedUser | undefined {
    return this.#known((module, session) => module.findContact(session, contact, productCode), contact, productCode);
  }

  seats(productCode: string): core.Seats | undefined {
    return this.#known((module, session) => module.seats(session, productCode), productCode);
  }

  /** The rule that lets the product be shared with people; undefined where there is none, or none has been read. */
  rule(productCode: string): core.ShareRule | undefined {
    return this.#known((module, session) => module.rule(session, productCode), productCode);
  }

  /** Why so many more people cannot be invited, as far as is known; undefined where they can. */
  mayInvite(productCode: string, howMany = 1): core.ErrorInfo | undefined {
    const { wrong } = given(() => {
      if (!Number.isInteger(howMany) || Math.abs(howMany) > 2 ** 31 - 1) throw new ArgumentError('argument_invalid', 'howMany', howMany);
    }) ?? {};
    return wrong?.error ?? this.#known((module, session) => module.mayInvite(session, productCode, howMany), productCode);
  }

  /** What the module knows; undefined before it is there, and of what is no text. */
  #known<T>(ask: (module: core.Core, session: number) => T, ...texts: string[]): T | undefined {
    const areTexts = texts.every((text) => typeof text === 'string' && isWhole(text));
    return this.#module && areTexts && !this.#closed ? ask(this.#module, this.#session) : undefined;
  }

  // --- The eleven operations.

  sendInvitation(
    person: { contact: string; productCode: string; firstName?: string | undefined; lastName?: string | undefined },
    options?: CallOptions,
  ): Promise<Outcome> {
    return this.call(options, () => {
      const texts = textsOf(person, 'contact productCode firstName? lastName?') as [string, string, string, string];
      return (m, s, hooks) => m.sendInvitation(s, ...texts, hooks);
    });
  }

  acceptInvitation(share: { shareCode: string }, options?: CallOptions): Promise<Outcome> {
    return this.#withShareCode(share, options, (m, s, code, hooks) => m.acceptInvitation(s, code, hooks));
  }

  /** Through `declineUrl`, or with `tokens.client()`. */
  declineInvitation(share: { shareCode: string }, options?: CallOptions): Promise<Outcome> {
    return this.#withShareCode(share, options, (m, s, code, hooks) => m.declineInvitation(s, code, hooks));
  }

  cancelSharing(share: { shareCode: string }, options?: CallOptions): Promise<Outcome> {
    return this.#withShareCode(share, options, (m, s, code, hooks) => m.cancelSharing(s, code, hooks));
  }

  /**
   * @internal An end that can be sent when there is no time for a call, by a `fetch` that outlives the page; undefined where there
   * is no token for it. Nobody hears of its answer.
   */
  async parting({ shareCode }: { shareCode: string }): Promise<(() => void) | undefined> {
    const module = await this.ready().catch(() => null);
    const { token } = await this.#keeper.get('user');
    if (!module || !token || this.#closed) return undefined;
    const { url, method, body } = module.cancelRequest(this.#session, shareCode);
    const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${token}` };
    return () => void fetch(url, { method, headers, body, keepalive: true }).catch(() => undefined);
  }

  #withShareCode(
    share: { shareCode: string },
    options: CallOptions | undefined,
    start: (module: core.Core, session: number, shareCode: string, hooks: core.Hooks) => number,
  ): Promise<Outcome> {
    return this.call(options, () => {
      const [shareCode] = textsOf(share, 'shareCode') as [string];
      return (module, session, hooks) => start(module, session, shareCode, hooks);
    });
  }

  /** A name that is not given, or empty, stays as it was. */
  changeInvitationDetails(
    share: { shareCode: string; firstName?: string | undefined; lastName?: string | undefined },
    options?: CallOptions,
  ): Promise<Outcome> {
    return this.call(options, () => {
      const texts = textsOf(share, 'shareCode firstName? lastName?') as [string, string, string];
      return (m, s, hooks) => m.changeInvitationDetails(s, ...texts, hooks);
    });
  }

  async listShareRules(product: { productCode: string }, options?: ReadOptions): Promise<RulesOutcome> {
    const texts = given(() => textsOf(product, 'productCode') as [string]);
    if ('wrong' in texts) return texts.wrong as RulesOutcome;
    const [productCode] = texts;
    return this.#read(
      `rules ${productCode}`,
      (m, s) => (m.rulesAreFresh(s, productCode) ? reused(m.rules(s, productCode)) : undefined),
      (m, s, hooks) => m.listShareRules(s, productCode, hooks),
      options,
    );
  }

  /** The rows are in `count` and `row`, the seats in `seats`. */
  listSharedSubscribers(options?: ReadOptions): Promise<Outcome> {
    return this.#read(
      'list',
      (m, s) => (m.listIsFresh(s) ? reused() : undefined),
      (m, s, hooks) => m.listSharedSubscribers(s, hooks),
      options,
    );
  }

  // --- How a call is carried.

  /** @internal */
  protected async call(options: CallOptions | undefined, prepare: Prepare): Promise<core.CallOutcome> {
    // Read at once: the page may change what it gave. In the order in which it was given.
    const start = given(prepare);
    if ('wrong' in start) return start.wrong;
    const read = given(() => optionsOf(options));
    if ('wrong' in read) return read.wrong;
    const { signal, onWaiting } = read;
    if (this.#closed || signal?.aborted) return failure('aborted');
    let module: core.Core | null = null;
    try {
      module = await this.ready();
    } catch {
      // Told apart from a lost connection, because reloading the page is what helps.
    }
    if (!module) return failure(hasWebAssembly() ? 'module_failed' : 'webassembly_missing');
    if (this.#closed || signal?.aborted) return failure('aborted');
    if (this.#error) return { ...failure(''), kind: 'refused', error: this.#error };
    const { wrongTokens } = this.#settings;
    let giveUp: (() => void) | undefined;
    this.#underWay++;
    const called = new Promise<core.CallOutcome>((done) => {
      // The one that this call was last given, and a 401 would be about.
      let token: string | undefined;
      const call = start(module, this.#session, {
        needToken: (call, mode, fresh) => {
          if (wrongTokens) {
            done({ ...failure(''), kind: 'refused', error: wrongTokens });
            return module.abortCall(call);
          }
          void this.#keeper.get(mode, fresh ? token : undefined).then((answer) => {
            token = answer.token;
            module.provideToken(call, answer.token, answer.result);
          });
        },
        waiting: (reason, milliseconds) => tell(onWaiting, reason, milliseconds),
        done,
      });
      signal?.addEventListener('abort', (giveUp = () => module.abortCall(call)), { once: true });
    });
    const outcome = await called.catch((error: { outOfMemory?: boolean }) => failure(error.outOfMemory ? 'out_of_memory' : 'module_failed'));
    this.#underWay--;
    if (giveUp) signal?.removeEventListener('abort', giveUp);
    this.#tell('changed');
    return outcome;
  }

  // A read that several want is made once, and given up when the last one loses interest.
  async #read(
    key: string,
    reuse: (module: core.Core, session: number) => core.CallOutcome | undefined,
    start: Start,
    options: ReadOptions | undefined,
  ): Promise<core.CallOutcome & { rules: core.ShareRule[] | undefined }> {
    const asked = given(() => optionsOf(options));
    if ('wrong' in asked) return asked.wrong;
    const { signal, onWaiting, fresh } = asked;
    const known = !fresh && this.#known(reuse);
    if (known) return known;
    if (signal?.aborted) return failure('aborted');
    const turn = this.#reads.has(key) ? undefined : this.turn(onWaiting);
    // The token's way and the module's are as long: they go side by side.
    if (!turn && typeof this.#settings.tokens === 'string' && !this.#closed) void this.#keeper.get('user');
    let read = this.#reads.get(key);
    if (!read) {
      const stop = new AbortController();
      const waiting: SharedRead['waiting'] = new Set();
      const call = (): Promise<core.CallOutcome> =>
        this.call(
          {
            signal: stop.signal,
            onWaiting: (reason, milliseconds) => waiting.forEach((listener) => tell(listener, reason, milliseconds)),
          },
          () => start,
        );
      const outcome = turn ? turn.then(call) : call();
      void outcome.then(() => {
        if (this.#reads.get(key) === read) this.#reads.delete(key);
      });
      this.#reads.set(key, (read = { outcome, waiting, users: 0, stop }));
    }
    const mine = read;
    mine.users++;
    if (onWaiting) mine.waiting.add(onWaiting);
    const aborted = new Promise<core.CallOutcome>((resolve) =>
      signal?.addEventListener('abort', () => {
        if (onWaiting) mine.waiting.delete(onWaiting);
        if (!--mine.users) mine.stop.abort();
        resolve(failure('aborted'));
      }),
    );
    return Promise.race([mine.outcome, aborted]);
  }

  #tell(news: ClientNews): void {
    for (const listener of [...this.#listeners]) tell(listener, news);
  }
}
