// The consents of <subshare-invitation>: the publisher's texts, from a function of the page or as form controls in a
// slot. All of them are answered before Accept is sent. A chunk of its own, loaded where anything is to be agreed to.
import type { css, html, nothing, TemplateResult } from 'lit';
import type { ConsentAnswer } from '../events.js';
import type { I18n } from '../i18n.js';
import type { SubshareInvitation } from './invitation.js';

/** One text of the publisher's. */
export interface Consent {
  /** Comes back with the answer. */
  id: string;
  /** The words that are agreed to; plain text. */
  text: string;
  /** Nobody can accept without agreeing to this one. The others are answered with yes or no. */
  required?: boolean | undefined;
  /** Where all of it can be read. */
  url?: string | undefined;
}

/** What the texts are asked for with: as far as the page's attributes, or its rule, name it. */
export interface ConsentRequest {
  shareCode: string;
  issuer?: string | undefined;
  issuerConsentGroupId?: number | undefined;
}

export type AskConsents = (request: ConsentRequest) => readonly Consent[] | Promise<readonly Consent[]>;
export type SaveConsents = (answers: readonly ConsentAnswer[], request: ConsentRequest) => unknown;

/** Given by the element: a chunk that imported them would make the element's script fall into two. */
interface Lit {
  css: typeof css;
  html: typeof html;
  nothing: typeof nothing;
}

export class ConsentForm {
  /** The texts could not be had, or there are none although there must be. */
  failed = false;
  #texts: readonly Consent[] | undefined;
  #asking: Promise<void> | undefined;
  #answers = new Map<string, boolean>();
  /** Accept has been pressed: what is not answered is now an error. */
  #due = false;

  constructor(
    private readonly host: SubshareInvitation,
    private readonly lit: Lit,
  ) {
    (host.renderRoot as ShadowRoot).adoptedStyleSheets.push(consentStyles(lit.css).styleSheet!);
  }

  /** Asks the page for its texts, where it has a function for that. */
  ask(): void {
    const { consents, consentRequest } = this.host;
    this.#texts = this.#asking = undefined;
    this.failed = false;
    if (!consents) return;
    const asking: Promise<void> = (async () => [...(await consents(consentRequest))])()
      .then(
        (texts) => this.#asking === asking && (this.#texts = texts),
        () => this.#asking === asking && (this.failed = true),
      )
      .then(() => this.host.requestUpdate());
    this.#asking = asking;
  }

  forget(): void {
    this.#answers.clear();
    this.#due = false;
  }

