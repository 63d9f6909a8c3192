// The client of <subshare-invite> in JavaScript: the same questions and the same answers as web/src/client.ts, decided here.
import { TokenKeeper } from '../../../../web/src/tokens.js';
import type { PeopleClient as WebClient } from '../../../../web/src/client.js';
import { runCall } from '#call';
import { readList, readRules, readStatus, readSuccess } from '#schemas';
import { checks } from './contacts.js';
import { Pacer, type Job, type Request, type Result } from './http.js';
import { ShareList } from './list.js';
import { isKnown, problem, sameContact, isActive, statusWord, stateOf, toShareRule, toSharedUser, type CallOptions, type ClientNews,
  type ClientOptions, type Core, type ErrorInfo, type Outcome, type ReadOptions, type Rule, type RulesOutcome, type Seats, type ShareRule,
  type SharedUser, type State, type Subscribers } from './model.js';

const freshFor = 60_000;

/** As much of the client as the element calls. */
type Called = Pick<
  WebClient,
  | 'ready' | 'subscribe' | 'userChanged' | 'owner' | 'whose' | 'version' | 'count' | 'row' | 'findContact' | 'seats' | 'rule' | 'mayInvite'
  | 'sendInvitation' | 'cancelSharing' | 'parting' | 'changeInvitationDetails' | 'listShareRules' | 'listSharedSubscribers'
>;

/** Statuses that say that it has happened, or that it was so before. */
const doneWords = { sendInvitation: ['SHARE_OK'], cancelSharing: ['SHARE_OK', 'SHARING_ENDED'] };
const wasWords = { sendInvitation: ['ALREADY_IN_USE'], cancelSharing: [] as string[] };

const stateErrors: Partial<Record<State, string>> = {
  pending: 'invitation_pending',
  accepted: 'invitation_accepted',
  declined: 'invitation_declined',
  ended: 'invitation_ended',
};

function toOutcome(kind: Outcome['kind'], result: Partial<Result<unknown>> = {}): Outcome {
  const { error, httpStatus = 0, serverMessage = '', unclear = false } = result;
  return { kind, ok: kind === 'done', status: '', statusKnown: false, error, httpStatus, serverMessage, unclear };
}
const refusal = (error: ErrorInfo): Outcome => toOutcome('refused', { error });
const ended = (result: Result<unknown>): Outcome =>
  toOutcome(!result.error ? 'done' : ['request_refused', 'forbidden'].includes(result.error.code) ? 'refused' : 'failed', result);

interface SharedRead {
  outcome: Promise<RulesOutcome>;
  stop: AbortController;
  users: number;
  waiting: Set<NonNullable<CallOptions['onWaiting']>>;
}

const shared = new Map<string, Client>();

/** The element says which kind of client it needs; here there is one. */
export function share(_: typeof Client, options: ClientOptions): Client {
  const key = JSON.stringify([options.baseUrl, options.tokens]);
  let client = shared.get(key);
  if (!client) shared.set(key, (client = new Client(options)));
  return client;
}

/** A page that gives another source for the same tokens is no case of the bench: then all is read anew. */
export const renewSource = (): boolean => false;

