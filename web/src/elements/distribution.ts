import { css, html, nothing, type TemplateResult } from 'lit';
import type { CallOptions, DistributionLevel, LevelsOutcome } from '../client.js';
import { DistributionChangedEvent } from '../events.js';
import type { I18n } from '../i18n.js';
import { storage } from '../storage.js';
import { readSubscriptions } from '../subscriptions.js';
import { lead, onEscape } from './base.js';
import { CompanyElement, companyStyles } from './company.js';
import { styles } from './styles.js';

/** What was chosen here last and confirmed by the server, and when. */
interface Choice {
  level: string;
  at: number;
}

const distributionStyles = css`
  [aria-current] {
    border-inline-start: 3px solid var(--_good);
    padding-inline-start: 0.8rem;
  }
`;

/**
 * A company chooses how a subscription that it has received is distributed.
 *
 * Of the eleven operations none tells which level applies; the list of subscriptions does, where a front has it. Otherwise what is marked is
 * what was chosen in this tab and confirmed, and nothing before that.
 *
 * @element subshare-distribution
 * @attr {string} product-code - The product that was received.
 * @attr {string} level-names - What the levels are called, as JSON: `{"N": "No delivery", "D": "Every day"}`.
 * @slot - The publisher's own introduction, above everything.
 * @fires {DistributionChangedEvent} subshare-distribution-changed - Another level was chosen. `productCode`, `distributionLevel`.
 * @csspart levels - The levels.
 * @csspart level - One of them.
 */
export class SubshareDistribution extends CompanyElement<LevelsOutcome> {
  static override get styles() {
    return [styles, companyStyles, distributionStyles];
  }
  static override get properties() {
    return {
      productCode: { attribute: 'product-code' },
      levelNames: { attribute: 'level-names', type: Object },
    };
  }

  declare productCode: string;
  declare levelNames: Record<string, string> | null | undefined;

  protected override readonly reads = 'listDistributionLevels';
  #levels: DistributionLevel[] = [];
  /** The level that applies, where a front tells. */
  #applies: string | undefined;
  /** The level that is asked about. */
  #asked: string | undefined;
  #switched = false;
  /** Where there is no storage, for as long as the element lives. */
  #last: Choice | undefined;
  #trouble = '';
  #stop: AbortController | undefined;

