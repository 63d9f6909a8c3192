// The sandbox, as the suite sees it over HTTP: what it was asked, and what it is to do next.
export class Control {
  readonly #api: string;

  constructor(api: string) {
    this.#api = api;
  }

  async ask<T = unknown>(route: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    const answer = await fetch(new URL(`/sandbox/${route}`, this.#api), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  calls(): Promise<{ operation: string; method: string; path: string; status: number; userId?: number }[]> {
    return this.ask('calls');
  }

  async forget(): Promise<void> {
    for (const what of ['calls', 'faults', 'habits']) await this.ask(what, undefined, 'DELETE');
    await this.ask('limits', {});
  }
}
