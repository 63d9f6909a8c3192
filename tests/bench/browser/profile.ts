// Where the time goes: a profile of the processor for loading the page and for reading the longest list, as a table of functions by their own time
// (build/bench/profile-….md) and as a file for DevTools (….cpuprofile).
//
//   node profile.ts [VARIANT]     subshare by default, with the names of the module's functions, as tools/bench.sh has built it
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Chromium } from './chromium.ts';
import { BenchServer } from './server.ts';
import { asIs, type Conditions, slowProcessor, Visit } from './visit.ts';

const repo = resolve(import.meta.dirname, '../../..');
const variant = process.argv[2] ?? 'subshare';
const folder = join(repo, 'build/bench');
const files = variant === 'subshare' ? join(folder, 'named') : join(folder, 'js', variant);
const most = 32_767;

interface Node {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
}
interface Profile {
  nodes: Node[];
  startTime: number;
  endTime: number;
  samples?: number[];
  timeDeltas?: number[];
}

function byOwnTime({ nodes, samples = [], timeDeltas = [] }: Profile): [name: string, ms: number][] {
  const names = new Map(nodes.map(({ id, callFrame: { functionName, url } }) => {
    const file = url.split('/').at(-1)!.replace(/\?.*$/, '');
    return [id, `${functionName || '(nameless)'}${file ? `, ${file}` : ''}`];
  }));
  const own = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    const name = names.get(id)!;
    own.set(name, (own.get(name) ?? 0) + timeDeltas[i]! / 1000);
  }
  own.delete('(idle)');
  return [...own].sort(([, a], [, b]) => b - a);
}

const server = await BenchServer.start({ [variant]: files }, [3, most]);
const browser = await Chromium.start();
mkdirSync(folder, { recursive: true });

async function profile(name: string, conditions: Conditions, people: number, act: (visit: Visit) => Promise<unknown>, first?: (visit: Visit) => Promise<unknown>): Promise<void> {
  const visit = await Visit.begin(browser, conditions);
  await first?.(visit);
  await visit.page.send('Profiler.enable');
  await visit.page.send('Profiler.setSamplingInterval', { interval: 200 });
  await visit.page.send('Profiler.start');
  await act(visit);
  const { profile: taken } = await visit.page.send<{ profile: Profile }>('Profiler.stop');
  await visit.end();
  const rows = byOwnTime(taken);
  const sum = rows.reduce((all, [, ms]) => all + ms, 0);
  const table = [
    `# ${variant}: ${name}, ${conditions.name}, ${people.toLocaleString('en')} people`,
    '',
    `${sum.toFixed(0)} ms in all; by function, its own time:`,
    '',
    ...rows.slice(0, 30).map(([what, ms]) => `${ms.toFixed(1).padStart(9)} ms  ${what}`),
    '',
  ].join('\n');
  const file = join(folder, `profile-${variant}-${name.replaceAll(' ', '-')}`);
  writeFileSync(`${file}.md`, table);
  writeFileSync(`${file}.cpuprofile`, JSON.stringify(taken));
  console.log(table);
}

try {
  await profile('loading', slowProcessor, 3, (visit) => visit.open(server.page(variant, 3)));
  await profile(
    'reading the list',
    asIs,
    most,
    (visit) => visit.readAgain(),
    (visit) => visit.open(server.page(variant, most)),
  );
} finally {
  await browser.close();
  await server.stop();
}
