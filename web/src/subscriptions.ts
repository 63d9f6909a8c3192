// The reader's subscriptions, which a front passes on beyond the eleven operations: what can be shared, and which level applies. Read by the
// page itself, since there is no token that would have to be kept from it; a part of its own, which only those load who ask.
import type { CallOptions } from './client.js';

export interface Subscription {
  productCode: string;
  productName: string | undefined;
  sharable: boolean;
  stopped: boolean;
  /** `USERS`, `NETS` or `B2B`, as far as anybody has seen. */
  shareType: string | undefined;
  distributionLevel: string | undefined;
}

/** `code` where they could not be read: one of the core's, so that there is a sentence for it. */
export type SubscriptionsRead = { subscriptions: Subscription[]; code?: undefined } | { subscriptions?: undefined; code: string };

const patienceMs = 15_000;
/** How often somebody is sent back into the line before it is given up. */
const mostWaits = 30;

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** Never rejects. Waits where the front's line says so, and says so too. */
export async function readSubscriptions(baseUrl: string, { signal, onWaiting }: CallOptions = {}): Promise<SubscriptionsRead> {
  const url = `${location.origin}${baseUrl.replace(/\/+$/, '')}/v1/subscription`;
  for (let waits = 0; ; ++waits) {
    // Not AbortSignal.any and its timeout: Chrome has the former since 116, Safari since 17.4.
    const stop = new AbortController();
    let isLate = false;
    const give = () => stop.abort();
    const timer = setTimeout(() => {
      isLate = true;
      give();
    }, patienceMs);
    signal?.addEventListener('abort', give);
    if (signal?.aborted) give();
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url, { headers: { accept: 'application/json' }, cache: 'no-store', redirect: 'error', signal: stop.signal });
      body = await response.json().catch(() => undefined);
    } catch {
      return { code: signal?.aborted ? 'aborted' : isLate ? 'timed_out' : 'network_failed' };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', give);
    }
    if (response.status === 429 && waits < mostWaits) {
      const seconds = Number(response.headers.get('retry-after')) || 1;
      onWaiting?.('rate_limited', seconds * 1000);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      });
      continue;
    }
    if (response.status === 401) return { code: 'login_required' };
    if (!response.ok) return { code: response.status === 429 ? 'rate_limited' : 'server_failed' };
    const rows = (body as { subscriptions?: unknown } | null | undefined)?.subscriptions;
    if (!Array.isArray(rows)) return { code: 'answer_not_json' };
    return {
      subscriptions: rows.flatMap((row: Record<string, unknown> | null) => {
        const productCode = text(row?.['productCode']);
        if (!productCode) return [];
        const { sharable, stopped, productName, shareType, distributionLevel } = row!;
        return [{ productCode, productName: text(productName), sharable: sharable === true, stopped: stopped === true, shareType: text(shareType), distributionLevel: text(distributionLevel) }];
      }),
    };
  }
}
