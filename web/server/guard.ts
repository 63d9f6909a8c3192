// What is let in: requests of this origin's own pages, with the one method and the one shape of body that the operation has.
import { refuse } from './answers.js';
import type { OperationName } from './endpoints.js';
import type { Row } from './options.js';
import * as shapes from './shapes.js';

/**
 * Why a request is none of our own pages'; undefined where it is. Fetch Metadata says it wherever there is a browser of today; `Origin` goes
 * with every request that changes something, in all of them. A read without either is answered: without CORS headers no other page can read
 * the answer, and the cookie does not go along from another site.
 */
export function strangeness(request: Request, origin: string): string | undefined {
  const { headers, method } = request;
  const from = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (from !== null && from !== origin) return 'another origin';
  if (site !== null && site !== 'same-origin') return 'another site';
  if (headers.get('sec-fetch-mode') === 'navigate') return 'a navigation';
  if (method !== 'GET' && from === null) return 'no origin';
  return undefined;
}

export interface Match {
  row: Row;
  productCode: string | undefined;
}

/** The operation of a request below `…/api`, by its documented path; or which methods that path has. */
export function match(table: readonly Row[], method: string, path: string): Match | { methods: string[] } {
  const methods: string[] = [];
  for (const row of table) {
    const [before = '', after] = row.path.split('{productCode}');
    let productCode: string | undefined;
    if (after === undefined) {
      if (path !== row.path) continue;
    } else {
      if (!path.startsWith(before) || path.slice(before.length).includes('/')) continue;
      try {
        productCode = decodeURIComponent(path.slice(before.length));
      } catch {
        continue;
      }
      // Dots and slashes would climb out of the path, where a server takes what is encoded for what it stands for.
      if (!shapes.ProductCode(productCode) || /^\.\.?$|[/\\]/.test(productCode)) continue;
    }
    if (row.method === method) return { row, productCode };
    methods.push(row.method);
  }
  return { methods };
}

const bodies: Partial<Record<OperationName, (body: unknown) => boolean>> = {
  sendInvitation: shapes.SendInvitation,
  acceptInvitation: shapes.AcceptInvitation,
  declineInvitation: shapes.DeclineInvitation,
  cancelSharing: shapes.CancelSharing,
  changeInvitationDetails: shapes.ChangeInvitationDetails,
  changeNets: shapes.ChangeNets,
  changeDistributionLevel: shapes.ChangeDistributionLevel,
};

/** A list of networks may be long; nothing else that is sent is. */
const mostBytes = (row: Row) => (row.name === 'changeNets' ? 1_048_576 : 8192);

/** The body as it goes on, or the refusal. It is written anew: what we have checked is what the API reads. */
export async function bodyOf(request: Request, row: Row, patience: number): Promise<string | undefined | Response> {
  const check = bodies[row.name];
  if (!check) return undefined;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return refuse(415, 'FrontContentType', 'Content-Type must be application/json');
  const most = mostBytes(row);
  if (Number(request.headers.get('content-length') ?? 0) > most) return refuse(413, 'FrontTooLong', `at most ${most} bytes`);
  const bytes = await read(request, most, patience);
  if (bytes === 'late') return refuse(408, 'FrontTooSlow', 'the body did not come in time');
  if (bytes === 'long') return refuse(413, 'FrontTooLong', `at most ${most} bytes`);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), keep as (key: string, value: unknown) => unknown);
  } catch {
    return refuse(400, 'FrontNoJson', 'the body is no JSON');
  }
  if (!check(body)) return refuse(400, 'FrontShape', `the body is none of ${row.name}`);
  return JSON.stringify(body);
}

/** Numbers that JavaScript would round go on as they came: networks carry members that nobody knows yet. */
function keep(_key: string, value: unknown, context?: { source?: string }): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  if (typeof value !== 'number' || !rawJSON || !context?.source) return value;
  const rounded = Number.isInteger(value) ? !Number.isSafeInteger(value) : context.source.length > 16;
  return rounded ? rawJSON(context.source) : value;
}

async function read(request: Request, most: number, patience: number): Promise<Uint8Array | 'late' | 'long'> {
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, patience, 'late')));
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late]);
      if (next === 'late') return 'late';
      if (next.done) break;
      length += next.value.byteLength;
      if (length > most) return 'long';
      pieces.push(next.value);
    }
  } catch {
    return 'late';
  } finally {
    clearTimeout(timer);
    void reader.cancel().catch(() => {});
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}
