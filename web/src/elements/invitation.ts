import { css, html, nothing, type TemplateResult } from 'lit';
import type { Outcome, ShareRule } from '../client.js';
import { AcceptedEvent, DeclinedEvent, type ConsentAnswer } from '../events.js';
import { languageOf, type I18n } from '../i18n.js';
import { storage } from '../storage.js';
import { SubshareElement, Ticker, lead, onEscape, webAddress } from './base.js';
import type { AskConsents, ConsentForm, ConsentRequest, SaveConsents } from './consents.js';
import { styles } from './styles.js';

export type { AskConsents, Consent, ConsentRequest, SaveConsents } from './consents.js';

type Choice = 'acceptInvitation' | 'declineInvitation';

/** Says, across the login page, that it was this page that sent the person there, and what had been answered. */
const marker = 'subshare login';

/** So long the buttons wait, in ms, for the texts that stand above them: declining needs none. */
const patience = 3000;

/** What makes the publisher's texts others. */
const asking = ['consents', 'rule', 'issuer', 'issuerConsentGroupId', 'code'];

/** Refusals after which there is something to read nevertheless. */
const reads = new Set(['REQUEST_ACCEPTED', 'ALREADY_IN_USE', 'SHARE_LIMIT']);

const invitationStyles = css`
  .all {
    display: grid;
    gap: 1.25rem;
  }
  h2,
  .title {
    display: flow-root;
    font-family: var(--_heading);
    font-weight: 600;
    font-size: clamp(1.45rem, 1rem + 3cqi, 2.1rem);
    line-height: 1.2;
  }
  /* Room for the heading before its language is there, and no less afterwards: nothing below it moves. */
  [data-room]::before {
    content: attr(data-room);
    float: left;
    float: inline-start;
    inline-size: 100%;
    margin-inline-end: -100%;
    visibility: hidden;
  }
  p {
    max-inline-size: 60ch;
  }
  #result {
    display: grid;
    gap: 0.8rem;
  }
  .choice {
    display: grid;
    gap: 0.6rem;
    grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
    max-inline-size: 26rem;
  }
  .choice button {
    padding-inline: 0.6rem;
  }
  .choice button,
  a.primary {
    min-block-size: 3.1rem;
    padding-block: 0.8rem;
  }
  #text,
  .bone.line {
    min-block-size: 3em;
  }
  .bone.line {
    inline-size: min(60ch, 100%);
    background: repeating-linear-gradient(var(--_line) 0 1em, transparent 0 1.5em);
  }
  .bone.title {
    background: repeating-linear-gradient(var(--_line) 0 0.9em, transparent 0 1.2em);
  }
  .bone.button {
    min-block-size: 3.1rem;
    inline-size: min(26rem, 100%);
  }
  @container (max-width: 24rem) {
    #text,
    .bone.line {
      min-block-size: 4.5em;
    }
  }
  @container (max-width: 18.6rem) {
    .bone.button {
      min-block-size: 6.8rem;
    }
  }
`;

/**
 * The recipient of an invitation accepts or declines. Opening the page asks the API nothing and changes nothing: mail
 * scanners and link previews do not use an invitation up.
 *
 * @element subshare-invitation
 * @attr {string} code - The share code; by default the page's `?shareCode=`, or `?code=` where no `state` beside it says that it is a login's.
 * @attr {string} inviter-name - Who invites, where the page knows.
 * @attr {string} accepted-url - Where to go on to after accepting.
 * @attr {string} issuer - Whose consents are collected before accepting, as the product's share rule names it.
 * @attr {number} issuer-consent-group-id - The group of consents to be collected, as the rule names it.
 * @attr {boolean} create-connect-customer - The rule recommends to create a Connect customer: handed on with `subshare-accepted`.
 * @slot - The publisher's own words and picture about what is offered.
 * @slot title - In place of the heading.
 * @slot consents - What is to be agreed to before accepting, as form controls: each `name` is an answer's id; `required`
 *   check boxes must be ticked, a radio button with `value="yes"` stands for agreeing.
 * @slot accepted - Shown after accepting.
 * @slot declined - Shown after declining.
 * @fires {AcceptedEvent} subshare-accepted - The recipient has accepted. `consents`: `[{id, given}]`; `isCreateConnectCustomer`.
 * @fires {DeclinedEvent} subshare-declined - The recipient has declined.
 * @csspart consents - What is asked before accepting.
 */
export class SubshareInvitation extends SubshareElement {
  static override get styles() {
    return [styles, invitationStyles];
  }
  static override get properties() {
    return {
      code: {},
      inviterName: { attribute: 'inviter-name' },
      acceptedUrl: { attribute: 'accepted-url' },
      issuer: {},
      issuerConsentGroupId: { attribute: 'issuer-consent-group-id', type: Number },
      createConnectCustomer: { attribute: 'create-connect-customer', type: Boolean },
      rule: { attribute: false },
      consents: { attribute: false },
      saveConsents: { attribute: false },
    };
  }

