// The consents of <subshare-invitation>: the publisher's texts, from a function of the page or as form controls in a
// slot. All of them are answered before Accept is sent. A chunk of its own, loaded where anything is to be agreed to.
import type { css, html, nothing, TemplateResult } from 'lit';
import type { AcceptedEvent, ConsentAnswer } from '../events.js';
import type { I18n } from '../i18n.js';
import type { SubshareInvitation } from './invitation.js';

/** As much as is asked of a control in the slot, whether it is the browser's own or a design system's. */
interface Control extends HTMLElement {
  name?: string;
  type?: string;
  value?: unknown;
  checked?: boolean;
  willValidate?: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
}

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
/** @internal */
interface Given {
  css: typeof css;
  html: typeof html;
  nothing: typeof nothing;
  webAddress: (text: string | undefined) => string | null;
}

/** @internal */
export class ConsentForm {
  /** The texts could not be had, or there are none although there must be. */
  failed = false;
  #texts: readonly Consent[] | undefined;
  #asking: Promise<void> | undefined;
  #answers = new Map<string, boolean>();
  /** Accept has been pressed: what is not answered is now an error. */
  #due = false;
  /** A control in the slot is missing its answer, and the browser has no place to say so: it cannot be seen. */
  #unseen = false;

  constructor(
    private readonly host: SubshareInvitation,
    private readonly lit: Given,
  ) {
    const root = host.renderRoot as ShadowRoot;
    const { styleSheet, cssText } = consentStyles(lit.css);
    if (styleSheet) root.adoptedStyleSheets.push(styleSheet);
    else {
      // Safari before 16.4. As Lit does it there: a page with a policy for styles gives its nonce.
      const style = document.createElement('style');
      const { litNonce } = globalThis as { litNonce?: string };
      if (litNonce) style.nonce = litNonce;
      style.textContent = cssText;
      root.append(style);
    }
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

  /** Answers with whether anybody has taken the answers out of the event. */
  watch(event: AcceptedEvent): () => boolean {
    const { consents } = event;
    let isRead = false;
    const get = (): typeof consents => {
      isRead = true;
      return consents;
    };
    Object.defineProperty(event, 'consents', { get, enumerable: true });
    return () => isRead;
  }

  warn(): void {
    console.warn(
      'subshare: consents were given and nothing saves them. Set the property saveConsents of <subshare-invitation>, or take `consents` of ' +
        'subshare-accepted. React sets no properties where it hydrates: use the component of subshare/react.',
    );
  }

  /** The page has been asked and has not answered yet. */
  get isAsking(): boolean {
    return !!this.host.consents && !this.#texts && !this.failed;
  }

  forget(): void {
    this.#answers.clear();
    this.#due = false;
  }

  /** Everything in the slot that can be answered: fields, and elements of the page's own that take part in forms. */
  get #slotted(): Control[] {
    return [...this.host.querySelectorAll<Control>('[slot=consents], [slot=consents] *')].filter(
      (one) => one.willValidate !== undefined && !/^(button|fieldset|hidden|image|object|output|reset|submit)$/.test(one.type!),
    );
  }

  get answers(): ConsentAnswer[] {
    const own = (this.#texts ?? []).map(({ id }) => ({ id, given: this.#answers.get(id) ?? false }));
    const others = this.#slotted
      .filter(({ type, checked }) => type !== 'radio' || checked)
      .map((control) => ({ id: nameOf(control), given: isGiven(control) }));
    return [...own, ...others];
  }

  /** Puts earlier answers back, as far as they are asked for again. */
  restore(answers: readonly ConsentAnswer[]): void {
    for (const { id, given } of answers) {
      this.#answers.set(id, given);
      for (const control of this.#slotted.filter((one) => nameOf(one) === id)) {
        if (control.type === 'radio') control.checked = (control.value === 'yes') === given;
        else if (typeof control.checked === 'boolean') control.checked = given;
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
    this.#unseen = false;
    const missing = this.#texts?.findIndex((consent) => this.#missing(consent)) ?? -1;
    const slotted = this.#slotted;
    if (missing >= 0) {
      host.announce(this.#sentence(this.#texts![missing]!));
      void host.focusOn(`#k${missing}`);
    } else if (this.failed || (this.#none && !slotted.length)) {
      this.failed = true;
    } else {
      const wrong = slotted.find((control) => !control.checkValidity());
      if (!wrong) return true;
      // The browser's own words, and its own way to the field; but it says nothing of what is not drawn.
      if (canBeSeen(wrong)) {
        host.announce('');
        wrong.reportValidity();
      } else {
        this.#unseen = true;
        host.announce(host.i18n!.t('mustAgree'));
        void host.focusOn('#unseen');
      }
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
    const unseen = this.#unseen ? html`<p class="error" id="unseen">${i18n.t('mustAgree')}</p>` : nothing;
    if (!texts?.length) return this.#unseen ? unseen : texts && nothing;
    return html`${unseen}<div class="consents" role="group" aria-labelledby="consents" part="consents">
      <h3 id="consents">${i18n.t('consents')}</h3>
      ${texts.map((consent, index) => this.#consent(i18n, consent, index))}
    </div>`;
  }

  #consent(i18n: I18n, consent: Consent, index: number): TemplateResult {
    const { html, nothing } = this.lit;
    const { id, text, required, url } = consent;
    const wrong = this.#due && this.#missing(consent);
    const given = this.#answers.get(id);
    const address = this.lit.webAddress(url);
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
      ${address
        ? html`<a class="small" href=${address} target="_blank" rel="noopener noreferrer">${i18n.t('readAll')}</a>`
        : nothing}
      <p class="small error" id="w${index}">${wrong ? this.#sentence(consent) : nothing}</p>
    </div>`;
  }
}

function nameOf(control: Control): string {
  return control.name ?? control.getAttribute('name') ?? '';
}

/** A box is ticked or not; of a choice "yes" is agreeing; a text has been written. */
function isGiven({ type, tagName, checked, value }: Control): boolean {
  if (type === 'radio' || tagName === 'SELECT') return value === 'yes';
  return tagName === 'INPUT' && type !== 'checkbox' ? !!value : (checked ?? !!value);
}

function canBeSeen(control: Control): boolean {
  return control.getClientRects().length > 0 && getComputedStyle(control).visibility === 'visible';
}

const consentStyles = (css: Given['css']) => css`
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
