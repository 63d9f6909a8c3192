// Holds every request that a page makes of the API, and every answer it gets, against the contract (openapi.ts). Each Chromium journey does
// so from its first page to its last; one that breaks the contract on purpose says what is to be expected.
import assert from 'node:assert/strict';

import type { Request, Response } from 'playwright-core';

import type { Page } from './browser.ts';
import type { ChromiumPage } from './chromium.ts';
import { type Operation, recognise, wrongWithAnswer, wrongWithRequest } from './openapi.ts';

/** Where the publisher's pages send Decline, to be forwarded with the publisher's own token. */
const declineRoute = '/subshare/decline';
/** How long `settle` waits for requests to end, in ms: the browser's word of it comes a little after the page's. Those that hang never do. */
const patience = 3_000;

export class Contract {
  readonly problems: string[] = [];
  /** How often each operation was asked, and answered with which status. */
  readonly asked = new Map<string, number>();
  readonly answered = new Map<string, number[]>();
  #api: string;
  #publisher: string;
  #fronts: string[] = [];
  /** With how many pages had been left when it began. */
  #underWay = new Map<Request, number>();
  #checks: Promise<void>[] = [];
  #onEnded = (): void => {};
  #left = 0;

  constructor(sandbox: { api: string; publisher: string }) {
    this.#api = sandbox.api;
    this.#publisher = sandbox.publisher;
  }

  /** A front of the page's own origin is held to the same: it is asked what the API is asked, but declining goes without a token. */
  alsoAt(front: string): void {
    this.#fronts.push(front);
  }

  /** Watches all that the page's browser profile asks for, in other tabs too. Other engines do not show it. */
  watch(page: Page): void {
    if (!('playwright' in page)) return;
    const { playwright } = page as ChromiumPage;
    const context = playwright.context();
    const watchPage = (one: typeof playwright): void => {
      for (const event of ['framenavigated', 'close'] as const) one.on(event as 'close', () => this.#left++);
    };
    watchPage(playwright);
    context.on('page', watchPage);
    context.on('request', (request) => this.#underWay.set(request, this.#left));
    // A test may change a request on its way, so it is looked at when it has been on it.
    context.on('requestfinished', (request) => this.#ended(request));
    context.on('requestfailed', (request) => this.#ended(request));
  }

  #ended(request: Request): void {
    const left = this.#underWay.get(request);
    if (left === undefined) return;
    this.#underWay.delete(request);
    this.#checks.push(this.#check(request, left));
    this.#onEnded();
  }

  /** What a request is in the contract's eyes; null where it is none of its business. */
  #recognise(request: Request): { to: Operation | undefined; path: string; token: boolean } | null {
    const url = new URL(request.url());
    // Of reads, for no cache to have an answer: no part of the contract.
    if (request.method() === 'GET') url.searchParams.delete('_');
    const path = url.pathname + url.search;
    if (url.href.startsWith(`${this.#api}/`)) {
      const below = path.slice(new URL(this.#api).pathname.length);
      return { to: recognise(request.method(), below), path: below, token: true };
    }
    const front = this.#fronts.find((one) => url.href.startsWith(`${one}/v1/`));
    // The list of subscriptions is none of the eleven, and the elements' own to ask for.
    if (front && url.href === `${front}/v1/subscription`) return null;
    if (front) {
      const to = recognise(request.method(), path.slice(new URL(front).pathname.length));
      return { to, path: path.slice(new URL(front).pathname.length), token: to?.id !== 'declineInvitation' };
    }
    if (url.origin === new URL(this.#api).origin) return { to: undefined, path, token: true };
    if (url.origin === this.#publisher && url.pathname === declineRoute) {
      const to = recognise('PATCH', '/v1/client/subscription/share/invitation');
      return { to: request.method() === 'PATCH' && !url.search ? to : undefined, path, token: false };
    }
    return null;
  }

  /** The operation that was asked, where it is one. */
  #checkRequest(request: Request): Operation | undefined {
    const found = this.#recognise(request);
    const name = `${request.method()} ${found?.path ?? request.url()}`;
    if (!found) {
      if (request.headers().authorization !== undefined) this.problems.push(`${name}: has Authorization, which is for the API alone`);
      return undefined;
    }
    const { to, path, token } = found;
    if (!to) {
      this.problems.push(`${name}: matches no operation`);
      return undefined;
    }
    this.asked.set(to.id, (this.asked.get(to.id) ?? 0) + 1);
    const sent = { method: request.method(), path, headers: request.headers(), body: request.postDataBuffer() };
    for (const problem of wrongWithRequest(to, sent, token)) this.problems.push(`${to.id}, request: ${problem}`);
    return to;
  }

  async #check(request: Request, left: number): Promise<void> {
    const to = this.#checkRequest(request);
    const response = to && (await request.response().catch(() => null)); // its page may be closed by now
    if (!to || !response || request.failure()) return; // nothing was answered
    const body = await this.#body(response, left);
    if (body === null) return;
    const answer = { status: response.status(), headers: response.headers(), body };
    this.answered.set(to.id, [...(this.answered.get(to.id) ?? []), answer.status]);
    for (const problem of wrongWithAnswer(to, answer, true)) this.problems.push(`${to.id}, answer: ${problem}`);
  }

  /** Null where the browser has forgotten it, because its page went on to another. */
  async #body(response: Response, left: number): Promise<string | null> {
    try {
      return await response.text();
    } catch (error) {
      if (left === this.#left && !/closed/.test(String(error))) this.problems.push(`${response.url()}: the answer could not be read: ${String(error)}`);
      return null;
    }
  }

  /** Waits for what is under way and checks it. To be called while the pages are open. */
  async settle(): Promise<void> {
    if (this.#underWay.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        this.#onEnded = () => {
          if (this.#underWay.size > 0) return;
          clearTimeout(timer);
          resolve();
        };
      });
    }
    // What has not been answered and may never be: what was asked can be checked all the same.
    for (const request of this.#underWay.keys()) this.#checkRequest(request);
    this.#underWay.clear();
    await Promise.all(this.#checks);
  }

  /** Everything was as described, but for what was to be expected; and that did happen. */
  async holds(expected?: RegExp): Promise<void> {
    await this.settle();
    const unexpected = this.problems.filter((problem) => !expected?.test(problem));
    assert.deepEqual(unexpected, [], 'tests/contract/openapi.json was not kept to');
    if (expected) assert.ok(this.problems.length > 0, `the contract was to be broken (${expected}) and was not`);
  }

  /** For a journey that has failed: what was wrong with the API is often why. */
  tell(error: unknown): unknown {
    if (error instanceof Error && this.problems.length > 0 && !error.message.includes('openapi.json')) {
      error.message += `\n\nThe API, against tests/contract/openapi.json:\n  ${this.problems.join('\n  ')}`;
    }
    return error;
  }
}
