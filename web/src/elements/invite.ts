import { html, nothing, type TemplateResult } from 'lit';
import { report } from '../arguments.js';
import type { Outcome } from '../client.js';
import type { I18n } from '../i18n.js';
import { nextTask } from '../next-task.js';
import { SubshareElement, Ticker, lead, webAddress } from './base.js';
import { FullEvent } from '../events.js';
import { InviteForm } from './invite-form.js';
import { inviteStyles } from './invite-styles.js';
import { PeopleList } from './people.js';
import type { Products } from './products.js';
import { seatMeter, seatsToCome } from './seats.js';
import { styles } from './styles.js';

/**
 * The owner of a subscription shares it: seats in use and left, inviting, the people who have it or were asked.
 *
 * Nothing is requested before the element is seen on screen; then the share rules and the list, side by side.
 *
 * @element subshare-invite
 * @attr {string} product-code - The product that is shared. With a front it may be left out: then those that can be shared are shown first.
 * @attr {string} landing-url - Page that recipients land on, with `{shareCode}` in it. Without it no link can be copied.
 * @attr {string} calling-code - Country of telephone numbers without a country code: `+47`. By default that of the language that the page's author gave
 *   it; a translation by the browser changes nothing.
 * @attr {string} more-seats-url - Where an owner gets more seats: the link where there are none left, or too few. `{returnUrl}` becomes this page,
 *   `{productCode}` the product.
 * @slot - The publisher's own introduction, above everything.
 * @slot full - Shown where an owner wants more seats than there are.
 * @fires {InvitedEvent} subshare-invited - One person was invited. `productCode`.
 * @fires {EndedEvent} subshare-ended - A share was ended, an invitation withdrawn. `productCode`.
 * @fires {FullEvent} subshare-full - The owner wants more seats than there are: pressed Invite with too many people, was told so by the server, or pressed
 *   the link of `more-seats-url`, which `preventDefault()` keeps from being followed. `productCode`, `missing`: how many more.
 * @csspart field - Every field.
 * @csspart products - Which subscription to share, where the page names none.
 * @csspart meter - Seats in use, invited, left.
 * @csspart form - The form for inviting.
 * @csspart summary - How many of a list were read, how many need a look and which.
 * @csspart progress - How far sending many is.
 * @csspart full - In place of the form, why nobody can be invited.
 * @csspart sent - Whom an invitation was sent to.
 * @csspart people - The list.
 * @csspart person - A row in it.
 */
export class SubshareInvite extends SubshareElement {
  static override get styles() {
    return [styles, inviteStyles];
  }
  static override get properties() {
    return {
      productCode: { attribute: 'product-code' },
      landingUrl: { attribute: 'landing-url' },
      callingCode: { attribute: 'calling-code' },
      moreSeatsUrl: { attribute: 'more-seats-url' },
    };
  }

  declare productCode: string;
  declare landingUrl: string | undefined;
  declare callingCode: string | undefined;
  declare moreSeatsUrl: string | undefined;

  /** @internal */
  readonly form = new InviteForm(this);
  #people = new PeopleList(this);
  /** @internal Rules and list have been read. */
  isKnown = false;
  /** The form was there before. */
  #wasEarly = false;
  /** The wrong landing-url that was told of. */
  #told = '';
  /** The first time, when none of it has been compiled, the people are drawn in a task of their own after the form. */
  #peopleToo = false;
  #restored = false;
  #peopleRestored = false;
  #failure: { outcome: Outcome; operation: 'listShareRules' | 'listSharedSubscribers' } | undefined;
  #loggedOut = false;
  #ticker = new Ticker(this);
  #reading: AbortController | undefined;
  /** Where the page names no product and a front tells what there is. */
  #products: Products | undefined;

  constructor() {
    super();
    this.productCode = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const what of ['beforeprint', 'afterprint'] as const) addEventListener(what, this.#printing);
    document.addEventListener('visibilitychange', this.#hidden);
    // It was taken out of the page while it was reading.
    if (this.#reading?.signal.aborted) this.read(false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const what of ['beforeprint', 'afterprint'] as const) removeEventListener(what, this.#printing);
    document.removeEventListener('visibilitychange', this.#hidden);
    // A framework that moves the element takes it out and puts it back in one go: that is not leaving.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#people.flush();
      this.#reading?.abort();
    });
  }

  /** Paper has no buttons that would open what is folded, and nothing to scroll. */
  #printing = ({ type }: Event): void => {
    this.#people.isPrinted = type === 'beforeprint';
    this.requestUpdate();
  };

