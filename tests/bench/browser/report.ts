// The figures as a table for people, and against the goals.
import type { Measure, Summary } from './statistics.ts';

export interface Goal {
  goal: string;
  verdict: 'met' | 'not met' | 'not clear';
  seen: string;
}

export interface Results {
  date: string;
  browser: string;
  machine: string;
  load: { before: number; after: number };
  runs: number;
  conditions: Record<string, object>;
  measures: Measure[];
  goals: Goal[];
}

const format = (value: number): string =>
  value >= 10_000 ? Math.round(value).toLocaleString('en') : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const cell = (one: Summary | undefined): string =>
  one ? (one.low === one.high ? format(one.median) : `${format(one.median)} (${format(one.low)}–${format(one.high)})`) : '';

export function markdown(results: Results): string {
  const variants = [...new Set(results.measures.flatMap(({ summary }) => Object.keys(summary)))];
  const theirs = variants.filter((variant) => variant !== 'subshare');
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [
    '# Bench',
    '',
    `${results.date}, \`./dev bench --runs ${results.runs}\`, ${results.browser}, ${results.machine}, load ${results.load.before.toFixed(1)} before and ${results.load.after.toFixed(1)} after.`,
    '',
    'Median (first to third quartile). Less is better everywhere.',
    '',
    row(['', 'unit', ...variants]),
    row(['---', '---', ...variants.map(() => '---:')]),
    ...results.measures.map(({ name, unit, summary }) => row([name, unit, ...variants.map((variant) => cell(summary[variant]))])),
    '',
    'Subshare through each of the others, round by round:',
    '',
    row(['', ...theirs.map((variant) => `/ ${variant}`)]),
    row(['---', ...theirs.map(() => '---:')]),
    ...results.measures
      .filter(({ ratios }) => Object.keys(ratios).length > 0)
      .map(({ name, ratios }) => row([name, ...theirs.map((variant) => cell(ratios[variant]))])),
    '',
    '`full`: Lit, zod, libphonenumber-js/min, XState, fetch. `lean`: Lit, zod/mini, libphonenumber-js/min, fetch. `ajv` and `bare`: lean, with answers',
    'checked by compiled ajv, and not at all. All draw the same view. Bytes are brotli 11 of scripts and module.',
    '',
    '| goal | | seen |',
    '| --- | --- | --- |',
    ...results.goals.map(({ goal, verdict, seen }) => row([goal, verdict === 'met' ? verdict : `**${verdict}**`, seen])),
    '',
  ];
  return lines.join('\n');
}
