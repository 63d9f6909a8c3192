// Sending what the form of <subshare-invite> has, one after the other. Product, client and the rest are those of its start,
// whatever the page sets meanwhile: another product lets the call under way come to its end and no further, another user
// or Stop gives that up as well. Who has not been sent stays in the draft, where the next visit finds them.
import { InvitedEvent } from '../events.js';
import { storage } from '../storage.js';
import { Ticker } from './base.js';
import { draftOf, type Person } from './invite-person.js';
import type { SubshareInvite } from './invite.js';

/** After one of these the next would fail in the same way. */
const stopping = new Set(['login_required', 'aborted', 'offline', 'network_failed', 'module_failed']);

/** Those who were sent, as a person reads it. */
export type Sent = string[];

export class InviteRun {
  readonly sent: Sent = [];
  readonly of: number;
  /** The server has said that there are no seats left, whatever the list says. */
  isFull = false;
  /** Which is being sent, from 1. */
  at = 0;
  readonly ticker: Ticker;
  #signal = new AbortController();
  #over = false;
  #dropped = false;
  #left: Person[];
  readonly #api;
  readonly #productCode;

  /** Where it is kept how far it is, so that the next visit can say so. */
  static key(key: string | undefined): string | undefined {
    return key && `${key} run`;
  }

  constructor(
    private readonly host: SubshareInvite,
    private readonly key: string | undefined,
    private readonly good: readonly Person[],
    all: readonly Person[],
  ) {
    this.of = good.length;
    this.ticker = new Ticker(host);
    this.#api = host.api;
    this.#productCode = host.productCode;
    this.#left = [...all];
  }

  get done(): number {
    return this.sent.length;
  }

  /** Gives up the call under way; the rest stays. */
  stop(): void {
    this.#signal.abort();
  }

  /** No further than the call under way. */
  leave(): void {
    this.#over = true;
    this.ticker.stop();
  }

  /** Of another user: nothing of it is written down any more. */
  drop(): void {
    this.#dropped = true;
    this.leave();
    this.stop();
  }

  /** Tells after each call whom it was about and whether they were sent. Answers with the last error's name, or nothing. */
  async go(tell: (person: Person, sent: boolean) => void): Promise<string> {
    const { host, of } = this;
    let code = '';
    for (const person of this.good) {
      this.at++;
      // Some of many: each would be too much to listen to.
      if (of > 1 && (this.at - 1) % Math.ceil(of / 10) === 0) host.announce(host.i18n!.t('sending', { n: this.at, all: of }));
      this.#keep();
      person.sending = true;
      host.requestUpdate();
      code = await this.#send(person);
      person.sending = false;
      if (this.#dropped) return code;
      if (!code && !person.trouble) this.#left = this.#left.filter((one) => one !== person);
      this.#keep();
      tell(person, !person.trouble);
      if (this.#over || this.#signal.signal.aborted || stopping.has(code)) break;
    }
    storage.set(InviteRun.key(this.key), null);
    return code;
  }

  #keep(): void {
    storage.set(this.key, draftOf(this.#left));
    if (this.of > 1) storage.set(InviteRun.key(this.key), [this.sent.length, this.of]);
  }

  async #send(person: Person): Promise<string> {
    const { host } = this;
    const productCode = this.#productCode;
    const { firstName, lastName } = person;
    const contact = person.checked!.check!.value;
    const outcome = await this.#api.sendInvitation(
      { contact, productCode, firstName, lastName },
      { signal: this.#signal.signal, onWaiting: this.ticker.wait },
    );
    this.ticker.stop();
    if (outcome.ok) {
      this.sent.push([`${firstName} ${lastName}`.trim(), contact].filter(Boolean).join(', '));
      host.dispatchEvent(new InvitedEvent(productCode));
      return '';
    }
    person.trouble = host.explain('sendInvitation', outcome);
    person.troubleField = outcome.error?.field ?? '';
    host.failed('sendInvitation', outcome);
    if (outcome.status === 'INVITATIONS_POOL_EXHAUSTED' && !this.isFull) {
      this.isFull = true;
      host.lacksSeats(this.#left.length);
    }
    if (outcome.kind === 'unknown') host.read(true);
    return outcome.error?.code ?? '';
  }
}
