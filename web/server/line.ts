// One line for all readers. The API lets one client make 100 calls a second and 2000 a minute, whoever of its readers makes them; a browser
// knows nothing of the others, the front does. So every call gets its own moment, in the order in which calls came:
//
//   moment(n) = the latest of: now, moment(n-1), moment(n-perSecond) + 1 s, moment(n-perMinute) + 1 min
//
// which is never more than the limit in any second or minute, however the API's own windows lie. A moment that is near is waited for in the
// front; one that is far is told (Retry-After), and kept under the call's ticket until the call comes back for it. It is told early, in whole
// seconds, and waits for the rest in the front: who comes late goes together with others who do, and they are more than a second takes.
//
// A call that the API refused all the same goes as soon as it may, before all others, who follow a second later.
//
// A reader has at most `places` calls in the line. Whoever wants more is told when the first of them is through, and gets in behind those
// who came meanwhile: so a list of a hundred invitations does not stand before a hundred readers.

export interface Place {
  /** In ms from now. */
  wait: number;
  /** Whether the call is to wait here and then to go. Otherwise it is to be told, and to come back. */
  goes: boolean;
  /** False where no place is kept: this reader has as many as there are for one. */
  isKept?: boolean;
}

export interface Line {
  /** A place for a call, or the one that this ticket has. */
  take(ticket: string, reader: string): Promise<Place>;
  /** The API said to the call of this ticket that nothing may be sent for so long, in ms. It is the first to go afterwards. */
  stop(milliseconds: number, ticket: string): Promise<void>;
  /** A call that waited here goes now. */
  went?(ticket: string): Promise<void>;
  /** How many calls have a place and have not come for it, as far as is known. */
  length(): number;
  /** How long a call waits in the front itself, in ms; without it none does. */
  readonly holds?: number;
  /** False while it is in common with other servers, and they cannot be reached. */
  isWhole?(): boolean;
}

export interface LineOptions {
  perSecond?: number | undefined;
  perMinute?: number | undefined;
  /** How long a call waits in the front itself, in ms. A place that is further off is told instead. */
  holds?: number | undefined;
  /** How many calls of one reader may be in the line. */
  places?: number | undefined;
  /** For so long after its moment a place is kept for who does not come, in ms. */
  keeps?: number | undefined;
  /** Added to every second and minute, in ms: calls do not take equally long to get there. */
  margin?: number | undefined;
  now?: (() => number) | undefined;
}

export const lineDefaults = { perSecond: 100, perMinute: 2000, holds: 2000, places: 4, keeps: 60_000, margin: 50, now: Date.now };

export type WholeLineOptions = typeof lineDefaults;

export function wholeOf(options: LineOptions): WholeLineOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...lineDefaults, ...given };
}

/** For the way back to the front, in ms. */
const travel = 250;

/** When a call is told to come back, in whole seconds. */
export function secondsUntil({ wait, isKept = true }: Place, holds: number): number {
  // Who would not be held for the rest, or has no place to be held for, comes when it is time.
  const early = isKept && holds >= 1000 + travel;
  return Math.max(1, early ? Math.floor((wait - travel) / 1000) : Math.ceil(wait / 1000));
}

/** In memory, for one process. */
export class MemoryLine implements Line {
  readonly #options: WholeLineOptions;
  /** The moments given last, as a ring: as many as the minute has. */
  #moments: Float64Array;
  #count = 0;
  /** Added to all moments: how far the whole line was put off. */
  #offset = 0;
  #notBefore = 0;
  /** The calls that the API refused, and from when on they may go. */
  #refused = new Map<string, number>();
  /** In the order of their moments. */
  #tickets = new Map<string, { moment: number; reader: string }>();
  /** No ticket's moment is before that: a look at the first of a long line passes over all that have left it. */
  #oldest = Infinity;
  /** The moments of a reader's places. */
  #readers = new Map<string, number[]>();

  constructor(options: LineOptions = {}) {
    this.#options = wholeOf(options);
    this.#moments = new Float64Array(this.#options.perMinute);
  }

  get holds(): number {
    return this.#options.holds;
  }

  async take(ticket: string, reader: string): Promise<Place> {
    const { holds, places } = this.#options;
    const now = this.#options.now();
    this.#forget(now);
    const again = this.#refused.get(ticket);
    if (again !== undefined) {
      const wait = Math.max(0, again - now);
      if (wait > holds) return { wait, goes: false };
      this.#refused.delete(ticket);
      return { wait, goes: true };
    }
    const known = this.#tickets.get(ticket);
    if (known) {
      const wait = Math.max(0, known.moment + this.#offset - now);
      if (wait > holds) return { wait, goes: false };
      this.#leave(ticket);
      return { wait, goes: true };
    }
    const mine = this.#readers.get(reader) ?? [];
    if (mine.length >= places) {
      // Its own place is not before that, and it is asked for then.
      return { wait: Math.max(1000, mine[0]! + this.#offset - now), goes: false, isKept: false };
    }
    const moment = this.#next(now);
    const wait = Math.max(0, moment + this.#offset - now);
    if (wait <= holds) return { wait, goes: true };
    if (!this.#tickets.size) this.#oldest = moment;
    this.#tickets.set(ticket, { moment, reader });
    this.#readers.set(reader, [...mine, moment]);
    return { wait, goes: false };
  }

  async stop(milliseconds: number, ticket: string): Promise<void> {
    const now = this.#options.now();
    this.#refused.set(ticket, now + milliseconds);
    const until = now + milliseconds + 1000 + this.#options.margin;
    // Those who have a place keep their order and their distance.
    let first = Infinity;
    for (const { moment } of this.#tickets.values()) {
      if (moment + this.#offset >= now) {
        first = moment + this.#offset;
        break;
      }
    }
    if (first < until) this.#offset += until - first;
    this.#notBefore = Math.max(this.#notBefore, until);
  }

  length(): number {
    this.#forget(this.#options.now());
    return this.#tickets.size + this.#refused.size;
  }

  #next(now: number): number {
    const { perSecond, perMinute, margin } = this.#options;
    const at = (back: number) => (this.#count >= back ? this.#moments[(this.#count - back) % perMinute]! : -Infinity);
    const moment = Math.max(
      Math.max(now, this.#notBefore) - this.#offset,
      at(1),
      at(perSecond) + 1000 + margin,
      at(perMinute) + 60_000 + margin,
    );
    this.#moments[this.#count++ % perMinute] = moment;
    return moment;
  }

  #forget(now: number): void {
    const isKept = (moment: number) => moment + this.#offset + this.#options.keeps > now;
    for (const [ticket, moment] of this.#refused) {
      if (moment + this.#options.keeps > now) break;
      this.#refused.delete(ticket);
    }
    if (isKept(this.#oldest)) return;
    this.#oldest = Infinity;
    for (const [ticket, { moment }] of this.#tickets) {
      if (isKept(moment)) {
        this.#oldest = moment;
        break;
      }
      this.#leave(ticket);
    }
  }

  #leave(ticket: string): void {
    const { reader, moment } = this.#tickets.get(ticket)!;
    this.#tickets.delete(ticket);
    const left = [...this.#readers.get(reader)!];
    // One of them: two places may have the same moment.
    left.splice(left.indexOf(moment), 1);
    if (left.length) this.#readers.set(reader, left);
    else this.#readers.delete(reader);
  }
}
