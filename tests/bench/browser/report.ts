// The figures as a table for people, and against the goals; and what the documentation shows of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Measure, type Summary, summarise } from './statistics.ts';
import type { Load } from './visit.ts';

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
  /** That has measured them. */
  command: string;
  conditions: Record<string, object>;
  measures: Measure[];
  goals: Goal[];
  /** By conditions. */
  timelines: Record<string, Span[]>;
}

/** One thing on the way to the form, from and to in ms after the navigation began (medians). */
export interface Span {
  what: string;
  from: number;
  to: number;
}

const format = (value: number): string =>
  value >= 10_000 ? Math.round(value).toLocaleString('en') : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
const cell = (one: Summary | undefined): string =>
  one ? (one.low === one.high ? format(one.median) : `${format(one.median)} (${format(one.low)}–${format(one.high)})`) : '';

const told = ({ date, command, browser, machine, load, measures }: Results): string => {
  return `${date}, \`${command}\`, ${browser}, ${machine}, load ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after, up to ${Math.max(...measures.map(({ rounds }) => rounds))} rounds.`;
};

export function markdown(results: Results): string {
  const variants = [...new Set(results.measures.flatMap(({ summary }) => Object.keys(summary)))];
  const theirs = variants.filter((variant) => variant !== 'subshare');
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [
    '# Bench',
    '',
    told(results),
    '',
    'Median (first to third quartile). Less is better everywhere.',
    '',
    row(['', 'unit', ...variants]),
    row(['---', '---', ...variants.map(() => '---:')]),
    ...results.measures.map(({ name, unit, summary }) => row([name, unit, ...variants.map((variant) => cell(summary[variant]))])),
    '',
    'Subshare through each of the others, round by round: median, and its 95 % interval by bootstrap.',
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

const kinds: [RegExp, string][] = [
  [/\/page/, 'the document'],
  [/define-invite\.js/, "the element's script"],
  [/\/[a-z]{2}-\w+\.js/, 'its language'],
  [/\.wasm/, 'its module'],
  [/token/, 'the token'],
  [/share\/rule/, 'the rules'],
  [/subscription\/share/, 'the list'],
];

/** What was asked for, when, and when its answer was there. */
export function timeline(loads: Load[]): Span[] {
  const middle = (values: number[]): number => summarise(values).median;
  const spans = kinds.flatMap(([pattern, what]) => {
    const found = loads.flatMap(({ parts }) => parts.filter(({ name }) => pattern.test(new URL(name).pathname)).slice(0, 1));
    return found.length ? [{ what, from: middle(found.map(({ from }) => from)), to: middle(found.map(({ to }) => to)) }] : [];
  });
  const first = middle(loads.map(({ firstKey }) => firstKey));
  const known = middle(loads.map(({ known }) => known));
  return [...spans, { what: 'FIRST KEY', from: first, to: first }, { what: 'ALL KNOWN', from: known, to: known }];
}

function drawn(spans: Span[]): string[] {
  const columns = 64;
  const end = Math.max(...spans.map(({ to }) => to));
  const at = (ms: number): number => Math.round((ms / end) * (columns - 1));
  return spans.map(({ what, from, to }) => {
    const isMark = from === to;
    const line = ' '.repeat(at(from)) + (isMark ? '▲' : '█'.repeat(Math.max(1, at(to) - at(from))));
    return `${what.padEnd(21)} ${line.padEnd(columns)} ${isMark ? '' : `${from.toFixed(0)}–`}${to.toFixed(0)} ms`;
  });
}

/** What the documentation shows, by file and mark. */
export function blocks(results: Results): { file: string; mark: string; text: string }[] {
  const { measures, goals, timelines } = results;
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  const theirs = ['full', 'lean', 'bare'];
  const ratio = (one: Summary | undefined): string => (one ? `${one.median.toFixed(2)} (${one.low.toFixed(2)}–${one.high.toFixed(2)})` : '');
  const table = [
    told(results),
    '',
    row(['what', 'unit', 'this', ...theirs.map((variant) => `this / ${variant}`)]),
    row(['---', '---', '---:', ...theirs.map(() => '---:')]),
    ...measures.map(({ name, unit, summary, ratios }) => row([name, unit, cell(summary['subshare'] ?? summary['bare']), ...theirs.map((variant) => ratio(ratios[variant]))])),
    '',
    row(['goal', 'met', 'seen']),
    row(['---', '---', '---']),
    ...goals.map(({ goal, verdict, seen }) => row([goal, verdict === 'met' ? verdict : `**${verdict}**`, seen])),
  ];
  const lines = Object.entries(timelines).flatMap(([how, spans]) => [`Loading ${how}:`, '', '```text', ...drawn(spans), '```', '']);
  return [
    { file: 'web/docs/guide/performance.md', mark: 'bench', text: table.join('\n') },
    { file: 'tests/bench/README.md', mark: 'timeline', text: [told(results), '', ...lines].join('\n').trim() },
  ];
}

/** The file's text with the block between its marks. */
export function withBlock(text: string, mark: string, block: string): string {
  const [begin, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`There is no ${begin} … ${end}.`);
  return `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`;
}

export function documentation(repo: string, results: Results): void {
  for (const { file, mark, text } of blocks(results)) {
    const path = join(repo, file);
    writeFileSync(path, withBlock(readFileSync(path, 'utf8'), mark, text));
  }
}
