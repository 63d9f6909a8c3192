// Every promise of SECURITY.md names the tests that fail when its guard is gone; a name that no test has is a promise that nobody keeps.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const repo = fileURLToPath(new URL('../..', import.meta.url));
const folders = ['tests/browser/journeys', 'tests/front', 'web/test', 'tests/core'];

/** What stands between "What is promised" and what others must do, without its line ends. */
async function promised() {
  const [, text] = /## What is promised\n([^]*?)\n## /.exec(await readFile(join(repo, 'SECURITY.md'), 'utf8'));
  return text.replaceAll(/\s+/g, ' ');
}

async function sources() {
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(join(repo, folder))).filter((name) => /\.(ts|mjs|cpp)$/.test(name) && !name.startsWith('security.test.mjs'));
      return Promise.all(names.map((name) => readFile(join(repo, folder, name), 'utf8')));
    }),
  );
  return texts.flat().join('\n').replaceAll("\\'", "'");
}

test('the tests that SECURITY.md names are there', async () => {
  const text = await promised();
  const all = await sources();
  const names = [...text.matchAll(/(?<![*\w])\*([^*]+)\*(?!\*)/g)].map(([, name]) => name.replaceAll('…', '').trim());
  assert.ok(names.length > 40, `only ${names.length} names were found in it`);
  assert.deepEqual(names.filter((name) => !all.includes(name)), []);
});

test('and so are their files', async () => {
  const text = await promised();
  const files = [...text.matchAll(/`((?:tests|web)\/[\w./-]+)`/g)].map(([, path]) => path);
  const journeys = [...text.matchAll(/`([a-z]+)`(?::| \(all|\.? -|, `| \*| $)/g)].map(([, name]) => `tests/browser/journeys/${name}.test.ts`);
  assert.ok(journeys.length > 5);
  assert.deepEqual([...files, ...journeys].filter((path) => !existsSync(join(repo, path))), []);
});