  constructor() {
    super();
    this.productCode = '';
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('productCode') && this.hasUpdated && this.seen) {
      this.forget(false);
      this.start();
    }
  }

  protected override forget(user: boolean): void {
    super.forget(user);
    this.#stop?.abort();
    this.#stop = this.#asked = this.#last = this.#applies = undefined;
    this.#switched = false;
    this.#levels = [];
  }

  protected override async ask(options: CallOptions): Promise<LevelsOutcome> {
    const { productCode } = this;
    // Without it the element does what it can do without a front.
    const told = this.hasFront ? readSubscriptions(this.baseUrl!, options) : undefined;
    const levels = await this.api.listDistributionLevels({ productCode }, options);
    const mine = (await told)?.subscriptions?.find((one) => one.productCode === productCode);
    if (productCode === this.productCode && !options.signal?.aborted) this.#applies = mine?.distributionLevel;
    return levels;
  }

  protected override take({ levels }: LevelsOutcome): void {
    this.#levels = levels ?? [];
  }

  // --- What was chosen.

  get #key(): string | undefined {
    return this.draftKey('level', this.productCode);
  }

  get #choice(): Choice | undefined {
    let choice = this.#last;
    storage.restore<Choice>(this.#key, ({ level, at }) => {
      if (typeof level === 'string' && Number.isFinite(at)) choice = { level, at };
    });
    return choice;
  }

  #name(level: string): string {
    return this.levelNames?.[level] ?? this.i18n!.t('level', { level });
  }

  /** Whether it applies already: the front is asked once more, and its answer is drawn when it is there. */
  async #look(): Promise<void> {
    const { productCode } = this;
    const { subscriptions } = await readSubscriptions(this.baseUrl!);
    if (productCode !== this.productCode || !subscriptions) return;
    this.#applies = subscriptions.find((one) => one.productCode === productCode)?.distributionLevel;
    this.requestUpdate();
  }

  #ask(level: string | undefined): void {
    const before = this.#asked;
    this.#asked = level;
    this.#trouble = '';
    this.#switched = false;
    this.requestUpdate();
    void this.focusOn(level === undefined ? `[data-level="${CSS.escape(before!)}"] button` : '.panel button');
  }

  async #switch(distributionLevel: string): Promise<void> {
    if (this.#stop) return;
    const { productCode } = this;
    const stop = (this.#stop = new AbortController());
    this.#trouble = '';
    this.announce(this.i18n!.t('working'));
    const outcome = await this.api.changeDistributionLevel(
      { productCode, distributionLevel },
      { signal: stop.signal, onWaiting: this.ticker.wait },
    );
    // Another user, or another product, since.
    if (this.#stop !== stop) return;
    this.ticker.stop();
    this.#stop = undefined;
    if (outcome.ok) {
      this.#last = { level: distributionLevel, at: Date.now() };
      storage.set(this.#key, this.#last);
      this.#asked = undefined;
      this.#switched = true;
      if (this.hasFront) void this.#look();
      this.announce(this.i18n!.t('switched', { level: this.#name(distributionLevel) }));
      this.dispatchEvent(new DistributionChangedEvent(productCode, distributionLevel));
      void this.focusOn('#switched');
      return;
    }
    this.failed('changeDistributionLevel', outcome);
    this.#trouble = this.explain('changeDistributionLevel', outcome);
    this.announce(this.#trouble);
    if (outcome.error?.code === 'login_required') this.loggedOut();
  }

  // --- Drawing.

  protected override content(i18n: I18n): TemplateResult {
    const levels = this.#levels;
    const last = this.#choice;
    const choice = levels.some((level) => level.distributionLevel === last?.level) ? last : undefined;
    return html`
      <h2 id="title">${i18n.t('levelsTitle')}</h2>
      ${!levels.length
        ? html`<p class="muted">${i18n.t('noLevels')}</p>`
        : html`
            ${this.#switched && choice
              ? html`<div class="note good" id="switched" part="result">
                  <p>${lead(i18n.t('switched', { level: this.#name(choice.level) }))}</p>
                </div>`
              : nothing}
            ${choice || this.#applies ? nothing : html`<p class="muted">${i18n.t('notKnown')}</p>`}
            <ul aria-labelledby="title" part="levels">
              ${levels.map((level) => this.#level(i18n, level, choice))}
            </ul>
          `}
    `;
  }

  #level(i18n: I18n, { distributionLevel: level, usage }: DistributionLevel, choice?: Choice): TemplateResult {
    const name = this.#name(level);
    const isChosen = choice?.level === level;
    const applies = this.#applies === level;
    // What was asked for may begin later than at once.
    const isCurrent = this.#applies === undefined ? isChosen : applies;
    const busy = !!this.#stop;
    return html`<li class="row" part="level" data-level=${level} aria-current=${isCurrent ? 'true' : nothing}>
      <div class="what">
        <bdi class="name">${name}</bdi>
        ${usage && !this.levelNames?.[level]
          ? html`<span class="small muted">${i18n.t('usage', { usage })}</span>`
          : nothing}
        ${applies ? html`<span class="small">${i18n.t('applies')}</span>` : nothing}
        ${isChosen ? html`<span class="small">${i18n.t('chosen', { date: i18n.dateTime(choice.at) })}</span>` : nothing}
      </div>
      ${isCurrent
        ? nothing
        : html`<div class="actions">
            <button
              class="link"
              aria-label="${i18n.t('choose')}: ${name}"
              aria-expanded=${this.#asked === level}
              aria-disabled=${busy}
              @click=${() => busy || this.#ask(this.#asked === level ? undefined : level)}
            >
              ${i18n.t('choose')}
            </button>
          </div>`}
      ${this.#asked === level ? this.#question(i18n, level, busy) : nothing}
    </li>`;
  }

  #question(i18n: I18n, level: string, busy: boolean): TemplateResult {
    return html`<div
      class="panel wide"
      role="group"
      aria-labelledby="ask"
      @keydown=${onEscape(() => busy || this.#ask(undefined))}
    >
      <p id="ask">${lead(i18n.t('askLevel', { level: this.#name(level) }))}</p>
      ${this.#trouble ? html`<p class="error" part="problem">${this.#trouble}</p>` : nothing}
      <div class="buttons">
        <button
          class="primary"
          part="button primary"
          aria-disabled=${busy}
          @click=${() => void this.#switch(level)}
        >
          ${i18n.t(busy ? 'working' : 'switchTo')}
        </button>
        <button
          class="plain"
          part="button plain"
          @click=${() => (busy ? this.#stop?.abort() : this.#ask(undefined))}
        >
          ${i18n.t(busy ? 'stop' : 'cancel')}
        </button>
        ${this.waiting(this.ticker)}
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'subshare-distribution': SubshareDistribution;
  }
}
