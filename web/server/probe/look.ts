// What a probe asks an installation, and what it saw. Nothing of it changes anything: reads are made with the reader's token, what would change
// something is asked for without any token, which tells whether its path is there. With `changes` some of these are made, with a share code
// that nobody has; networks are never sent, since a server may take whatever comes for the whole list.
import { endpoints, type Endpoint, type OperationName } from '../endpoints.js';

export interface Plan {
  /** As the front's option: `https://api.mediaconnect.no/capi`. */
  baseUrl: string;
  /** A reader's access token, for the reads. */
  userToken?: string | undefined;
  /** A product of that reader's. */
  productCode?: string | undefined;
  /** The site whose pages would call the API themselves. */
  origin: string;
  paths?: Partial<Record<OperationName, string>> | undefined;
  client?: { tokenUrl: string; id: string; secret: string } | undefined;
  /** Also what changes something, of a share that nobody has. */
  changes?: boolean | undefined;
  /** How long an answer may take, in ms. */
  timeout: number;
}

export interface Seen {
  /** 0 where there was no answer. */
  status: number;
  milliseconds: number;
  headers: Headers;
  text: string;
  /** Undefined where it is no JSON. */
  json: unknown;
  /** Why there was no answer. */
  trouble: 'silent' | 'gone' | undefined;
}

export interface OperationSeen {
  row: Endpoint;
  /** Where it was looked for. */
  path: string;
  /** Without a token. */
  bare: Seen;
  preflight: Seen;
  /** With a token, where it was asked so. */
  full: Seen | undefined;
}

export interface Observations {
  plan: Plan;
  operations: OperationSeen[];
  /** A path that nobody has, without a token. */
  nowhere: Seen;
  /** A token that nobody has. */
  wrongToken: Seen;
  /** A product code that is too long. */
  wrongProduct: Seen | undefined;
  /** A read with a parameter that nobody knows, as browsers make it. */
  withParameter: Seen | undefined;
  /** The client's own token, with the secret in the header and in the body. */
  tokens: { basic: Seen; post: Seen } | undefined;
}

/** A share code that no share has. */
const nobodys = 'SUBSHARE-PROBE-0';
/** So many at once: far from the limit, and soon done where nothing answers. */
const atOnce = 6;

const harmless: Partial<Record<OperationName, unknown>> = {
  sendInvitation: {},
  acceptInvitation: { shareCode: nobodys, changeType: 'ACCEPT' },
  declineInvitation: { shareCode: nobodys, changeType: 'DECLINE' },
  changeInvitationDetails: { shareCode: nobodys, firstName: 'Nobody' },
  cancelSharing: { shareCode: nobodys, changeType: 'CANCEL' },
  changeDistributionLevel: {},
};

async function ask(url: string, init: RequestInit, timeout: number): Promise<Seen> {
  const begun = performance.now();
  const empty = { status: 0, headers: new Headers(), text: '', json: undefined };
  const took = () => Math.round(performance.now() - begun);
  const signal = AbortSignal.timeout(timeout);
  try {
    const answer = await fetch(url, { ...init, redirect: 'manual', signal });
    const text = await answer.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      // It is said of the answer that it is none.
    }
    return { status: answer.status, milliseconds: took(), headers: answer.headers, text, json, trouble: undefined };
  } catch {
    return { ...empty, milliseconds: took(), trouble: signal.aborted ? 'silent' : 'gone' };
  }
}

/** `tasks` with a few at once. */
async function inTurns(tasks: (() => Promise<void>)[]): Promise<void> {
  const left = [...tasks];
  const work = async () => {
    for (let next; (next = left.shift()); ) await next();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

export async function look(plan: Plan): Promise<Observations> {
  const { userToken, origin, timeout, client } = plan;
  const base = plan.baseUrl.replace(/\/+$/, '');
  const product = encodeURIComponent(plan.productCode ?? 'SUBSHARE');
  const found: Partial<Omit<Observations, 'operations'>> = {};
  const by = (method: string, path: string, { token, body, headers }: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {}) =>
    ask(
      base + path,
      {
        method,
        headers: {
          accept: 'application/json',
          origin,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
      },
      timeout,
    );

  let clientToken: string | undefined;
  if (client) {
    const form = (more: Record<string, string>, headers: Record<string, string> = {}) =>
      ask(client.tokenUrl, { method: 'POST', headers: { accept: 'application/json', ...headers }, body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read', ...more }) }, timeout);
    const pair = btoa(`${encodeURIComponent(client.id)}:${encodeURIComponent(client.secret)}`);
    const basic = await form({}, { authorization: `Basic ${pair}` });
    const post = await form({ client_id: client.id, client_secret: client.secret });
    found.tokens = { basic, post };
    clientToken = [basic, post].map(tokenOf).find(Boolean);
  }

  const operations = endpoints.map((row) => {
    const path = (plan.paths?.[row.name] ?? row.path).replace('{productCode}', product);
    return { row, path } as OperationSeen;
  });
  const tasks = operations.flatMap((seen) => {
    const { row, path } = seen;
    const isRead = row.method === 'GET';
    const asked = {
      'access-control-request-method': row.method,
      'access-control-request-headers': isRead ? 'authorization' : 'authorization,content-type',
    };
    const token = row.mode === 'client' ? clientToken : userToken;
    const isMade = token && (isRead || (plan.changes && row.name in harmless));
    return [
      async () => void (seen.bare = await by(row.method, path, isRead ? {} : { body: {} })),
      async () => void (seen.preflight = await by('OPTIONS', path, { headers: asked })),
      ...(isMade ? [async () => void (seen.full = await by(row.method, path, { token, body: isRead ? undefined : harmless[row.name] }))] : []),
    ];
  });
  const list = operations.find(({ row }) => row.name === 'listSharedSubscribers')!;
  const rules = operations.find(({ row }) => row.name === 'listShareRules')!;
  tasks.push(
    async () => void (found.nowhere = await by('GET', '/v1/subshare/no/such/path')),
    async () => void (found.wrongToken = await by('GET', list.path, { token: 'subshare-probe-no-token' })),
  );
  if (userToken) {
    tasks.push(
      async () => void (found.withParameter = await by('GET', `${list.path}?_=1`, { token: userToken })),
      async () => void (found.wrongProduct = await by('GET', rules.path.replace(product, 'SUBSHARE-PROBE-TOO-LONG'), { token: userToken })),
    );
  }
  await inTurns(tasks);
  return { plan, operations, ...found } as Observations;
}

export function tokenOf({ json }: Seen): string | undefined {
  const token = (json as { access_token?: unknown } | null | undefined)?.access_token;
  return typeof token === 'string' && token ? token : undefined;
}