  #hidden = (): void => {
    if (document.visibilityState === 'hidden') this.#people.flush();
  };

  protected override left(): void {
    this.#people.part();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    this.#people.note();
    if (this.#products?.chosen !== this.productCode) this.#products = undefined;
    if (changed.has('productCode') && this.hasUpdated) {
      this.#restored = this.#peopleRestored = false;
      this.#people.forget(false);
      if (this.seen) this.start();
    }
  }

  protected override updated(): void {
    super.updated();
    this.#people.place();
    if (this.isKnown && !this.#peopleToo) {
      void nextTask().then(() => {
        if (!this.isConnected) return;
        this.#peopleToo = true;
        this.requestUpdate();
      });
    }
  }

  protected override start(): void {
    this.read(false);
  }

  protected override forget(user: boolean): void {
    if (user) {
      if (this.#products) this.productCode = '';
      this.form.forget();
      this.#people.forgetName();
    }
    this.#restored = this.#peopleRestored = this.#wasEarly = false;
    this.#people.forget(user);
    this.isKnown = false;
  }

  // --- What the parts ask for.

  /** @internal Reads rules and list, as far as no fresh answer is there. */
  read(fresh: boolean): void {
    this.#reading?.abort();
    const { signal } = (this.#reading = new AbortController());
    const { api, productCode } = this;
    if (!productCode && this.hasFront) return void this.#choose(signal);
    const finish = (operation: 'listShareRules' | 'listSharedSubscribers') => (outcome: Outcome) => {
      if (signal.aborted) return false;
      if (!outcome.ok) {
        this.#failure ??= { outcome, operation };
        this.failed(operation, outcome);
      }
      return outcome.ok;
    };
    const onWaiting = this.#ticker.wait;
    this.#failure = undefined;
    // Whoever is known can begin to type.
    if (!this.isKnown && this.hasRoute) void api.whose().then(() => signal.aborted || !this.isEarly || this.requestUpdate());
    void Promise.all([
      api.listShareRules({ productCode }, { signal, fresh, onWaiting }).then(finish('listShareRules')),
      api.listSharedSubscribers({ signal, fresh, onWaiting }).then(finish('listSharedSubscribers')),
    ]).then(async (ok) => {
      // As for news: the first drawing is long enough a task by itself. So is counting and sorting a long list, of which the
      // core keeps what it found.
      for (const prepare of [() => {}, () => api.seats(productCode), () => api.count(productCode)]) {
        prepare();
        await nextTask();
      }
      if (signal.aborted) return;
      this.#ticker.stop();
      this.isKnown ||= ok.every(Boolean);
      this.#loggedOut = this.#failure?.outcome.error?.code === 'login_required';
      this.requestUpdate();
    });
    this.requestUpdate();
  }

  async #choose(signal: AbortSignal): Promise<void> {
    let code: string | undefined = 'module_failed';
    this.#failure = undefined;
    try {
      const { Products } = await import('./products.js');
      const products = new Products(this, { html, lead });
      code = await products.read({ signal, onWaiting: this.#ticker.wait });
      if (signal.aborted) return;
      this.#products = products;
    } catch {
      this.failedToLoad();
    }
    this.#ticker.stop();
    this.#loggedOut = code === 'login_required';
    if (code) this.#failure = { outcome: { error: { code, fragment: '' }, serverMessage: '' } as Outcome, operation: 'listShareRules' };
    this.requestUpdate();
  }

  /** @internal */
  loggedOut(): void {
    this.#loggedOut = true;
    this.requestUpdate();
    void this.focusOn('[part=login] a');
  }

  /** @internal */
  lead = lead;

  /** @internal What national numbers are read as, once the module is there. */
  get callingNumber(): number {
    const { core } = this;
    if (!core) return 0;
    return this.callingCode ? core.parseCallingCode(this.callingCode) : core.callingCodeForLanguage(this.authoredLanguage);
  }

  /** @internal */
  landingLink(shareCode: string): string {
    return webAddress(this.#landing!.replaceAll('{shareCode}', encodeURIComponent(shareCode)))!;
  }

  /** @internal */
  get hasLinks(): boolean {
    return !!this.#landing;
  }

  /** Undefined where it is none that a link can be made of: the page's author is told, once. */
  get #landing(): string | undefined {
    const { landingUrl } = this;
    if (!landingUrl) return undefined;
    // Templates write braces as URLs do.
    const url = landingUrl.replace(/%7BshareCode%7D/gi, '{shareCode}');
    if (url.includes('{shareCode}') && webAddress(url)) return url;
    if (this.#told !== landingUrl) report(new TypeError(`subshare: no link can be copied: landing-url is "${landingUrl}". Write a page of yours with {shareCode} in it, such as "/share?shareCode={shareCode}".`));
    this.#told = landingUrl;
    return undefined;
  }

  /** @internal An owner wants so many more seats than there are. False where the page takes care of it. */
  lacksSeats(missing: number): boolean {
    return this.dispatchEvent(new FullEvent(this.productCode, missing));
  }

  /** @internal */
  get hasMore(): boolean {
    return !!this.moreSeatsUrl || !!this.querySelector('[slot=full]');
  }

  /** @internal What the publisher has for an owner who wants more seats, where it is they that are missing (by the error's name). */
  more(code: string, missing = 1): unknown {
    if (!code.startsWith('seats_')) return nothing;
    const url = this.moreSeatsUrl?.replaceAll('{productCode}', encodeURIComponent(this.productCode));
    const link = this.linkThere(url, this.here);
    return html`<slot name="full"></slot>${link
        ? html`<a
            class="primary"
            part="button primary"
            href=${link}
            @click=${(event: Event) => this.lacksSeats(missing) || event.preventDefault()}
            >${this.i18n!.t('moreSeats')}</a
          >`
        : nothing}`;
  }

  // --- Drawing.

  // As soon as it is known whose draft it would be: whoever is not logged in types nothing that the login would take away.
  protected override get isEarly(): boolean {
    return !!(this.productCode && this.api.owner && !this.#failure && !this.#loggedOut);
  }

  protected override skeleton(): TemplateResult {
    return html`<slot></slot>
      <div class="skeleton" aria-hidden="true">
        <div class="bone title"></div>
        <div class="bone meter"></div>
        <div class="bone line"></div>
        <div class="bone title gap"></div>
        <div class="bone line"></div>
        <div class="bone field"></div>
        <div class="bone button"></div>
        <div class="bone title gap"></div>
        <div class="bone line"></div>
      </div>`;
  }

  protected override body(i18n: I18n): TemplateResult {
    const { api, productCode } = this;
    const failure = this.#failure;
    const again = () => this.read(true);
    if (this.#loggedOut) {
      return html`<slot></slot>
        ${this.loginNote(i18n.t('loginToShare'), this.here)}`;
    }
    const which = this.#products?.render(i18n);
    const { isKnown } = this;
    if (!isKnown && !this.isEarly) {
      if (which && !failure) return html`<slot></slot>${which} ${this.waiting(this.#ticker)}`;
      return failure
        ? html`<slot></slot> ${this.problem(this.explain(failure.operation, failure.outcome), again)}`
        : html`${this.skeleton()} ${this.waiting(this.#ticker)}`;
    }
    this.#wasEarly ||= !isKnown;
    if (!this.#restored) {
      this.#restored = true;
      this.form.restore();
    }
    if (isKnown && !this.#peopleRestored) {
      this.#peopleRestored = true;
      this.#people.restore();
    }
    const seats = api.seats(productCode);
    const rule = api.rule(productCode);
    const meter = isKnown ? seats && rule && seatMeter(i18n, seats, this.#wasEarly) : seatsToCome(i18n);
    // Not kept until the people are there: where the form gives way to a sentence, it would be seen to move.
    const people = !isKnown ? listToCome : this.#peopleToo ? this.#people.render() : nothing;
    return html`<slot></slot>${which ?? nothing}
      ${failure ? this.problem(this.explain(failure.operation, failure.outcome), again) : nothing}
      ${meter ?? nothing} ${this.form.render()} ${isKnown ? nothing : this.waiting(this.#ticker)} ${people}`;
  }
}

const listToCome = html`<div class="skeleton" aria-hidden="true">
  <div class="bone title"></div>
  <div class="bone line"></div>
</div>`;

declare global {
  interface HTMLElementTagNameMap {
    'subshare-invite': SubshareInvite;
  }
}