  /** Form controls that the page has put into the slot. */
  get #slotted(): HTMLInputElement[] {
    return [...this.host.querySelectorAll<HTMLInputElement>('[slot=consents] input, input[slot=consents]')];
  }

  get answers(): ConsentAnswer[] {
    const own = (this.#texts ?? []).map(({ id }) => ({ id, given: this.#answers.get(id) ?? false }));
    const others = this.#slotted
      .filter(({ type, checked }) => type === 'checkbox' || (type === 'radio' && checked))
      .map(({ type, name, value, checked }) => ({
        id: name,
        given: type === 'checkbox' ? checked : value === 'yes',
      }));
    return [...own, ...others];
  }

  /** Puts earlier answers back, as far as they are asked for again. */
  restore(answers: readonly ConsentAnswer[]): void {
    for (const { id, given } of answers) {
      this.#answers.set(id, given);
      for (const control of this.#slotted.filter(({ name }) => name === id)) {
        control.checked = control.type === 'checkbox' ? given : (control.value === 'yes') === given;
      }
    }
  }

  #missing(consent: Consent): boolean {
    const given = this.#answers.get(consent.id);
    return consent.required ? !given : given === undefined;
  }

  /** Whether all is answered. If not, what is missing says so and has the focus. */
  async check(): Promise<boolean> {
    const { host } = this;
    if (this.failed) this.ask();
    await this.#asking;
    this.#due = true;
    const missing = this.#texts?.findIndex((consent) => this.#missing(consent)) ?? -1;
    const slotted = this.#slotted;
    if (missing >= 0) {
      host.announce(this.#sentence(this.#texts![missing]!));
      void host.focusOn(`#k${missing}`);
    } else if (this.failed || (this.#none && !slotted.length)) {
      this.failed = true;
    } else {
      // The browser's own words, and its own way to the field.
      return slotted.every((control) => control.reportValidity());
    }
    return false;
  }

  /** Consents are to be collected, and the page has no texts: then nothing may be accepted. */
  get #none(): boolean {
    const { consents, consentRequest } = this.host;
    return !consents && !!(consentRequest.issuer || consentRequest.issuerConsentGroupId !== undefined);
  }

  #sentence({ required }: Consent): string {
    return this.host.i18n!.t(required ? 'mustAgree' : 'mustAnswer');
  }

  // --- Drawing.

  /** Undefined as long as there is no answer. */
  render(i18n: I18n): unknown {
    const texts = this.#texts;
    const { html, nothing } = this.lit;
    if (!texts?.length) return texts && nothing;
    return html`<div class="consents" role="group" aria-labelledby="consents" part="consents">
      <h3 id="consents">${i18n.t('consents')}</h3>
      ${texts.map((consent, index) => this.#consent(i18n, consent, index))}
    </div>`;
  }

  #consent(i18n: I18n, consent: Consent, index: number): TemplateResult {
    const { html, nothing } = this.lit;
    const { id, text, required, url } = consent;
    const wrong = this.#due && this.#missing(consent);
    const given = this.#answers.get(id);
    const answer = (yes: boolean) => {
      this.#answers.set(id, yes);
      this.host.announce('');
    };
    const radio = (yes: boolean) =>
      html`<label
        ><input
          type="radio"
          id=${yes ? `k${index}` : nothing}
          name="k${index}"
          .checked=${given === yes}
          @change=${() => answer(yes)}
        />${i18n.t(yes ? 'yes' : 'no')}</label
      >`;
    return html`<div class="consent">
      ${required
        ? html`<label
            ><input
              type="checkbox"
              id="k${index}"
              aria-required="true"
              aria-invalid=${wrong}
              aria-describedby="w${index}"
              .checked=${given ?? false}
              @change=${(event: Event) => answer((event.target as HTMLInputElement).checked)}
            /><span>${text}</span></label
          >`
        : html`<p id="t${index}">${text}</p>
            <div
              class="answers"
              role="radiogroup"
              aria-required="true"
              aria-invalid=${wrong}
              aria-labelledby="t${index}"
              aria-describedby="w${index}"
            >
              ${radio(true)}${radio(false)}
            </div>`}
      ${isWebAddress(url)
        ? html`<a class="small" href=${url} target="_blank" rel="noopener">${i18n.t('readAll')}</a>`
        : nothing}
      <p class="small error" id="w${index}">${wrong ? this.#sentence(consent) : nothing}</p>
    </div>`;
  }
}

function isWebAddress(url: string | undefined): url is string {
  return !!url && URL.canParse(url, document.baseURI) && /^https?:/.test(new URL(url, document.baseURI).protocol);
}

const consentStyles = (css: Lit['css']) => css`
  .consents {
    display: grid;
    gap: 1rem;
  }
  .consents h3 {
    font-size: 1.05em;
  }
  .consent p,
  .consent span {
    max-inline-size: 60ch;
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .consent label {
    display: flex;
    gap: 0.75rem;
    padding-block: 0.35rem;
    cursor: pointer;
  }
  .consent input {
    flex: none;
    inline-size: 1.375rem;
    block-size: 1.375rem;
    min-block-size: 0;
    margin-block-start: 0.1em;
    padding: 0;
    accent-color: var(--_accent);
  }
  .consent [aria-invalid='true']:not(input) {
    box-shadow: none;
  }
  .consent input[aria-invalid='true'] {
    box-shadow: 0 0 0 2px var(--_bad);
  }
  .answers {
    display: flex;
    gap: 1.75rem;
  }
  .consent a {
    display: inline-block;
    padding-block: 0.2rem;
    color: var(--_accent);
  }
`;
