// Everyone at once, and the line as good as one queue that knows all: see campaign.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { campaign, mergedRows } from './campaign.ts';
import { Redis } from './lib/redis.ts';

test('10,000 readers at once: the API refuses hardly anything, nobody is overtaken, and it takes no longer than it must', async () => {
  const { refused, line, ideal, overtaken, calls } = await campaign(10_000, 0);
  assert.ok(calls > 20_000);
  assert.ok(refused <= 0.1, `${refused} of a 429 for each call`);
  assert.ok(line <= 1.02 * ideal, `${line} s, and ${ideal} s at best`);
  assert.equal(overtaken, 0);
});

test('three servers with one Redis, of which one is lost in the middle: the same', async () => {
  const redis = new Redis();
  await redis.start();
  const { refused, line, ideal, overtaken } = await campaign(10_000, 0, 1, { servers: 3, redis, loses: true });
  await redis.end();
  assert.ok(refused <= 0.1, `${refused} of a 429 for each call`);
  assert.ok(line <= 1.02 * ideal, `${line} s, and ${ideal} s at best`);
  assert.equal(overtaken, 0);
});

test('the same journeys give the same figures', async () => {
  assert.deepEqual(await campaign(1000, 60, 7), await campaign(1000, 60, 7));
});

test('rows that were made anew take the place of the old ones, and the others stay', () => {
  const known = ['| 1,000 in an hour | a |', '| 1,000 at once | b |', '| 100,000 at once | c |'];
  assert.deepEqual(mergedRows(known, ['| 10,000 at once | d |', '| 1,000 at once | e |', '| 1,000,000 at once | f |']), [
    '| 1,000 in an hour | a |', '| 1,000 at once | e |', '| 10,000 at once | d |', '| 100,000 at once | c |', '| 1,000,000 at once | f |',
  ]);
});
