// One row of the form of <subshare-invite>: what is typed of a person, and how it is drawn.
import { html, nothing, type TemplateResult } from 'lit';
import type { ContactCheck } from '../client.js';
import type { SubshareInvite } from './invite.js';

export interface Person {
  id: number;
  text: string;
  firstName: string;
  lastName: string;
  /** What else stood there in a list, and is not used. */
  rest: string;
  /** The field has been left once: what is wrong is now an error, no longer a hint. */
  left: boolean;
  sending: boolean;
  /** It is a long list that is being read: laid out in its field, it would keep a slow phone busy for frames. */
  unread: boolean;
  /** In a form that is folded, it is drawn: it needs a look, or did. */
  shown: boolean;
  /** What the core or the server said when it was sent, until it is changed. */
  trouble: string;
  troubleField: string;
  checked?: Checked | undefined;
}

export type NameField = 'firstName' | 'lastName';

/** What the core says of a person, as long as that is what is typed. */
export interface Checked {
  of: string;
  check: ContactCheck | null;
  /** The same for all ways to write a contact; empty where it is none. */
  key: string;
  names: Problem | undefined;
  /** It has the product, or was asked. */
  known: Problem | undefined;
  version: number;
}

export interface Problem {
  text: string;
  /** First letter of the field's id. */
  field: 'c' | 'f' | 'l';
}

let lastId = 0;

export function newPerson(text = '', firstName = '', lastName = '', rest = ''): Person {
  return {
    id: ++lastId,
    text,
    firstName,
    lastName,
    rest,
    left: !!text,
    sending: false,
    unread: false,
    shown: false,
    trouble: '',
    troubleField: '',
  };
}

/** What of them is kept until it is sent. */
export function draftOf(people: readonly Person[]): string[][] | null {
  const typed = people.filter(isTyped);
  return typed.length ? typed.map(({ text, firstName, lastName, rest }) => [text, firstName, lastName, rest]) : null;
}

export function isTyped({ text }: Person): boolean {
  return !!text.trim();
}

/** What a person is called in a sentence. */
export function titleOf({ firstName, lastName, text }: Person): string {
  return `${firstName} ${lastName}`.trim() || text.trim();
}

/** How a row stands among the others. */
export interface Place {
  index: number;
  /** There is no other. */
  only: boolean;
  last: boolean;
  busy: boolean;
  /** Says which it is: not all rows are there to be counted. */
  numbered: boolean;
  /** Has fields for the names. */
  named: boolean;
  check: ContactCheck | null;
  problem: Problem | undefined;
}

export interface Acts {
  input(person: Person, field: HTMLTextAreaElement, event: Event): void;
  paste(person: Person, event: ClipboardEvent): void;
  enter(person: Person, field: 'c' | 'f' | 'l'): void;
  remove(person: Person): void;
  changed(): void;
  /** Goes to the next row that needs a look; absent where there is no other. */
  next: ((person: Person) => void) | undefined;
}

/**
 * Enter, and the key that phones draw in its place: that of some (Gboard's Next) sends no key event, but says beforehand
 * that a line would be broken.
 */
function onEnter(act: () => void): { handleEvent(event: Event): void } {
  return {
    handleEvent(event) {
      const { key, repeat, isComposing, inputType } = event as KeyboardEvent & InputEvent;
      if (isComposing || (key !== 'Enter' && !/^insert(LineBreak|Paragraph)$/.test(inputType))) return;
      event.preventDefault();
      if (!repeat) act();
    },
  };
}

export function personRow(host: SubshareInvite, person: Person, place: Place, acts: Acts): TemplateResult {
  const { id, unread } = person;
  const text = unread ? '' : person.text;
  const { index, only, last, busy, numbered, named, check, problem } = place;
  const t = host.i18n!.t.bind(host.i18n);
  const wrong = !!problem && (person.left || !!person.trouble);
  const inName = problem && problem.field !== 'c';
  const said = inName ? '' : (problem?.text ?? '');
  const bad = wrong && !inName;
  const read = !problem && check && check.value !== text.trim() ? check.value : '';
  const enter = onEnter(() => acts.enter(person, 'c'));
  return html`<li class="person" ?data-sending=${person.sending}>
    ${numbered ? html`<p class="small" aria-hidden="true">${t('person', { n: index + 1 })}</p>` : nothing}
    <div class="entry">
      <textarea
        id="c${id}"
        rows="1"
        part="field"
        inputmode="email"
        autocapitalize="off"
        autocomplete="off"
        autocorrect="off"
        spellcheck="false"
        enterkeyhint="next"
        maxlength="100000"
        placeholder=${unread ? t('working') : index ? t('next') : t('contact')}
        aria-label=${only ? t('contact') : t('person', { n: index + 1 })}
        aria-describedby="m${id} how"
        aria-invalid=${bad}
        ?data-good=${!!check && !problem && !check.suggestion}
        ?readonly=${busy || unread}
        .value=${text}
        @input=${(event: Event) => acts.input(person, event.target as HTMLTextAreaElement, event)}
        @paste=${(event: ClipboardEvent) => acts.paste(person, event)}
        @keydown=${enter}
        @beforeinput=${enter}
        @change=${() => {
          person.left = true;
          acts.changed();
        }}
      ></textarea>
      ${(!text && last) || busy
        ? nothing
        : html`<button
            type="button"
            class="remove"
            aria-label=${t('remove', { name: text || t('person', { n: index + 1 }) })}
            @click=${() => acts.remove(person)}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m3 3 10 10M13 3 3 13" /></svg>
          </button>`}
    </div>
    <p class="small ${bad ? 'error' : 'muted'} message" id="m${id}">
      ${said || (read && t('readAs', { value: read }))} ${person.rest && t('notUsed', { rest: person.rest })}
      ${check?.suggestion
        ? html`${t('meant', { value: check.suggestion })}
            <button
              type="button"
              class="link inline"
              @click=${() => {
                person.text = check.suggestion;
                acts.changed();
                void host.focusOn(`#c${id}`);
              }}
            >
              ${t('use')}
            </button>`
        : nothing}
      ${wrong && acts.next
        ? html`<button type="button" class="link inline" data-do="next" @click=${() => acts.next!(person)}>
            ${t('nextWrong')}
          </button>`
        : nothing}
    </p>
    ${named ? html`<div class="names">${name('firstName', 'next')}${name('lastName', 'next')}</div>` : nothing}
  </li>`;

  function name(field: NameField, hint: string): TemplateResult {
    const letter = field[0] as 'f' | 'l';
    const said = problem?.field === letter ? problem.text : '';
    const enter = onEnter(() => acts.enter(person, letter));
    return html`<div>
      <label class="small" for="${letter}${id}">${t(field)}</label>
      <input
        id="${letter}${id}"
        part="field"
        autocapitalize="words"
        autocomplete="off"
        autocorrect="off"
        spellcheck="false"
        enterkeyhint=${hint}
        aria-invalid=${!!said}
        aria-describedby="e${letter}${id}"
        ?readonly=${busy}
        .value=${person[field]}
        @input=${(event: Event) => {
          person[field] = (event.target as HTMLInputElement).value;
          if (person.troubleField === field) person.trouble = person.troubleField = '';
          acts.changed();
        }}
        @keydown=${enter}
        @beforeinput=${enter}
      />
      <p class="small error" id="e${letter}${id}">${said}</p>
    </div>`;
  }
}
