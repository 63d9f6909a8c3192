// Copies of the package on one page: each define-*.js is one, and they are to be as good as one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

let copies = 0;
/** The client and the languages once more, as another script of this release has them. */
async function copy(release = 'one release') {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './index.ts'; export { share } from './client.ts'; export { I18n } from './i18n.ts'; export const copy = ${++copies};`,
      resolveDir: at('../src'),
    },
    bundle: true,
    format: 'esm',
    write: false,
    external: ['*/subshare-core.mjs', '*/subshare-people.mjs', '*/subshare-lists.wasm.base64'],
    define: { SUBSHARE_ONLY: '""', SUBSHARE_WHOLE: '"unused.wasm"', SUBSHARE_PEOPLE: '"unused.wasm"', SUBSHARE_RELEASE: JSON.stringify(release) },
  });
  return import('data:text/javascript,' + encodeURIComponent(outputFiles[0].text));
}
const [one, other, later] = await Promise.all([copy(), copy(), copy('the next release')]);
const options = { baseUrl: 'https://api.example/capi', tokens: '/subshare/token' };

test('they are copies, and importing them leaves no trace', () => {
  assert.notEqual(one.copy, other.copy);
  assert.notEqual(one.Client, other.Client);
  assert.deepEqual(Object.getOwnPropertySymbols(globalThis).filter(({ description }) => /subshare/.test(description)), []);
});

test('one client for the same options, whichever copy is asked', () => {
  const client = one.sharedClient(options);
  assert.equal(other.sharedClient(options), client);
  const tokens = { user: () => null };
  assert.equal(one.sharedClient({ ...options, tokens }), other.sharedClient({ ...options, tokens }));
  assert.notEqual(one.sharedClient({ ...options, tokens: { user: () => null } }), other.sharedClient({ ...options, tokens }));
  client.close();
  assert.notEqual(other.sharedClient(options), client, 'what one copy has closed the other does not hand out');
});

test('a client that can do all serves those for people as well, and not the other way round', () => {
  const mine = { ...options, baseUrl: 'https://one.example/capi' };
  const people = one.share(one.PeopleClient, mine);
  assert.equal(other.share(other.PeopleClient, mine), people);
  const whole = other.share(other.Client, mine);
  assert.notEqual(whole, people);
  assert.equal('listNets' in people, false);
  assert.equal(one.sharedClient(mine), whole);
  const both = { ...options, baseUrl: 'https://both.example/capi' };
  const first = one.share(one.Client, both);
  assert.equal(other.share(other.PeopleClient, both), first);
});

test("all have forgotten the old user before the first hears of the new one", () => {
  const seen = [];
  const clients = [one.createClient(options), other.createClient(options)];
  for (const client of clients) {
    const { forget } = client;
    client.forget = () => (seen.push('forgets'), forget.call(client));
    client.subscribe(() => seen.push('hears'));
  }
  one.userChanged();
  assert.deepEqual(seen, ['forgets', 'forgets', 'hears', 'hears']);
  for (const client of clients) client.close();
});

test("another user concerns every copy's clients, shared or not", () => {
  const news = [];
  other.createClient(options).subscribe((what) => news.push(what));
  other.sharedClient(options).subscribe((what) => news.push(what));
  one.userChanged();
  assert.deepEqual(news, ['user', 'user']);
});

test('a language that one copy was given the other speaks', async () => {
  const { messages } = await one.I18n.load('nb');
  one.addLocale('is', async () => ({ default: { ...messages, language: 'is' } }));
  assert.equal((await other.I18n.load('is')).messages.language, 'is');
});

test('the module is loaded once, and once more only after a failure', async () => {
  const asked = [];
  const fetch = globalThis.fetch;
  globalThis.document = {};
  globalThis.fetch = async (url) => (asked.push(String(url)), new Response('', { status: 500 }));
  try {
    // One after the other would be two, for the first has failed.
    const both = [one, other].map(({ loadSubshare }) => loadSubshare({ wasmUrl: 'https://cdn.example/core.wasm' }));
    for (const { status } of await Promise.allSettled(both)) assert.equal(status, 'rejected');
    assert.deepEqual(asked, ['https://cdn.example/core.wasm']);
    await assert.rejects(other.loadSubshare({ wasmUrl: 'https://cdn.example/again.wasm' }));
    assert.equal(asked.length, 2);
  } finally {
    delete globalThis.document;
    globalThis.fetch = fetch;
  }
});

test('the smaller module where it will do, and the whole one where the page has that already', async () => {
  const asked = [];
  const fetch = globalThis.fetch;
  globalThis.document = {};
  globalThis.fetch = async (url) => (asked.push(String(url).split('/').at(-1)), new Promise(() => {}));
  try {
    const forPeople = { forPeople: true, wasmUrl: 'https://cdn.example/people.wasm' };
    const small = later.loadSubshare(forPeople);
    assert.equal(later.loadSubshare(forPeople), small);
    const whole = later.loadSubshare({ wasmUrl: 'https://cdn.example/core.wasm' });
    assert.notEqual(whole, small);
    assert.equal(later.loadSubshare(forPeople), whole);
    // There is no glue here, so neither comes to anything.
    for (const one of [small, whole]) await assert.rejects(one);
    assert.deepEqual(asked, ['people.wasm', 'core.wasm']);
  } finally {
    delete globalThis.document;
    globalThis.fetch = fetch;
  }
});

test('another release has a world of its own', async () => {
  assert.notEqual(later.sharedClient(options), one.sharedClient(options));
  const news = [];
  later.createClient(options).subscribe((what) => news.push(what));
  one.userChanged();
  assert.deepEqual(news, []);
  assert.equal((await later.I18n.load('is')).messages.language, 'en');
});
