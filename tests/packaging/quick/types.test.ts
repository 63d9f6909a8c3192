// The package's types, as its users' tools see them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { install, pack, run } from '../lib/package.ts';
import { environment } from '../lib/results.ts';

const project = install('types');

test('publint has nothing to say', () => {
  const said = run(project, 'node_modules/publint/src/cli.js', [pack().file, '--strict']);
  assert.match(said, /All good/);
});

test('attw has nothing to say', () => {
  // No CommonJS and no TypeScript of before export maps; what is no module is not looked at.
  run(project, 'node_modules/@arethetypeswrong/cli/dist/index.js', [
    pack().file, '--profile', 'esm-only', '--format', 'ascii',
    '--exclude-entrypoints', './subshare.wasm', './subshare-core.wasm', './subshare-people.wasm', './integrity.json', './preload.json', './package.json',
  ]);
});

for (const resolution of ['node16', 'nodenext', 'bundler']) {
  environment(`TypeScript, ${resolution}`, {
    development: 'types alone',
    production: 'types alone',
    types: () => {
      run(project, 'node_modules/typescript/bin/tsc', [
        '--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable',
        '--module', resolution === 'bundler' ? 'esnext' : resolution, '--moduleResolution', resolution, 'src/use.ts',
      ]);
    },
    used: 'types alone',
  }, { versions: { types: ['typescript'] } });
}

test('nothing comes with it, and all that package.json names is in it', () => {
  const folder = join(project, 'node_modules/subshare');
  const { dependencies, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  assert.equal(dependencies, undefined);
  const files = (value: unknown): string[] => (typeof value === 'string' ? [value] : Object.values(value as object).flatMap(files));
  for (const file of files(exports)) assert.ok(existsSync(join(folder, file)), `${file} is not in the package`);
});

test('every way in is imported by plain Node, which has nothing of a browser', () => {
  const { exports } = JSON.parse(readFileSync(join(project, 'node_modules/subshare/package.json'), 'utf8'));
  const names = Object.keys(exports).filter((name) => !/\.(wasm|json)$|react/.test(name)).map((name) => name.replace('.', 'subshare'));
  const script = `for (const name of ${JSON.stringify(names)}) await import(name); console.log(typeof document, typeof HTMLElement, typeof customElements)`;
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: project, encoding: 'utf8' }).trim(), 'undefined undefined undefined');
});
