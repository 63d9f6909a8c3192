// What the elements have in common: attributes, the client, the language, waking up when seen, and a few controllers.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  PeopleClient,
  renewSource,
  share,
  type ClientNews,
  type Core,
  type Operation,
  type Outcome,
  type WaitReason,
} from '../client.js';
import { FailedEvent, LoginNeededEvent, OpenedEvent, ReadyEvent } from '../events.js';
import { I18n, authoredLanguageOf, languageOf, type MoreMessages } from '../i18n.js';
import { nextTask } from '../next-task.js';
import { draftsOf } from '../owner.js';
import { hasWebAssembly, page } from '../page.js';
import { addressOf, isOwnPath } from '../settings.js';
import type { Tokens } from '../tokens.js';

export type StatusOperation = keyof I18n['messages']['statuses'];

const connection = {
  baseUrl: { attribute: 'base-url' },
  userTokenUrl: { attribute: 'user-token-url' },
  declineUrl: { attribute: 'decline-url' },
  wasmUrl: { attribute: 'wasm-url' },
  tokens: { attribute: false },
  client: { attribute: false },
};

/**
 * @attr {string} base-url - A path of this origin, where a front of `subshare/server` is: it needs neither of the next two. Or the API: https, or a
 *   loopback host.
 * @attr {string} user-token-url - Route of this origin that answers `{access_token, expires_in}`, or 401. `?fresh=1` is added after a token was refused.
 * @attr {string} login-url - Where to log in. `{returnUrl}` becomes this page: a path, or the whole address for a login on another host.
 * @attr {string} decline-url - Your route that forwards Decline and adds the client token on the server; used by `<subshare-invitation>` alone.
 * @attr {string} product-name - What the product is called, in sentences of the owner's and the recipient's element.
 * @attr {string} lang - `nb`, `nn`, `sv`, `da`, `fi`, `en`, or a language that was added; by default the nearest `lang` above.
 * @attr {string} wasm-url - Where the wasm file is: `subshare-people.wasm` for invite and invitation, `subshare-core.wasm` for nets and distribution. By
 *   default beside the script.
 * @attr {string} integrity - The wasm file's hash, from `dist/integrity.json`.
 * @fires {OpenedEvent} subshare-opened - The element was seen and begins to work.
 * @fires {ReadyEvent} subshare-ready - It can be used: what it shows at first is there. `milliseconds` since it was seen.
 * @fires {FailedEvent} subshare-failed - Something asked for did not happen; once for each file of the element that could not be had. `operation`, `code`; for
 *   files `load`, and `module_failed`, `webassembly_missing`, `language_failed` or `part_failed`.
 * @fires {LoginNeededEvent} subshare-login-needed - The person is about to be sent to the login page; `preventDefault()` to show your own. `returnUrl`.
 * @csspart all - Everything in the element.
 * @csspart button - Every button that looks like one, and links that do; with `primary`, `plain` or `danger`.
 * @csspart primary - The button that does what the element is for.
 * @csspart plain - A button beside it.
 * @csspart danger - A button that ends something.
 * @csspart problem - What could not be loaded or done, and what helps.
 * @csspart login - The note that sends to the login.
 * @csspart result - What came of it.
 * @cssprop [--subshare-accent=#17457a, in the dark #a9cbf5] - Primary buttons, links, the seat meter.
 * @cssprop [--subshare-on-accent=#fff, in the dark #0b1a2b] - Text on primary buttons.
 * @cssprop [--subshare-danger=#a4161a, in the dark #ffb3ab] - Errors, and buttons that end something.
 * @cssprop [--subshare-success=#1b6b3a, in the dark #8fd6a8] - What went well, who has access.
 * @cssprop [--subshare-text=the page's] - Text.
 * @cssprop [--subshare-muted=70 % of the text] - Text of less weight, placeholders.
 * @cssprop [--subshare-line=18 % of the text] - Lines between rows, and what stands there while it loads.
 * @cssprop [--subshare-edge=55 % of the text] - Edges of fields, plain buttons and free seats.
 * @cssprop [--subshare-tint=5 % of the text] - Backgrounds of notes and of what opens in a row.
 * @cssprop [--subshare-field=none] - Background of fields.
 * @cssprop [--subshare-focus=the accent] - The ring around what has the focus.
 * @cssprop [--subshare-radius=4px] - Corners; `0` for none.
 * @cssprop [--subshare-font=the page's] - Text's font.
 * @cssprop [--subshare-heading-font=the text's] - Headings' font.
 */
