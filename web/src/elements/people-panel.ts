// What opens beneath a row of the list: the question before ending, the new name, the link.
import { html, nothing, type TemplateResult } from 'lit';
import type { SharedUser } from '../client.js';
import type { I18n } from '../i18n.js';
import { lead, onEscape } from './base.js';

export type PanelKind = 'end' | 'rename' | 'link';

export interface Panel {
  /** The row's. */
  key: string;
  kind: PanelKind;
  /** What went wrong. */
  text: string;
  link: string;
  /** First and last name, as far as they are typed. */
  names: [string, string];
  /** The link as a QR code, once it was asked for. */
  qr?: TemplateResult | undefined;
}

interface Acts {
  end(): void;
  /** A name is being typed. */
  input(): void;
  rename(): void;
  /** Shows the QR code, or puts it away. */
  qr(): void;
  close(): void;
}

export function personPanel(
  i18n: I18n,
  row: SharedUser,
  name: string,
  { kind, text, link, qr, names }: Panel,
  acts: Acts,
): TemplateResult {
  const t = i18n.t.bind(i18n);
  const keydown = onEscape(qr ? acts.qr : acts.close);
  const close = (label: 'keep' | 'cancel' | 'close') =>
    html`<button type="button" class="plain" part="button plain" @click=${acts.close}>${t(label)}</button>`;
  if (kind === 'end') {
    const pending = row.state === 'pending';
    return html`<div class="panel wide" role="group" aria-labelledby="ask" @keydown=${keydown}>
      <p id="ask">${lead(t(pending ? 'askWithdraw' : 'askEnd', { name }))}</p>
      <div class="buttons">
        <button class="danger" part="button danger" @click=${acts.end}>
          ${t(pending ? 'withdraw' : 'end')}
        </button>
        ${close('keep')}
      </div>
    </div>`;
  }
  if (kind === 'link') {
    return html`<div class="panel wide" @keydown=${keydown}>
      <input
        id="link"
        part="field"
        readonly
        aria-label=${t('link')}
        .value=${link}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
      />
      <div class="buttons">
        ${'share' in navigator
          ? html`<button
              class="plain"
              part="button plain"
              @click=${() =>
                // Closing the sheet without sharing rejects; that is no failure.
                navigator.share({ url: link }).catch(() => {})}
            >
              ${t('share')}
            </button>`
          : nothing}
        <button
          class="plain"
          part="button plain"
          data-do="qr"
          aria-expanded=${!!qr}
          @click=${acts.qr}
        >
          ${t('qr')}
        </button>
        ${close('close')}
      </div>
      <p class="small error" role="alert">${text}</p>
      ${qr}
    </div>`;
  }
  const field = (id: 'firstName' | 'lastName', at: 0 | 1) =>
    html`<div>
      <label class="small" for="n${id}">${t(id)}</label>
      <input
        id="n${id}"
        part="field"
        autocapitalize="words"
        autocomplete="off"
        autocorrect="off"
        spellcheck="false"
        enterkeyhint=${at ? 'done' : 'next'}
        .value=${names[at]}
        @input=${(event: Event) => {
          names[at] = (event.target as HTMLInputElement).value;
          acts.input();
        }}
      />
    </div>`;
  return html`<form
    class="panel wide"
    @keydown=${keydown}
    @submit=${(event: Event) => {
      event.preventDefault();
      acts.rename();
    }}
  >
    <div class="names">${field('firstName', 0)}${field('lastName', 1)}</div>
    <p class="small error" role="alert">${text}</p>
    <div class="buttons">
      <button class="primary" part="button primary">${t('save')}</button>
      ${close('cancel')}
    </div>
  </form>`;
}
