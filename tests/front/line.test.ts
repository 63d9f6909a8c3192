// The one line for all readers, in memory and in a real Redis: the same rule, held to by the same tests, by a clock of their own.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { MemoryLine, RedisLine, createFront, secondsUntil, type Line, type LineOptions } from '../../web/dist/server/index.js';
import { Sandbox, optionsFor } from './lib/fronts.ts';
import { Redis } from './lib/redis.ts';

const redis = new Redis();
before(() => redis.start());
after(() => redis.end());

let names = 0;
// Patient: on a busy machine an answer may take longer than a reader should have to wait.
const shared = { evaluate: redis.evaluate, evaluateSha: redis.evaluateSha, servers: 2, patience: 60_000 };
const walls: [string, (options: LineOptions) => Line][] = [
  ['in memory', (options) => new MemoryLine(options)],
  ['in Redis', (options) => new RedisLine({ ...options, ...shared, name: `test${++names}` })],
];

/** How many of these moments lie within any stretch so long. */
function most(moments: number[], length: number): number {
  let from = 0;
  let found = 0;
  for (const [to, moment] of moments.entries()) {
    while (moment - moments[from]! >= length) from++;
    found = Math.max(found, to - from + 1);
  }
  return found;
}

for (const [name, make] of walls) {
  describe(`the line ${name}`, () => {
    let now = 1_000_000;
    const clock = () => now;

    test('5,000 readers at once: in their order, never more than the limit, and the last as early as can be', async () => {
      const line = make({ now: clock });
      const moments: number[] = [];
      for (let i = 0; i < 5000; ++i) moments.push(now + (await line.take(`t${i}`, `r${i}`)).wait);
      assert.deepEqual([...moments].sort((a, b) => a - b), moments, 'somebody was overtaken');
      assert.equal(most(moments, 1000), 100);
      assert.equal(most(moments, 60_000), 2000);
      // 2,000 in each of the first two minutes, and 1,000 in the first ten seconds of the third.
      const ideal = 2 * 60_000 + 9 * 1000;
      const last = moments.at(-1)! - now;
      assert.ok(last >= ideal && last <= ideal * 1.02, `${last} ms, not about ${ideal}`);
    });

    test('a place is kept for who comes back, early or in time, and is used once', async () => {
      const line = make({ now: clock, perSecond: 1, holds: 500 });
      assert.deepEqual(await line.take('a', 'A'), { wait: 0, goes: true });
      const first = await line.take('b', 'B');
      assert.deepEqual(first, { wait: 1050, goes: false });
      assert.deepEqual(await line.take('c', 'C'), { wait: 2100, goes: false });
      assert.equal(line.length(), 2);
      now += 300;
      assert.deepEqual(await line.take('b', 'B'), { wait: 750, goes: false });
      now += 500;
      assert.deepEqual(await line.take('b', 'B'), { wait: 250, goes: true });
      assert.equal(line.length(), 1);
      assert.equal((await line.take('b', 'B')).wait, 3150 - 800, 'the place was used twice');
    });

    test('a place that nobody comes for is given up after a while', async () => {
      const line = make({ now: clock, perSecond: 1, holds: 0, keeps: 5000 });
      await line.take('a', 'A');
      await line.take('b', 'B');
      now += 1050 + 4999;
      assert.equal((await line.take('b', 'B')).goes, true);
      await line.take('c', 'C');
      await line.take('d', 'D');
      now += 1050 + 5001;
      assert.deepEqual(await line.take('e', 'E'), { wait: 0, goes: true });
      assert.equal(line.length(), 0);
    });

    test('a list of a hundred does not stand before a hundred readers', async () => {
      const line = make({ now: clock, perSecond: 1, holds: 0, places: 4 });
      await line.take('first', 'somebody');
      const long = [];
      for (let i = 0; i < 100; ++i) long.push(await line.take(`paste${i}`, 'ola'));
      // Four have a place; the others are told when the first of these is through.
      assert.deepEqual(long.slice(0, 5).map(({ wait }) => wait), [1050, 2100, 3150, 4200, 1050]);
      assert.equal(line.length(), 4);
      for (let i = 0; i < 100; ++i) assert.equal((await line.take(`t${i}`, `r${i}`)).wait, 1050 * (5 + i));
      now += 1050;
      assert.equal((await line.take('paste0', 'ola')).goes, true);
      assert.equal((await line.take('paste4', 'ola')).wait, 1050 * 104);
    });

    // Both were taken out with the first, and the second coming for its place found none.
    test('two calls of one reader with the same moment are two places', async () => {
      const line = make({ now: clock, perSecond: 2, holds: 0, places: 2 });
      for (const one of ['a', 'b']) await line.take(one, one);
      for (const one of ['c', 'd']) assert.equal((await line.take(one, 'ola')).wait, 1050);
      now += 1050;
      assert.equal((await line.take('c', 'ola')).goes, true);
      assert.equal(line.length(), 1);
      for (const one of ['e', 'f']) await line.take(one, one);
      assert.equal((await line.take('g', 'ola')).isKept, undefined);
      assert.equal((await line.take('h', 'ola')).isKept, false, 'the second place was forgotten with the first');
      assert.equal((await line.take('d', 'ola')).goes, true);
    });

    // Those whom it refused were put behind all who waited, however long they had.
    test('what the API puts off is put off for all, in their order, and whom it refused goes first', async () => {
      const line = make({ now: clock, perSecond: 1, holds: 500 });
      for (const one of ['a', 'b', 'c']) await line.take(one, one);
      await line.stop(30_000, 'a');
      await line.stop(30_000, 'z');
      assert.equal(line.length(), 4);
      const places = [];
      for (const one of ['a', 'z', 'b', 'c', 'd']) places.push(await line.take(one, one));
      assert.deepEqual(places.map(({ wait }) => wait), [30_000, 30_000, 31_050, 32_100, 33_150]);
      now += 29_600;
      assert.deepEqual(await line.take('a', 'a'), { wait: 400, goes: true });
      assert.equal((await line.take('a', 'a')).wait, 33_150 + 1050 - 29_600, 'the place was used twice');
      // One that does not come back is forgotten.
      now += 400 + 60_000;
      await line.take('somebody', 'somebody');
      assert.equal((await line.take('z', 'z')).goes, false);
      const empty = make({ now: clock, holds: 0 });
      await empty.stop(2000, 'a');
      assert.equal((await empty.take('a', 'a')).wait, 2000);
      assert.equal((await empty.take('b', 'b')).wait, 3050);
    });

    // Everyone was told whole seconds rounded up, came late, and together with all who did; some were refused.
    test('who is told a moment is back before it, and waits for the rest here', async () => {
      const line = make({ now: clock });
      for (let i = 0; i < 1000; ++i) {
        const place = await line.take(`t${i}`, `r${i}`);
        if (place.goes) continue;
        const seconds = secondsUntil(place, line.holds!);
        assert.ok(seconds * 1000 + 250 <= place.wait && place.wait - seconds * 1000 <= line.holds!, `told ${seconds} s, and it is in ${place.wait} ms`);
      }
    });
  });
}

