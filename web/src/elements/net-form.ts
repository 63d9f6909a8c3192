// One net in <subshare-nets>: how it stands, and the form in which it is changed.
import { html, nothing, type TemplateResult } from 'lit';
import type { Core } from '../client.js';
import type { I18n } from '../i18n.js';
import {
  isTime,
  nameOf,
  readLines,
  showRange,
  timeOf,
  type Draft,
  type Line,
  type NetField,
  type Problem,
  type TimeField,
} from './net-drafts.js';

interface Acts {
  /** Something has been typed. */
  input(): void;
  /** A field has been left. */
  leave(): void;
  open(): void;
  /** What was asked about is meant. */
  confirm(problem: Problem): void;
  remove(): void;
  undo(): void;
}

/** Of a long list of lines, errors or ranges only so many are shown. */
const shown = 4;

export function netRow(
  core: Core,
  i18n: I18n,
  draft: Draft,
  problems: readonly Problem[],
  busy: boolean,
  acts: Acts,
): TemplateResult {
  const name = nameOf(core, draft, i18n);
  const action = (label: 'change' | 'removeNet' | 'undo', act: () => void) =>
    html`<button
      type="button"
      class="link"
      data-do=${label}
      aria-label="${i18n.t(label)}: ${name}"
      aria-disabled=${busy}
      @click=${() => busy || act()}
    >
      ${i18n.t(label)}
    </button>`;
  return html`<li class="row" part="net" data-net=${draft.id}>
    ${draft.isRemoved
      ? html`<p class="muted">${i18n.t('removed', { name })}</p>
          <div class="actions">${action('undo', acts.undo)}</div>`
      : html`<div class="what">
            <bdi class="name" translate="no">${name}</bdi>
            ${draft.isOpen ? nothing : summary(core, i18n, draft, name)}
          </div>
          <div class="actions">
            ${draft.isOpen ? nothing : action('change', acts.open)}${action('removeNet', acts.remove)}
          </div>
          ${draft.isOpen ? form(core, i18n, draft, name, problems, busy, acts) : nothing}`}
  </li>`;
}

/** Some of a list, and how many there are besides. */
function some<T>(i18n: I18n, items: readonly T[], show: (item: T) => unknown): unknown[] {
  const more = items.length - shown;
  return [...items.slice(0, shown).map(show), ...(more > 0 ? [i18n.t('more', { n: more })] : [])];
}

function summary(core: Core, i18n: I18n, draft: Draft, name: string): TemplateResult {
  const { ranges, domains } = readLines(core, draft);
  const texts = [...domains.map(({ text }) => text), ...ranges.map(({ value, text }) => (value ? showRange(value) : text))];
  const [start, end] = [timeOf(draft, 'start'), timeOf(draft, 'end')].map((time) =>
    isTime(time) ? i18n.dateTime(time) : '',
  );
  return html`
    ${some(
      i18n,
      texts.filter((text) => text !== name),
      (text) => html`<bdi class="small" translate="no">${text}</bdi>`,
    )}
    <span class="small muted">
      ${start && end
        ? i18n.t('between', { start, end })
        : start
          ? i18n.t('fromTime', { start })
          : end
            ? i18n.t('untilTime', { end })
            : i18n.t('always')}
      · ${i18n.t(draft.loginRequired ? 'withLogin' : 'withoutLogin')}
    </span>
  `;
}

function form(
  core: Core,
  i18n: I18n,
  draft: Draft,
  name: string,
  problems: readonly Problem[],
  busy: boolean,
  acts: Acts,
): TemplateResult {
  const { id } = draft;
  const mine = (field: NetField) => problems.filter((one) => one.draft === draft && one.field === field);
  const errors = (field: NetField) =>
    mine(field).length
      ? html`<ul class="small error" id="w${field}${id}">
          ${some(
            i18n,
            mine(field),
            (problem) =>
              html`<li>
                ${problem.text}
                ${problem.question
                  ? html`<button
                      type="button"
                      class="link inline"
                      data-do="confirm"
                      aria-disabled=${busy}
                      @click=${() => busy || acts.confirm(problem)}
                    >
                      ${i18n.t('confirmNet')}
                    </button>`
                  : nothing}
              </li>`,
          )}
        </ul>`
      : nothing;
  const lines = readLines(core, draft);
  const area = (field: 'ranges' | 'domains', hint: 'rangesHint' | 'domainsHint', stands: TemplateResult[]) =>
    html`<div>
      <label for="${field}${id}">${i18n.t(field)}</label>
      <p class="small muted" id="h${field}${id}">${i18n.t(hint)}</p>
      <textarea
        id="${field}${id}"
        dir="ltr"
        rows="3"
        part="field"
        inputmode=${field === 'domains' ? 'url' : 'text'}
        autocapitalize="off"
        autocomplete="off"
        autocorrect="off"
        spellcheck="false"
        aria-describedby="h${field}${id} w${field}${id}"
        aria-invalid=${mine(field).length > 0}
        ?readonly=${busy}
        .value=${draft[field]}
        @input=${(event: Event) => {
          draft[field] = (event.target as HTMLTextAreaElement).value;
          acts.input();
        }}
        @change=${acts.leave}
      ></textarea>
      ${errors(field)}
      ${stands.length ? html`<ul class="small muted">${some(i18n, stands, (text) => html`<li>${text}</li>`)}</ul>` : nothing}
    </div>`;
  const time = (field: TimeField, label: 'from' | 'until') =>
    html`<div>
      <label for="${field}${id}">${i18n.t(label)}</label>
      <input
        id="${field}${id}"
        type="datetime-local"
        part="field"
        placeholder="2026-12-31 08:00"
        aria-describedby="htime${id} w${field}${id}"
        aria-invalid=${mine(field).length > 0}
        ?readonly=${busy}
        .value=${draft[field]}
        @input=${(event: Event) => {
          const { value, validity } = event.target as HTMLInputElement;
          draft.unfinished = draft.unfinished.filter((one) => one !== field);
          // Filled in halfway, the field has no value to keep.
          if (validity.badInput) draft.unfinished.push(field);
          else draft[field] = value;
          acts.input();
        }}
        @change=${acts.leave}
      />
      ${errors(field)}
    </div>`;
  return html`<div class="panel wide" role="group" aria-label=${name}>
    ${area('ranges', 'rangesHint', standing(i18n, lines.ranges, (range) => showRange(range)))}
    ${area('domains', 'domainsHint', standing(i18n, lines.domains, String))}
    <div class="times">${time('start', 'from')}${time('end', 'until')}</div>
    <p class="small muted" id="htime${id}">${i18n.t('timeHint')}</p>
    <label class="check"
      ><input
        type="checkbox"
        ?disabled=${busy}
        .checked=${draft.loginRequired}
        @change=${(event: Event) => {
          draft.loginRequired = (event.target as HTMLInputElement).checked;
          acts.input();
        }}
      />${i18n.t('needsLogin')}</label
    >
  </div>`;
}

/** What lines are read as, where that is more than they say: a CIDR's range, a name's punycode. */
function standing<T>(i18n: I18n, lines: readonly Line<T>[], show: (value: T) => string): TemplateResult[] {
  const plain = (text: string) => text.toLowerCase().replace(/\s+/g, '').replace(/[–—]/, '-');
  return lines.flatMap(({ value, text }) =>
    value === undefined || plain(text) === plain(show(value))
      ? []
      : [html`<bdi>${i18n.t('standsFor', { text, value: show(value) })}</bdi>`],
  );
}
