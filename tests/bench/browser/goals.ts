// What the bench is to show.
import type { Goal } from './report.ts';
import type { Measure, Summary } from './statistics.ts';

const mebibyte = 1 << 20;
const times = ({ median, low, high }: Summary): string => `${median.toFixed(2)}× (${low.toFixed(2)}–${high.toFixed(2)})`;

/** Met or missed with all of the interval; where it lies on both sides, nothing can be said. */
function verdict({ low, high }: Summary, limit: number): Goal['verdict'] {
  if (high <= limit) return 'met';
  return low > limit ? 'not met' : 'not clear';
}

/** Goals of which the measures were taken. */
export function goals(measures: Measure[]): Goal[] {
  const found: Goal[] = [];
  const named = (...begins: string[]): Measure[] => measures.filter(({ name }) => begins.some((begin) => name.startsWith(begin)));
  const ratio = (goal: string, one: Summary | undefined, limit: number): void => {
    if (one) found.push({ goal, verdict: verdict(one, limit), seen: times(one) });
  };

  for (const { name, ratios } of named('navigation → first key')) {
    const limit = /as it is/.test(name) ? 1 : 0.6;
    ratio(`${name}: at most ${limit} of lean's`, ratios['lean'], limit);
  }
  for (const { name, ratios } of named('navigation → all known')) ratio(`${name}: no later than lean's`, ratios['lean'], 1);
  for (const { name, ratios } of named('main thread, processor time')) ratio(`${name}: at most 1.15 of lean's`, ratios['lean'], 1.15);
  for (const { name, ratios } of named('the check alone')) ratio(`${name}: no slower than with zod`, ratios['full'], 1);
  for (const { name, summary } of named('long tasks, the longest', 'longest task meanwhile')) {
    const ours = summary['subshare'];
    if (!ours || !/4×/.test(name)) continue;
    found.push({ goal: `${name}: none over 50 ms`, verdict: verdict(ours, 50), seen: `${ours.median.toFixed(0)} ms` });
  }
  for (const { name, ratios } of named('answer → first rows painted, 32,767', 'main thread meanwhile, processor time, 32,767')) {
    ratio(`${name}: less than with zod`, ratios['full'], 1);
    ratio(`${name}: less than with zod/mini`, ratios['lean'], 1);
    ratio(`${name}: no slower than with bare JSON.parse`, ratios['bare'], 1);
  }
  for (const { name, summary } of named('both, 32,767')) {
    const ours = summary['subshare'];
    if (ours) found.push({ goal: `${name}: at most 8 MiB`, verdict: verdict(ours, 8 * mebibyte), seen: `${(ours.median / mebibyte).toFixed(2)} MiB` });
  }
  for (const { name, summary } of named('module memory at rest')) {
    const ours = summary['subshare'];
    if (ours) found.push({ goal: `${name}: at most 2 MiB`, verdict: verdict(ours, 2 * mebibyte), seen: `${(ours.median / mebibyte).toFixed(2)} MiB` });
  }
  return found;
}
