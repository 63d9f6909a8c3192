// The documentation shows what was measured, and the figures hold what they say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { goals } from './browser/goals.ts';
import { blocks, type Results, withBlock } from './browser/report.ts';
import { isNarrow, measure, medianOf } from './browser/statistics.ts';

const repo = join(import.meta.dirname, '../..');
const results = JSON.parse(readFileSync(join(import.meta.dirname, 'results.json'), 'utf8')) as Results;

for (const { file, mark, text } of blocks(results)) {
  test(`${file} shows what tests/bench/results.json has`, () => {
    const shown = readFileSync(join(repo, file), 'utf8');
    assert.equal(shown, withBlock(shown, mark, text), `./dev bench --readme writes both; nobody writes between the marks of ${mark}`);
  });
}

test('a goal is met or missed with all of the interval', () => {
  const taken = (ours: number[]) => goals([measure('navigation → all known (as it is)', 'ms', { subshare: ours, lean: ours.map(() => 100) })])[0]!.verdict;
  assert.equal(taken([90, 91, 92, 93, 94]), 'met');
  assert.equal(taken([110, 111, 112, 113, 114]), 'not met');
  assert.equal(taken([90, 95, 101, 105, 110]), 'not clear');
});

test('the interval of a median: around it, the same at each run, and narrower with more rounds', () => {
  const values = (n: number): number[] => Array.from({ length: n }, (_, i) => 1 + ((i * 7919) % 101) / 1000);
  const few = medianOf(values(9));
  assert.deepEqual(few, medianOf(values(9)));
  assert.ok(few.low <= few.median && few.median <= few.high);
  const many = medianOf(values(201));
  assert.ok(many.high - many.low < few.high - few.low);
  assert.ok(isNarrow({ median: 1, low: 0.98, high: 1.02 }, 0.03) && !isNarrow({ median: 1, low: 0.98, high: 1.04 }, 0.03));
});
