// The bench: the invite element against its JavaScript equivalents, in Chromium. `./dev bench` builds all of it first.
//
// Rounds go on until the ratios that the goals are about are narrow: the 95 % interval of each within ±3 % of its median, after 25 rounds at
// least; or until the measure's time is over. Where an interval lies on both sides of its goal then, that is said to be not clear.
//
//   --runs N     so many rounds of each measure, whatever comes of it
//   --minutes N  the time for each measure; 10 by default
//   --quick      3 rounds, without the longest list on the slowed processor
//   --only WHAT  load, list, paste, keys or memory
//   --json       prints the figures as one line of JSON instead of the table
//   --readme     takes the figures over into tests/bench/results.json and the documentation, which shows nothing else
//
// SUBSHARE_DIST names another build of the package to measure than web/dist.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { Chromium } from './chromium.ts';
import { goals } from './goals.ts';
import { timeJsonParse } from './in_page.ts';
import { documentation, markdown, type Results, timeline } from './report.ts';
import { BenchServer } from './server.ts';
import { isNarrow, type Measure, measure, type Samples } from './statistics.ts';
import { asIs, type Conditions, type Load, slow4G, slowProcessor, Visit } from './visit.ts';

function wrong(text: string): never {
  console.error(`subshare: ${text}`);
  process.exit(2);
}

function read() {
  try {
    return parseArgs({
      options: {
        runs: { type: 'string' },
        minutes: { type: 'string' },
        quick: { type: 'boolean' },
        only: { type: 'string' },
        json: { type: 'boolean' },
        readme: { type: 'boolean' },
      },
    }).values;
  } catch {
    return wrong("'./dev bench' knows --runs N, --minutes N, --quick, --only WHAT, --json and --readme, and 'native' and '--profile' in their place.");
  }
}

const options = read();
const runs = Number(options.runs ?? (options.quick ? 3 : 0));
if (!Number.isInteger(runs) || runs < 0) wrong('--runs wants a number of rounds, such as 5.');
const minutes = Number(options.minutes ?? 10);
if (!(minutes > 0)) wrong('--minutes wants how long a measure may take, such as 10.');
if (options.readme && (options.only || runs)) wrong('--readme takes over whole results: leave out --only, --runs and --quick.');
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

