// What a script in a page takes for granted: its elements are registered, and what an event comes from is one.
import 'subshare/define/invite.js';
import 'subshare/define/invitation.js';
import 'subshare/define/nets.js';
import 'subshare/define/distribution.js';

declare global {
  interface EventTarget {
    readonly localName: string;
  }
}
