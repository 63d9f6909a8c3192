// The reader of lists of people. It is a module of its own (wasm/lists.cpp) that comes when a text is more than one contact,
// since most people invite one or two and type no more than that.
import type { ContactCheck } from '../client.js';
import type { Invitee } from '../core.js';
import { pauses } from '../next-task.js';
import type { Reader } from './invite-lists.js';

/** What of the module every page has. */
interface Checks {
  parseContact(text: string, callingCode: number): ContactCheck;
}

/** A text of more letters than that is read with pauses: about a frame's work on a slow phone. */
const longFrom = 2000;

export const isLong = ({ length }: string): boolean => length > longFrom;

export class ListReader {
  #reader: Reader | undefined;
  #coming: Promise<boolean> | undefined;
  /** Of the text that was asked about last: who reads one asks first. */
  #last = { text: '', alone: true };

  constructor(private readonly checks: () => Checks) {}

  /** Whether this text can be read at once: the reader is there, or nothing in it needs one. */
  reads(text: string): boolean {
    return !!this.#reader || (!isLong(text) && this.#alone(text));
  }

  #alone(text: string): boolean {
    if (this.#last.text !== text) this.#last = { text, alone: this.checks().parseContact(text, 0).alone };
    return this.#last.alone;
  }

  /** Who is in a long text that can be read, with pauses for others in between. */
  async readLong(text: string): Promise<Invitee[]> {
    return this.#reader!.inTurns(text);
  }

  /** Who is in a text that can be read. */
  read(text: string): Invitee[] {
    if (this.#reader && (isLong(text) || !this.#alone(text))) return this.#reader.now(text);
    // What a separator stands behind is whole; in the middle of a name it may go on.
    const contact = /[@\d]/.test(text) ? text.replace(/[\s,;]+$/, '').trim() : text.trim();
    return contact ? [{ contact, firstName: '', lastName: '', rest: '' }] : [];
  }

  /** Whether it is there now. A load that failed is not kept, so that the next call tries again. */
  load(): Promise<boolean> {
    return (this.#coming ??= import('./invite-lists.js')
      .then(({ reader }) => reader(pauses))
      .then(
        (reader) => !!(this.#reader = reader),
        () => !!(this.#coming = undefined),
      ));
  }
}
