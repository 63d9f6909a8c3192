// The form of <subshare-invite>: one row a person, the last one empty for the next. Each is checked by the core as it is
// typed; what cannot be sent stays where it was typed.
import { html, nothing, type TemplateResult } from 'lit';
import type { ContactCheck } from '../client.js';
import { InvitedEvent } from '../events.js';
import { storage, Ticker } from './base.js';
import type { SubshareInvite } from './invite.js';

interface Person {
  id: number;
  text: string;
  firstName: string;
  lastName: string;
  /** The field has been left once: what is wrong is now an error, no longer a hint. */
  left: boolean;
  sending: boolean;
  /** What the core or the server said when it was sent, until it is changed. */
  trouble: string;
  troubleField: string;
  checked?: { text: string; check: ContactCheck | null } | undefined;
}

type NameField = 'firstName' | 'lastName';

const separators = /[,;\n]/;
const stopping = new Set(['login_required', 'aborted', 'offline', 'network_failed', 'module_failed']);
let lastId = 0;

export class InviteForm {
  people: Person[] = [];
  #sent: string[] = [];
  #progress: { at: number; of: number } | undefined;
  #stop: AbortController | undefined;
  #ticker: Ticker;

  constructor(private readonly host: SubshareInvite) {
    this.#ticker = new Ticker(host);
  }

  // --- What is typed.

