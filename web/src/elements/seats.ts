// The seat meter of <subshare-invite>.
import { html, nothing, type TemplateResult } from 'lit';
import type { Seats } from '../client.js';
import type { I18n } from '../i18n.js';

/** Up to here each seat gets a mark of its own; beyond, a bar. */
const marksUpTo = 12;

/** What stands there until the seats are known, just as high: what follows can be typed in already, and is not to jump. */
export function seatsToCome(i18n: I18n): TemplateResult {
  return html`<div class="meter" aria-hidden="true">
    <h2 class="bone"><span>${i18n.t('seats', { used: 1, n: 5 })}</span></h2>
    <div class="marks bone"></div>
    <p class="legend small bone">${(['haveIt', 'asked', 'left'] as const).map((key) => html`<span>${i18n.t(key, { n: 1 })}</span>`)}</p>
  </div>`;
}

/**
 * Seats in use, asked for and left. The numbers are the core's; -1 stands for "no limit stated". `held`: the form beneath has been drawn
 * below one with marks, and stays where it is.
 */
export function seatMeter(i18n: I18n, seats: Seats, held: boolean): TemplateResult {
  const { allowed, inUse, pending, left, full } = seats;
  const limited = allowed >= 0;
  const asked = Math.min(pending, inUse);
  const kinds = (kind: string, n: number) =>
    Array.from({ length: n }, () => html`<i class=${kind}></i>`);
  const title = limited
    ? i18n.t('seats', { used: inUse, n: allowed })
    : i18n.t('sharedWith', { n: inUse });
  return html`<div class="meter" role="group" part="meter" aria-label=${i18n.t('meter')}>
    <h2>${title}</h2>
    ${limited && allowed
      ? allowed <= marksUpTo
        ? html`<div class="marks" aria-hidden="true">
            ${kinds('has', inUse - asked)}${kinds('asked', asked)}${kinds('free', left)}
          </div>`
        : html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect class="has" width=${((inUse - asked) / allowed) * 100} height="1" />
            <rect
              class="asked"
              x=${((inUse - asked) / allowed) * 100}
              width=${(asked / allowed) * 100}
              height="1"
            />
          </svg>`
      : held
        ? html`<div class="marks"></div>`
        : nothing}
    <p class="legend small">
      <span class="has">${i18n.t('haveIt', { n: inUse - asked })}</span>
      <span class="asked">${i18n.t('asked', { n: asked })}</span>
      ${limited ? html`<span class="free">${full ? i18n.t('full') : i18n.t('left', { n: left })}</span>` : nothing}
    </p>
  </div>`;
}
