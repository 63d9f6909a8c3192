// One request with fetch, and what its answer means for the call: shared, so that the variants differ in how they run a call only.
import type { TokenResult } from '../../../../web/src/tokens.js';
import { problem, type ErrorInfo, type Read, type Subscribers, type WaitReason } from './model.js';

export interface Request {
  method: 'GET' | 'POST' | 'PATCH';
  url: string;
  body?: object;
}

/** One call: what to send, how to read it, and how to find out what happened where that is not known. */
export interface Job<T> {
  request: Request;
  read(json: unknown): Read<T>;
  changes: boolean;
  /** An earlier one ended unclear, so the list is read before anything is sent. */
  lookFirst?: boolean;
  /** Must not be sent again before the list has told that nothing happened. */
  lookUp?: {
    request: Request;
    read(json: unknown): Read<Subscribers>;
    found(list: Subscribers): 'there' | 'maybe' | 'absent';
  };
}

export interface Result<T> {
  value?: T;
  error?: ErrorInfo;
  /** The look-up's list, where there was one. */
  list?: Subscribers;
  /** It was found by the look-up: what was asked for has happened. */
  found?: boolean;
  httpStatus: number;
  serverMessage: string;
  unclear: boolean;
  /** Sent more than once, so that "already so" is what the first one did. */
  repeated: boolean;
}

export interface Environment {
  token(fresh: boolean): Promise<TokenResult>;
  pacer: Pacer;
  timeout: number;
  signal: AbortSignal | undefined;
  onWaiting: ((reason: WaitReason, milliseconds: number) => void) | undefined;
}

export type RunCall = <T>(job: Job<T>, environment: Environment) => Promise<Result<T>>;

export const limits = { attempts: 4, waits: 20, backoffBase: 500, backoffLongest: 10_000, offline: 600_000 };

/** Slows calls down while few are left of the client's limit. */
export class Pacer {
  #remaining = Infinity;
  #resetsAt = 0;

  heard(headers: Headers): void {
    const remaining = headers.get('x-ratelimit-remaining');
    const reset = headers.get('x-ratelimit-reset');
    if (remaining === null || reset === null) return;
    this.#remaining = Number(remaining);
    this.#resetsAt = Date.now() + Math.min(60, Math.max(0, Number(reset))) * 1000;
  }

  delay(): number {
    const left = this.#resetsAt - Date.now();
    if (this.#remaining >= 20 || left <= 0) return 0;
    return this.#remaining ? left * Math.random() * (1 - this.#remaining / 20) : left + 1000 * Math.random();
  }
}

export type Answer =
  | { kind: 'answer'; status: number; headers: Headers; json: unknown }
  | { kind: 'lost' | 'timed_out' | 'offline' | 'aborted' };

export async function send(request: Request, token: string, { timeout, signal, pacer }: Environment): Promise<Answer> {
  const late = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(request.body ? { 'content-type': 'application/json' } : {}),
      },
      body: request.body ? JSON.stringify(request.body) : null,
      credentials: 'omit',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    pacer.heard(response.headers);
    const { status, headers } = response;
    const json: unknown = await response.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    });
    return { kind: 'answer', status, headers, json };
  } catch {
    if (signal?.aborted) return { kind: 'aborted' };
    if (late.aborted) return { kind: 'timed_out' };
    return { kind: navigator.onLine ? 'lost' : 'offline' };
  }
}

/** What to do after an answer. */
export type Verdict =
  | { do: 'read'; json: unknown }
  | { do: 'refresh' }
  | { do: 'wait'; ms: number }
  | { do: 'stay_away' }
  | { do: 'doubt'; code: string }
  | { do: 'give_up'; error: ErrorInfo; message?: string };

export function judge(answer: Answer, refreshed: boolean): Verdict {
  switch (answer.kind) {
    case 'aborted':
      return { do: 'give_up', error: problem('aborted') };
    case 'offline':
      return { do: 'stay_away' };
    case 'lost':
      return { do: 'doubt', code: 'network_failed' };
    case 'timed_out':
      return { do: 'doubt', code: 'timed_out' };
  }
  const { status, headers, json } = answer;
  if (status >= 200 && status < 300) return json === undefined ? { do: 'doubt', code: 'answer_not_json' } : { do: 'read', json };
  if (status === 401) return refreshed ? { do: 'give_up', error: problem('login_required') } : { do: 'refresh' };
  if (status === 429) {
    const seconds = Math.min(60, Math.max(1, Number(headers.get('x-ratelimit-reset') ?? 5)));
    return { do: 'wait', ms: seconds * 1000 };
  }
  if (status >= 500 || status === 408) return { do: 'doubt', code: 'server_failed' };
  if (status === 403) return { do: 'give_up', error: problem('forbidden') };
  if (status === 404 || status === 405) return { do: 'give_up', error: problem('unexpected_answer', '', `${status}`) };
  const message = (json as { errorMessage?: unknown } | undefined)?.errorMessage;
  return { do: 'give_up', error: problem('request_refused'), message: typeof message === 'string' ? message : '' };
}

/** After `attempts` in vain, with full jitter. */
export const backoff = (attempts: number): number =>
  Math.min(limits.backoffLongest, limits.backoffBase * 2 ** (attempts - 1)) * Math.random();

/** Those who were turned away together do not come back together. */
export const spread = (waits: number): number => Math.min(60_000, 1000 * 2 ** waits) * Math.random();

export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

export function online(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    addEventListener('online', () => resolve(), { once: true });
    void sleep(limits.offline, signal).then(resolve);
  });
}
