// Everyone shares on one day, behind a front: the real line (MemoryLine; with several servers RedisLine and a real Redis) by a clock of its own,
// against an API with fixed windows as the sandbox has.
// Half are owners with two reads side by side and one to three invitations one after another, half are recipients with one call: 2.25 calls a
// journey. Each follows Retry-After to the second. "Ideal" is one queue that knows the API's windows and to which nobody has to come back.
//
// With several servers calls go to them in turns. Where one is lost, when half of the calls have been served, those that it held are cut and come
// again half a second later, some of them after their moment; all others find their places at the servers that are left.
//
//   node tests/front/campaign.ts [--users N] [--arriving SECONDS] [--seed N] [--servers N] [--loses] [--table [--most N]] [--write]
//
// --table has all sizes, or those up to --most. --write puts what was found into the documentation's table, each row with its day; rows that were not
// made this time stay, so that one of a million behind several servers, which takes about an hour, is made by itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { random } from '../browser/lib/random.ts';
import { MemoryLine, RedisLine, secondsUntil, type Line } from '../../web/dist/server/index.js';
import { Redis } from './lib/redis.ts';

export interface Figures {
  users: number;
  calls: number;
  /** Answers of the API that refuse, and of the front that tell a moment, for each call. */
  refused: number;
  told: number;
  /** How long 99 % of the journeys took at most, in seconds. */
  line: number;
  ideal: number;
  /** Calls that somebody who came later was served more than a second before. */
  overtaken: number;
}

/** Several servers with one line in this Redis. */
export interface Several {
  servers: number;
  redis: Redis;
  /** Whether one of them is lost in the middle. */
  loses: boolean;
}

/** How long a call takes to the API and back, in ms, and until one that was cut comes again. */
const away = 100;
const again = 500;

/** What comes next, by time and then in the order in which it was put in. */
class Agenda {
  #times: number[] = [];
  #what: number[] = [];
  #order: number[] = [];
  #count = 0;

  get isEmpty(): boolean {
    return this.#times.length === 0;
  }

  add(time: number, what: number): void {
    let at = this.#times.length;
    this.#set(at, time, what, this.#count++);
    while (at > 0 && this.#before(at, (at - 1) >> 1)) {
      this.#swap(at, (at - 1) >> 1);
      at = (at - 1) >> 1;
    }
  }

  take(): [time: number, what: number] {
    const first: [number, number] = [this.#times[0]!, this.#what[0]!];
    const last = this.#times.length - 1;
    this.#swap(0, last);
    this.#times.pop();
    this.#what.pop();
    this.#order.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < last && this.#before(child, least)) least = child;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #before(a: number, b: number): boolean {
    return this.#times[a]! < this.#times[b]! || (this.#times[a] === this.#times[b] && this.#order[a]! < this.#order[b]!);
  }

  #set(at: number, time: number, what: number, order: number): void {
    this.#times[at] = time;
    this.#what[at] = what;
    this.#order[at] = order;
  }

  #swap(a: number, b: number): void {
    const [time, what, order] = [this.#times[a]!, this.#what[a]!, this.#order[a]!];
    this.#set(a, this.#times[b]!, this.#what[b]!, this.#order[b]!);
    this.#set(b, time, what, order);
  }
}

/** The API's windows, each opened by the first call in it; what is refused uses nothing up. */
class Windows {
  #opened = [-Infinity, -Infinity];
  #used = [0, 0];