/** The ratios' intervals are to lie within so much of their medians. */
const width = 0.03;
const fewest = 25;
/** Where there is nothing to compare with. */
const fewestAlone = 7;

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
  /** What was asked for while the page was loaded, of each round. */
  readonly loaded: Record<string, Load[]> = {};

  constructor(browser: Chromium, server: BenchServer) {
    this.#browser = browser;
    this.#server = server;
  }

  #take(taken: Taken, unit: string): void {
    for (const [name, samples] of Object.entries(taken)) this.measures.push(measure(name, unit, samples));
  }

  /** Rounds of what `round` puts down, in turns for all variants, until the ratios of `decisive` are narrow. */
  async #rounds(name: string, unit: string, round: (taken: Taken) => Promise<void>, decisive?: RegExp): Promise<void> {
    const taken: Taken = {};
    const end = performance.now() + minutes * 60_000;
    const ratios = () =>
      Object.entries(taken)
        .filter(([name]) => decisive?.test(name))
        .flatMap(([name, samples]) => Object.values(measure(name, unit, samples).ratios));
    for (let run = 1; ; run++) {
      say(`${name}: round ${run}${runs ? ` of ${runs}` : ''}`);
      await round(taken);
      if (runs ? run >= runs : performance.now() > end || run >= (decisive ? fewest : fewestAlone) && ratios().every((one) => isNarrow(one, width))) break;
    }
    this.#take(taken, unit);
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
      const how = `(${conditions.name}${preload ? ', preloaded' : ''})`;
      const round = async (taken: Taken): Promise<void> => {
        for (const variant of Object.keys(variants)) {
          await this.#visit(conditions, variant, few, async (_, load) => {
            const { firstKey, known, ran, long } = load;
            put(taken, variant, {
              [`navigation → first key ${how}`]: firstKey,
              [`navigation → all known ${how}`]: known,
              [`main thread, processor time ${how}`]: ran,
              [`long tasks, all of them ${how}`]: total(long),
              [`long tasks, the longest ${how}`]: longest(long),
            });
            if (variant === 'subshare') (this.loaded[how] ??= []).push(load);
          }, preload);
        }
      };
      await this.#rounds(`loading ${how}`, 'ms', round, /first key|all known|processor time/);
    }
  }

  async lists(): Promise<void> {
    for (const conditions of [asIs, slowProcessor]) {
      for (const size of sizes) {
        if (options.quick && size > 1_000 && conditions !== asIs) continue;
        const name = `${size.toLocaleString('en')} people (${conditions.name})`;
        const round = async (taken: Taken): Promise<void> => {
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
        };
        await this.#rounds(name, 'ms', round, /first rows painted/);
      }
    }
    await this.#rounds('JSON.parse alone', 'ms', (taken) =>
      this.#visit(asIs, 'bare', 32_767, async ({ page }) => {
        put(taken, 'bare', { 'JSON.parse alone, 32,767 people (as it is)': await page.evaluate(timeJsonParse) });
      }),
    );
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
        const name = `${lines} lines pasted, ${kind} (${conditions.name})`;
        const text = Array.from({ length: lines }, (_, i) => line(i)).join(kind.endsWith('one line') ? ' ' : '\n');
        await this.#rounds(name, 'ms', (taken) =>
          this.#visit(conditions, 'subshare', few, async (visit) => {
            const { drawn, long } = await visit.paste(text, kind.startsWith('mail program') ? 0 : 40);
            put(taken, 'subshare', { [`paste → rows drawn, ${name}`]: drawn, [`longest task meanwhile, ${name}`]: Math.max(0, ...long) });
          }),
        );
      }
    }
  }

  async keys(): Promise<void> {
    const typed = { 'e-mail': 'kari.nordmann@example.com', phone: '+47 412 34 567' };
    const round = async (taken: Taken): Promise<void> => {
      for (const variant of Object.keys(variants)) {
        await this.#visit(slowProcessor, variant, few, async (visit) => {
          for (const [kind, text] of Object.entries(typed)) {
            // In µs, as the checks are: a key is handled within a few ms.
            put(taken, variant, { [`the check alone, per key, ${kind} (${slowProcessor.name})`]: await visit.timeChecks(text) });
            put(taken, variant, { [`key → form drawn, ${kind} (${slowProcessor.name})`]: (await visit.type(text)) * 1000 });
          }
        });
      }
    };
    await this.#rounds('typing', 'µs', round, /check alone/);
  }

  async memory(): Promise<void> {
    for (const size of [few, 32_767]) {
      const taken: Taken = {};
      for (let run = 0; run < 3; run++) {
        say(`memory, ${size.toLocaleString('en')} people: ${run + 1} of 3`);
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
  command: ['./dev bench', ...process.argv.slice(2)].join(' '),
  conditions: Object.fromEntries([asIs, slowProcessor, slow4G].map(({ name, ...rest }) => [name, rest])),
  measures: bench.measures,
  goals: goals(bench.measures),
  timelines: Object.fromEntries(Object.entries(bench.loaded).map(([how, loads]) => [how, timeline(loads)])),
};
const folder = join(repo, 'build/bench');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'results.json'), JSON.stringify(results, null, 2) + '\n');
writeFileSync(join(folder, 'results.md'), markdown(results));
if (options.readme) {
  // Without the single samples: nobody reads them, and the ratios are what is shown.
  writeFileSync(join(repo, 'tests/bench/results.json'), JSON.stringify(results, (key, value) => (key === 'samples' ? undefined : value), 1) + '\n');
  documentation(repo, results);
}
process.stdout.write(options.json ? JSON.stringify(results) + '\n' : markdown(results));
