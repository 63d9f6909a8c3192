// Runs both programs and prints them side by side: instructions per item, which are the same on every run, and time per item, which is not.
// Into build/bench/native.json as well.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repo = resolve(import.meta.dirname, '../../..');
const programs = join(repo, 'build/release/tests/bench');
const unknown = process.argv.slice(2).find((option) => option !== '--json');
if (unknown) {
  console.error(`subshare: './dev bench native' does not know '${unknown}'; its only option is --json.`);
  process.exit(2);
}

/** Of each case, in order: its name, and the instructions of one run. */
function count() {
  const folder = mkdtempSync(join(tmpdir(), 'subshare-count-'));
  try {
    const out = join(folder, 'counts');
    const options = ['--tool=callgrind', '--collect-atstart=no', `--callgrind-out-file=${out}`];
    const told = execFileSync('valgrind', [...options, join(programs, 'subshare-count')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return told.trim().split('\n').map((line, i) => {
      const [name, items, item] = line.split('\t');
      const [, instructions] = /^(?:summary|totals): (\d+)/m.exec(readFileSync(`${out}.${i + 1}`, 'utf8'));
      return { name, items: Number(items), item, instructions: Number(instructions) };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Nanoseconds of one run, by case. */
function time() {
  const options = ['--benchmark_format=json', '--benchmark_min_time=0.3'];
  const told = execFileSync(join(programs, 'subshare-bench'), options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const nanoseconds = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };
  return new Map(JSON.parse(told).benchmarks.map(({ name, cpu_time, time_unit }) => [name, cpu_time * nanoseconds[time_unit]]));
}

const times = time();
const cases = count().map((one) => ({
  ...one,
  instructionsPerItem: Math.round(one.instructions / one.items),
  nanosecondsPerItem: Math.round(times.get(one.name) / one.items),
}));
const folder = join(repo, 'build/bench');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'native.json'), JSON.stringify(cases, null, 2) + '\n');
if (process.argv.includes('--json')) console.log(JSON.stringify(cases));
else {
  console.log(`${'instructions'.padStart(14)} ${'ns'.padStart(9)}  of each`);
  for (const { name, item, instructionsPerItem, nanosecondsPerItem } of cases) {
    const number = (n) => n.toLocaleString('en');
    console.log(`${number(instructionsPerItem).padStart(14)} ${number(nanosecondsPerItem).padStart(9)}  ${item.replace(/s$/, '').replace('people', 'person')}: ${name}`);
  }
}
