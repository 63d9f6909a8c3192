// What Subshare takes for granted where the vendor says nothing or is not obeyed, each with what it would be seen by, and the option that helps.
import type { Endpoint, OperationName } from '../endpoints.js';
import * as shapes from '../shapes.js';
import { tokenOf, type Observations, type OperationSeen, type Seen } from './look.js';

export interface Finding {
  /** Which assumption it is about, and of which operation where it is about one. */
  assumption: string;
  what: string;
  /** What to set or to do; undefined where nothing has to be. */
  option: string | undefined;
}

type Told = Omit<Finding, 'assumption'> & { of?: OperationName };
type Assumption = (seen: Observations) => Told[];

const frontHelps = 'have a front of subshare/server on your own origin: base-url="/subshare/api"';

const isThere = ({ status }: Seen) => status > 0 && ![404, 405, 501].includes(status);
const one = (value: boolean, told: () => Told): Told[] => (value ? [told()] : []);
const header = ({ headers }: Seen, name: string) => headers.get(name) ?? '';

/** Whether the path answers; undefined where that cannot be told. */
export function answers({ bare, full }: OperationSeen, { nowhere }: Observations): boolean | undefined {
  if (full?.status) return isThere(full);
  if (!bare.status) return undefined;
  if (!isThere(bare)) return false;
  // A server that asks for the token first says the same of a path that nobody has.
  return bare.status === nowhere.status ? undefined : true;
}

const all = (seen: Observations): Seen[] => seen.operations.flatMap(({ bare, preflight, full }) => [bare, preflight, ...(full ? [full] : [])]);
/** Reads that went well. */
const reads = (seen: Observations): Seen[] => seen.operations.flatMap(({ row, full }) => (row.method === 'GET' && full?.status === 200 ? [full] : []));
/** What the limit's headers can be read in: answers to who has a token. */
const counted = (seen: Observations): Seen[] => seen.operations.flatMap(({ full }) => (full?.status ? [full] : []));

const contracts: Partial<Record<OperationName, (body: unknown) => boolean>> = {
  listShareRules: shapes.ShareRulesAnswer,
  listDistributionLevels: shapes.DistributionLevelsAnswer,
  listSharedSubscribers: shapes.SharedSubscribersAnswer,
  listNets: shapes.NetsAnswer,
};

function corsProblem({ row, preflight, bare, full }: OperationSeen, origin: string): string | undefined {
  const allows = (seen: Seen) => ['*', origin].includes(header(seen, 'access-control-allow-origin'));
  // That nothing comes is said elsewhere.
  if (preflight.trouble || (full ?? bare).trouble) return undefined;
  const list = (name: string) => header(preflight, name).toLowerCase().split(/\s*,\s*/);
  if (preflight.status < 200 || preflight.status > 299) return `a preflight is answered with ${preflight.status}`;
  if (!allows(preflight)) return 'a preflight does not allow it';
  const methods = list('access-control-allow-methods');
  if (row.method === 'PATCH' && !methods.includes('patch') && !methods.includes('*')) return 'a preflight does not allow PATCH';
  // The star means every header but this one.
  if (!list('access-control-allow-headers').includes('authorization')) return 'a preflight does not allow Authorization';
  return allows(full ?? bare) ? undefined : 'the answer does not allow it';
}

interface Share {
  shareStatus?: unknown;
  shareContact?: unknown;
  productCode?: unknown;
}

function shares({ operations }: Observations): Share[] {
  const list = operations.find(({ row }) => row.name === 'listSharedSubscribers')!;
  const rows = (list.full?.json as { sharedUserInformationList?: unknown } | undefined)?.sharedUserInformationList;
  return Array.isArray(rows) ? rows.filter((row) => typeof row === 'object' && row !== null) : [];
}

const statusOf = ({ full }: OperationSeen): unknown => (full?.json as { status?: unknown } | undefined)?.status;
const byCode = ({ name }: Endpoint) => name === 'acceptInvitation' || name === 'declineInvitation' || name === 'cancelSharing';