  /** 0 where the call is let in, or else when to ask again, in ms from now. */
  ask(now: number): number {
    for (const [i, length] of [1000, 60_000].entries()) {
      if (now - this.#opened[i]! >= length) (this.#opened[i] = now), (this.#used[i] = 0);
    }
    const isFull = [this.#used[0]! >= 100, this.#used[1]! >= 2000];
    if (isFull[1]) return this.#opened[1]! + 60_000 - now;
    if (isFull[0]) return this.#opened[0]! + 1000 - now;
    this.#used[0]!++;
    this.#used[1]!++;
    return 0;
  }
}

interface Journey {
  arrives: number;
  /** Reads that are made side by side, and then calls one after another. */
  reads: number;
  calls: number;
}

function journeys(users: number, arriving: number, seed: number): Journey[] {
  const next = random(seed);
  const all = Array.from({ length: users }, () => {
    // Whole, as Redis' clock is.
    const arrives = Math.floor(next() * arriving * 1000);
    const part = next();
    return next() < 0.5 ? { arrives, reads: 2, calls: part < 0.6 ? 1 : part < 0.9 ? 2 : 3 } : { arrives, reads: 0, calls: 1 };
  });
  return all.sort((a, b) => a.arrives - b.arrives);
}

const at99 = (took: Float64Array): number => took.toSorted()[Math.ceil(took.length * 0.99) - 1]! / 1000;

/** One of a user's calls has been served: the reads side by side, and then the others one after the other. */
function stillReads(left: { reads: number; calls: number }): boolean {
  if (left.reads > 0) return --left.reads > 0;
  left.calls--;
  return false;
}

/** One queue, served as soon as the windows let it. */
function ideal(all: Journey[]): number {
  const took = new Float64Array(all.length);
  const left = all.map(({ reads, calls }) => ({ reads, calls }));
  const agenda = new Agenda();
  for (const [user, { arrives, reads }] of all.entries()) for (let i = 0; i < Math.max(1, reads); ++i) agenda.add(arrives, user);
  const windows = new Windows();
  let free = 0;
  while (!agenda.isEmpty) {
    const [time, user] = agenda.take();
    free = Math.max(free, time);
    for (let wait; (wait = windows.ask(free)) > 0; ) free += wait;
    const mine = left[user]!;
    const end = free + away;
    if (stillReads(mine)) continue;
    took[user] = end - all[user]!.arrives;
    if (mine.calls > 0) agenda.add(end, user);
  }
  return at99(took);
}

let names = 0;

function linesOf(now: () => number, several: Several | undefined): Line[] {
  if (!several) return [new MemoryLine({ now })];
  const { servers, redis } = several;
  const name = `campaign${++names}`;
  return Array.from({ length: servers }, () => new RedisLine({ now, servers, name, evaluate: redis.evaluate, evaluateSha: redis.evaluateSha, patience: 3_600_000 }));
}

export async function campaign(users: number, arriving: number, seed = 1, several?: Several): Promise<Figures> {
  const all = journeys(users, arriving, seed);
  // A clock that begins at 0 would be none to Redis.
  let now = 1_000_000;
  const begin = now;
  for (const one of all) one.arrives += begin;
  const lines = linesOf(() => now, several);
  let turn = 0;
  /** Which server holds a call until its moment. */
  const heldBy = new Map<number, { line: Line; until: number; waits: boolean }>();
  const whole = all.reduce((sum, { reads, calls }) => sum + reads + calls, 0);
  let done = 0;
  const windows = new Windows();
  const left = all.map(({ reads, calls }) => ({ reads, calls }));
  const took = new Float64Array(users);
  const agenda = new Agenda();
  /** Of each call: who makes it, when it came first, and when it was served. */
  const user: number[] = [];
  const came: number[] = [];
  const served: number[] = [];
  let told = 0;
  let refused = 0;
  /** Calls whose connection ended with their server: they are not served at the moment that they waited for there. */
  const cut = new Set<number>();
  // Coming to the front, and coming to the API: even and odd.
  const comes = (time: number, who: number) => {
    const call = user.push(who) - 1;
    came[call] = time;
    agenda.add(time, call * 2);
  };
  for (const [who, { arrives, reads }] of all.entries()) for (let i = 0; i < Math.max(1, reads); ++i) comes(arrives, who);
  while (!agenda.isEmpty) {
    const [time, what] = agenda.take();
    const call = what >> 1;
    const who = user[call]!;
    now = time;
    if (what % 2 === 0) {
      const line = lines[turn++ % lines.length]!;
      const place = await line.take(`${call}`, `${who}`);
      if (place.goes) {
        heldBy.set(call, { line, until: now + place.wait, waits: place.wait > 0 });
        agenda.add(now + place.wait, what + 1);
      } else {
        told++;
        agenda.add(now + secondsUntil(place, line.holds ?? 0) * 1000, what);
      }
      continue;
    }
    if (cut.delete(call)) continue;
    const { line, waits } = heldBy.get(call)!;
    heldBy.delete(call);
    if (waits) void line.went?.(`${call}`);
    const closed = windows.ask(now);
    if (closed > 0) {
      refused++;
      const wait = Math.ceil(closed / 1000) * 1000;
      await line.stop(wait, `${call}`);
      told++;
      agenda.add(now + secondsUntil({ wait, goes: false }, line.holds ?? 0) * 1000, what - 1);
      continue;
    }
    served[call] = now;
    if (++done >= whole / 2 && several?.loses && lines.length === several.servers) {
      const lost = lines.pop();
      for (const [other, holder] of heldBy) {
        // One whose moment is now is on its way to the API already.
        if (holder.line !== lost || holder.until <= now) continue;
        heldBy.delete(other);
        cut.add(other);
        agenda.add(now + again, other * 2);
      }
    }
    const mine = left[who]!;
    const end = now + away;
    if (stillReads(mine)) continue;
    took[who] = end - all[who]!.arrives;
    if (mine.calls > 0) comes(end, who);
  }
  // In the order in which they came: was anybody who came later served more than a second before?
  const order = Uint32Array.from(came.keys()).sort((a, b) => came[a]! - came[b]! || a - b);
  let overtaken = 0;
  let earliest = Infinity;
  for (let i = order.length - 1; i >= 0; --i) {
    const mine = served[order[i]!]!;
    if (mine - earliest > 1000) overtaken++;
    earliest = Math.min(earliest, mine);
  }
  return { users, calls: came.length, refused: refused / came.length, told: told / came.length, line: at99(took), ideal: ideal(all.map((one) => ({ ...one, arrives: one.arrives - begin }))), overtaken };
}

function time(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(2)} h`;
}

const sizes = [1000, 10_000, 100_000, 1_000_000];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      users: { type: 'string' }, arriving: { type: 'string' }, seed: { type: 'string' }, table: { type: 'boolean' },
      servers: { type: 'string' }, loses: { type: 'boolean', default: false }, write: { type: 'boolean' }, most: { type: 'string' },
    },
  });
  const seed = Number(values.seed ?? 1);
  const servers = Number(values.servers ?? 1);
  const redis = servers > 1 ? new Redis() : undefined;
  // Which would end without the Redis that it started.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  await redis?.start();
  const runs: [users: number, arrivings: number[]][] = values.table
    ? sizes.filter((users) => users <= Number(values.most ?? Infinity)).map((users) => [users, [3600, 0]])
    : [[Number(values.users ?? 10_000), [Number(values.arriving ?? 0)]]];
  const rows = [
    '| users, arriving | 429s of the API for each call | told a moment, for each call | 99 % through: front | ideal | front / ideal | overtaken | on |',
    '|---|---|---|---|---|---|---|---|',
  ];
  console.log(rows.join('\n'));
  for (const [users, arrivings] of runs) {
    const several = redis && { servers, redis, loses: values.loses };
    // Each with a line of its own; one computes while the other waits for Redis.
    const found = await Promise.all(arrivings.map((arriving) => campaign(users, arriving, seed, several)));
    await redis?.forget();
    for (const [i, { refused, told, line, ideal: best, overtaken }] of found.entries()) {
      const arriving = arrivings[i]!;
      const when = arriving ? (arriving === 3600 ? 'in an hour' : `in ${arriving} s`) : 'at once';
      const row = `| ${users.toLocaleString('en')} ${when} | ${refused.toFixed(3)} | ${told.toFixed(2)} | ${time(line)} | ${time(best)} | ${(line / best).toFixed(3)} | ${overtaken} | ${new Date().toISOString().slice(0, 10)} |`;
      rows.push(row);
      console.log(row);
    }
  }
  await redis?.end();
  if (!values.write) return;
  if (seed !== 1) throw new Error('The documentation has the journeys of seed 1.');
  write(rows, servers > 1 ? 'campaign of several servers' : 'campaign of one server', servers > 1 ? ` --servers ${servers}${values.loses ? ' --loses' : ''}` : '');
}

/** In the table's order: by users, and first those who arrive over a time. */
const order = (row: string): number => {
  const [, users = '', arriving = ''] = /^\| ([\d,]+) (in|at)/.exec(row) ?? [];
  return Number(users.replaceAll(',', '')) * 2 + (arriving === 'at' ? 1 : 0);
};

/** The documentation's rows, of which those with the same users and arrival are replaced. */
export function mergedRows(known: string[], made: string[]): string[] {
  const name = (row: string): string => row.split('|')[1]!;
  const rows = new Map([...known, ...made].map((row) => [name(row), row]));
  return [...rows.values()].sort((a, b) => order(a) - order(b));
}

/** Into the documentation, between marks, with what made it. */
function write([head, line, ...made]: string[], name: string, several: string): void {
  const file = new URL('../../web/docs/guide/campaigns.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  if (!text.includes(begin)) throw new Error(`campaigns.md has no mark ${begin}`);
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  const known = text.slice(from, to).split('\n').filter((row) => /^\| \d/.test(row));
  const told = `(\`node tests/front/campaign.ts${several} --table --write\`, or a row by itself with \`--users N --arriving SECONDS\`)`;
  writeFileSync(file, `${text.slice(0, from)}\n${told}\n\n${[head, line, ...mergedRows(known, made)].join('\n')}\n${text.slice(to)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
