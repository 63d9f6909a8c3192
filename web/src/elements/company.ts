// What <subshare-nets> and <subshare-distribution> have in common: their words, and one read before anything is shown.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { CallOptions, Operation, Outcome } from '../client.js';
import type { I18n, MoreMessages } from '../i18n.js';
import { Client } from '../whole-client.js';
import { SubshareElement, Ticker } from './base.js';

const messages: MoreMessages = {
  da: () => import('../locales/company/da.js'),
  en: () => import('../locales/company/en.js'),
  fi: () => import('../locales/company/fi.js'),
  nb: () => import('../locales/company/nb.js'),
  nn: () => import('../locales/company/nn.js'),
  sv: () => import('../locales/company/sv.js'),
};

export abstract class CompanyElement<Answer extends Outcome> extends SubshareElement {
  protected override readonly moreMessages = messages;
  protected override readonly kind = Client;
  protected readonly ticker = new Ticker(this);
  #known = false;
  #failure: Outcome | undefined;
  #loggedOut = false;
  #reading: AbortController | undefined;

  protected abstract readonly reads: Operation;
  protected abstract ask(options: CallOptions): Promise<Answer>;
  /** What was read, before it is drawn. */
  protected abstract take(answer: Answer): void;
  protected abstract content(i18n: I18n): TemplateResult;

  override get api(): Client {
    return super.api as Client;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // It was taken out of the page while it was reading.
    if (this.#reading?.signal.aborted) void this.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A framework that moves the element takes it out and puts it back in one go: that is not leaving.
    queueMicrotask(() => this.isConnected || this.#known || this.#reading?.abort());
  }

  protected override start(): void {
    void this.read();
  }

  protected override forget(_user: boolean): void {
    this.#known = false;
  }

  /** Reads what the server has; false where it could not be had. */
  protected async read(): Promise<boolean> {
    this.#reading?.abort();
    const { signal } = (this.#reading = new AbortController());
    this.#failure = undefined;
    this.requestUpdate();
    await this.api.turn(this.ticker.wait);
    if (signal.aborted) return false;
    const answer = await this.ask({ signal, onWaiting: this.ticker.wait });
    if (signal.aborted) return false;
    this.ticker.stop();
    this.#loggedOut = answer.error?.code === 'login_required';
    if (answer.ok) {
      this.take(answer);
      this.#known = true;
    } else {
      this.#failure = answer;
      this.failed(this.reads, answer);
    }
    this.requestUpdate();
    return answer.ok;
  }

  protected loggedOut(): void {
    this.#loggedOut = true;
    void this.focusOn('[part=login] a');
  }

  /** A company is told what a plain "not accepted" most often means. */
  override explain(operation: Operation, outcome: Outcome): string {
    return outcome.error?.code === 'change_refused'
      ? this.i18n!.t('companyRefused')
      : super.explain(operation, outcome);
  }

  protected override skeleton(): TemplateResult {
    return html`<slot></slot>
      <div class="skeleton" aria-hidden="true">
        <div class="bone title"></div>
        <div class="bone line"></div>
        <div class="bone row"></div>
        <div class="bone button"></div>
      </div>`;
  }

  protected override body(i18n: I18n): TemplateResult {
    const failure = this.#failure;
    if (this.#loggedOut) {
      return html`<slot></slot>${this.loginNote(i18n.t('loginToManage'), this.here)}`;
    }
    if (!failure && !this.#known) return html`${this.skeleton()} ${this.waiting(this.ticker)}`;
    return html`<slot></slot>
      ${failure ? this.problem(this.explain(this.reads, failure), () => void this.read()) : nothing}
      ${this.#known ? this.content(i18n) : nothing}`;
  }
}

export const companyStyles = css`
  .all {
    display: grid;
    align-content: start;
    gap: 1rem;
    /* Loading or not, as high as most have it: what follows on the page stays where it is. */
    min-block-size: 26em;
  }
  h2 {
    font-size: 1.45em;
  }
  p {
    max-inline-size: 65ch;
  }
  .row {
    row-gap: 0.2rem;
    padding-block: 0.6rem;
  }
  .what {
    display: grid;
    gap: 0.1rem;
  }
  .skeleton {
    display: grid;
    gap: 1rem;
  }
  .skeleton .title {
    inline-size: 45%;
    block-size: 1.9em;
  }
  .skeleton .line {
    inline-size: min(65ch, 100%);
    block-size: 1.4em;
  }
  .skeleton .row {
    block-size: 6rem;
    border: 0;
    opacity: 0.6;
  }
  .skeleton .button {
    inline-size: 11rem;
    block-size: 2.75rem;
  }
`;
