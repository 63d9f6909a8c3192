// Tokens: held until they expire, one refresh at a time, dropped with the user.
import assert from 'node:assert/strict';
import { test } from 'node:test';
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

test('a token with a life is asked for once', async () => {
  const from = source([hour('a'), hour('b')]);
  const keeper = new TokenKeeper(from);
  assert.deepEqual(await keeper.get('user', false), { token: 'a', result: 'available' });
  assert.deepEqual(await keeper.get('user', false), { token: 'a', result: 'available' });
  assert.deepEqual(from.asked, [false]);
});

test('a refused token is replaced', async () => {
  const from = source([hour('a'), hour('b')]);
  const keeper = new TokenKeeper(from);
  await keeper.get('user', false);
  assert.equal((await keeper.get('user', true)).token, 'b');
  assert.equal((await keeper.get('user', false)).token, 'b');
  assert.deepEqual(from.asked, [false, true]);
});

test('a token without a life, or at its end, is not held', async () => {
  const from = source(['a', 'b', { accessToken: 'c', expiresIn: 10 }, 'd']);
  const keeper = new TokenKeeper(from);
  const got = [];
  for (let i = 0; i < 4; i++) got.push((await keeper.get('user', false)).token);
  assert.deepEqual(got, ['a', 'b', 'c', 'd']);
});

test('several that ask at once wait for one answer', async () => {
  let answer;
  const asked = [];
  const keeper = new TokenKeeper({
    user: (request) => (asked.push(request), new Promise((resolve) => (answer = resolve))),
  });
  const all = Promise.all([keeper.get('user', false), keeper.get('user', true), keeper.get('user', false)]);
  answer(hour('a'));
  assert.deepEqual((await all).map(({ token }) => token), ['a', 'a', 'a']);
  assert.equal(asked.length, 1);
});

test('nobody logged in, and a source that fails, are told apart', async () => {
  assert.equal((await new TokenKeeper({ user: () => null }).get('user', false)).result, 'login_required');
  const failing = { user: () => Promise.reject(new Error('no')) };
  assert.equal((await new TokenKeeper(failing).get('user', false)).result, 'failed');
  assert.equal((await new TokenKeeper(failing).get('client', false)).result, 'failed');
});

test("one user's late token is not held for the next", async () => {
  let answer;
  let next = () => new Promise((resolve) => (answer = resolve));
  const keeper = new TokenKeeper({ user: () => next() });
  const old = keeper.get('user', false);
  keeper.clear();
  answer(hour('old'));
  await old;
  next = () => hour('new');
  assert.equal((await keeper.get('user', false)).token, 'new');
});