/** By name; tests/front/probe.test.ts makes each of them wrong once. */
export const assumptions: Record<string, Assumption> = {
  'it answers': (seen) => {
    const gone = all(seen).filter(({ trouble }) => trouble === 'gone').length;
    return one(gone > 0, () => ({ what: `${gone} calls were cut or had nobody to answer them`, option: 'look at baseUrl, and at what is between you and the API' }));
  },

  'it answers in time': (seen) => {
    const silent = seen.operations.filter(({ bare, preflight, full }) => [bare, preflight, full].some((each) => each?.trouble === 'silent'));
    return silent.map(({ row }) => ({ of: row.name, what: `was silent for ${seen.plan.timeout} ms`, option: 'set timeout to more than it takes' }));
  },

  'the path is there': (seen) =>
    seen.operations.flatMap((each) =>
      one(answers(each, seen) === false, () => ({
        of: each.row.name,
        what: `${each.row.method} ${each.path} is answered with ${(each.full ?? each.bare).status}${each.row.inferred ? ' (the path is inferred, not documented)' : ''}`,
        option: `ask the vendor for the path, try it with --path ${each.row.name}=/v1/…, and set paths: { ${each.row.name}: '/v1/…' }`,
      })),
    ),

  'nothing is redirected': (seen) =>
    seen.operations.flatMap((each) => {
      const moved = [each.full, each.bare].find((answer) => answer && answer.status >= 300 && answer.status < 400 && answer.status !== 304);
      return moved ? [{ of: each.row.name, what: `is sent on with ${moved.status} to ${header(moved, 'location') || 'nowhere'}`, option: 'set baseUrl to where it ends; a token follows no redirect' }] : [];
    }),

  'a token that is no good is a 401': ({ wrongToken: { status } }) =>
    one(status > 0 && status !== 401, () => ({
      what: `a token that nobody has is answered with ${status}, so that nothing tells when to renew one`,
      option: 'tell how long tokens live: expiresIn of userToken, or expires_in of the token route',
    })),

  'refusals have exceptionType and errorMessage': ({ wrongProduct }) =>
    one(wrongProduct !== undefined && wrongProduct.status >= 400 && !(hasText(wrongProduct.json, 'exceptionType') && hasText(wrongProduct.json, 'errorMessage')), () => ({
      what: `a ${wrongProduct!.status} has ${wrongProduct!.text ? (wrongProduct!.json === undefined ? 'no JSON in it' : `other members: ${Object.keys(Object(wrongProduct!.json)).join(', ')}`) : 'nothing in it'}`,
      option: undefined,
    })),

  'answers are as the contract says': (seen) =>
    seen.operations.flatMap(({ row, full }) => {
      const check = contracts[row.name];
      if (!check || full?.status !== 200) return [];
      if (full.json === undefined) return [{ of: row.name, what: `is no JSON: ${JSON.stringify(full.text.slice(0, 40))}`, option: 'look whether baseUrl is the API, or a login page stands before it' }];
      if (check(full.json)) return [];
      const [error] = (check as { errors?: { instancePath: string; message?: string }[] | null }).errors ?? [];
      return [{ of: row.name, what: `has another shape: ${error?.instancePath || 'the answer'} ${error?.message ?? 'is different'}`, option: 'report it to Subshare with this line; what it does not know it passes over' }];
    }),

  'pages may call it themselves (CORS)': (seen) => {
    const problems = seen.operations.flatMap((each) => corsProblem(each, seen.plan.origin) ?? []);
    const [first] = problems;
    return one(first !== undefined, () => ({ what: `for ${problems.length} of ${seen.operations.length} operations not from ${seen.plan.origin}: ${first}`, option: frontHelps }));
  },

  'pages may read the limit (CORS)': (seen) => {
    const [read] = counted(seen).filter((each) => header(each, 'access-control-allow-origin'));
    const names = read ? header(read, 'access-control-expose-headers').toLowerCase() : '';
    const isExposed = names.includes('*') || ['x-ratelimit-remaining', 'x-ratelimit-reset'].every((name) => names.includes(name));
    return one(read !== undefined && !isExposed, () => ({ what: 'X-RateLimit-Remaining and X-RateLimit-Reset are not exposed, so browsers wait by guess after a 429', option: frontHelps }));
  },

  'answers are kept by no cache': (seen) => {
    const kept = reads(seen).find((each) => !/no-store|no-cache|private/.test(header(each, 'cache-control')));
    const what = kept && (header(kept, 'cache-control') ? `Cache-Control is "${header(kept, 'cache-control')}"` : 'there is no Cache-Control');
    return one(kept !== undefined, () => ({ what: `${what}: what is between may keep one reader's answers`, option: `${frontHelps}, which answers no-store; without one nothing has to be set, since each read has a parameter of its own` }));
  },

  'answers differ by origin and say so (Vary)': (seen) => {
    const read = reads(seen).find((each) => ![null, '*'].includes(each.headers.get('access-control-allow-origin')));
    return one(read !== undefined && !/\borigin\b|\*/i.test(header(read, 'vary')), () => ({ what: 'one origin is allowed by name and Vary does not tell: a cache hands it to another', option: frontHelps }));
  },

  'a parameter that it does not know is passed over': ({ withParameter, operations }) => {
    const plain = operations.find(({ row }) => row.name === 'listSharedSubscribers')!.full;
    return one(plain?.status === 200 && withParameter !== undefined && withParameter.status !== 0 && withParameter.status !== 200, () => ({
      what: `?_=… is answered with ${withParameter!.status}, and browsers ask so that no cache answers`,
      option: `${frontHelps}: it does not pass the parameter on`,
    }));
  },

  'it tells what is left of the limit': (seen) => {
    const seenWith = counted(seen).filter(({ status }) => status === 200);
    const without = seenWith.find((each) => !/^\d+$/.test(header(each, 'x-ratelimit-remaining')) || !/^\d+$/.test(header(each, 'x-ratelimit-reset')));
    return one(without !== undefined, () => ({ what: 'X-RateLimit-Remaining or X-RateLimit-Reset is missing, so that browsers learn of the limit by its 429 alone', option: `${frontHelps}, whose line keeps to it by itself` }));
  },

  'the limit resets within a minute': (seen) => {
    const longest = Math.max(0, ...counted(seen).map((each) => Number(header(each, 'x-ratelimit-reset')) || 0));
    return one(longest > 60, () => ({
      what: `X-RateLimit-Reset is ${longest}, ${longest > 1e9 ? 'a time and not the seconds until then' : 'more than a minute'}: it is taken for a minute`,
      option: `${frontHelps}, whose line does not read it unless it is refused`,
    }));
  },

  'the limit is 2000 a minute': (seen) => {
    const numbers = counted(seen).map((each) => ({ left: Number(header(each, 'x-ratelimit-remaining')), reset: Number(header(each, 'x-ratelimit-reset')) }));
    const most = Math.max(0, ...numbers.filter(({ left }) => left > 2000).map(({ left }) => left));
    if (most) return [{ what: `${most} were left of it`, option: `line: new MemoryLine({ perMinute: ${most + 1} }), or what the vendor says` }];
    // Others on the same client may have used up a hundred in the minute's first second, and no more.
    const least = numbers.filter(({ left, reset }) => reset === 60 && left > 100 && left < 1800).map(({ left }) => left);
    return one(least.length > 0, () => ({ what: `${Math.max(...least)} were left at a minute's beginning`, option: `line: new MemoryLine({ perMinute: ${Math.max(...least) + 1} }), or what the vendor says` }));
  },

  'the client says who it is in a header': ({ tokens }) => {
    if (!tokens || tokenOf(tokens.basic)) return [];
    if (tokenOf(tokens.post)) return [{ what: 'the login host takes the secret in the body alone', option: "clientAuthentication: 'post'" }];
    return [{ what: `the login host gives the client no token: ${tokens.basic.status || 'no answer'}`, option: 'look at tokenUrl, clientId and clientSecret' }];
  },

  'tokens say how long they live': ({ tokens }) => {
    const given = tokens && [tokens.basic, tokens.post].find(tokenOf);
    const life = (given?.json as { expires_in?: unknown } | undefined)?.expires_in;
    return one(given !== undefined && !(Number(life) > 0), () => ({ what: 'a token comes without expires_in: that it has ended is learnt by a 401', option: undefined }));
  },

  'an unknown share code is an answer': (seen) =>
    seen.operations.flatMap((each) => {
      const { row, full } = each;
      if (!byCode(row) || !full?.status || !isThere(full)) return [];
      const status = statusOf(each);
      return one(full.status !== 200 || !['SHARE_CODE_NOT_FOUND', '7'].includes(String(status)), () => ({
        of: row.name,
        what: `a code that nobody has is answered with ${full.status}${status === undefined ? '' : ` and ${JSON.stringify(status)}`}, not with SHARE_CODE_NOT_FOUND`,
        option: undefined,
      }));
    }),

  'the states of shares are those documented': (seen) => {
    const words = new Set(shares(seen).map(({ shareStatus }) => shareStatus).filter((word) => typeof word === 'string' && word !== 'SHARE_REQUEST_SENT' && !shapes.statusWords.includes(word)));
    return one(words.size > 0, () => ({ what: `other words are there: ${[...words].join(', ')}; they are shown as they are`, option: undefined }));
  },

  'the list has contacts as they were typed': (seen) => {
    const odd = shares(seen).find(({ shareContact }) => typeof shareContact !== 'string' || /\*/.test(shareContact) || /^00\d/.test(shareContact) || /@.*[A-Z]/.test(shareContact));
    return one(odd !== undefined, () => ({ what: `contacts are ${odd!.shareContact === undefined ? 'absent' : 'masked or spelled otherwise'}: whether an invitation of unclear outcome was sent may not be found out, and the owner is asked`, option: undefined }));
  },

  'the list has product codes as they were sent': (seen) => {
    const { productCode } = seen.plan;
    const codes = shares(seen).map((share) => share.productCode);
    if (codes.some((code) => typeof code !== 'string')) return [{ what: 'product codes are absent: one product for each client, or shares of several are shown as one', option: 'tell the vendor' }];
    const other = codes.find((code) => productCode && code !== productCode && String(code).toLowerCase() === productCode.toLowerCase());
    return one(other !== undefined, () => ({ what: `it is spelled ${JSON.stringify(other)} there`, option: `product-code="${String(other)}"` }));
  },
};

function hasText(value: unknown, name: string): boolean {
  return typeof (value as Record<string, unknown> | null | undefined)?.[name] === 'string';
}

export function findingsOf(seen: Observations): Finding[] {
  return Object.entries(assumptions).flatMap(([name, check]) =>
    check(seen).map(({ of, what, option }) => ({ assumption: of ? `${of}: ${name}` : name, what, option })),
  );
}
