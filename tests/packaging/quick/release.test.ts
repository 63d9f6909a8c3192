// What ./dev release makes: an archive for npm and one for those without it, with all that a page needs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { repo } from '../lib/package.ts';

const out = join(repo, 'build/packages');
const { version, ...fields } = JSON.parse(readFileSync(join(repo, 'web/package.json'), 'utf8')) as Record<string, string>;
const made = (): string => execFileSync('bash', [join(repo, 'tools/release.sh'), '--draft'], { encoding: 'utf8' });

test('a release has its files, with their hashes, twice the same, and says what package.json does not', () => {
  const said = made();
  const files = [`subshare-${version}.tar.gz`, `subshare-${version}.tgz`];
  assert.deepEqual(readdirSync(out).sort(), ['SHA256SUMS', ...files]);
  const hashes = files.map((file) => createHash('sha256').update(readFileSync(join(out, file))).digest('hex'));
  const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8');
  for (const hash of hashes) assert.ok(sums.includes(hash) && said.includes(hash));
  for (const name of ['repository', 'homepage', 'bugs']) assert.equal(said.includes(`has no '${name}'`), !fields[name], name);
  made();
  assert.equal(readFileSync(join(out, 'SHA256SUMS'), 'utf8'), sums, 'the same commit made other files');

  const folder = mkdtempSync(join(tmpdir(), 'subshare-release-'));
  try {
    execFileSync('tar', ['-xzf', join(out, files[0]!), '-C', folder]);
    const inside = join(folder, `subshare-${version}`);
    for (const file of ['LICENSE', 'README.md', 'SECURITY.md', 'CHANGES.md', 'front.php', 'nginx.conf']) assert.ok(existsSync(join(inside, file)), file);
    // The files of `dist`, all of them, each as it was built.
    const dist = (of: string): string[] => readdirSync(of, { recursive: true, encoding: 'utf8' }).sort();
    assert.deepEqual(dist(join(inside, 'dist')), dist(join(repo, 'web/dist')));
    for (const file of ['define-invite.js', 'subshare-people.wasm']) assert.ok(readFileSync(join(inside, 'dist', file)).equals(readFileSync(join(repo, 'web/dist', file))), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
