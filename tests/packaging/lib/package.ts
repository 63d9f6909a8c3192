// The package as npm hands it out: packed from web/, and installed into the projects of this folder.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

export const here = resolve(import.meta.dirname, '..');
export const repo = resolve(here, '../..');
const out = join(repo, 'build/packaging');

let packed: { file: string; hash: string } | undefined;

/** The archive that `npm publish` would send. */
export function pack(): { file: string; hash: string } {
  if (packed) return packed;
  mkdirSync(out, { recursive: true });
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', out], { cwd: join(repo, 'web'), encoding: 'utf8' }),
  ) as [{ filename: string }];
  const file = join(out, filename);
  return (packed = { file, hash: createHash('sha256').update(readFileSync(file)).digest('hex') });
}

/** Installs what a project's lockfile says, and the package. What has not changed stays. */
export function install(project: string): string {
  const folder = join(here, project);
  const lock = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');
  const stamp = join(folder, 'node_modules/.subshare-stamp');
  const { file, hash } = pack();
  const [lockWas, hashWas] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
  const npm = (...more: string[]): void => {
    execFileSync('npm', [...more, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
  };
  if (lockWas !== lock) npm('ci');
  if (lockWas !== lock || hashWas !== hash) {
    rmSync(join(folder, 'node_modules/subshare'), { recursive: true, force: true });
    npm('install', '--no-save', '--no-package-lock', file);
    writeFileSync(stamp, `${lock} ${hash}`);
  }
  return folder;
}

/** Runs one of a project's tools to its end; answers with what it said. */
export function run(folder: string, program: string, args: string[], env: Record<string, string> = {}): string {
  const [file, first] = /js$|bin\/next$/.test(program) ? [process.execPath, [join(folder, program)]] : [join(folder, program), []];
  try {
    return execFileSync(file, [...first, ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: '1', NO_COLOR: '1', ...env } });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}

/** Nothing that readers get tells of the machine that built it. (Turbopack has a function of its own that puts such an address together.) */
export function tellsNothing(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(m?js|html|css)$/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    assert.ok(!/file:\/\/\/(?!\$\{)/.test(text) && !text.includes(here), `${file} has a path of this machine in it`);
  }
}
