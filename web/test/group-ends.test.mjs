// Where the groups of a sorted list end, against counting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../src/elements/group-ends.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  write: false,
});
const { groupEnds } = await import('data:text/javascript,' + encodeURIComponent(outputFiles[0].text));

test('every way to fill four groups with up to three rows each', () => {
  for (let way = 0; way < 4 ** 4; way++) {
    const sizes = [0, 1, 2, 3].map((group) => (way >> (2 * group)) & 3);
    const rows = sizes.flatMap((size, group) => Array.from({ length: size }, () => group));
    const ends = sizes.map((_, group) => sizes.slice(0, group + 1).reduce((sum, size) => sum + size, 0));
    assert.deepEqual(groupEnds(4, rows.length, (index) => rows[index]), ends, `${sizes}`);
  }
});

test('few of many rows are read', () => {
  const ends = [20_000, 20_010, 20_010, 32_767];
  let read = 0;
  const found = groupEnds(4, 32_767, (index) => (read++, ends.findIndex((end) => index < end)));
  assert.deepEqual(found, ends);
  assert.ok(read <= 2 * 16 + 2, `${read} rows`);
});
