import { css, html, nothing, type TemplateResult } from 'lit';
import type { CallOptions, Net, NetsOutcome } from '../client.js';
import { NetsChangedEvent } from '../events.js';
import type { I18n } from '../i18n.js';
import { storage } from '../storage.js';
import { lead } from './base.js';
import { CompanyElement, companyStyles } from './company.js';
import { checkDrafts, contentOf, newDraft, toDraft, toNets, type Draft, type Problem } from './net-drafts.js';
import { netRow } from './net-form.js';
import { styles } from './styles.js';

const netsStyles = css`
  label {
    font-weight: 600;
  }
  .panel p {
    margin-block-end: 0.35rem;
  }
  .panel ul {
    margin-block-start: 0.25rem;
    overflow-wrap: anywhere;
  }
  textarea {
    field-sizing: content;
    min-block-size: 5.5rem;
    max-block-size: 20rem;
    resize: vertical;
    font-variant-numeric: tabular-nums;
  }
  .times {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.8rem;
  }
  .check {
    display: flex;
    gap: 0.75rem;
    padding-block: 0.35rem;
    font-weight: inherit;
    cursor: pointer;
  }
  .check input {
    flex: none;
    inline-size: 1.375rem;
    block-size: 1.375rem;
    min-block-size: 0;
    margin-block-start: 0.1em;
    padding: 0;
    accent-color: var(--_accent);
  }
  form {
    display: grid;
    gap: 1rem;
  }
  @container (min-width: 34rem) {
    .times {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;

/**
 * A company shares a subscription that it has received with everybody on its networks: by IP range and domain.
 *
 * Changes are collected and checked where they are typed. Nothing is sent until all of it is right; then the whole list
 * takes the place of the server's, which is read again and shown.
 *
 * @element subshare-nets
 * @slot - The publisher's own introduction, above everything.
 * @fires {NetsChangedEvent} subshare-nets-changed - The list of nets was replaced.
 * @csspart field - Every field.
 * @csspart net - A network.
 * @csspart save - The bar that saves.
 */
export class SubshareNets extends CompanyElement<NetsOutcome> {
  static override get styles() {
    return [styles, companyStyles, netsStyles];
  }

  protected override readonly reads = 'listNets';
  #drafts: Draft[] = [];
  /** What the server had when the drafts began, as text to compare with. */
  #base = none;
  #server: Net[] = [];
  #restored = false;
  #checked = false;
  #problems: Problem[] = [];
  #trouble = '';
  #saved = false;
  #stop: AbortController | undefined;

  protected override start(): void {
    this.#restored = false;
    super.start();
  }

  protected override forget(user: boolean): void {
    super.forget(user);
    this.#stop?.abort();
    this.#stop = undefined;
    this.#show([]);
    this.#reset();
  }

  /** Shows what the server has, without a change. */
  #show(nets: Net[]): void {
    this.#server = nets;
    this.#drafts = nets.map(toDraft);
    this.#base = contentText(this.#drafts);
  }

  #reset(): void {
    this.#checked = this.#saved = false;
    this.#problems = [];
    this.#trouble = '';
  }

  protected override ask(options: CallOptions): Promise<NetsOutcome> {
    return this.api.listNets(options);
  }

  protected override take({ nets }: NetsOutcome): void {
    // Not before an answer: until then it is not known whose drafts to look for.
    if (!this.#restored) this.#restore();
    this.#restored = true;
    if (this.#dirty) this.#server = nets ?? [];
    else this.#show(nets ?? []);
  }

  // --- What is typed, kept until it is saved or discarded.

  get #key(): string | undefined {
    return this.draftKey('nets');
  }

  get #kept(): Draft[] {
    return this.#drafts.filter((draft) => !draft.isRemoved);
  }

  get #dirty(): boolean {
    return contentText(this.#kept) !== this.#base;
  }

  #restore(): void {
    storage.restore<{ base: string; drafts: Draft[] }>(this.#key, ({ base, drafts }) => {
      if (typeof base !== 'string') return;
      this.#drafts = drafts.map((draft) => {
        const { ranges, domains, start, end } = draft;
        const texts = { ranges: `${ranges}`, domains: `${domains}`, start: `${start}`, end: `${end}` };
        return { ...newDraft(), ...draft, ...texts, id: newDraft().id, unfinished: [] };
      });
      this.#base = base;
    });
  }

  #changed(): void {
    const draft = { base: this.#base, drafts: this.#drafts };
    storage.set(this.#key, this.#dirty ? draft : null);
    this.#saved = false;
    this.#trouble = '';
    // What has been put right is no longer called wrong. What is still being typed is not called wrong yet.
    const wrong = new Set(this.#problems.map(({ draft, field }) => field + draft.id));
    if (wrong.size) this.#check();
    this.#problems = this.#problems.filter(({ draft, field }) => wrong.has(field + draft.id));
    this.requestUpdate();
  }

  #check(): void {
    const explain = this.explainError.bind(this);
    this.#problems = checkDrafts(this.core!, this.i18n!, this.#kept, explain);
    // Before the first attempt, what is still empty is not yet wrong.
    if (!this.#checked) this.#problems = this.#problems.filter(({ draft }) => draft.ranges.trim() || draft.domains.trim());
  }

  #add(): void {
    const draft = newDraft();
    this.#drafts.push(draft);
    this.#changed();
    void this.focusOn(`#ranges${draft.id}`);
  }

  #remove(draft: Draft): void {
    if (draft.isNew) this.#drafts = this.#drafts.filter((one) => one !== draft);
    else draft.isRemoved = true;
    this.#changed();
    void this.focusOn(draft.isNew ? '#add' : `[data-net="${draft.id}"] button`);
  }

  #undo(draft: Draft): void {
    draft.isRemoved = false;
    this.#changed();
    void this.focusOn(`[data-net="${draft.id}"] button`);
  }

  /** Back to what the server has. */
  #discard(): void {
    this.#reset();
    this.#show(this.#server);
    this.#changed();
    void this.focusOn('#title');
  }

  // --- Saving.

  async #save(): Promise<void> {
    if (this.#stop || !this.core || !this.#dirty) return;
    const { core, i18n } = this;
    this.#checked = true;
    this.#trouble = '';
    this.#check();
    const [first] = this.#problems;
    if (first) {
      for (const { draft } of this.#problems) draft.isOpen = true;
      this.announce(i18n!.t('fixFirst', { n: this.#problems.length }));
      void this.focusOn(`#${first.field}${first.draft.id}`);
      return;
    }
    const stop = (this.#stop = new AbortController());
    const nets: Net[] = toNets(core, this.#kept);
    this.announce(i18n!.t('working'));
    const outcome = await this.api.changeNets({ nets }, { signal: stop.signal, onWaiting: this.ticker.wait });
    // Another user, since.
    if (this.#stop !== stop) return;
    this.ticker.stop();
    if (!outcome.ok) {
      this.#stop = undefined;
      this.failed('changeNets', outcome);
      this.#trouble = this.explain('changeNets', outcome);
      this.announce(this.#trouble);
      if (outcome.error?.code === 'login_required') this.loggedOut();
      else void this.focusOn('#trouble');
      return;
    }
    storage.set(this.#key, null);
    this.dispatchEvent(new NetsChangedEvent());
    // Until the server's own list is there, what was sent stands for it.
    this.#show(nets);
    await this.read();
    if (this.#stop !== stop) return;
    this.#stop = undefined;
    this.#reset();
    this.#saved = true;
    this.announce(i18n!.t('netsSaved'));
    void this.focusOn('#saved');
  }

  // --- Drawing.

  protected override content(i18n: I18n): TemplateResult {
    const busy = !!this.#stop;
    const elsewhere = this.#dirty && contentText(this.#server.map(toDraft)) !== this.#base;
    return html`
      <h2 id="title">${i18n.t('netsTitle')}</h2>
      <p class="muted">${i18n.t(this.#drafts.length ? 'netsIntro' : 'noNets')}</p>
      ${this.#saved
        ? html`<div class="note good" id="saved" part="result"><p>${lead(i18n.t('netsSaved'))}</p></div>`
        : nothing}
      ${elsewhere ? html`<div class="note"><p>${lead(i18n.t('changedElsewhere'))}</p></div>` : nothing}
      <form
        novalidate
        aria-busy=${busy}
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.#save();
        }}
      >
        ${this.#drafts.length
          ? html`<ul aria-labelledby="title">
              ${this.#drafts.map((draft) =>
                netRow(this.core!, i18n, draft, this.#problems, busy, {
                  input: () => this.#changed(),
                  leave: () => {
                    // What is pressed must not move away from under the pointer; Save checks by itself.
                    if (this.renderRoot.querySelector('button:active')) return;
                    this.#check();
                    this.requestUpdate();
                  },
                  open: () => {
                    draft.isOpen = true;
                    this.#changed();
                    void this.focusOn(`#ranges${draft.id}`);
                  },
                  confirm: ({ field, question }) => {
                    // All of its kind that stand there: nobody answers the same a thousand times.
                    const [kind] = question!.split(' ');
                    for (const one of this.#problems) {
                      if (one.draft === draft && one.field === field && one.question?.startsWith(`${kind} `)) {
                        draft.confirmed.push(one.question);
                      }
                    }
                    this.#changed();
                    void this.focusOn(`#w${field}${draft.id} button`, `#${field}${draft.id}`);
                  },
                  remove: () => this.#remove(draft),
                  undo: () => this.#undo(draft),
                }),
              )}
            </ul>`
          : nothing}
        <div class="buttons">
          <button
            id="add"
            type="button"
            class="plain"
            part="button plain"
            aria-disabled=${busy}
            @click=${() => busy || this.#add()}
          >
            ${i18n.t('addNet')}
          </button>
        </div>
        ${this.#dirty || busy ? this.#bar(i18n, busy) : nothing}
      </form>
    `;
  }

  #bar(i18n: I18n, busy: boolean): TemplateResult {
    const wrong = this.#problems.length;
    return html`<div class="note ${wrong || this.#trouble ? 'bad' : ''}" id="trouble" part="save">
      <p>
        ${this.#trouble
          ? lead(this.#trouble)
          : wrong
            ? i18n.t('fixFirst', { n: wrong })
            : i18n.t('unsavedNets')}
      </p>
      <div class="buttons">
        <button class="primary" part="button primary" aria-disabled=${busy}>${i18n.t(busy ? 'working' : 'saveNets')}</button>
        <button
          type="button"
          class="plain"
          part="button plain"
          @click=${() => (busy ? this.#stop?.abort() : this.#discard())}
        >
          ${i18n.t(busy ? 'stop' : 'discard')}
        </button>
        ${this.waiting(this.ticker)}
      </div>
    </div>`;
  }
}

const none = '[]';

function contentText(drafts: readonly Draft[]): string {
  return JSON.stringify(drafts.map(contentOf));
}

declare global {
  interface HTMLElementTagNameMap {
    'subshare-nets': SubshareNets;
  }
}