  #add(contact = '', firstName = '', lastName = '', at = this.people.length): Person {
    const person: Person = {
      id: ++lastId,
      text: contact,
      firstName,
      lastName,
      left: !!contact,
      sending: false,
      trouble: '',
      troubleField: '',
    };
    this.people.splice(at, 0, person);
    return person;
  }

  /** Puts a person into the empty row, ready to be invited. */
  fill(contact: string, firstName: string, lastName: string): void {
    this.#dropEmpty();
    this.#sent = [];
    const { id } = this.#add(contact, firstName, lastName);
    this.#changed();
    void this.host.focusOn(`#c${id}`);
  }

  #dropEmpty(): void {
    this.people = this.people.filter((person) => person.text.trim());
  }

  get #key(): string {
    return `subshare ${location.pathname} ${this.host.productCode}`;
  }

  restore(): void {
    this.people = [];
    storage.restore<string[][]>(this.#key, (saved) => {
      for (const [contact, first, last] of saved) this.#add(`${contact}`, `${first}`, `${last}`);
    });
    if (!this.people.length) this.#add();
  }

  forget(): void {
    this.#stop?.abort();
    storage.set(this.#key, null);
    this.#sent = [];
    this.people = [];
    this.#add();
  }

  #changed(): void {
    const typed = this.people.filter((person) => person.text.trim());
    const draft = typed.map(({ text, firstName, lastName }) => [text, firstName, lastName]);
    storage.set(this.#key, typed.length ? draft : null);
    this.host.requestUpdate();
  }

  #input(person: Person, field: HTMLTextAreaElement): void {
    person.text = field.value;
    person.trouble = '';
    // A comma between quotation marks belongs to a name: "Nordmann, Kari" <kari@…>.
    if (separators.test(person.text.replace(/"[^"\n]*"?/g, ''))) {
      this.#commit(person);
      // The separator was never drawn, so that drawing again would not take it away.
      field.value = person.text;
    }
    this.#changed();
  }

  /** Takes a row apart into the people in it, and goes on to an empty one. */
  #commit(person: Person): void {
    const [first, ...others] = this.host.core!.splitInvitees(person.text);
    if (!first) {
      person.text = '';
      return;
    }
    this.#take(person, first);
    let at = this.people.indexOf(person);
    for (const { contact, firstName, lastName } of others) {
      this.#add(contact, firstName, lastName, ++at);
    }
    person.left = true;
    this.#next();
  }

  #take(person: Person, found: { contact: string; firstName: string; lastName: string }): void {
    person.text = found.contact;
    person.firstName = found.firstName || person.firstName;
    person.lastName = found.lastName || person.lastName;
  }

  #next(): void {
    const last = this.people.at(-1);
    const { id } = last && !last.text.trim() ? last : this.#add();
    this.#changed();
    void this.host.focusOn(`#c${id}`);
  }

  #remove(person: Person): void {
    const at = this.people.indexOf(person);
    this.people.splice(at, 1);
    if (!this.people.length) this.#add();
    const { id } = this.people[Math.min(at, this.people.length - 1)]!;
    this.#changed();
    void this.host.focusOn(`#c${id}`);
  }

  #keydown(person: Person, event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    if (event.repeat) return;
    if (!person.text.trim()) void this.submit();
    else if (this.#namesOf(person)) void this.host.focusOn(`#f${person.id}`);
    else this.#commit(person);
  }

  #namesOf(person: Person): boolean {
    const required = this.host.api.rule(this.host.productCode)?.isCustomerNameRequired;
    return !!(person.firstName || person.lastName || (required && person.text.trim()));
  }

  // --- What the core says of it.

  #check(person: Person): ContactCheck | null {
    const { text } = person;
    if (person.checked?.text !== text) {
      const core = this.host.core!;
      const [found] = core.splitInvitees(text);
      const check = found ? core.parseContact(found.contact, this.host.callingNumber) : null;
      person.checked = { text, check };
    }
    return person.checked.check;
  }

  #repeats(person: Person, value: string): boolean {
    const before = this.people.slice(0, this.people.indexOf(person));
    return before.some((one) => this.#check(one)?.value.toLowerCase() === value.toLowerCase());
  }

  /** What is wrong with a row, or nothing. */
  #problem(person: Person): string {
    const check = this.#check(person);
    if (!check) return '';
    if (check.error) return this.host.explainError(check.error);
    if (this.#repeats(person, check.value)) return this.host.i18n!.messages.errors.contact_repeated;
    return '';
  }

  // --- Sending.

  async submit(): Promise<void> {
    const { host } = this;
    if (this.#stop) return;
    for (const person of [...this.people]) {
      const [found, ...others] = host.core!.splitInvitees(person.text);
      if (others.length) this.#commit(person);
      else if (found) this.#take(person, found);
      person.left = true;
    }
    this.#dropEmpty();
    const all = [...this.people];
    if (!all.length && this.#sent.length) {
      // Pressed once more than needed: all of it is sent.
      this.#next();
      return;
    }
    this.#sent = [];
    const good = all.filter((person) => !this.#problem(person));
    const refused = host.api.mayInvite(host.productCode, good.length);
    if (!good.length || refused) {
      if (!all.length) this.#add().trouble = host.i18n!.messages.errors.required;
      const text = refused && good.length ? host.explainError(refused) : '';
      this.#finish(text || this.people[0]!.trouble || this.#problem(this.people[0]!));
      return;
    }
    const stop = (this.#stop = new AbortController());
    // The row that Enter was pressed in may be gone, and those that are sent go one by one.
    void host.focusOn('form .primary');
    let at = 0;
    let code: string | undefined = '';
    for (const person of good) {
      this.#progress = { at: ++at, of: good.length };
      host.announce(good.length > 1 ? host.i18n!.t('sending', { n: at, all: good.length }) : '');
      // After one of these the next would fail in the same way.
      if (stopping.has((code = await this.#send(person, stop.signal)))) break;
    }
    const failed = this.people.length;
    const sent = this.#sent.length;
    this.#finish(
      [sent && host.i18n!.t('sent', { n: sent }), failed && host.i18n!.t('unsent', { n: failed })]
        .filter(Boolean)
        .join(' '),
      code === 'login_required',
    );
  }

  /** The name of the error, or nothing. */
  async #send(person: Person, signal: AbortSignal): Promise<string> {
    const { host } = this;
    const { productCode } = host;
    const { firstName, lastName } = person;
    const contact = this.#check(person)!.value;
    person.sending = true;
    person.trouble = person.troubleField = '';
    const outcome = await host.api.sendInvitation(
      { contact, productCode, firstName, lastName },
      { signal, onWaiting: this.#ticker.wait },
    );
    person.sending = false;
    this.#ticker.stop();
    if (outcome.ok) {
      this.people = this.people.filter((one) => one !== person);
      this.#changed();
      this.#sent.push([`${firstName} ${lastName}`.trim(), contact].filter(Boolean).join(', '));
      host.dispatchEvent(new InvitedEvent(productCode));
      return '';
    }
    person.trouble = host.explain('sendInvitation', outcome);
    person.troubleField = outcome.error?.field ?? '';
    host.failed('sendInvitation', outcome);
    if (outcome.kind === 'unknown') host.read(true);
    return outcome.error?.code ?? '';
  }

  #finish(text: string, loggedOut = false): void {
    this.#stop = this.#progress = undefined;
    const failed = this.people.find((person) => person.trouble || this.#problem(person));
    if (!this.people.length) this.#add();
    this.#changed();
    this.host.announce(text);
    if (loggedOut) this.host.loggedOut();
    else if (failed) {
      const field = failed.troubleField === 'firstName' ? 'f' : failed.troubleField === 'lastName' ? 'l' : 'c';
      void this.host.focusOn(`#${field}${failed.id}`);
    } else void this.host.focusOn('#sent');
  }

  // --- Drawing.

  render(): TemplateResult {
    const { host, people } = this;
    const { i18n, productCode } = host;
    const t = i18n!.t.bind(i18n);
    const count = people.filter((person) => person.text.trim()).length;
    const good = people.filter((person) => person.text.trim() && !this.#problem(person)).length;
    const refused = host.api.mayInvite(productCode, Math.max(1, good));
    const busy = !!this.#stop;
    const none = refused && refused.code !== 'seats_too_few' && !busy;
    return html`
      ${this.#results()}
      ${none
        ? html`<div class="note" part="full"><p>${host.lead(host.explainError(refused))}</p></div>`
        : html`<form
            part="form"
            novalidate
            aria-busy=${busy}
            @submit=${(event: Event) => {
              event.preventDefault();
              void this.submit();
            }}
          >
            <h2 id="who">${t('who')}</h2>
            <p class="muted small" id="how">${t('how')}</p>
            <ul class="people" aria-labelledby="who">
              ${people.map((person, index) => this.#row(person, index, busy))}
            </ul>
            ${busy || !people.at(-1)!.text.trim()
              ? nothing
              : html`<button type="button" class="link more" @click=${() => this.#next()}>${t('another')}</button>`}
            ${refused && !busy
              ? html`<p class="error" id="limit">${host.explainError(refused)}</p>`
              : nothing}
            <div class="buttons">
              <button class="primary" part="button primary" aria-disabled=${busy}>
                ${!busy
                  ? t('invite', { n: Math.max(1, count) })
                  : this.#progress!.of > 1
                    ? t('sending', { n: this.#progress!.at, all: this.#progress!.of })
                    : t('working')}
              </button>
              ${busy
                ? html`<button type="button" class="plain" part="button plain" @click=${() => this.#stop?.abort()}>${t('stop')}</button>`
                : nothing}
              ${host.waiting(this.#ticker)}
            </div>
          </form>`}
    `;
  }

  #results(): unknown {
    const sent = this.#sent;
    return sent.length && !this.#stop
      ? html`<div class="note good" id="sent" part="sent">
          <p><strong>${this.host.i18n!.t('sent', { n: sent.length })}</strong></p>
          <ul>
            ${sent.map((who) => html`<li><bdi>${who}</bdi></li>`)}
          </ul>
        </div>`
      : nothing;
  }

  #row(person: Person, index: number, busy: boolean): TemplateResult {
    const t = this.host.i18n!.t.bind(this.host.i18n);
    const { id, text } = person;
    const check = this.#check(person);
    const named = person.troubleField.endsWith('Name');
    const problem = named ? this.#problem(person) : person.trouble || this.#problem(person);
    const wrong = !!problem && (person.left || !!person.trouble);
    const only = this.people.length === 1;
    const read = !problem && check && check.value !== text.trim() ? check.value : '';
    return html`<li class="person" ?data-sending=${person.sending}>
      <textarea
        id="c${id}"
        rows="1"
        part="field"
        inputmode="email"
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="next"
        maxlength="100000"
        placeholder=${index ? t('next') : t('contact')}
        aria-label=${only ? t('contact') : t('person', { n: index + 1 })}
        aria-describedby="m${id} how"
        aria-invalid=${wrong}
        ?data-good=${!!check && !problem && !check.suggestion}
        ?readonly=${busy}
        .value=${text}
        @input=${(event: Event) => this.#input(person, event.target as HTMLTextAreaElement)}
        @keydown=${(event: KeyboardEvent) => this.#keydown(person, event)}
        @change=${() => {
          person.left = true;
          this.host.requestUpdate();
        }}
      ></textarea>
      ${(!text && index === this.people.length - 1) || busy
        ? nothing
        : html`<button
            type="button"
            class="remove"
            aria-label=${t('remove', { name: text || t('person', { n: index + 1 }) })}
            @click=${() => this.#remove(person)}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m3 3 10 10M13 3 3 13" /></svg>
          </button>`}
      <p class="small ${wrong ? 'error' : 'muted'} message" id="m${id}">
        ${problem || (read && t('readAs', { value: read }))}
        ${check?.suggestion
          ? html`${t('meant', { value: check.suggestion })}
              <button
                type="button"
                class="link inline"
                @click=${() => {
                  person.text = check.suggestion;
                  this.#changed();
                  void this.host.focusOn(`#c${id}`);
                }}
              >
                ${t('use')}
              </button>`
          : nothing}
      </p>
      ${this.#namesOf(person)
        ? html`<div class="names">
            ${this.#name(person, 'firstName', busy)}${this.#name(person, 'lastName', busy)}
          </div>`
        : nothing}
    </li>`;
  }

  #name(person: Person, field: NameField, busy: boolean): TemplateResult {
    const { host } = this;
    const id = field[0]! + person.id;
    const { error } = host.core!.parseName(person[field], field);
    const problem =
      (person.troubleField === field && person.trouble) || (error ? host.explainError(error) : '');
    return html`<div>
      <label class="small" for=${id}>${host.i18n!.t(field)}</label>
      <input
        id=${id}
        part="field"
        autocomplete="off"
        aria-invalid=${!!problem}
        aria-describedby="e${id}"
        ?readonly=${busy}
        .value=${person[field]}
        @input=${(event: Event) => {
          person[field] = (event.target as HTMLInputElement).value;
          if (person.troubleField === field) person.trouble = person.troubleField = '';
          this.#changed();
        }}
      />
      <p class="small error" id="e${id}">${problem}</p>
    </div>`;
  }
}
