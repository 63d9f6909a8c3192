// The bench: the invite element against its JavaScript equivalents, in Chromium. `./dev bench` builds all of it first.
//
//   --runs N     rounds of each measure; 5 by default
//   --quick      3 rounds, without the longest list on the slowed processor
//   --only WHAT  load, list, paste, keys or memory
//   --json       prints the figures as one line of JSON instead of the table
//
// SUBSHARE_DIST names another build of the package to measure than web/dist.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { Chromium } from './chromium.ts';
import { goals } from './goals.ts';
import { timeJsonParse } from './in_page.ts';
import { markdown, type Results } from './report.ts';
import { BenchServer } from './server.ts';
import { type Measure, measure, type Samples } from './statistics.ts';
import { asIs, type Conditions, type Load, slow4G, slowProcessor, Visit } from './visit.ts';

function wrong(text: string): never {
  console.error(`subshare: ${text}`);
  process.exit(2);
}

function read() {
  try {
    return parseArgs({
      options: { runs: { type: 'string' }, quick: { type: 'boolean' }, only: { type: 'string' }, json: { type: 'boolean' } },
    }).values;
  } catch {
    return wrong("'./dev bench' knows --runs N, --quick, --only WHAT and --json, and 'native' and '--profile' in their place.");
  }
}

const options = read();
const runs = Number(options.runs ?? (options.quick ? 3 : 5));
if (!Number.isInteger(runs) || runs < 1) wrong('--runs wants a number of rounds, such as 5.');
if (options.only && !['load', 'list', 'paste', 'keys', 'memory'].includes(options.only)) wrong('--only wants load, list, paste, keys or memory.');

const repo = resolve(import.meta.dirname, '../../..');
const equivalents = join(repo, 'build/bench/js');
const variants = {
  subshare: process.env.SUBSHARE_DIST ?? join(repo, 'web/dist'),
  full: join(equivalents, 'full'),
  lean: join(equivalents, 'lean'),
};
const readers = { ...variants, ajv: join(equivalents, 'ajv'), bare: join(equivalents, 'bare') };
const few = 3;
const sizes = [few, 1_000, 32_767];

const say = (text: string): void => void process.stderr.write(`${text}\n`);

type Taken = Record<string, Samples>;

/** One sample of each name for a variant. */
function put(taken: Taken, variant: string, samples: Record<string, number>): void {
  for (const [name, value] of Object.entries(samples)) ((taken[name] ??= {})[variant] ??= []).push(value);
}

const total = (long: { duration: number }[]): number => long.reduce((sum, { duration }) => sum + duration, 0);
const longest = (long: { duration: number }[]): number => Math.max(0, ...long.map(({ duration }) => duration));

class Bench {
  #browser: Chromium;
  #server: BenchServer;
  readonly measures: Measure[] = [];

  constructor(browser: Chromium, server: BenchServer) {
    this.#browser = browser;
    this.#server = server;
  }

