// The reader of lists of people. It is a module of its own (wasm/lists.cpp) that comes when a text is more than one contact,
// since most people invite one or two and type no more than that.
import type { ContactCheck } from '../client.js';
import type { Invitee } from '../core.js';

/** What of the module every page has. */
interface Checks {
  parseContact(text: string, callingCode: number): ContactCheck;
}

export class ListReader {
  #split: ((text: string) => Invitee[]) | undefined;
  #coming: Promise<boolean> | undefined;
  /** Of the text that was asked about last: who reads one asks first. */
  #last = { text: '', alone: true };

  constructor(private readonly checks: () => Checks) {}

  /** Whether this text can be read at once: the reader is there, or nothing in it needs one. */
  reads(text: string): boolean {
    return !!this.#split || this.#alone(text);
  }

  #alone(text: string): boolean {
    if (this.#last.text !== text) this.#last = { text, alone: this.checks().parseContact(text, 0).alone };
    return this.#last.alone;
  }

  /** Who is in a text that can be read. */
  read(text: string): Invitee[] {
    if (this.#split && !this.#alone(text)) return this.#split(text);
    // What a separator stands behind is whole; in the middle of a name it may go on.
    const contact = /[@\d]/.test(text) ? text.replace(/[\s,;]+$/, '').trim() : text.trim();
    return contact ? [{ contact, firstName: '', lastName: '', rest: '' }] : [];
  }

  /** Whether it is there now. A load that failed is not kept, so that the next call tries again. */
  load(): Promise<boolean> {
    return (this.#coming ??= import('./invite-lists.js')
      .then(({ reader }) => reader())
      .then(
        (split) => !!(this.#split = split),
        () => !!(this.#coming = undefined),
      ));
  }
}