export class Client implements Called {
  #options: ClientOptions;
  #keeper: TokenKeeper;
  #pacer = new Pacer();
  #list = new ShareList();
  #listReadAt = -Infinity;
  #rules = new Map<string, { rules: Rule[]; readAt: number }>();
  #reads = new Map<string, SharedRead>();
  #underWay = new Set<string>();
  /** Invitations of which it is not known whether they were sent. */
  #unclear = new Set<string>();
  #listeners = new Set<(news: ClientNews) => void>();
  #user = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#keeper = new TokenKeeper(options.tokens!);
  }

  ready(): Promise<Core> {
    return Promise.resolve(checks as Core);
  }

  subscribe(listener: (news: ClientNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  userChanged(): void {
    this.#user++;
    this.#keeper.clear();
    this.#reads.clear();
    this.#rules.clear();
    this.#underWay.clear();
    this.#unclear.clear();
    this.#list.clear();
    this.#listReadAt = -Infinity;
    this.#tell('user');
  }

  get owner(): string | undefined {
    return this.#keeper.owner;
  }

  async whose(): Promise<string | undefined> {
    await this.#keeper.get('user');
    return this.owner;
  }

  // --- The picture.

  get version(): number {
    return this.#list.version;
  }

  count(productCode: string, query = ''): number {
    return this.#list.select(productCode, query).length;
  }

  row(productCode: string, query: string, index: number): SharedUser | undefined {
    return this.#list.row(productCode, query, index);
  }

  findContact(contact: string, productCode: string): SharedUser | undefined {
    const row = this.#list.findActive(contact, productCode);
    return row && toSharedUser(row);
  }

  seats(productCode: string): Seats {
    return this.#list.seats(productCode, this.#rule(productCode)?.shareCount);
  }

  rule(productCode: string): ShareRule | undefined {
    const rule = this.#rule(productCode);
    return rule && toShareRule(rule);
  }

  mayInvite(productCode: string, howMany = 1): ErrorInfo | undefined {
    const known = this.#rules.get(productCode)?.rules.filter((rule) => rule.productCode === productCode);
    if (known && !this.#rule(productCode)) return problem(known.length ? 'rule_not_for_users' : 'rule_missing', '', productCode);
    const { left, allowed } = this.seats(productCode);
    if (left < 0 || left >= howMany) return undefined;
    return left ? problem('seats_too_few', 'shareCount', `${left}`) : problem('seats_full', 'shareCount', `${allowed}`);
  }

  #rule(productCode: string): Rule | undefined {
    return this.#rules.get(productCode)?.rules.find((rule) => rule.productCode === productCode && rule.shareType === 'A');
  }

  // --- What can be done.

  async sendInvitation(
    person: { contact: string; productCode: string; firstName?: string; lastName?: string },
    options: CallOptions = {},
  ): Promise<Outcome> {
    const { productCode } = person;
    const check = checks.parseContact(person.contact, checks.callingCodeForLanguage(this.#options.language ?? ''));
    const firstName = checks.parseName(person.firstName ?? '', 'firstName');
    const lastName = checks.parseName(person.lastName ?? '', 'lastName');
    const wrong = check.error ?? firstName.error ?? lastName.error ?? this.#mayAsk(check.value, productCode, firstName.value, lastName.value);
    if (wrong) return refusal(wrong);
    const contact = check.value;
    const known = this.#list.codesOf(contact, productCode);
    const names = { ...(firstName.value && { firstName: firstName.value }), ...(lastName.value && { lastName: lastName.value }) };
    const ticket = this.#list.ticket();
    const key = `invite ${productCode} ${contact.toLowerCase()}`;
    return this.#change(
      key,
      'sendInvitation',
      {
        request: this.#request('POST', '/invitation', { contact, contactType: check.type, productCode, ...names }),
        read: readStatus,
        changes: true,
        lookFirst: this.#unclear.has(key),
        lookUp: {
          request: this.#request('GET'),
          read: readList,
          found({ sharedUserInformationList }) {
            const rows = (sharedUserInformationList ?? []).filter(
              (row) => row.productCode === productCode && sameContact(row.shareContact ?? '', contact),
            );
            if (rows.some((row) => isActive(row) || (row.shareCode && !known.has(row.shareCode)))) return 'there';
            return rows.some((row) => !row.shareCode) ? 'maybe' : 'absent';
          },
        },
      },
      (result) => {
        if (result.list) this.#take(ticket, result.list);
        if (result.unclear) this.#unclear.add(key);
        else this.#unclear.delete(key);
      },
      () =>
        this.#list.record({ kind: 'invited', contact, productCode, firstName: firstName.value, lastName: lastName.value }),
      options,
    );
  }

  #mayAsk(contact: string, productCode: string, firstName: string, lastName: string): ErrorInfo | undefined {
    if (this.#rule(productCode)?.isCustomerNameRequired) {
      if (!firstName) return problem('first_name_required', 'firstName');
      if (!lastName) return problem('last_name_required', 'lastName');
    }
    const row = this.#list.findActive(contact, productCode);
    return row ? problem(stateErrors[stateOf(row)]!, 'contact', contact) : this.mayInvite(productCode);
  }

  async cancelSharing({ shareCode }: { shareCode: string }, options: CallOptions = {}): Promise<Outcome> {
    const wrong = this.#mayChange(shareCode);
    if (wrong) return refusal(wrong);
    const request = this.#request('PATCH', '', { shareCode, changeType: 'CANCEL' });
    return this.#change(
      `end ${shareCode}`,
      'cancelSharing',
      { request, read: readStatus, changes: true },
      () => {},
      () => this.#list.record({ kind: 'cancelled', shareCode }),
      options,
    );
  }

  /** A page that is left in the middle of an end is no case of the bench. */
  async parting(): Promise<undefined> {
    return undefined;
  }

  async changeInvitationDetails(
    share: { shareCode: string; firstName: string; lastName: string },
    options: CallOptions = {},
  ): Promise<Outcome> {
    const { shareCode } = share;
    const first = checks.parseName(share.firstName, 'firstName');
    const last = checks.parseName(share.lastName, 'lastName');
    const nameless = !first.value && !last.value ? problem('required', 'firstName') : undefined;
    const wrong = first.error ?? last.error ?? nameless ?? this.#mayChange(shareCode);
    if (wrong) return refusal(wrong);
    const names = { ...(first.value && { firstName: first.value }), ...(last.value && { lastName: last.value }) };
    const request = this.#request('PATCH', '/invitation/data', { shareCode, ...names });
    return this.#change(
      `rename ${shareCode}`,
      'changeInvitationDetails',
      { request, read: readSuccess, changes: true },
      () => {},
      () => this.#list.record({ kind: 'renamed', shareCode, firstName: first.value, lastName: last.value }),
      options,
    );
  }

  #mayChange(shareCode: string): ErrorInfo | undefined {
    const row = this.#list.findCode(shareCode);
    const state = row && stateOf(row);
    return state === 'declined' || state === 'ended' ? problem(stateErrors[state]!, 'shareCode', shareCode) : undefined;
  }

  async listShareRules({ productCode }: { productCode: string }, options: ReadOptions = {}): Promise<RulesOutcome> {
    const known = this.#rules.get(productCode);
    if (known && !options.fresh && Date.now() - known.readAt < freshFor) {
      return { ...toOutcome('done', { httpStatus: 200 }), rules: known.rules.map(toShareRule) };
    }
    const url = `${this.#base}/v1/customer/product/share/rule/${encodeURIComponent(productCode)}`;
    return this.#read(
      `rules ${productCode}`,
      () => ({ request: { method: 'GET', url }, read: readRules, changes: false }),
      (rules) => this.#rules.set(productCode, { rules, readAt: Date.now() }),
      options,
    );
  }

  async listSharedSubscribers(options: ReadOptions = {}): Promise<Outcome> {
    if (!options.fresh && Date.now() - this.#listReadAt < freshFor) return toOutcome('done', { httpStatus: 200 });
    let ticket = 0;
    return this.#read(
      'list',
      () => {
        ticket = this.#list.ticket();
        return { request: this.#request('GET'), read: readList, changes: false };
      },
      (list) => this.#take(ticket, list),
      options,
    );
  }

  #take(ticket: number, list: Subscribers): void {
    this.#list.replace(ticket, list);
    this.#listReadAt = Date.now();
    this.#unclear.clear();
  }

  // --- How a call is carried.

  get #base(): string {
    return this.#options.baseUrl.replace(/\/$/, '');
  }

  #request(method: Request['method'], path = '', body?: object): Request {
    return { method, url: `${this.#base}/v1/subscription/share${path}`, ...(body ? { body } : {}) };
  }

  async #run<T>(job: Job<T>, { signal, onWaiting }: CallOptions): Promise<Result<T>> {
    if (!/^https:|^http:\/\/(localhost|127\.[\d.]+|\[::1\])([:/]|$)/.test(this.#base)) {
      const error = problem('base_url_insecure', 'baseUrl', this.#base);
      return { error, httpStatus: 0, serverMessage: '', unclear: false, repeated: false };
    }
    const user = this.#user;
    // The next token would be another person's.
    let last = '';
    const token = async (fresh: boolean) => {
      if (user !== this.#user) return { token: '', result: 'login_required' as const };
      const got = await this.#keeper.get('user', fresh ? last : '');
      last = got.token;
      return got;
    };
    return runCall(job, { token, pacer: this.#pacer, timeout: this.#options.timeout ?? 15_000, signal, onWaiting });
  }

  async #change(
    key: string,
    operation: 'sendInvitation' | 'cancelSharing' | 'changeInvitationDetails',
    job: Job<unknown>,
    settle: (result: Result<unknown>) => void,
    done: () => void,
    options: CallOptions,
  ): Promise<Outcome> {
    if (this.#underWay.has(key)) return refusal(problem('under_way'));
    this.#underWay.add(key);
    const user = this.#user;
    const result = await this.#run(job, options);
    const outcome = this.#outcomeOf(operation, result);
    if (user === this.#user) {
      this.#underWay.delete(key);
      settle(result);
      if (outcome.ok) done();
      // The server's picture is another than ours, or not known.
      else this.#listReadAt = -Infinity;
      this.#tell('changed');
    }
    return outcome;
  }

  #outcomeOf(operation: 'sendInvitation' | 'cancelSharing' | 'changeInvitationDetails', result: Result<unknown>): Outcome {
    if (result.error) return ended(result);
    if (operation === 'changeInvitationDetails') {
      return result.value === false ? toOutcome('refused', { ...result, error: problem('change_refused') }) : ended(result);
    }
    const status = result.found ? 'SHARE_OK' : statusWord(String(result.value));
    const statusKnown = isKnown(status);
    const was = wasWords[operation].includes(status);
    const kind = doneWords[operation].includes(status) || (was && result.repeated) ? 'done' : was ? 'already' : statusKnown ? 'refused' : 'unknown';
    return { ...toOutcome(kind, result), status, statusKnown };
  }

  /** A read that several want is made once, and given up when the last one loses interest. */
  #read<T>(key: string, start: () => Job<T>, take: (value: T) => void, options: ReadOptions): Promise<RulesOutcome> {
    const { signal, onWaiting } = options;
    let read = this.#reads.get(key);
    if (!read) {
      const stop = new AbortController();
      const waiting: SharedRead['waiting'] = new Set();
      const user = this.#user;
      const outcome = this.#run(start(), {
        signal: stop.signal,
        onWaiting: (reason, ms) => waiting.forEach((tell) => tell(reason, ms)),
      }).then((result) => {
        if (this.#reads.get(key) === read) this.#reads.delete(key);
        if (user === this.#user) {
          if (result.value !== undefined && !result.error) take(result.value);
          this.#tell('changed');
        }
        return { ...ended(result), rules: undefined };
      });
      this.#reads.set(key, (read = { outcome, stop, users: 0, waiting }));
    }
    const mine = read;
    mine.users++;
    if (onWaiting) mine.waiting.add(onWaiting);
    const given = new Promise<RulesOutcome>((resolve) =>
      signal?.addEventListener('abort', () => {
        if (onWaiting) mine.waiting.delete(onWaiting);
        if (!--mine.users) mine.stop.abort();
        resolve({ ...toOutcome('failed', { error: problem('aborted') }), rules: undefined });
      }),
    );
    return Promise.race([mine.outcome, given]);
  }

  #tell(news: ClientNews): void {
    for (const listener of [...this.#listeners]) listener(news);
  }
}

export { Client as PeopleClient };
