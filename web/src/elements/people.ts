// The list of <subshare-invite>: who has it, who was asked, who it was earlier. A long list scrolls in a window of its
// own, and only the rows in view exist in the page.
import { html, nothing, type TemplateResult } from 'lit';
import type { Outcome, SharedUser } from '../client.js';
import type { UiKey } from '../i18n.js';
import { focus } from './base.js';
import { Ends, keyOf, nameOf, withCode, type Ending } from './ends.js';
import { groupEnds } from './group-ends.js';
import type { Group, ListWindow } from './list-window.js';
import { personPanel, type Panel, type PanelKind } from './people-panel.js';
import { storage } from '../storage.js';
import type { SubshareInvite } from './invite.js';

interface PeopleGroup extends Group {
  title: UiKey;
  /** Has a button that opens and closes it. */
  closable: boolean;
}

/** From here on there is a search field, and those of earlier are folded away. */
const searchFrom = 12;
const foldFrom = 4;
/** From here on, headings and rows together, only those in view are drawn, by a part that is loaded for it. */
const windowFrom = 60;

const groups: { key: UiKey; states: SharedUser['state'][] }[] = [
  { key: 'accepted', states: ['accepted'] },
  { key: 'pending', states: ['pending'] },
  { key: 'others', states: ['unknown'] },
  { key: 'earlier', states: ['declined', 'ended'] },
];

const controls = (row: Element): Element[] => [...row.querySelectorAll('button, input')];

export class PeopleList {
  #query = '';
  #open: Panel | undefined;
  #busy = new Set<string>();
  #notes = new Map<string, { text: string; bad: boolean }>();
  readonly #ends: Ends;
  #earlierOpen = false;
  /** Who was ended last, until something else is done: its row is gone, or is folded away. */
  #told = '';
  /** Of rows that got their share code, the key since. */
  #keys = new Map<string, string>();
  #focused: { at: Element; label: string | null; key: string; nth: number } | undefined;
  #grouped: { asked: unknown[]; ends: number[] } = { asked: [], ends: [] };
  #window: ListWindow<PeopleGroup> | undefined;
  #windowFailed = false;
  /** While it is, all of them are drawn. */
  isPrinted = false;

