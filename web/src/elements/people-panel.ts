// What opens beneath a row of the list: the question before ending, the new name, the link.
import { html, nothing, type TemplateResult } from 'lit';
import type { SharedUser } from '../client.js';
import type { I18n } from '../i18n.js';
import { lead } from './base.js';

export type PanelKind = 'end' | 'rename' | 'link';

export interface Panel {
  /** The row's. */
  key: string;
  kind: PanelKind;
  /** What went wrong. */
  text: string;
  link: string;
}

interface Acts {
  end(): void;
  rename(firstName: string, lastName: string): void;
  close(): void;
}

export function personPanel(
  i18n: I18n,
  row: SharedUser,
  name: string,
  { kind, text, link }: Panel,
  acts: Acts,
): TemplateResult {
  const t = i18n.t.bind(i18n);
  const close = (label: 'keep' | 'cancel' | 'close') =>
    html`<button type="button" class="plain" part="button plain" @click=${acts.close}>${t(label)}</button>`;
  if (kind === 'end') {
    const pending = row.state === 'pending';
    return html`<div class="panel wide" role="group" aria-labelledby="ask">
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
    return html`<div class="panel wide">
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
        ${close('close')}
      </div>
    </div>`;
  }
  const field = (id: 'firstName' | 'lastName') =>
    html`<div>
      <label class="small" for="n${id}">${t(id)}</label>
      <input id="n${id}" name=${id} part="field" autocomplete="off" .value=${row[id]} />
    </div>`;
  return html`<form
    class="panel wide"
    @submit=${(event: Event) => {
      event.preventDefault();
      const names = new FormData(event.target as HTMLFormElement);
      acts.rename(String(names.get('firstName')), String(names.get('lastName')));
    }}
  >
    <div class="names">${field('firstName')}${field('lastName')}</div>
    <p class="small error" role="alert">${text}</p>
    <div class="buttons">
      <button class="primary" part="button primary">${t('save')}</button>
      ${close('cancel')}
    </div>
  </form>`;
}