  #take(taken: Taken, unit: string): void {
    for (const [name, samples] of Object.entries(taken)) this.measures.push(measure(name, unit, samples));
  }

  async #visit<T>(conditions: Conditions, variant: string, people: number, what: (visit: Visit, load: Load) => Promise<T>, preload = false): Promise<T> {
    const visit = await Visit.begin(this.#browser, conditions);
    try {
      return await what(visit, await visit.open(this.#server.page(variant, people, preload)));
    } finally {
      await visit.end();
    }
  }

  async loads(): Promise<void> {
    const bytes: Taken = {};
    for (const variant of Object.keys(variants)) {
      this.#server.sent.clear();
      await this.#visit(asIs, variant, few, async () => {});
      put(bytes, variant, { 'scripts and module, brotli 11': [...this.#server.sent.values()].reduce((a, b) => a + b, 0) });
    }
    this.#take(bytes, 'bytes');
    // What is to be preloaded.
    for (const variant of Object.keys(variants)) await this.#visit(asIs, variant, few, async () => {});
    for (const [conditions, preload] of [[asIs, false], [slow4G, false], [slow4G, true]] as const) {
      const taken: Taken = {};
      const how = `(${conditions.name}${preload ? ', preloaded' : ''})`;
      for (let run = 0; run < runs; run++) {
        say(`loading ${how}: ${run + 1} of ${runs}`);
        for (const variant of Object.keys(variants)) {
          const sample = async (_: Visit, { usable, ran, long }: Load): Promise<void> =>
            put(taken, variant, {
              [`navigation → usable ${how}`]: usable,
              [`main thread, processor time ${how}`]: ran,
              [`long tasks, all of them ${how}`]: total(long),
              [`long tasks, the longest ${how}`]: longest(long),
            });
          await this.#visit(conditions, variant, few, sample, preload);
        }
      }
      this.#take(taken, 'ms');
    }
  }

  async lists(): Promise<void> {
    for (const conditions of [asIs, slowProcessor]) {
      for (const size of sizes) {
        if (options.quick && size > 1_000 && conditions !== asIs) continue;
        const taken: Taken = {};
        const name = `${size.toLocaleString('en')} people (${conditions.name})`;
        for (let run = 0; run < runs; run++) {
          say(`${name}: ${run + 1} of ${runs}`);
          for (const variant of Object.keys(readers)) {
            await this.#visit(conditions, variant, size, async (visit) => {
              const { painted, ran, long } = await visit.readAgain();
              put(taken, variant, {
                [`answer → first rows painted, ${name}`]: painted,
                [`main thread meanwhile, processor time, ${name}`]: ran,
                [`longest task meanwhile, ${name}`]: Math.max(0, ...long),
              });
            });
          }
        }
        this.#take(taken, 'ms');
      }
    }
    const limit: Taken = {};
    for (let run = 0; run < runs; run++) {
      await this.#visit(asIs, 'bare', 32_767, async ({ page }) => {
        put(limit, 'bare', { 'JSON.parse alone, 32,767 people (as it is)': await page.evaluate(timeJsonParse) });
      });
    }
    this.#take(limit, 'ms');
  }

  /** The equivalents have no form for lists. */
  async pastes(): Promise<void> {
    const lines = 500;
    const lists = {
      'mail program': (i: number) => `Kari Nordmann <kari${i}@example.com>`,
      'mail program, in one line': (i: number) => `Nordmann, Kari <kari${i}@example.com>;`,
      'spreadsheet with a mistake in each second row': (i: number) => `Kari\tNordmann\tkari${i}@example${i % 2 ? '' : '.com'}\tOslo`,
    };
    for (const conditions of [asIs, slowProcessor]) {
      for (const [kind, line] of Object.entries(lists)) {
        const taken: Taken = {};
        const name = `${lines} lines pasted, ${kind} (${conditions.name})`;
        const text = Array.from({ length: lines }, (_, i) => line(i)).join(kind.endsWith('one line') ? ' ' : '\n');
        for (let run = 0; run < runs; run++) {
          say(`${name}: ${run + 1} of ${runs}`);
          await this.#visit(conditions, 'subshare', few, async (visit) => {
            const { drawn, long } = await visit.paste(text, kind.startsWith('mail program') ? 0 : 40);
            put(taken, 'subshare', { [`paste → rows drawn, ${name}`]: drawn, [`longest task meanwhile, ${name}`]: Math.max(0, ...long) });
          });
        }
        this.#take(taken, 'ms');
      }
    }
  }

  async keys(): Promise<void> {
    const typed = { 'e-mail': 'kari.nordmann@example.com', phone: '+47 412 34 567' };
    const handled: Taken = {};
    const checked: Taken = {};
    for (let run = 0; run < runs; run++) {
      say(`typing: ${run + 1} of ${runs}`);
      for (const variant of Object.keys(variants)) {
        await this.#visit(slowProcessor, variant, few, async (visit) => {
          for (const [kind, text] of Object.entries(typed)) {
            put(checked, variant, { [`the check alone, per key, ${kind} (${slowProcessor.name})`]: await visit.timeChecks(text) });
            put(handled, variant, { [`key → form drawn, ${kind} (${slowProcessor.name})`]: await visit.type(text) });
          }
        });
      }
    }
    this.#take(checked, 'µs');
    this.#take(handled, 'ms');
  }

  async memory(): Promise<void> {
    for (const size of [few, 32_767]) {
      const taken: Taken = {};
      for (let run = 0; run < Math.min(3, runs); run++) {
        say(`memory, ${size.toLocaleString('en')} people: ${run + 1} of ${Math.min(3, runs)}`);
        for (const variant of Object.keys(variants)) {
          const { heap, module } = await this.#visit(asIs, variant, size, (visit) => visit.memory());
          put(taken, variant, {
            [`JavaScript heap at rest, ${size.toLocaleString('en')} people`]: heap,
            [`module memory at rest, ${size.toLocaleString('en')} people`]: module,
            [`both, ${size.toLocaleString('en')} people`]: heap + module,
          });
        }
      }
      this.#take(taken, 'bytes');
    }
  }
}

const before = loadavg()[0]!;
say('Recording what the sandbox answers …');
const server = await BenchServer.start(readers, sizes);
const browser = await Chromium.start();
const bench = new Bench(browser, server);
const parts = { load: () => bench.loads(), list: () => bench.lists(), paste: () => bench.pastes(), keys: () => bench.keys(), memory: () => bench.memory() };
let version = '';
try {
  ({ product: version } = await browser.send<{ product: string }>('Browser.getVersion'));
  // The first visit pays for what the browser does once.
  for (const variant of Object.keys(readers)) {
    const warm = await Visit.begin(browser, asIs);
    await warm.open(server.page(variant, few));
    await warm.end();
  }
  for (const [name, run] of Object.entries(parts)) if (!options.only || options.only === name) await run();
} finally {
  await browser.close();
  await server.stop();
}

const results: Results = {
  date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
  browser: version,
  machine: `${cpus().length} × ${cpus()[0]!.model.trim()}`,
  load: { before, after: loadavg()[0]! },
  runs,
  conditions: Object.fromEntries([asIs, slowProcessor, slow4G].map(({ name, ...rest }) => [name, rest])),
  measures: bench.measures,
  goals: goals(bench.measures),
};
const folder = join(repo, 'build/bench');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'results.json'), JSON.stringify(results, null, 2) + '\n');
writeFileSync(join(folder, 'results.md'), markdown(results));
process.stdout.write(options.json ? JSON.stringify(results) + '\n' : markdown(results));