test('two servers with one Redis keep to one limit', async () => {
  const now = 5_000_000;
  const name = `test${++names}`;
  const servers = [1, 2].map(() => new RedisLine({ now: () => now, ...shared, name }));
  const moments: number[] = [];
  for (let i = 0; i < 3000; ++i) moments.push(now + (await servers[i % 2]!.take(`t${i}`, `r${i}`)).wait);
  assert.deepEqual([...moments].sort((a, b) => a - b), moments);
  assert.equal(most(moments, 1000), 100);
  assert.equal(most(moments, 60_000), 2000);
  // Whichever server a reader comes back to.
  assert.equal((await servers[0]!.take('t2999', 'r2999')).wait, moments.at(-1)! - now);
  assert.equal((await servers[1]!.take('t2999', 'r2999')).wait, moments.at(-1)! - now);
});

test('a server is lost: what waited in it finds its moment at another one, once', async () => {
  let now = 7_000_000;
  const name = `test${++names}`;
  const [one, other] = [1, 2].map(() => new RedisLine({ now: () => now, ...shared, name, perSecond: 1, holds: 5000 })) as [RedisLine, RedisLine];
  for (const ticket of ['a', 'b', 'c']) await one.take(ticket, ticket);
  assert.equal((await other.take('d', 'd')).wait, 3150);
  now += 100;
  assert.deepEqual(await other.take('c', 'c'), { wait: 2000, goes: true });
  // By then it is the other's: the same call once more is another call.
  assert.equal((await other.take('c', 'c')).wait, 4200 - 100);
  // One that comes back after its moment goes at once, and was put behind all who waited.
  now += 5000;
  assert.deepEqual(await other.take('b', 'b'), { wait: 0, goes: true });
  assert.equal((await other.take('b', 'b')).wait, 5250 - 5100, 'the moment was used twice');
});