  constructor(private readonly host: SubshareInvite) {
    this.#ends = new Ends(
      host,
      (...what) => this.#ended(...what),
      (row, found) => this.#recoded(row, found),
    );
  }

  /** What was confirmed is kept: `user` says whether it is another one's now. */
  forget(user: boolean): void {
    if (user) this.#ends.part();
    else this.#ends.flush();
    this.#busy.clear();
    this.#keys.clear();
    this.#notes.clear();
    this.#told = '';
    this.#open = undefined;
    this.#query = '';
  }

  // --- The name that is being typed is kept, as the form's draft is.

  get #nameKey(): string | undefined {
    return this.host.draftKey('name', this.host.productCode);
  }

  /** What is open, kept where it is a name that is being typed. */
  #keep(open: Panel | undefined, typed = false): void {
    this.#open = open;
    storage.set(this.#nameKey, typed ? [open!.key, ...open!.names] : null);
  }

  forgetName(): void {
    this.#keep(undefined);
  }

  restore(): void {
    storage.restore<string[]>(this.#nameKey, ([key, first, last]) => {
      if (key) this.#open = { key, kind: 'rename', text: '', link: '', names: [`${first}`, `${last}`] };
    });
    this.#ends.restore();
  }

  // --- Which rows there are.

  #count(): number {
    return this.host.api.count(this.host.productCode, this.#query);
  }

  #row(index: number): SharedUser | undefined {
    return this.host.api.row(this.host.productCode, this.#query, index);
  }

  /** Nothing is read where the list is as it was, as at each key in the form. */
  #groupEnds(count: number): number[] {
    const { api, productCode } = this.host;
    const { asked } = this.#grouped;
    const now = [api, api.version, productCode, this.#query, count];
    if (now.every((one, i) => one === asked[i])) return this.#grouped.ends;
    const ends = groupEnds(groups.length, count, (index) => {
      const { state } = this.#row(index)!;
      return groups.findIndex(({ states }) => states.includes(state));
    });
    this.#grouped = { asked: now, ends };
    return ends;
  }

  #groups(count: number): PeopleGroup[] {
    let from = 0;
    return this.#groupEnds(count)
      .map((to, group) => {
        const title = groups[group]!.key;
        const closable = title === 'earlier' && count >= foldFrom && !this.#query;
        const found = { title, from, to, closable, closed: closable && !this.#earlierOpen && !this.isPrinted };
        from = to;
        return found;
      })
      .filter((group) => group.to > group.from);
  }

  #name(row: SharedUser): string {
    return nameOf(row) || this.host.i18n!.t('nameless');
  }

  // --- What can be done with a row.

  #toggle(row: SharedUser, kind: PanelKind): void {
    this.#told = '';
    const key = keyOf(row);
    const closing = this.#open?.key === key && this.#open.kind === kind;
    this.#notes.delete(key);
    this.#keep(closing ? undefined : { key, kind, text: '', link: '', names: [row.firstName, row.lastName] });
    this.host.requestUpdate();
    const inRow = `[data-key="${CSS.escape(key)}"] `;
    void this.host.focusOn(inRow + (closing ? `[data-do=${kind}]` : '.panel :is(input, button)'));
  }

  #focusRow(key: string): void {
    void this.host.focusOn(`[data-key="${CSS.escape(key)}"] button`, '#people');
  }

  #say(row: SharedUser, text: string, bad = false): void {
    this.#notes.set(keyOf(row), { text, bad });
    this.host.announce(text);
  }

  /**
   * The row with its share code. An invitation sent a moment ago has none yet, since the server does not answer it: the
   * list is read for it.
   */
  async #coded(row: SharedUser): Promise<SharedUser | null> {
    if (row.shareCode) return row;
    const { api, productCode } = this.host;
    const key = keyOf(row);
    this.#busy.add(key);
    this.host.requestUpdate();
    const found = await withCode(api, productCode, row);
    this.#busy.delete(key);
    if (!('kind' in found)) {
      this.#recoded(row, found);
      return found;
    }
    this.#say(row, found.ok ? this.host.i18n!.t('noLink') : this.#failed('listSharedSubscribers', found), true);
    return null;
  }

  /** What is known of a row by its key goes on with it: the panel that is open, and the focus. */
  #recoded(row: SharedUser, found: SharedUser): void {
    const [was, is] = [keyOf(row), keyOf(found)];
    if (was === is) return;
    if (this.#open?.key === was) this.#open.key = is;
    this.#keys.set(was, is);
  }

  #failed(operation: 'listSharedSubscribers' | 'cancelSharing' | 'changeInvitationDetails', outcome: Outcome): string {
    this.host.failed(operation, outcome);
    if (outcome.error?.code === 'login_required') this.host.loggedOut();
    return this.host.explain(operation, outcome);
  }

  /** Ends it after the time in which it can be taken back. */
  #end(row: SharedUser): void {
    this.#open = undefined;
    this.#ends.begin(row);
    void this.host.focusOn(`[data-key="${CSS.escape(keyOf(row))}"] .undo`);
  }

  #undo(key: string): void {
    this.#ends.undo(key);
    this.#focusRow(key);
  }

  /** The person has gone to another page or another window: what was confirmed is sent without waiting out its time. */
  flush(): void {
    this.#ends.flush();
  }

  /** The page is given up: what was confirmed is sent in the way that outlives it. */
  part(): void {
    this.#ends.part();
  }

  #ended({ row }: Ending, operation: 'cancelSharing' | 'listSharedSubscribers', outcome: Outcome): void {
    const { i18n } = this.host;
    if (operation !== 'cancelSharing') this.#say(row, outcome.ok ? i18n!.t('noLink') : this.#failed(operation, outcome), true);
    else if (!outcome.ok) this.#say(row, this.#failed(operation, outcome), true);
    else {
      this.#told = `${this.#name(row)}: ${this.host.explain(operation, outcome)}`;
      this.host.announce(this.#told);
    }
  }

  async #rename(row: SharedUser, { names: [firstName, lastName] }: Panel): Promise<void> {
    const { host } = this;
    const coded = await this.#coded(row);
    if (!coded) return;
    const key = keyOf(coded);
    const { shareCode } = coded;
    this.#busy.add(key);
    host.requestUpdate();
    const outcome = await host.api.changeInvitationDetails({ shareCode, firstName, lastName });
    this.#busy.delete(key);
    if (outcome.ok) {
      this.#keep(undefined);
      host.announce(host.i18n!.t('renamed'));
      this.#focusRow(key);
    } else if (this.#open) this.#open.text = this.#failed('changeInvitationDetails', outcome);
    host.requestUpdate();
  }

  async #link(row: SharedUser): Promise<void> {
    const { host } = this;
    const coded = await this.#coded(row);
    if (!coded) return;
    const link = host.landingLink(coded.shareCode);
    try {
      await navigator.clipboard.writeText(link);
      this.#say(coded, host.i18n!.t('copied'));
    } catch {
      // Not allowed here: the link is shown, to be copied by hand.
    }
    const key = keyOf(coded);
    this.#keep({ key, kind: 'link', text: '', link, names: ['', ''] });
    host.requestUpdate();
    void host.focusOn(`[data-key="${CSS.escape(key)}"] [data-do=link]`);
  }

  async #qr(open: Panel): Promise<void> {
    const { host } = this;
    const i18n = host.i18n!;
    if (open.qr) open.qr = undefined;
    else {
      try {
        const { qrCode } = await import('./qr.js');
        open.qr = qrCode(html, open.link, `${i18n.t('qr')}: ${i18n.t('link')}`);
        open.text = '';
      } catch {
        host.failedToLoad();
        open.text = i18n.messages.errors.module_failed;
      }
      // Put away meanwhile.
      if (this.#open !== open) return;
    }
    host.requestUpdate();
    await host.focusOn(`[data-key="${CSS.escape(open.key)}"] [data-do=qr]`);
    host.renderRoot.querySelector('.qr')?.scrollIntoView({ block: 'nearest' });
  }

  // --- Drawing.

  render(): TemplateResult {
    const { host } = this;
    const { i18n, productCode } = host;
    const t = i18n!.t.bind(i18n);
    const all = host.api.count(productCode);
    if (!all && !host.api.rule(productCode)) return html``;
    const count = this.#query ? this.#count() : all;
    const found = this.#groups(count);
    const items = found.reduce((sum, { from, to, closed }) => sum + 1 + (closed ? 0 : to - from), 0);
    const long = items > windowFrom && !this.isPrinted;
    if (long && !this.#window && !this.#windowFailed) void this.#loadWindow();
    return html`<div role="group" aria-labelledby="people" part="people">
      <h2 id="people">${t('people')}</h2>
      ${this.#told ? html`<p class="note good" id="told" part="result">${this.#told}</p>` : nothing}
      ${all > searchFrom
        ? html`<input
            type="search"
            part="field"
            class="search"
            autocapitalize="off"
            autocomplete="off"
            autocorrect="off"
            spellcheck="false"
            enterkeyhint="search"
            aria-label=${t('search')}
            placeholder=${t('search')}
            .value=${this.#query}
            @input=${(event: Event) => {
              this.#query = (event.target as HTMLInputElement).value;
              this.#window?.top(host.renderRoot.querySelector('.long'));
              host.requestUpdate();
              host.announce(t('found', { n: this.#count() }));
            }}
          />`
        : nothing}
      ${count
        ? html`<ul
            class=${long ? 'rows long' : 'rows'}
            tabindex=${long ? 0 : nothing}
            aria-labelledby="people"
            @scroll=${(event: Event) => this.#window?.scroll(event)}
          >
            ${long ? this.#inWindow(found) : found.map((group) => this.#all(group))}
          </ul>`
        : html`<p class="muted">${all ? t('found', { n: 0 }) : t('nobody')}</p>`}
    </div>`;
  }

  #all(group: PeopleGroup): TemplateResult[] {
    const { from, to, closed } = group;
    const rows = closed ? [] : Array.from({ length: to - from }, (_, i) => this.#person(this.#row(from + i)!));
    return [this.#heading(group), ...rows];
  }

  #inWindow(found: PeopleGroup[]): unknown {
    if (this.#windowFailed) {
      const again = () => {
        this.#windowFailed = false;
        this.host.requestUpdate();
      };
      return html`<li>${this.host.problem(this.host.i18n!.messages.errors.module_failed, again)}</li>`;
    }
    return this.#window?.render(
      found,
      (group) => this.#heading(group),
      (index, place) => this.#person(this.#row(index)!, place),
    );
  }

  async #loadWindow(): Promise<void> {
    const { host } = this;
    try {
      const { ListWindow } = await import('./list-window.js');
      this.#window ??= new ListWindow(html, () => host.requestUpdate());
    } catch {
      host.failedToLoad();
      this.#windowFailed = true;
    }
    host.requestUpdate();
  }

  // Rows are drawn in place of one another. So that the focus does not end up on another person's button, nor nowhere, it
  // is noted before drawing and goes to where its row has gone.

  note(): void {
    const at = (this.host.renderRoot as ShadowRoot).activeElement;
    const row = at?.closest<HTMLElement>('[data-key]');
    this.#focused = row ? { at: at!, label: at!.ariaLabel, key: row.dataset['key']!, nth: controls(row).indexOf(at!) } : undefined;
  }

  /** After drawing. */
  place(): void {
    const root = this.host.renderRoot;
    const list = root.querySelector<HTMLElement>('.long');
    this.#window?.place(list);
    const was = this.#focused;
    if (!was || (was.at.isConnected && was.at.ariaLabel === was.label)) return;
    const row = root.querySelector(`[data-key="${CSS.escape(this.#keys.get(was.key) ?? was.key)}"]`);
    const all = row ? controls(row) : [];
    const now = all[was.nth] ?? all[0] ?? list ?? root.querySelector('#people') ?? root.querySelector('.all');
    // A long list stays where it was scrolled to.
    focus(now as HTMLElement, { preventScroll: !!list });
  }

  #heading({ title: key, from, to, closable, closed }: PeopleGroup): TemplateResult {
    const { i18n } = this.host;
    const title = html`${i18n!.t(key)} <span class="muted">${i18n!.number(to - from)}</span>`;
    return html`<li class="group">
      <h3>
        ${!closable
          ? title
          : html`<button
              class="link"
              aria-expanded=${!closed}
              @click=${() => {
                this.#earlierOpen = closed;
                this.host.requestUpdate();
              }}
            >
              ${title}
            </button>`}
      </h3>
    </li>`;
  }

  #person(row: SharedUser, place?: { at: number; of: number }): TemplateResult {
    const key = keyOf(row);
    const open = this.#open?.key === key ? this.#open : undefined;
    const ending = this.#ends.get(key);
    const busy = this.#busy.has(key) || !!ending?.isSent;
    const note = this.#notes.get(key);
    const name = this.#name(row);
    const t = this.host.i18n!.t.bind(this.host.i18n);
    return html`<li
      class=${open || note ? 'row open' : 'row'}
      part="person"
      data-key=${key}
      data-state=${row.state}
      aria-busy=${busy}
      aria-setsize=${place?.of ?? nothing}
      aria-posinset=${place?.at ?? nothing}
    >
      <div class="who">
        <bdi class="name" translate="no">${name}</bdi>
        ${row.shareContact && name !== row.shareContact
          ? html`<bdi class="muted small" translate="no">${row.shareContact}</bdi>`
          : nothing}
        <span class="state small">${this.#state(row)}</span>
      </div>
      ${ending?.ticker.reason
        ? html`<div class="actions">
            <span class="small">${t('endsIn', { n: ending.ticker.seconds })}</span>
            <button class="plain undo" part="button plain" @click=${() => this.#undo(key)}>${t('undo')}</button>
          </div>`
        : this.#actions(row, name, busy)}
      ${note ? html`<p class="small ${note.bad ? 'error' : ''} wide">${note.text}</p>` : nothing}
      ${open
        ? personPanel(this.host.i18n!, row, name, open, {
            end: () => this.#end(row),
            input: () => this.#keep(open, true),
            rename: () => void this.#rename(row, open),
            qr: () => void this.#qr(open),
            close: () => this.#toggle(row, open.kind),
          })
        : nothing}
    </li>`;
  }

  #state(row: SharedUser): string {
    const { i18n } = this.host;
    const { state, startTime, endTime } = row;
    if (state === 'unknown') return row.shareStatus || i18n!.t('others');
    const text = i18n!.messages.states[state];
    const time = state === 'accepted' ? startTime : state === 'ended' ? endTime : null;
    // A time to come is when the subscription runs out, not when the sharing ended.
    return time && time <= Date.now()
      ? i18n!.t(state === 'accepted' ? 'since' : 'until', { state: text, date: i18n!.date(time) })
      : text;
  }

  #actions(row: SharedUser, name: string, busy: boolean): TemplateResult {
    const t = this.host.i18n!.t.bind(this.host.i18n);
    const action = (what: string, label: UiKey, act: () => void, expanded?: boolean) =>
      html`<button
        class="link"
        data-do=${what}
        aria-label="${t(label)}: ${name}"
        aria-expanded=${expanded ?? nothing}
        aria-disabled=${busy}
        @click=${() => busy || act()}
      >
        ${t(label)}
      </button>`;
    const isOpen = (kind: PanelKind) => this.#open?.key === keyOf(row) && this.#open.kind === kind;
    return html`<div class="actions">
      ${busy ? html`<span class="muted">${t('working')}</span>` : nothing}
      ${row.state === 'pending' && this.host.hasLinks
        ? action('link', 'copyLink', () => void this.#link(row))
        : nothing}
      ${row.mayRename
        ? action('rename', 'rename', () => this.#toggle(row, 'rename'), isOpen('rename'))
        : nothing}
      ${row.mayCancel
        ? action(
            'end',
            row.state === 'pending' ? 'withdraw' : 'end',
            () => this.#toggle(row, 'end'),
            isOpen('end'),
          )
        : nothing}
      ${row.mayInvite && row.shareContact && (row.state === 'ended' || row.state === 'declined')
        ? action('again', 'inviteAgain', () =>
            this.host.form.fill(row.shareContact, row.firstName, row.lastName),
          )
        : nothing}
    </div>`;
  }
}
