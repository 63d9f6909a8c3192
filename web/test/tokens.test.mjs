// Tokens: held until they expire, one refresh at a time, dropped with the user.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../src/tokens.ts', import.meta.url));
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
const { TokenKeeper } = await import('data:text/javascript,' + encodeURIComponent(outputFiles[0].text));

const source = (answers) => {
  const asked = [];
  return { asked, user: (request) => (asked.push(request.fresh), answers[asked.length - 1]) };
};
const hour = (accessToken) => ({ accessToken, expiresIn: 3600 });
/** A source whose answers come when they are told to. */
const slow = () => {
  const waiting = [];
  const asked = [];
  return {
    asked,
    user: (request) => (asked.push(request), new Promise((resolve) => waiting.push(resolve))),
    answer: (token) => waiting.shift()(token),
  };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a token with a life is asked for once', async () => {
  const from = source([hour('a'), hour('b')]);
  const keeper = new TokenKeeper(from);
  assert.deepEqual(await keeper.get('user'), { token: 'a', result: 'available' });
  assert.deepEqual(await keeper.get('user'), { token: 'a', result: 'available' });
  assert.deepEqual(from.asked, [false]);
});

test('a refused token is replaced', async () => {
  const from = source([hour('a'), hour('b')]);
  const keeper = new TokenKeeper(from);
  await keeper.get('user');
  assert.equal((await keeper.get('user', 'a')).token, 'b');
  assert.equal((await keeper.get('user')).token, 'b');
  assert.deepEqual(from.asked, [false, true]);
});

test('all 401s of one token are one renewal, however late they come', async () => {
  const from = source([hour('a'), hour('b'), hour('c')]);
  const keeper = new TokenKeeper(from);
  await keeper.get('user');
  assert.equal((await keeper.get('user', 'a')).token, 'b');
  // Its call was under way with the old one all the while.
  assert.equal((await keeper.get('user', 'a')).token, 'b');
  assert.deepEqual(from.asked, [false, true]);
  assert.equal((await keeper.get('user', 'b')).token, 'c', 'the new one can be refused too');
});

test('that holds for tokens without a life as well', async () => {
  const from = source(['a', 'b', 'c', 'd']);
  const keeper = new TokenKeeper(from);
  await keeper.get('user');
  assert.equal((await keeper.get('user', 'a')).token, 'b');
  assert.equal((await keeper.get('user', 'a')).token, 'b');
  assert.deepEqual(from.asked, [false, true]);
  assert.equal((await keeper.get('user')).token, 'c', 'who has been refused nothing is given a new one');
});

test('a 401 while a token is fetched already: the same token again is not taken', async () => {
  const from = slow();
  const keeper = new TokenKeeper(from);
  const other = keeper.get('user');
  const refused = keeper.get('user', 'a');
  from.answer(hour('a'));
  assert.equal((await other).token, 'a');
  await settled();
  from.answer(hour('b'));
  assert.equal((await refused).token, 'b');
  assert.deepEqual(from.asked.map(({ fresh }) => fresh), [false, true]);
});

test('a token without a life, or at its end, is not held', async () => {
  const from = source(['a', 'b', { accessToken: 'c', expiresIn: 10 }, { accessToken: 'd', expiresIn: NaN }, 'e']);
  const keeper = new TokenKeeper(from);
  const got = [];
  for (let i = 0; i < 5; i++) got.push((await keeper.get('user')).token);
  assert.deepEqual(got, ['a', 'b', 'c', 'd', 'e']);
});

test('a life that is given as text is one', async () => {
  const from = source([{ accessToken: 'a', expiresIn: '3600' }, 'b']);
  const keeper = new TokenKeeper(from);
  await keeper.get('user');
  assert.equal((await keeper.get('user')).token, 'a');
});

test('several that ask at once wait for one answer', async () => {
  const from = slow();
  const keeper = new TokenKeeper(from);
  const all = Promise.all([keeper.get('user'), keeper.get('user'), keeper.get('user', 'old')]);
  from.answer(hour('a'));
  assert.deepEqual((await all).map(({ token }) => token), ['a', 'a', 'a']);
  assert.equal(from.asked.length, 1);
});

test('nobody logged in, and a source that fails, are told apart', async () => {
  assert.equal((await new TokenKeeper({ user: () => null }).get('user')).result, 'login_required');
  const failing = { user: () => Promise.reject(new Error('no')) };
  assert.equal((await new TokenKeeper(failing).get('user')).result, 'failed');
  assert.equal((await new TokenKeeper(failing).get('client')).result, 'failed');
});

test('what is no token is none', async () => {
  const throwing = { get accessToken() { throw new Error('no'); } };
  for (const answer of [undefined, {}, { accessToken: 5 }, { access_token: 'a' }, 17, Symbol(), throwing, { accessToken: 'a', expiresIn: 1n << 70n }]) {
    const { result } = await new TokenKeeper({ user: () => answer }).get('user');
    assert.equal(result, answer?.expiresIn ? 'available' : 'failed');
  }
});

test('a token that never comes is given up after 30 s, and its source is told', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const from = slow();
    const keeper = new TokenKeeper(from);
    const first = keeper.get('user');
    mock.timers.tick(29_999);
    assert.equal(from.asked[0].signal.aborted, false);
    mock.timers.tick(1);
    assert.equal((await first).result, 'failed');
    assert.equal(from.asked[0].signal.aborted, true);
    // The next one asks anew; the first answer, which comes now, is nobody's.
    const second = keeper.get('user');
    from.answer(hour('late'));
    from.answer(hour('b'));
    assert.equal((await second).token, 'b');
    assert.equal((await keeper.get('user')).token, 'b');
  } finally {
    mock.timers.reset();
  }
});

test("one user's late token is not held for the next", async () => {
  const from = slow();
  const keeper = new TokenKeeper(from);
  const old = keeper.get('user');
  keeper.clear();
  from.answer(hour('old'));
  await old;
  const next = keeper.get('user');
  from.answer(hour('new'));
  assert.equal((await next).token, 'new');
});

test('a renewal of one user is not the next one\'s, and after a change nothing is asked for the old one', async () => {
  const from = source(['a', 'b', 'c']);
  const keeper = new TokenKeeper(from);
  await keeper.get('user');
  await keeper.get('user', 'a');
  keeper.clear();
  assert.equal((await keeper.get('user', 'a')).token, 'c');

  const waiting = slow();
  const other = new TokenKeeper(waiting);
  void other.get('user');
  const refused = other.get('user', 'a');
  other.clear();
  waiting.answer(hour('a'));
  await refused;
  await settled();
  assert.equal(waiting.asked.length, 1);
});