test('what waited in a server and went has no moment left at another', async () => {
  let now = 8_000_000;
  const name = `test${++names}`;
  const [one, other] = [1, 2].map(() => new RedisLine({ now: () => now, ...shared, name, perSecond: 1, holds: 5000 })) as [RedisLine, RedisLine];
  for (const ticket of ['a', 'b', 'c']) await one.take(ticket, ticket);
  now += 1050;
  await one.went('b');
  assert.equal((await other.take('b', 'b')).wait, 3150 - 1050);
  await other.went('c');
  assert.equal((await other.take('c', 'c')).wait, 2100 - 1050, 'another server took a moment away');
});

test('Redis is killed: each server goes on with its share and says so; nobody loses a place; started again, it is one line again', async () => {
  let now = 9_000_000;
  const line = new RedisLine({ now: () => now, perSecond: 10, perMinute: 10, holds: 0, ...shared, name: 'killed' });
  for (let i = 0; i < 12; ++i) await line.take(`t${i}`, `r${i}`);
  assert.equal(line.isWhole(), true);
  assert.equal((await line.take('t11', 'r11')).wait, 60_050);

  await redis.kill();
  const alone = [];
  for (let i = 0; i < 6; ++i) alone.push((await line.take(`u${i}`, `s${i}`)).wait);
  assert.deepEqual(alone, [0, 0, 0, 0, 0, 60_050], 'its share of ten is five');
  assert.equal(line.isWhole(), false);
  assert.equal((await line.take('t11', 'r11')).wait, 60_050, 'a place was lost');
  now += 10_000;
  assert.equal((await line.take('t11', 'r11')).wait, 50_050);

  await redis.start();
  const end = Date.now() + 20_000;
  let place = await line.take('t11', 'r11');
  // It asks Redis again a second after it did not answer.
  while (!line.isWhole() && Date.now() < end) place = await line.take('t11', 'r11');
  assert.equal(line.isWhole(), true);
  assert.equal(place.wait, 50_050, 'a place was lost');
  assert.ok((await line.take('new', 'new')).wait >= 50_050, 'somebody was overtaken');
  now += 50_050;
  assert.equal((await line.take('t11', 'r11')).goes, true);
});

test('over HTTP: who is told a moment comes back at it, and the API never has to refuse', async () => {
  const sandbox = await Sandbox.start();
  const users = ['ola', 'kari', 'liv', 'per', 'sofie', 'nils', 'gro', 'hege'];
  const tokens = new Map<string, string>();
  for (const user of users) tokens.set(user, await sandbox.token(user));
  await sandbox.control('limits', { perSecond: 4, perMinute: 2000 });
  await sandbox.forgetCalls();
  const line = new MemoryLine({ perSecond: 4, holds: 300, margin: 150 });
  const front = createFront(optionsFor(sandbox, { line, userToken: (request) => ({ accessToken: tokens.get(request.headers.get('cookie')!)!, user: request.headers.get('cookie')! }) }));
  const ask = (user: string) => front(new Request('http://127.0.0.1:1/subshare/api/v1/subscription/share', { headers: { cookie: user, 'sec-fetch-site': 'same-origin' } }));
  const told: number[] = [];
  const done = await Promise.all(
    users.map(async (user) => {
      for (;;) {
        const answer = await ask(user);
        if (answer.status !== 429) return answer.status;
        const seconds = Number(answer.headers.get('retry-after'));
        assert.equal(answer.headers.get('x-ratelimit-remaining'), null);
        assert.match(((await answer.json()) as { errorMessage: string }).errorMessage, /^in line: come back in \d+ seconds/);
        told.push(seconds);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      }
    }),
  );
  assert.deepEqual(done, users.map(() => 200));
  assert.deepEqual(told, [2, 2, 2, 2], 'each is told once');
  assert.deepEqual((await sandbox.calls()).map(({ status }) => status), users.map(() => 200));
  assert.match(front.metrics(), /subshare_front_calls_total\{operation="listSharedSubscribers",status="429"\} 4/);
  await sandbox.end();
});
