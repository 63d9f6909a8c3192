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

/** One person was invited. */
export class InvitedEvent extends SubshareEvent {
  constructor(readonly productCode: string) {
    super('subshare-invited');
  }
}

/** The recipient has accepted. `already`: had done so before. */
export class AcceptedEvent extends SubshareEvent {
  constructor(readonly already: boolean) {
    super('subshare-accepted');
  }
}

/** The recipient has declined. */
export class DeclinedEvent extends SubshareEvent {
  constructor(readonly already: boolean) {
    super('subshare-declined');
  }
}

/** The owner has ended a share or withdrawn an invitation. */
export class EndedEvent extends SubshareEvent {
  constructor(readonly productCode: string) {
    super('subshare-ended');
  }
}

/** Something that was asked for did not happen. */
export class FailedEvent extends SubshareEvent {
  constructor(
    readonly operation: Operation,
    /** A status word of the API, or the name of an error: "SHARE_LIMIT", "network_failed". */
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

declare global {
  interface HTMLElementEventMap {
    'subshare-opened': OpenedEvent;
    'subshare-invited': InvitedEvent;
    'subshare-accepted': AcceptedEvent;
    'subshare-declined': DeclinedEvent;
    'subshare-ended': EndedEvent;
    'subshare-failed': FailedEvent;
    'subshare-login-needed': LoginNeededEvent;
  }
}
