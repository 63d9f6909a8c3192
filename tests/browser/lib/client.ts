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
    return script;
  }

  /** Another client in place of the page's, with these options. */
  async use(options: { clientToken?: string; paths?: Record<string, string> }): Promise<void> {
    await this.person.page.evaluate((given) => (window as unknown as ClientWindow).useClient(given), options);
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