  declare code: string | undefined;
  declare inviterName: string | undefined;
  declare acceptedUrl: string | undefined;
  declare issuer: string | undefined;
  declare issuerConsentGroupId: number | undefined;
  declare createConnectCustomer: boolean;
  /**
   * The product's share rule in place of the three attributes, where the page has it: no endpoint tells a recipient
   * which rule an invitation falls under.
   */
  declare rule: Partial<ShareRule> | undefined;
  /**
   * Answers with the texts that must be answered before accepting, none where there is nothing to ask. Called when the
   * element is seen, and again for another user. While it has not answered, or where it fails, nothing can be accepted.
   */
  declare consents: AskConsents | undefined;
  /**
   * Given the answers once the invitation has been accepted, not before: whoever does not accept has consented to
   * nothing. Where it fails, the person is told, and can have it called again.
   */
  declare saveConsents: SaveConsents | undefined;

  protected override readonly readsAtOnce = false;
  /** There where anything is to be agreed to. */
  #form: ConsentForm | undefined;
  #loading: Promise<void> | undefined;
  #unloaded = false;
  /** Answers that were given before the login. */
  #saved: readonly ConsentAnswer[] = [];
  #unsaved: readonly ConsentAnswer[] | undefined;
  #sure = false;
  #working: Choice | undefined;
  #outcome: { choice: Choice; outcome: Outcome } | undefined;
  #login = false;
  #back = false;
  #stop: AbortController | undefined;
  /** Whether all of it has been drawn, or the page was waited for long enough. From then on nothing is taken away again. */
  #isDrawn = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #ticker = new Ticker(this);

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    // Frameworks write "false" for no, and the attribute alone is yes.
    if (name === 'create-connect-customer') this.createConnectCustomer = value !== null && value !== 'false';
    else super.attributeChangedCallback(name, old, value);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (this.seen && this.hasUpdated && asking.some((name) => changed.has(name))) void this.#askConsents();
  }

  protected override start(): void {
    this.#back = false;
    this.#saved = [];
    storage.restore<[string, ConsentAnswer[]]>(marker, ([code, answers]) => {
      if (code !== this.#shareCode) return;
      this.#saved = [...answers];
      this.#back = true;
    });
    storage.set(marker, null);
    void this.#askConsents();
    this.#form?.restore(this.#saved);
  }

  protected override forget(user: boolean): void {
    this.#stop?.abort();
    if (user) this.#form?.forget();
    this.#outcome = this.#unsaved = undefined;
    this.#login = this.#sure = false;
  }

  /** @internal */
  get consentRequest(): ConsentRequest {
    return {
      shareCode: this.#shareCode,
      issuer: this.issuer || this.rule?.issuer || undefined,
      issuerConsentGroupId: this.issuerConsentGroupId ?? this.rule?.issuerConsentGroupId,
    };
  }

  get #shareCode(): string {
    if (this.code) return this.code;
    const query = new URLSearchParams(location.search);
    return query.get('shareCode') || (!query.has('state') && query.get('code')) || '';
  }

  // --- What is to be agreed to.

  get #mustAsk(): boolean {
    const { issuer, issuerConsentGroupId } = this.consentRequest;
    if (this.consents || issuer || issuerConsentGroupId !== undefined) return true;
    return !!this.querySelector('[slot=consents]');
  }

  /** Asks the page for its texts. The form for them is loaded before, where it is needed at all. */
  async #askConsents(): Promise<void> {
    this.#unloaded = false;
    if (this.#form) this.#form.ask();
    else if (this.#mustAsk) await (this.#loading ??= this.#loadForm());
  }

  async #loadForm(): Promise<void> {
    try {
      const { ConsentForm } = await import('./consents.js');
      this.#form = new ConsentForm(this, { css, html, nothing, webAddress });
      this.#form.ask();
      this.#form.restore(this.#saved);
    } catch {
      this.failedToLoad();
      this.#unloaded = true;
    }
    this.#loading = undefined;
    this.requestUpdate();
  }

  get #consentsFailed(): boolean {
    return this.#form?.failed ?? this.#unloaded;
  }

  get #answers(): readonly ConsentAnswer[] {
    return this.#form?.answers ?? [];
  }

  /** Whether all is answered. If not, what is missing says so and has the focus. */
  async #check(): Promise<boolean> {
    if (!this.#form) await this.#askConsents();
    const good = this.#form ? await this.#form.check() : !this.#unloaded;
    if (this.#consentsFailed) {
      this.announce(this.i18n!.t('consentsFailed'));
      void this.focusOn('#consents');
    }
    return good;
  }

  #drawConsents(i18n: I18n): unknown {
    if (this.#consentsFailed) {
      return html`<div class="note bad" id="consents" part="problem">
        <p>${lead(i18n.t('consentsFailed'))}</p>
      </div>`;
    }
    const room = this.consents ? html`<div class="bone line" aria-hidden="true"></div>` : nothing;
    return this.#form?.render(i18n) ?? room;
  }

  // --- Choosing.

  async #choose(choice: Choice): Promise<void> {
    if (this.#working) return;
    this.#working = choice;
    this.#outcome = undefined;
    this.#login = false;
    const { signal } = (this.#stop = new AbortController());
    const i18n = this.i18n!;
    this.announce(i18n.t('working'));
    if (choice === 'acceptInvitation' && !((await this.#check()) && !signal.aborted)) {
      this.#working = undefined;
      this.requestUpdate();
      return;
    }
    const shareCode = this.#shareCode;
    let answers = this.#answers;
    // Kept before it is sent: of an answer that is lost with the page, the next attempt hears that it was accepted already.
    const isAsked = choice === 'acceptInvitation' && answers.length > 0;
    if (isAsked) await this.api.whose();
    const kept = isAsked ? this.draftKey('accepting', shareCode) : undefined;
    let earlier: readonly ConsentAnswer[] | undefined;
    storage.restore<ConsentAnswer[]>(kept, (saved) => (earlier = [...saved]));
    if (!earlier) storage.set(kept, answers);
    let outcome = await this.api[choice]({ shareCode }, { signal, onWaiting: this.#ticker.wait });
    if (earlier && outcome.status === 'REQUEST_ACCEPTED') {
      answers = earlier;
      outcome = { ...outcome, kind: 'done', ok: true, status: 'SHARE_OK' };
    } else if (earlier && outcome.ok) storage.set(kept, answers);
    // What may have happened is found out the next time.
    if (!outcome.ok && !outcome.unclear) storage.set(kept, null);
    this.#ticker.stop();
    this.#working = undefined;
    this.#sure = false;
    if (outcome.error?.code === 'login_required') {
      this.#logIn();
      return;
    }
    this.#back = false;
    this.#outcome = { choice, outcome };
    if (!outcome.ok) this.failed(choice, outcome);
    else if (choice === 'declineInvitation') this.dispatchEvent(new DeclinedEvent());
    else {
      const customer = this.createConnectCustomer || !!this.rule?.isCreateConnectCustomer;
      const event = new AcceptedEvent(answers, customer);
      const isRead = this.#form?.watch(event);
      this.dispatchEvent(event);
      if (answers.length) {
        if (!this.saveConsents && !isRead?.()) this.#form?.warn();
        void this.#save(answers, kept);
      }
    }
    this.announce(this.explain(choice, outcome));
    void this.focusOn('#result');
  }

  async #save(answers: readonly ConsentAnswer[], kept?: string): Promise<void> {
    this.#unsaved = undefined;
    this.requestUpdate();
    try {
      await this.saveConsents?.(answers, this.consentRequest);
      storage.set(kept, null);
    } catch {
      this.#unsaved = answers;
      this.announce(this.i18n!.t('answersUnsaved'));
    }
  }

  #logIn(): void {
    this.#login = true;
    this.announce(this.i18n!.t('loginToAccept'));
    if (!this.mayLogIn(this.here)) return;
    const link = this.loginLink(this.here);
    if (!link) return;
    storage.set(marker, [this.#shareCode, this.#answers]);
    location.assign(link);
  }

  #ask(sure: boolean): void {
    this.#sure = sure;
    this.requestUpdate();
    void this.focusOn(sure ? '#yes' : '#no');
  }

  // --- Drawing.

  protected override skeleton(): TemplateResult {
    return html`<slot name="title"><div class="bone title" aria-hidden="true" data-room=${this.#room}></div></slot>
      <slot></slot>
      <div class="bone line" aria-hidden="true"></div>
      <div class="bone button" aria-hidden="true"></div>`;
  }

  protected override body(i18n: I18n): TemplateResult {
    const code = this.#shareCode;
    const wrong = code ? this.core!.parseShareCode(code).error : null;
    if (!code || wrong) {
      return html`<slot></slot>${this.problem(wrong ? i18n.t('badCode') : i18n.t('noCode'))}`;
    }
    // Drawn one after the other, the texts would push the buttons down under somebody's finger.
    if (!this.#isDrawn && this.consents && !this.#consentsFailed && (!this.#form || this.#form.isAsking)) {
      this.#waiting ??= setTimeout(() => {
        this.#isDrawn = true;
        this.requestUpdate();
      }, patience);
      return this.skeleton();
    }
    this.#isDrawn = true;
    clearTimeout(this.#waiting);
    const onward = webAddress(this.acceptedUrl);
    const done = this.#outcome;
    if (!done || done.outcome.kind === 'failed') return this.#offer(i18n, done);
    const { ok } = done.outcome;
    const accepted = ok && done.choice === 'acceptInvitation';
    return html`<div
      class=${ok ? (accepted ? '' : 'note') : 'note'}
      id="result"
      part="result"
    >
      ${accepted ? html`<h2>${this.#named('welcome')}</h2>` : nothing}
      <p>${accepted ? this.explain(done.choice, done.outcome) : lead(this.explain(done.choice, done.outcome))}</p>
      ${this.#unsaved
        ? this.problem(i18n.t('answersUnsaved'), () => void this.#save(this.#unsaved!))
        : nothing}
      ${ok
        ? html`<slot name=${accepted ? 'accepted' : 'declined'}></slot>`
        : nothing}
    </div>
    <div class="buttons">
      ${onward && (accepted || reads.has(done.outcome.status))
        ? html`<a class="primary" part="button primary" href=${onward}>${i18n.t('goOn')}</a>`
        : nothing}
      ${ok
        ? nothing
        : html`<button class="plain" part="button plain" @click=${this.#again}>${i18n.t('back')}</button>`}
    </div>`;
  }

  #again = (): void => {
    this.#outcome = undefined;
    this.requestUpdate();
    void this.focusOn('#yes');
  };

  /** The sentence that has what the page told us of inviter and product. */
  #named(what: 'offer' | 'welcome'): string {
    const { inviterName: inviter = '', productName: product = '' } = this;
    const i18n = this.i18n!;
    if (what === 'welcome') return product ? i18n.t('welcomeTo', { product }) : i18n.t('welcome');
    return i18n.t(
      inviter ? (product ? 'offerBoth' : 'offerInviter') : product ? 'offerProduct' : 'offer',
      { inviter, product },
    );
  }

  /** As long as the heading will be: in English, which is as long as the others, and a word more for Finnish. */
  get #room(): string {
    const { inviterName: inviter, productName: product } = this;
    return `${inviter ? `${inviter} wants to share` : 'You are invited to read'} ${product || 'a subscription'} ${
      inviter ? 'with you' : ''
    } ${languageOf(this).startsWith('fi') ? 'tilauksen' : ''}`;
  }

  #offer(i18n: I18n, failed: { choice: Choice; outcome: Outcome } | undefined): TemplateResult {
    const busy = !!this.#working;
    return html`
      <slot name="title"><h2 data-room=${this.#room}>${this.#named('offer')}</h2></slot>
      <slot></slot>
      ${this.#login
        ? this.loginNote(i18n.t('loginToAccept'), this.here)
        : html`<p id="text">${this.#back ? html`<strong>${i18n.t('welcomeBack')}</strong>` : i18n.t('offerText')}</p>`}
      ${failed
        ? html`<div class="note bad" id="result" part="problem">
            <p>${lead(this.explain(failed.choice, failed.outcome))}</p>
          </div>`
        : nothing}
      ${this.#drawConsents(i18n)}
      <slot name="consents" @slotchange=${() => this.#form || this.#askConsents()}></slot>
      ${this.#sure
        ? html`<div
            class="note"
            role="group"
            aria-labelledby="sure"
            @keydown=${onEscape(() => busy || this.#ask(false))}
          >
            <p id="sure">${lead(i18n.t('sure'))}</p>
            <div class="buttons">
              ${this.#button('yes', i18n.t(busy ? 'working' : 'sureYes'), 'danger', busy, () =>
                this.#choose('declineInvitation'),
              )}
              ${this.#button('no', i18n.t('cancel'), 'plain', busy, () => this.#ask(false))}
            </div>
          </div>`
        : html`<div class="choice">
            ${this.#button('yes', i18n.t(busy ? 'working' : 'accept'), 'primary', busy, () =>
              this.#choose('acceptInvitation'),
            )}
            ${this.#button('no', i18n.t('decline'), 'plain', busy, () => this.#ask(true))}
          </div>`}
      ${this.waiting(this.#ticker, () => this.#stop?.abort())}
    `;
  }

  #button(id: string, label: string, kind: string, busy: boolean, act: () => void): TemplateResult {
    return html`<button
      id=${id}
      class=${kind}
      part="button ${kind}"
      aria-disabled=${busy}
      @click=${() => busy || act()}
    >
      ${label}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subshare-invitation': SubshareInvitation;
  }
}
