// What a probe saw, for people.
import { assumptions, answers, findingsOf } from './assumptions.js';
import type { Observations, OperationSeen, Seen } from './look.js';

const outcome = (seen: Seen | undefined): string => (seen === undefined ? '–' : seen.status ? String(seen.status) : seen.trouble!);

function corsOf({ preflight, bare, full }: OperationSeen): string {
  const allowed = (seen: Seen) => (seen.headers.get('access-control-allow-origin') ? 'yes' : 'no');
  return `${allowed(preflight)}/${allowed(full ?? bare)}`;
}

function limitOf({ headers }: Seen): string {
  const [left, reset] = ['x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) => headers.get(name));
  return left === null && reset === null ? 'none' : `${left ?? '?'} for ${reset ?? '?'} s`;
}

const shapeOf = ({ json, text }: Seen): string =>
  !text ? 'nothing' : json === undefined ? 'no JSON' : typeof json === 'object' && json !== null ? Object.keys(json).sort().join(', ') || '{}' : typeof json;

function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}

export function report(seen: Observations): string {
  const { plan, operations, wrongToken, wrongProduct, tokens } = seen;
  const lines = [`${plan.baseUrl}, asked ${plan.changes ? 'for changes of a share that nobody has as well' : 'for nothing that changes anything'}`, ''];
  const there = (each: OperationSeen) => ({ true: 'yes', false: 'NO', undefined: '?' })[String(answers(each, seen))]!;
  lines.push(
    ...table([
      ['operation', 'method', 'path', 'there', 'no token', 'token', 'ms', 'CORS', 'Cache-Control', 'limit left'],
      ...operations.map((each) => {
        const last = each.full ?? each.bare;
        return [each.row.name, each.row.method, each.path, there(each), outcome(each.bare), outcome(each.full), String(last.milliseconds), corsOf(each), last.headers.get('cache-control') ?? 'none', limitOf(last)];
      }),
    ]),
    '',
    `CORS: whether a preflight and an answer allow ${plan.origin}. "?": it asks for a token first, whatever the path.`,
  );
  const statuses = new Map<string, number>();
  for (const { bare, preflight, full } of operations) for (const each of [bare, preflight, full]) if (each) statuses.set(outcome(each), (statuses.get(outcome(each)) ?? 0) + 1);
  lines.push(`Statuses seen: ${[...statuses].sort().map(([status, count]) => `${status} (${count})`).join(', ')}`);
  lines.push(`Shape of refusals: no such token ${outcome(wrongToken)} with ${shapeOf(wrongToken)}${wrongProduct ? `; a wrong argument ${outcome(wrongProduct)} with ${shapeOf(wrongProduct)}` : ''}`);
  const words = operations.flatMap(({ row, full }) => {
    const status = (full?.json as { status?: unknown } | undefined)?.status;
    return status === undefined ? [] : [`${row.name} ${JSON.stringify(status)}`];
  });
  if (words.length) lines.push(`Outcomes: ${words.join(', ')}`);
  const version = operations.flatMap(({ full, bare }) => (full ?? bare).headers.get('x-mediaconnect-api-version') ?? [])[0];
  lines.push(`X-Mediaconnect-Api-Version: ${version ?? 'none'}`);

  const untold = operations.filter((each) => answers(each, seen) === undefined && !each.full).length;
  if (!plan.userToken) lines.push('', 'Without SUBSHARE_USER_TOKEN no read was made: what is said of answers is of refusals alone.');
  else if (!plan.productCode) lines.push('', 'Without --product the rules and levels of a product that is none were read.');
  if (!tokens) lines.push('Without --token-url, CLIENT_ID and CLIENT_SECRET the client itself was not tried.');
  if (untold && !plan.changes) lines.push(`Whether ${untold} of the paths are there is told with --changes alone: it asks for changes of a share that nobody has.`);

  const findings = findingsOf(seen);
  const toSet = findings.filter(({ option }) => option);
  const toKnow = findings.filter(({ option }) => !option);
  lines.push('');
  if (!findings.length) lines.push(`Nothing that was seen differs from the ${Object.keys(assumptions).length} things that Subshare assumes.`);
  if (toSet.length) lines.push(`Differs, and something is to be set (${toSet.length}):`);
  for (const { assumption, what, option } of toSet) lines.push('', `  ✗ ${assumption}`, `    ${what}.`, `    → ${option}`);
  if (toKnow.length) lines.push(...(toSet.length ? [''] : []), `Differs, and Subshare takes it as it is (${toKnow.length}):`);
  for (const { assumption, what } of toKnow) lines.push('', `  • ${assumption}`, `    ${what}.`);
  return `${lines.join('\n')}\n`;
}
