// The owner's picture: what the server said, and on top of it what was done here since it was asked.
import { isActive, sameContact, stateOf, toSharedUser, type Row, type Seats, type SharedUser, type State, type Subscribers, type Summary } from './model.js';

type Change =
  | { kind: 'invited'; contact: string; productCode: string; firstName: string; lastName: string }
  | { kind: 'cancelled'; shareCode: string }
  | { kind: 'renamed'; shareCode: string; firstName: string; lastName: string };

const order: State[] = ['accepted', 'pending', 'unknown', 'declined', 'ended'];
const groupOf = (row: Row): number => Math.min(3, order.indexOf(stateOf(row)));

export class ShareList {
  version = 0;
  #rows: Row[] = [];
  #summaries: Summary[] = [];
  #changes: { at: number; change: Change }[] = [];
  #selections = new Map<string, Row[]>();
  #counts = new Map<string, { inUse: number; pending: number }>();
  #tickets = 0;
  #shown = 0;

  /** To be called when the list is asked for. */
  ticket(): number {
    return ++this.#tickets;
  }

  replace(ticket: number, { sharedUserInformationList, sharedSubscriptionSummary }: Subscribers): void {
    if (ticket <= this.#shown) return;
    this.#shown = ticket;
    this.#rows = sharedUserInformationList ?? [];
    this.#summaries = sharedSubscriptionSummary ?? [];
    this.#changes = this.#changes.filter(({ at }) => at > ticket);
    for (const { change } of this.#changes) this.#apply(change);
    this.#changed();
  }

  record(change: Change): void {
    this.#apply(change);
    this.#changes.push({ at: this.ticket(), change });
    this.#changed();
  }

  clear(): void {
    this.#rows = [];
    this.#summaries = [];
    this.#changes = [];
    this.#shown = this.#tickets;
    this.#changed();
  }

  #changed(): void {
    this.version++;
    this.#selections.clear();
    this.#counts.clear();
  }

  #apply(change: Change): void {
    if (change.kind === 'invited') {
      const { contact, productCode, firstName, lastName } = change;
      if (this.findActive(contact, productCode)) return;
      const shareContactType = contact.includes('@') ? 'A' : 'B';
      const shareStatus = 'SHARE_REQUEST_SENT';
      this.#rows.push({ shareContact: contact, shareContactType, shareStatus, productCode, firstName, lastName });
      this.#count(productCode, 1);
      return;
    }
    for (const row of this.#rows) {
      if (row.shareCode !== change.shareCode) continue;
      if (change.kind === 'renamed') {
        row.firstName = change.firstName || row.firstName;
        row.lastName = change.lastName || row.lastName;
      } else {
        if (isActive(row)) this.#count(row.productCode ?? '', -1);
        row.shareStatus = 'SHARING_ENDED';
      }
    }
  }

  #count(productCode: string, by: number): void {
    const summary = this.#summaries.find((one) => one.productCode === productCode);
    if (summary) summary.sharesInUseCount = Math.max(0, summary.sharesInUseCount + by);
  }

  #about(contact: string, productCode: string): Row[] {
    return this.#rows.filter((row) => row.productCode === productCode && sameContact(row.shareContact ?? '', contact));
  }

  findActive(contact: string, productCode: string): Row | undefined {
    return this.#about(contact, productCode).find(isActive);
  }

  findCode(shareCode: string): Row | undefined {
    return shareCode ? this.#rows.find((row) => row.shareCode === shareCode) : undefined;
  }

  /** Share codes of all that has been with this person so far. */
  codesOf(contact: string, productCode: string): Set<string> {
    return new Set(this.#about(contact, productCode).map((row) => row.shareCode ?? ''));
  }

  select(productCode: string, query: string): Row[] {
    const key = JSON.stringify([productCode, query]);
    let selected = this.#selections.get(key);
    if (!selected) {
      const wanted = query.trim().toLowerCase();
      const groups: Row[][] = [[], [], [], []];
      for (const row of this.#rows) {
        if (row.productCode !== productCode) continue;
        const { firstName, lastName, shareContact } = row;
        if (wanted && !`${firstName ?? ''} ${lastName ?? ''}\n${shareContact ?? ''}`.toLowerCase().includes(wanted)) continue;
        groups[groupOf(row)]!.push(row);
      }
      this.#selections.set(key, (selected = groups.flat()));
    }
    return selected;
  }

  row(productCode: string, query: string, index: number): SharedUser | undefined {
    const row = this.select(productCode, query)[index];
    return row && toSharedUser(row);
  }

  seats(productCode: string, allowed: number | null | undefined): Seats {
    let counted = this.#counts.get(productCode);
    if (!counted) {
      counted = { inUse: 0, pending: 0 };
      for (const row of this.select(productCode, '')) {
        if (stateOf(row) === 'pending') counted.pending++;
        if (isActive(row)) counted.inUse++;
      }
      const summary = this.#summaries.find((one) => one.productCode === productCode);
      if (summary) counted.inUse = summary.sharesInUseCount;
      this.#counts.set(productCode, counted);
    }
    const left = allowed == null ? -1 : Math.max(0, allowed - counted.inUse);
    return { allowed: allowed ?? -1, ...counted, left, full: left === 0 };
  }
}