export abstract class SubshareElement extends LitElement {
  static override get properties(): Record<string, object> {
    return {
      ...connection,
      integrity: {},
      loginUrl: { attribute: 'login-url' },
      productName: { attribute: 'product-name' },
    };
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  declare baseUrl: string | undefined;
  declare userTokenUrl: string | undefined;
  declare declineUrl: string | undefined;
  declare wasmUrl: string | undefined;
  declare integrity: string | undefined;
  declare loginUrl: string | undefined;
  declare productName: string | undefined;
  /** A token source in place of `user-token-url`. */
  declare tokens: Tokens | undefined;
  /** A client in place of `base-url` and the rest: several elements with one client share its list. */
  declare client: PeopleClient | undefined;

  /** @internal Set once the language's file is there. */
  i18n: I18n | undefined;
  /** @internal Set once the module is there, for its checks. */
  core: Core | undefined;
  protected seen = false;
  /** Sentences beyond those that all elements have. */
  protected readonly moreMessages: MoreMessages | undefined;
  /** What of the API it needs. */
  protected readonly kind: typeof PeopleClient = PeopleClient;
  /** It reads for the user as soon as it is seen. */
  protected readonly readsAtOnce: boolean = true;
  /** Why the element cannot work at all: its files could not be had. */
  protected broken = false;
  /** There is something to be done with it before the module is there. */
  protected get isEarly(): boolean {
    return false;
  }

  #observer: IntersectionObserver | undefined;
  /** When it was seen, until it has told that it can be used. */
  #since: number | undefined;
  #client: PeopleClient | undefined;
  #unsubscribe: (() => void) | undefined;
  #authored: string | undefined;
  #said = '';
  #turn = false;
  /** Left, and kept by the browser for the back button: nothing of what was known is to be seen when it comes back. */
  #isLeft = false;
  #news = false;

  /** First time on screen, and again after the connection's attributes have changed. */
  protected abstract start(): void;
  /** Another user, or another connection: only in the first case goes what was typed as well. */
  protected abstract forget(user: boolean): void;
  /** The page is given up, for good or until somebody goes back to it. */
  protected left(): void {}
  protected abstract body(i18n: I18n): TemplateResult;
  protected abstract skeleton(): TemplateResult;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dark = undefined;
    for (const what of ['pagehide', 'pageshow'] as const) addEventListener(what, this.#leaving);
    page().speakers.add(this.#respeak);
    this.addEventListener('transitionend', this.#recoloured);
    this.#authored ??= authoredLanguageOf(this);
    if (this.seen) {
      const before = this.#client;
      this.#connect();
      // It was away for so long that its client has gone.
      if (before && before !== this.#client) {
        this.forget(false);
        this.start();
      }
      // What came while it was away has not been drawn.
      this.requestUpdate();
    } else if (typeof IntersectionObserver === 'undefined') void this.#wake();
    else {
      this.#observer = new IntersectionObserver((entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void this.#wake();
      });
      this.#observer.observe(this);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const what of ['pagehide', 'pageshow'] as const) removeEventListener(what, this.#leaving);
    page().speakers.delete(this.#respeak);
    this.#observer?.disconnect();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #leaving = ({ type, persisted }: PageTransitionEvent): void => {
    if (type === 'pagehide') this.left();
    this.#isLeft = persisted && type === 'pagehide';
    if (persisted) this.requestUpdate();
  };

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, isBlank(value) ? null : value);
    if (name === 'lang' && old !== value) this.#respeak();
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#news = false;
    const all = Object.keys(connection).filter((name) => changed.has(name));
    const old = changed.get('tokens') as Tokens | undefined;
    if (all.join() === 'tokens' && old && this.tokens && renewSource(old, this.tokens)) return;
    if (this.seen && this.hasUpdated && all.length) {
      this.#connect();
      this.forget(false);
      this.start();
    }
  }

  /**
   * What the page's author says of the language, for what depends on the country: a browser that translates the page says
   * another one. The element's own attribute is the author's word at any time; empty where there is none.
   */
  get authoredLanguage(): string {
    return this.lang || (this.#authored ?? '');
  }

  /** The page's client, or one shared with all elements that have the same settings. */
  get api(): PeopleClient {
    return (this.#client ??=
      this.client ??
      share(this.kind, {
        baseUrl: this.baseUrl ?? '',
        // A front has them.
        tokens: this.tokens ?? this.userTokenUrl ?? (isOwnPath(this.baseUrl) ? undefined : noTokens),
        declineUrl: this.declineUrl,
        wasmUrl: this.wasmUrl,
        integrity: this.integrity,
        language: this.authoredLanguage,
      }));
  }

  /** Whether it is a front that is asked: then more can be read than the eleven have. */
  protected get hasFront(): boolean {
    return isOwnPath(this.baseUrl) && !this.tokens && !this.userTokenUrl && !this.client;
  }

  /** Whether the token comes from a route of the page's host: asking for it early disturbs nobody. */
  protected get hasRoute(): boolean {
    return !this.tokens && !this.client && !!this.baseUrl && (!!this.userTokenUrl || isOwnPath(this.baseUrl));
  }

  #connect(): void {
    this.#unsubscribe?.();
    this.#client = undefined;
    this.#unsubscribe = this.api.subscribe((news: ClientNews) => {
      if (news === 'user') {
        this.forget(true);
        this.start();
        this.requestUpdate();
      } else void this.#drawNews();
    });
  }

  // Not at the end of the task that read the answer: reading and drawing a long list are enough for one each.
  async #drawNews(): Promise<void> {
    this.#news = true;
    await nextTask();
    // Unless it has been drawn meanwhile, or is not on the page.
    if (this.#news && this.isConnected) this.requestUpdate();
  }

  async #speak(): Promise<void> {
    this.i18n = await I18n.load(languageOf(this), this.moreMessages);
  }

  /**
   * An element that is on the screen when it is made will be seen with the first frame: what it is going to ask the page's own host for is
   * asked for before that frame is laid out. Where a page gives its settings bit by bit it is not known yet what that is.
   */
  protected override firstUpdated(): void {
    if (this.seen || !this.hasRoute || !isNear(this)) return;
    const { api } = this;
    for (const early of [api.ready(), this.readsAtOnce && api.whose(), I18n.load(languageOf(this), this.moreMessages)]) void Promise.resolve(early).catch(() => {});
  }

  /** Another language, or other words. */
  #respeak = (): void => {
    // What it speaks stays, where the other language cannot be had.
    if (this.seen) void this.#speak().then(() => this.requestUpdate(), () => this.failedToLoad('language_failed'));
  };

  async #wake(): Promise<void> {
    this.#observer?.disconnect();
    if (!this.seen) {
      this.seen = true;
      this.#since = performance.now();
      this.dispatchEvent(new OpenedEvent());
      this.#connect();
    }
    this.broken = false;
    this.start();
    // Settled, not all: without the module the language may still be there to say so.
    const speaks = this.#speak().then(() => this.isEarly && this.requestUpdate());
    const [core, spoken] = await Promise.allSettled([this.api.ready(), speaks]);
    this.core = (core.status === 'fulfilled' && core.value) || undefined;
    this.broken = !this.core || spoken.status === 'rejected';
    if (!this.core) this.failedToLoad(this.#lacking);
    if (spoken.status === 'rejected') this.failedToLoad('language_failed');
    this.requestUpdate();
  }

  /** The page's text has another colour: a theme was changed, perhaps by a class that says nothing of a colour scheme. */
  #recoloured = (event?: TransitionEvent): void => {
    if (event && (event.target !== this || event.propertyName !== 'color')) return;
    this.#dark = undefined;
    this.#colour(this.#isOnDark());
  };

  #dark: boolean | undefined;

  /** Whether the page's text is light here. Asked once a frame at most: for each answer the browser reckons all styles that have changed. */
  #isOnDark(): boolean {
    if (this.#dark === undefined) requestAnimationFrame(() => (this.#dark = undefined));
    return (this.#dark ??= isLight(getComputedStyle(this).color));
  }

  #colour(isDark: boolean): void {
    const { classList } = this.renderRoot.querySelector('.all')!;
    classList.toggle('dark', isDark);
    classList.toggle('light', !isDark);
  }

  protected override updated(): void {
    const since = this.#since;
    if (since === undefined || !this.core || !this.i18n || this.renderRoot.querySelector('.bone, [part=problem]')) return;
    this.#since = undefined;
    this.dispatchEvent(new ReadyEvent(Math.round(performance.now() - since)));
  }

  /**
   * A browser that translates the page puts <font> elements where text was, and what Lit writes into that text later nobody sees. Text is
   * put back in their place, and where more than that was taken, all is drawn anew.
   */
  protected override update(changed: PropertyValues): void {
    const root = this.renderRoot as ShadowRoot & { _$litPart$?: unknown };
    for (const font of root.querySelectorAll(':not(font) > font')) font.replaceWith(font.textContent);
    // Of where it was moved to no transition tells. Asked before drawing: afterwards all of it would be laid out for the answer.
    const isDark = this.#isOnDark();
    try {
      super.update(changed);
    } catch (error) {
      const drawn = root.querySelector('.all');
      if (!drawn) throw error;
      drawn.remove();
      delete root._$litPart$;
      super.update(changed);
    }
    this.#colour(isDark);
  }

  protected override render(): TemplateResult {
    const { i18n } = this;
    const whole = i18n && !this.#isLeft && (this.core ?? (this.broken || this.isEarly));
    return html`<div class="all" part="all" lang=${i18n?.messages.language ?? nothing} aria-busy=${!whole}>
      ${!whole
        ? this.broken && !this.#isLeft
          ? html`<slot></slot>
              <p class="note bad">
              Subshare could not be loaded. <button class="link" @click=${this.#again}>Try again</button>
            </p>`
          : this.skeleton()
        : this.broken
          ? html`<slot></slot>${this.problem(i18n.messages.errors[this.#lacking], hasWebAssembly() ? this.#again : undefined)}`
          : this.body(i18n)}
      <p class="hidden" role="status">${this.#said}</p>
    </div>`;
  }

  /** Why there is no module, where there is none. */
  get #lacking(): 'module_failed' | 'webassembly_missing' {
    return hasWebAssembly() ? 'module_failed' : 'webassembly_missing';
  }

  #again = () => void this.#wake();

  /** Read out by a screen reader, also where the same was said before. */
  announce(text: string): void {
    this.#turn = !this.#turn;
    this.#said = text && this.#turn ? text + '\u00a0' : text;
    this.requestUpdate();
  }

  /**
   * Moves the focus once the page is drawn again, to the first of these that is there, or else to the element as a whole:
   * what had it may be gone. Somebody who has gone on to another part of the page is left there.
   */
  async focusOn(...selectors: string[]): Promise<void> {
    await this.updateComplete;
    const at = (this.getRootNode() as Document | ShadowRoot).activeElement;
    if (at && at !== document.body && !this.contains(at)) return;
    for (const selector of [...selectors, '.all']) {
      const found = this.renderRoot.querySelector<HTMLElement>(selector);
      if (found) return focus(found);
    }
  }

  /** @internal */
  problem(text: string, again?: () => void): TemplateResult {
    return html`<div class="note bad" role="alert" part="problem">
      <p>${lead(text)}</p>
      ${again
        ? html`<button
            class="plain"
            part="button plain"
            @click=${() => {
              again();
              void this.focusOn();
            }}
          >
            ${this.i18n!.t('retry')}
          </button>`
        : nothing}
    </div>`;
  }

  /** Why a call waits, and for how long still. A wait of a moment is not worth a word. */
  waiting(ticker: Ticker | undefined, stop?: () => void): TemplateResult | typeof nothing {
    if (!ticker?.reason) return nothing;
    return html`<p class="small muted">
      ${ticker.text}
      ${stop ? html`<button class="link inline" @click=${stop}>${this.i18n!.t('stop')}</button>` : nothing}
    </p>`;
  }

  // --- Outcomes in words.

  /** What an outcome says to a person: what happened, and what to do next. */
  explain(operation: Operation, outcome: Outcome): string {
    const { messages } = this.i18n!;
    const { status, error } = outcome;
    if (status) {
      if (!outcome.statusKnown) return this.i18n!.t('unknownStatus', { status });
      const sentences: Record<string, string> = {
        ...messages.statuses.any,
        ...messages.statuses[operation as StatusOperation],
      };
      return sentences[status] ?? status;
    }
    return error ? this.explainError(error) + (outcome.serverMessage && ` (${outcome.serverMessage})`) : '';
  }

  explainError(error: { code: string; fragment: string }): string {
    const text = this.i18n!.errors[error.code];
    return text ? this.i18n!.fill(text, { fragment: error.fragment }) : error.code;
  }

  failed(operation: Operation, outcome: Outcome): void {
    const code = outcome.status || (outcome.error?.code ?? '');
    // Told once, by who loads it, and not by each that has to do without.
    if (this.core || code !== this.#lacking) this.dispatchEvent(new FailedEvent(operation, code));
  }

  /** @internal A file of the element could not be had. */
  failedToLoad(code = 'part_failed'): void {
    this.dispatchEvent(new FailedEvent('load', code));
  }

  // --- What is kept for the person who typed it.

  /** Where a draft is kept: under its owner. Undefined where it is not known whose it would be. */
  draftKey(...what: string[]): string | undefined {
    const { owner } = this.api;
    return owner && [draftsOf(owner) + location.pathname, ...what].join(' ');
  }

  // --- Logging in.

  /** This very page: its own path, query and hash, whatever else is in them. */
  protected get here(): string {
    // Two slashes would be another host to whoever takes it for a URL.
    return location.pathname.replace(/^\/+/, '/') + location.search + location.hash;
  }

  /** Link to the login page that comes back to `path`; null where the page gives none that can be used. */
  protected loginLink(path: string): string | null {
    return this.linkThere(this.loginUrl, path);
  }

  /** Link to another page of the publisher's, from which one comes back to `path`. */
  protected linkThere(url: string | undefined, path: string): string | null {
    if (!url) return null;
    try {
      // One on another host needs the whole address to come back to.
      const far = addressOf(url).origin !== location.origin;
      const back = encodeURIComponent(far ? new URL(path, location.origin).href : path);
      return webAddress(url.replaceAll('{returnUrl}', back));
    } catch {
      return null;
    }
  }

  /** False where the page takes care of it itself. */
  protected mayLogIn(path: string): boolean {
    return this.dispatchEvent(new LoginNeededEvent(path));
  }

  protected loginNote(text: string, path: string): TemplateResult {
    const link = this.loginLink(path);
    return html`<div class="note" part="login">
      <p>${lead(text)}</p>
      ${link
        ? html`<a
            class="primary"
            part="button primary"
            href=${link}
            @click=${(event: Event) => this.mayLogIn(path) || event.preventDefault()}
            >${this.i18n!.t('logIn')}</a
          >`
        : nothing}
    </div>`;
  }
}

/** Whether it will be seen as soon as the page is drawn; of a frame nobody knows. */
function isNear(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return !document.hidden && parent === window && element.getClientRects().length > 0 && top < innerHeight && bottom >= 0;
}

/** What templates write where they have no value is as good as no attribute. */
function isBlank(value: string | null): boolean {
  return value === '' || value === 'undefined' || value === 'null';
}

/** A URL of the page as an absolute one; null where it is none of the web, such as `javascript:`. */
export function webAddress(text: string | null | undefined): string | null {
  try {
    const { protocol, href } = addressOf(text!);
    return text && /^https?:$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** Whether a computed colour is that of light text, which stands on something dark. */
function isLight(color: string): boolean {
  const [a = 0, b = 0, c = 0] = (color.match(/[( ][\d.]+/g) ?? []).map((text) => Number(text.slice(1)));
  if (/^(ok)?l/.test(color)) return a > (color.startsWith('ok') ? 0.6 : 55);
  return 0.3 * a + 0.59 * b + 0.11 * c > (color.startsWith('rgb') ? 128 : 0.5);
}

const noTokens: Tokens = { user: () => null };

/** What is no control can have the focus too, as the place to read on from. */
export function focus(element: HTMLElement, options?: FocusOptions): void {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus(options);
}

/** For what can be put away: Escape does, and does not reach a dialog that the page may have put the element into. */
export const onEscape = (act: () => void) => (event: KeyboardEvent): void => {
  if (event.key !== 'Escape' || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  act();
};

/** The first sentence says what is the matter and stands out; the rest says what to do. */
export function lead(text: string): TemplateResult {
  const end = text.search(/[.!?:](?=\s)/) + 1 || text.length;
  return html`<strong>${text.slice(0, end)}</strong>${text.slice(end)}`;
}

/** Counts seconds down on the page while anything is waited for. */
export class Ticker {
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  reason: WaitReason | undefined;

  constructor(private readonly host: SubshareElement) {}

  start(reason: WaitReason, milliseconds: number): void {
    if (milliseconds < 1000) return;
    this.reason = reason;
    this.#until = Date.now() + milliseconds;
    this.#timer ??= setInterval(() => {
      if (!this.seconds) this.stop();
      this.host.requestUpdate();
    }, 1000);
    this.host.requestUpdate();
  }

  /** For a call that may have to wait: says so, once. */
  readonly wait = (reason: WaitReason, milliseconds: number): void => {
    this.start(reason, milliseconds);
    if (this.reason && this.host.i18n) this.host.announce(this.text);
  };

  stop(): void {
    if (this.reason) this.host.announce('');
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.reason = undefined;
  }

  get seconds(): number {
    return Math.max(0, Math.ceil((this.#until - Date.now()) / 1000));
  }

  get text(): string {
    const { reason, seconds } = this;
    return this.host.i18n!.t(reason === 'pacing' ? 'rate_limited' : reason!, { n: seconds });
  }
}
