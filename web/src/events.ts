// What happened, as typed events. They bubble out of shadow roots and carry neither a token nor an address.
import type { Operation } from './client.js';

abstract class SubshareEvent extends Event {
  constructor(type: string, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}

/** The element has been seen and begins to work. */
export class OpenedEvent extends SubshareEvent {
  constructor() {
    super('subshare-opened');
  }
}

/** The element can be used: what it shows at first is there. */
export class ReadyEvent extends SubshareEvent {
  constructor(
    /** From being seen until then, in ms. */
    readonly milliseconds: number,
  ) {
    super('subshare-ready');
  }
}

/** One person was invited. */
export class InvitedEvent extends SubshareEvent {
  constructor(readonly productCode: string) {
    super('subshare-invited');
  }
}

/** What a person answered to one consent. */
export interface ConsentAnswer {
  /** The consent's, or the `name` of a form control in the slot. */
  readonly id: string;
  readonly given: boolean;
}

/** The recipient has accepted. */
export class AcceptedEvent extends SubshareEvent {
  constructor(
    /** One answer for each consent that was asked for; empty where none was. */
    readonly consents: readonly ConsentAnswer[],
    /** The share rule recommends to create a Connect customer now, as far as the page has said so. */
    readonly isCreateConnectCustomer: boolean,
  ) {
    super('subshare-accepted');
  }
}

/** The recipient has declined. */
export class DeclinedEvent extends SubshareEvent {
  constructor() {
    super('subshare-declined');
  }
}

/** The owner has ended a share or withdrawn an invitation. */
export class EndedEvent extends SubshareEvent {
  constructor(readonly productCode: string) {
    super('subshare-ended');
  }
}

/** The list of nets has been replaced. */
export class NetsChangedEvent extends SubshareEvent {
  constructor() {
    super('subshare-nets-changed');
  }
}

/** Another distribution level has been chosen. */
export class DistributionChangedEvent extends SubshareEvent {
  constructor(
    readonly productCode: string,
    readonly distributionLevel: string,
  ) {
    super('subshare-distribution-changed');
  }
}

/** The owner wants more seats than there are. Where it comes of the link for that, `preventDefault()` when the page shows something of its own. */
export class FullEvent extends SubshareEvent {
  constructor(
    readonly productCode: string,
    /** How many more, at least. */
    readonly missing: number,
  ) {
    super('subshare-full', true);
  }
}

/** Something that was asked for did not happen. */
export class FailedEvent extends SubshareEvent {
  constructor(
    /** `load` where a file of the element could not be had. */
    readonly operation: Operation | 'load',
    /**
     * A status word of the API, or the name of an error: "SHARE_LIMIT", "network_failed". Of `load`: `module_failed`,
     * `webassembly_missing` where the browser has it turned off, `language_failed`, and `part_failed` for what is loaded later.
     */
    readonly code: string,
  ) {
    super('subshare-failed');
  }
}

/** The person is about to be sent to the login page. `preventDefault()` when the page shows a login of its own. */
export class LoginNeededEvent extends SubshareEvent {
  constructor(
    /** Where to come back to: this page, as a path. */
    readonly returnUrl: string,
  ) {
    super('subshare-login-needed', true);
  }
}

/** They bubble through shadow roots, so that a page may listen on the element, on the document or on the window. */
export interface SubshareEventMap {
  'subshare-opened': OpenedEvent;
  'subshare-ready': ReadyEvent;
  'subshare-invited': InvitedEvent;
  'subshare-accepted': AcceptedEvent;
  'subshare-declined': DeclinedEvent;
  'subshare-ended': EndedEvent;
  'subshare-nets-changed': NetsChangedEvent;
  'subshare-distribution-changed': DistributionChangedEvent;
  'subshare-full': FullEvent;
  'subshare-failed': FailedEvent;
  'subshare-login-needed': LoginNeededEvent;
}

declare global {
  interface HTMLElementEventMap extends SubshareEventMap {}
  interface DocumentEventMap extends SubshareEventMap {}
  interface WindowEventMap extends SubshareEventMap {}
}
