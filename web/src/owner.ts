// Whose drafts these are. What somebody typed is kept for the tab's life, and shown to nobody else who logs in there, be it by ordinary page
// loads. The API has no endpoint that tells who is logged in, so what tells is the token itself, or better the name for the user that its
// source may give with it.
//
// Kept is a random number for the owner, and for what has been seen of them a hash under a random key of this tab: no token, no name.
//
//   first token of a page   seen before, or with the user seen before?   the same owner, whose drafts are there
//                           otherwise                                    another owner; the last one's drafts are deleted
//   a later token           with no other user's name                    the same owner: it was renewed, and nobody said otherwise
//   after the page came back with the back button   as for the first token of a page
//   userChanged()           another owner, the last one's drafts are deleted
//   no token yet, or none   not known: nothing is kept and nothing is shown
//
// So drafts outlive a login only where the token's source names the user; they outlive a reload as long as the token does.
import { storage } from './storage.js';

interface Kept {
  id: string;
  salt: string;
  /** Of tokens, the last ones. */
  tokens: string[];
  user: string;
}

/** More renewals than that within one visit are not needed to find one's drafts again. */
const most = 16;

export class Owner {
  /** Not known before the first token. */
  id: string | undefined;
  readonly #place: string;
  /** How many users have been forgotten: what was seen of one of them while it was hashed is not of the next. */
  #forgotten = 0;

  /** `source` tells this owner from those of other token sources on the same page. */
  constructor(source: string) {
    this.#place = `subshare owner ${source}`;
  }

  /** A token has come, and perhaps what its source calls the user. */
  async saw(token: string, user: string): Promise<void> {
    const earlier = this.#read();
    const forgotten = this.#forgotten;
    const salt = earlier?.salt ?? crypto.randomUUID();
    let marks;
    try {
      marks = await Promise.all([hash(salt + token), user && hash(salt + user)]);
    } catch {
      // A page without https has no hashes. Then nothing is kept.
      return;
    }
    if (forgotten !== this.#forgotten) return;
    const [byToken, byUser] = marks;
    const isSame =
      earlier &&
      (byUser && earlier.user ? byUser === earlier.user : this.id === earlier.id || earlier.tokens.includes(byToken));
    if (earlier && !isSame) this.forget();
    const kept = isSame ? earlier : { id: crypto.randomUUID(), salt, tokens: [], user: '' };
    kept.user ||= byUser;
    if (!kept.tokens.includes(byToken)) kept.tokens = [...kept.tokens, byToken].slice(-most);
    storage.set(this.#place, kept);
    this.id = kept.id;
  }

  /** Another user: nothing of the last one's stays. */
  forget(): void {
    const earlier = this.#read();
    if (earlier) storage.clear(draftsOf(earlier.id));
    storage.set(this.#place, null);
    this.doubt();
  }

  /** Not known any more, until the next token tells. */
  doubt(): void {
    this.id = undefined;
    this.#forgotten++;
  }

  #read(): Kept | undefined {
    let kept: Kept | undefined;
    storage.restore<Kept>(this.#place, ({ id, salt, tokens, user }) => {
      kept = { id: `${id}`, salt: `${salt}`, tokens: tokens.map(String), user: `${user}` };
    });
    return kept;
  }
}

/** What the names of all drafts of an owner begin with. */
export const draftsOf = (owner: string): string => `subshare ${owner} `;

async function hash(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
