// Which subscription to share, where the page names no product and a front can tell what there is. Loaded when that is so.
import type { html, TemplateResult } from 'lit';
import type { CallOptions } from '../client.js';
import type { I18n } from '../i18n.js';
import { readSubscriptions, type Subscription } from '../subscriptions.js';
import type { lead } from './base.js';
import type { SubshareInvite } from './invite.js';

/** What the element's own script has already: a chunk that imported it would be one more round trip. */
interface Tools {
  html: typeof html;
  lead: typeof lead;
}

/** What people can be invited to. Of networks and companies nobody invites people; another kind may be one of tomorrow. */
const canBeShared = ({ sharable, stopped, shareType }: Subscription) => sharable && !stopped && shareType !== 'NETS' && shareType !== 'B2B';

export class Products {
  #all: Subscription[] = [];
  /** The product that the element shows by this choice, empty before there is one. */
  chosen = '';

  constructor(
    private readonly host: SubshareInvite,
    private readonly tools: Tools,
  ) {
    this.chosen = host.productCode;
  }

  /** One call for all products. Answers why they could not be read. */
  async read(options: CallOptions): Promise<string | undefined> {
    const { subscriptions, code } = await readSubscriptions(this.host.baseUrl!, options);
    this.#all = subscriptions?.filter(canBeShared) ?? [];
    // Where there is but one there is nothing to ask.
    if (this.#all.length === 1 && !options.signal?.aborted) this.#choose(this.#all[0]!);
    return code;
  }

  #choose({ productCode }: Subscription): void {
    this.host.productCode = this.chosen = productCode;
  }

  /** Undefined where there is nothing to choose. */
  render(i18n: I18n): TemplateResult | undefined {
    const { html, lead } = this.tools;
    if (this.#all.length === 1) return undefined;
    if (!this.#all.length) return html`<p class="note" part="products">${lead(i18n.t('noProducts'))}</p>`;
    return html`<div part="products">
      <h2 id="which">${i18n.t('whichProduct')}</h2>
      <div class="buttons" role="group" aria-labelledby="which">
        ${this.#all.map((one) => {
          const isChosen = one.productCode === this.chosen;
          return html`<button
            class=${isChosen ? 'primary' : 'plain'}
            part="button ${isChosen ? 'primary' : 'plain'}"
            data-product=${one.productCode}
            aria-pressed=${isChosen}
            @click=${() => this.#choose(one)}
          >
            <bdi translate="no">${one.productName ?? one.productCode}</bdi>
          </button>`;
        })}
      </div>
    </div>`;
  }
}
