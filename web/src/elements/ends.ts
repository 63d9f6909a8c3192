// Shares whose end has been confirmed. There is a time in which it can be taken back; then, and whatever becomes of the page meanwhile,
// confirmed means done. An end takes its client, its product and what it is kept under when it begins, and never asks the element again.
//
//                                          in its time           under way
//   another product or connection          sent at once          goes on; what it says is kept for where it belongs
//   taken out of the page                  sent at once          goes on
//   the page is hidden                     sent at once          goes on
//   another user                           by fetch, with the token of who confirmed it (the session gives its calls up)
//   the page is left or kept for Back      by fetch, which outlives the page; an end that arrives twice is one end
//   that cannot be (no code, no token)     the browser asks before it leaves
//   the next visit, or back again          who is shared with still is ended again, with its time to take it back
//
// The carrier of all calls, emscripten_fetch, is XMLHttpRequest, which ends with its page; `fetch` with `keepalive` does not. It answers nobody,
// so what was sent by it stays kept, and the list of the next visit tells whether it arrived.
import type { Outcome, PeopleClient, SharedUser } from '../client.js';
import { EndedEvent } from '../events.js';
import { storage } from '../storage.js';
import { Ticker } from './base.js';
import type { SubshareInvite } from './invite.js';

/** So long an end can be taken back, in ms. */
const undoMs = 5000;

export interface Ending {
  /** With its share code, once that is known. */
  row: SharedUser;
  readonly api: PeopleClient;
  readonly productCode: string;
  readonly ticker: Ticker;
  readonly timer: ReturnType<typeof setTimeout>;
  /** Where it is kept; undefined where it is not known for whom. */
  readonly place: string | undefined;
  /** Sends it without a call, once what that needs is there. */
  part?: (() => void) | undefined;
  isSent: boolean;
}

export const keyOf = (row: SharedUser): string => row.shareCode || `${row.state} ${row.shareContact}`;

export const nameOf = (row: SharedUser): string => `${row.firstName} ${row.lastName}`.trim() || row.shareContact;

/** An invitation sent a moment ago has no share code yet, since the server does not answer it: the list is read for it. */
export async function withCode(api: PeopleClient, productCode: string, row: SharedUser): Promise<SharedUser | Outcome> {
  if (row.shareCode) return row;
  const outcome = await api.listSharedSubscribers({ fresh: true });
  const found = api.findContact(row.shareContact, productCode);
  return found?.shareCode ? found : outcome;
}

export class Ends {
  #all = new Set<Ending>();

  /**
   * `told` hears of those that are shown: what became of an end, or of the reading of the list for it. `recoded` hears that a row has its
   * share code by now, and so another key.
   */
  constructor(
    private readonly host: SubshareInvite,
    private readonly told: (ending: Ending, operation: 'cancelSharing' | 'listSharedSubscribers', outcome: Outcome) => void,
    private readonly recoded: (row: SharedUser, found: SharedUser) => void,
  ) {}

  get(key: string): Ending | undefined {
    return [...this.#all].find((one) => keyOf(one.row) === key && this.#isShown(one));
  }

  begin(row: SharedUser): void {
    const { host } = this;
    const { api, productCode } = host;
    const ending: Ending = {
      row,
      api,
      productCode,
      ticker: new Ticker(host),
      timer: setTimeout(() => void this.#send(ending), undoMs),
      place: host.draftKey('ends', productCode),
      isSent: false,
    };
    if (!this.#all.size) addEventListener('beforeunload', this.#asks);
    this.#all.add(ending);
    this.#keep(ending);
    void this.#prepare(ending);
    ending.ticker.start('pacing', undoMs);
    host.announce(host.i18n!.t('ending', { name: nameOf(row) || host.i18n!.t('nameless'), n: undoMs / 1000 }));
  }

  undo(key: string): void {
    const ending = this.get(key);
    if (!ending || ending.isSent) return;
    this.#over(ending);
    this.#keep(ending);
    this.host.announce(this.host.i18n!.t('undone'));
  }

  /** Sent at once. */
  flush(): void {
    for (const ending of this.#all) if (!ending.isSent) void this.#send(ending);
  }

  /** Sent so that nothing of this page is needed for it. */
  part(): void {
    for (const ending of [...this.#all]) {
      ending.part?.();
      this.#over(ending);
    }
  }

  /** Back again, with the list read: what has not arrived is begun anew. */
  restore(): void {
    const { api, productCode } = this.host;
    const place = this.host.draftKey('ends', productCode);
    storage.restore<[string, string][]>(place, (kept) => {
      storage.set(place, null);
      for (const [code, contact] of kept) {
        const found = Array.from({ length: api.count(productCode, `${contact}`) }, (_, i) => api.row(productCode, `${contact}`, i)!);
        // Invited again meanwhile, that is another share.
        const row = found.find((one) => one.mayCancel && (code ? one.shareCode === code : one.shareContact === contact));
        if (row && !this.get(keyOf(row))) this.begin(row);
      }
      for (const ending of this.#all) this.#keep(ending);
    });
  }

  #asks = (event: BeforeUnloadEvent): void => {
    if ([...this.#all].some(({ part }) => !part)) event.preventDefault();
  };

  async #prepare(ending: Ending): Promise<void> {
    const { api, productCode } = ending;
    const found = await withCode(api, productCode, ending.row);
    if ('kind' in found) return;
    this.#take(ending, found);
    this.#keep(ending);
    ending.part = await api.parting(found);
  }

  async #send(ending: Ending): Promise<void> {
    const { host } = this;
    const { api, productCode, ticker, timer } = ending;
    ending.isSent = true;
    clearTimeout(timer);
    ticker.stop();
    host.requestUpdate();
    const found = await withCode(api, productCode, ending.row);
    const isList = 'kind' in found;
    if (!isList) this.#take(ending, found);
    const outcome = isList ? found : await api.cancelSharing(found);
    // Sent in the other way meanwhile.
    if (!this.#all.has(ending)) return;
    const isShown = this.#isShown(ending);
    this.#over(ending);
    const isDone = !isList && outcome.ok;
    // What nobody has been told of stays kept.
    if (isDone || isShown) this.#keep(ending);
    if (isShown) this.told(ending, isList ? 'listSharedSubscribers' : 'cancelSharing', outcome);
    if (isDone) host.dispatchEvent(new EndedEvent(productCode));
    host.requestUpdate();
  }

  /** The row as the list has it by now. */
  #take(ending: Ending, found: SharedUser): void {
    if (this.#isShown(ending)) this.recoded(ending.row, found);
    ending.row = found;
  }

  #isShown({ api, productCode }: Ending): boolean {
    return api === this.host.api && productCode === this.host.productCode;
  }

  #over(ending: Ending): void {
    clearTimeout(ending.timer);
    ending.ticker.stop();
    this.#all.delete(ending);
    if (!this.#all.size) removeEventListener('beforeunload', this.#asks);
  }

  #keep({ place }: Ending): void {
    const kept = [...this.#all].filter((one) => one.place === place).map(({ row }) => [row.shareCode, row.shareContact]);
    storage.set(place, kept.length ? kept : null);
  }
}
