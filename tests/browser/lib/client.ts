// The eleven methods of `createClient`, called in a page (pages/client.html) as a publisher's own script calls them.
import type { Person } from './person.ts';
import type { Scene } from './journey.ts';

/** As much of an outcome as tests look at; what is absent or undefined in the page is absent here. */
export interface Outcome {
  kind: 'done' | 'already' | 'refused' | 'unknown' | 'failed';
  ok: boolean;
  status: string;
  statusKnown: boolean;
  httpStatus: number;
  serverMessage: string;
  unclear: boolean;
  error?: { code: string; field: string; fragment: string };
  rules?: object[];
  levels?: object[];
  nets?: object[];
}

type Client = Record<string, (...args: unknown[]) => unknown>;
interface ClientWindow {
  client: Client;
  ended?: unknown;
  useClient(options: object): void;
}

export class Script {
  readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  /** A page with a client, in which `user` is logged in. */
  static async open({ person, page }: Scene, user?: string): Promise<Script> {
    const script = new Script(await person(user));
    await script.person.opens(page('client'));
    await script.#isThere();
    return script;
  }

  async reloads(): Promise<void> {
    await this.person.page.reload();
    await this.#isThere();
  }

  /** WebKit's driver goes on before a module that awaits others has run. */
  #isThere(): Promise<void> {
    return this.person.page.evaluate(async () => {
      while (!(window as Partial<ClientWindow>).client) await new Promise((resolve) => setTimeout(resolve));
    });
  }

  /** Another client in place of the page's, with these options. */
  async use(options: { clientToken?: string; paths?: Record<string, string>; tokens?: string }): Promise<void> {
    await this.person.page.evaluate((given) => (window as unknown as ClientWindow).useClient(given), options);
  }

  /** Another client in place of the page's, for whoever this token is of. */
  async useToken(token: string, options: object = {}): Promise<void> {
    await this.person.page.evaluate(
      (given, rest) => (window as unknown as ClientWindow).useClient({ ...rest, tokens: { user: () => given } }),
      token,
      options,
    );
  }

  /** Calls a method and does not wait for its end; `ended` tells of it. */
  async begin(method: string, ...args: unknown[]): Promise<void> {
    await this.person.page.evaluate(
      (name, given) => {
        const page = window as unknown as ClientWindow;
        page.ended = undefined;
        void Promise.resolve(page.client[name]!(...given)).then(
          (outcome) => (page.ended = JSON.parse(JSON.stringify(outcome))),
          (error) => (page.ended = { kind: 'thrown', error: String(error) }),
        );
      },
      method,
      args,
    );
  }

  /** The outcome of what was begun, once it is there. */
  async ended(): Promise<Outcome | undefined> {
    return (await this.person.page.evaluate(() => (window as unknown as ClientWindow).ended ?? null)) as Outcome | null ?? undefined;
  }

  /** What a method of the client answers. */
  async call<T = Outcome>(method: string, ...args: unknown[]): Promise<T> {
    return this.person.page.evaluate(
      async (name, given) => {
        const answer = await (window as unknown as ClientWindow).client[name]!(...given);
        return answer === undefined ? null : JSON.parse(JSON.stringify(answer));
      },
      method,
      args,
    ) as Promise<T>;
  }

  /** The rows of the owner's list, as far as the client knows it. */
  async rows(productCode: string): Promise<Record<string, unknown>[]> {
    return this.person.page.evaluate((code) => {
      const { client } = window as unknown as ClientWindow;
      const count = client.count!(code) as number;
      return Array.from({ length: count }, (_, index) => JSON.parse(JSON.stringify(client.row!(code, '', index))));
    }, productCode);
  }
}

/** A token of client mode, as the publisher's server gets it. */
export async function clientToken(login: string): Promise<string> {
  const answer = await fetch(new URL('/oauth/token', login), {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('fjordposten:fjordposten-sandbox-secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
