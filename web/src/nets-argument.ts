// The nets of `changeNets`, checked and copied where they come in; and the members nobody knows yet, which the core carries
// as the JSON text that they came in.
import { ArgumentError, member, textOf } from './arguments.js';
import type { Net } from './core.js';

const inNet = ['loginRequired', 'startTime', 'endTime', 'ipRanges', 'domains'];
const inRange = ['ipRangeStart', 'ipRangeEnd'];
const inDomain = ['domain'];

function objectOf(value: unknown, field: string): object {
  if (value === undefined || value === null) throw new ArgumentError('required', field);
  if (typeof value !== 'object' || Array.isArray(value)) throw new ArgumentError('argument_invalid', field, value);
  return value;
}

function listOf<T>(value: unknown, field: string, read: (item: unknown, field: string) => T): T[] {
  if (!Array.isArray(value)) throw new ArgumentError('argument_invalid', field, value);
  const items: T[] = [];
  // Not by its iterator, which is the page's.
  for (let i = 0; i < value.length; i++) items.push(read(member(value, i, `${field}[${i}]`), `${field}[${i}]`));
  return items;
}

function timeOf(value: unknown, field: string): number | undefined {
  if (value === undefined || Number.isSafeInteger(value)) return value as number | undefined;
  throw new ArgumentError('argument_invalid', field, value);
}

/** Members that are not among the known ones, as JSON. */
function restOf(object: object, known: string[], field: string): string {
  let names: string[];
  try {
    names = Object.keys(object).filter((name) => !known.includes(name));
  } catch {
    throw new ArgumentError('argument_invalid', field);
  }
  const rest: Record<string, unknown> = {};
  for (const name of names) {
    const at = `${field}.${name}`;
    // Named one by one, so that the error can name the one that JSON has no word for. `__proto__` is a name like any.
    Object.defineProperty(rest, textOf(name, at), { value: plain(member(object, name, at), at), enumerable: true });
  }
  return names.length ? JSON.stringify(rest) : '';
}

function plain(value: unknown, field: string): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // A circle, a BigInt, a getter or a toJSON that throws.
  }
  // JSON has no NaN: null would be another value. Functions and symbols are nothing to it.
  const lost = typeof value === 'number' && !Number.isFinite(value);
  if (lost || (text === undefined && value !== undefined)) throw new ArgumentError('argument_invalid', field, value);
  return text === undefined ? undefined : parseExactly(text);
}

/** JSON in which a number keeps the digits that a JavaScript number cannot hold, where the browser can do that. */
export function parseExactly(text: string): unknown {
  const { rawJSON } = JSON as { rawJSON?(text: string): unknown };
  return JSON.parse(text, function (_name, value: unknown, context?: { source?: string }) {
    const exact = typeof value !== 'number' || !context?.source || String(value) === context.source;
    return exact || !rawJSON ? value : rawJSON(context.source!);
  });
}

/** As the module takes it: known members, and the others as text. */
export interface CoreNet {
  loginRequired: boolean;
  startTime: number | undefined;
  endTime: number | undefined;
  ipRanges: { ipRangeStart: string; ipRangeEnd: string; unknownMembers: string }[];
  domains: { domain: string; unknownMembers: string }[];
  unknownMembers: string;
}

/** An empty list is sent only where `nets: []` was really given. */
export function netsOf(change: unknown): CoreNet[] {
  const nets = member(change, 'nets', 'nets');
  if (nets === undefined) throw new ArgumentError('required', 'nets');
  return listOf(nets, 'nets', (value, field) => {
    const net = objectOf(value, field);
    const of = (name: string) => member(net, name, `${field}.${name}`);
    const loginRequired = of('loginRequired');
    // Nobody's guess: it decides who gets in.
    if (loginRequired === undefined) throw new ArgumentError('required', `${field}.loginRequired`);
    if (typeof loginRequired !== 'boolean') throw new ArgumentError('argument_invalid', `${field}.loginRequired`, loginRequired);
    return {
      loginRequired,
      startTime: timeOf(of('startTime'), `${field}.startTime`),
      endTime: timeOf(of('endTime'), `${field}.endTime`),
      ipRanges: listOf(of('ipRanges') ?? [], `${field}.ipRanges`, (item, at) => {
        const range = objectOf(item, at);
        const end = (name: string) => textOf(member(range, name, `${at}.${name}`), `${at}.${name}`);
        return { ipRangeStart: end('ipRangeStart'), ipRangeEnd: end('ipRangeEnd'), unknownMembers: restOf(range, inRange, at) };
      }),
      domains: listOf(of('domains') ?? [], `${field}.domains`, (item, at) => {
        const domain = objectOf(item, at);
        return { domain: textOf(member(domain, 'domain', `${at}.domain`), `${at}.domain`), unknownMembers: restOf(domain, inDomain, at) };
      }),
      unknownMembers: restOf(net, inNet, field),
    };
  });
}

/** As the page has it: all members by their names. */
export function toNets(nets: readonly Net[]): Net[] {
  const whole = <T extends object>(object: T): T => {
    const { unknownMembers, ...known } = object as T & { unknownMembers?: string };
    return { ...(unknownMembers ? (parseExactly(unknownMembers) as object) : {}), ...known } as T;
  };
  return nets.map((net) => ({ ...whole(net), ipRanges: net.ipRanges.map(whole), domains: net.domains.map(whole) }));
}
