// For tests of pages that have the elements: a client that asks nobody. What it answers is what the test says, what was asked of it is
// kept, and checks of what people type are made by the real module, which comes from inside a script.
import { PeopleClient, type CallOptions, type Outcome, type RulesOutcome } from './client.js';
import type { Seats, SharedUser, ShareRule } from './core.js';

export interface FakeOptions {
  /** What `mayInvite` and `rule` know of the product; by default one that is shared with people, three seats. */
  rule?: Partial<ShareRule> | undefined;
  /** Who has it or was asked. */
  people?: readonly Partial<SharedUser>[] | undefined;
  /** How a call ends, by its name; by default it is done. `{ ok: false, kind: 'refused', status: 'SHARE_LIMIT' }` */
  answers?: { [Name in FakeCall['name']]?: Partial<Outcome> | ((call: FakeCall) => Partial<Outcome>) } | undefined;
}

export interface FakeCall {
  name: 'sendInvitation' | 'acceptInvitation' | 'declineInvitation' | 'cancelSharing' | 'changeInvitationDetails' | 'listShareRules' | 'listSharedSubscribers';
  argument: Record<string, string | undefined>;
}

const person: SharedUser = {
  userId: undefined, customerNumber: undefined, startTime: undefined, endTime: undefined, shareStatus: 'REQUEST_PENDING', shareContact: '',
  shareContactType: 'A', firstName: '', lastName: '', productName: '', productCode: '', shareCode: '', state: 'pending', mayCancel: true,
  mayRename: true, mayInvite: false,
};

/**
 * For the property `client` of `<subshare-invite>` and `<subshare-invitation>`.
 *
 * ```ts
 * const client = fakeClient({ people: [{ firstName: 'Kari', shareContact: 'kari@example.com' }] });
 * element.client = client;
 * // …
 * assert.equal(client.calls.at(-1).name, 'sendInvitation');
 * ```
 */
export function fakeClient(options: FakeOptions = {}): FakeClient {
  return new FakeClient(options);
}

export class FakeClient extends PeopleClient {
  /** What has been asked, in order. */
  readonly calls: FakeCall[] = [];
  readonly #options: FakeOptions;
  readonly #people: SharedUser[];
  readonly #tell = new Set<(news: 'changed' | 'user') => void>();
  #version = 1;

  constructor(options: FakeOptions) {
    super({ baseUrl: 'https://api.invalid/capi', tokens: { user: () => null } });
    this.#options = options;
    this.#people = (options.people ?? []).map((one, i) => ({ ...person, shareCode: `FAKE-${i + 1}`, ...one }));
  }

  override get version(): number {
    return this.#version;
  }

  override subscribe(listener: (news: 'changed' | 'user') => void): () => void {
    this.#tell.add(listener);
    return () => this.#tell.delete(listener);
  }

  #answer(name: FakeCall['name'], argument: FakeCall['argument'], done?: () => void): Outcome {
    const call: FakeCall = { name, argument };
    this.calls.push(call);
    const told = this.#options.answers?.[name];
    const outcome: Outcome = {
      kind: 'done', ok: true, status: '', statusKnown: true, error: undefined, httpStatus: 200, serverMessage: '', unclear: false,
      ...(typeof told === 'function' ? told(call) : told),
    };
    if (outcome.ok) done?.();
    this.#version++;
    queueMicrotask(() => this.#tell.forEach((tell) => tell('changed')));
    return outcome;
  }

  #found(productCode: string, query: string): SharedUser[] {
    const wanted = query.toLowerCase();
    return this.#people.filter(
      (one) => (!one.productCode || one.productCode === productCode) && `${one.firstName} ${one.lastName} ${one.shareContact}`.toLowerCase().includes(wanted),
    );
  }

  #of(shareCode: string): SharedUser | undefined {
    return this.#people.find((one) => one.shareCode === shareCode);
  }

  override count(productCode: string, query = ''): number {
    return this.#found(productCode, query).length;
  }

  override row(productCode: string, query: string, index: number): SharedUser | undefined {
    return this.#found(productCode, query)[index];
  }

  override findContact(contact: string, productCode: string): SharedUser | undefined {
    return this.#found(productCode, '').find((one) => one.shareContact === contact && one.state !== 'ended' && one.state !== 'declined');
  }

  override seats(productCode: string): Seats {
    const taking = this.#found(productCode, '').filter(({ state }) => state === 'accepted' || state === 'pending');
    const allowed = this.rule(productCode).shareCount ?? 0;
    const left = Math.max(0, allowed - taking.length);
    return { allowed, inUse: taking.length, pending: taking.filter(({ state }) => state === 'pending').length, left, full: left === 0 } as Seats;
  }

  override rule(productCode: string): ShareRule {
    return {
      productCode, shareType: 'A', shareCount: 3, couponCodeShareRecipient: '', couponNumberShareRecipient: undefined, isCreateConnectCustomer: false,
      isCustomerNameRequired: false, issuer: '', issuerConsentGroupId: undefined, ...this.#options.rule,
    };
  }

  override mayInvite(productCode: string, howMany = 1): ReturnType<PeopleClient['mayInvite']> {
    const { left } = this.seats(productCode);
    return left >= howMany ? undefined : { code: left > 0 ? 'seats_too_few' : 'seats_full', field: '', fragment: '' };
  }

  override async sendInvitation(one: { contact: string; productCode: string; firstName?: string; lastName?: string }, _?: CallOptions): Promise<Outcome> {
    const { contact: shareContact, productCode, firstName = '', lastName = '' } = one;
    const shareCode = `FAKE-${this.#people.length + 1}`;
    return this.#answer('sendInvitation', one, () => this.#people.push({ ...person, shareContact, productCode, firstName, lastName, shareCode }));
  }

  override async acceptInvitation(share: { shareCode: string }): Promise<Outcome> {
    return this.#answer('acceptInvitation', share);
  }

  override async declineInvitation(share: { shareCode: string }): Promise<Outcome> {
    return this.#answer('declineInvitation', share);
  }

  /** Nothing outlives this page. */
  override async parting(): Promise<undefined> {
    return undefined;
  }

  override async cancelSharing(share: { shareCode: string }): Promise<Outcome> {
    return this.#answer('cancelSharing', share, () => {
      const one = this.#of(share.shareCode);
      if (one) Object.assign(one, { state: 'ended', shareStatus: 'SHARING_ENDED', mayCancel: false, mayRename: false, mayInvite: true });
    });
  }

  override async changeInvitationDetails(share: { shareCode: string; firstName: string; lastName: string }): Promise<Outcome> {
    const { firstName, lastName } = share;
    return this.#answer('changeInvitationDetails', share, () => Object.assign(this.#of(share.shareCode) ?? {}, { firstName, lastName }));
  }

  override async listShareRules(product: { productCode: string }): Promise<RulesOutcome> {
    return { ...this.#answer('listShareRules', product), rules: [this.rule(product.productCode)] };
  }

  override async listSharedSubscribers(): Promise<Outcome> {
    return this.#answer('listSharedSubscribers', {});
  }
}
