// Builds web/dist: ES modules with a shared part, one chunk per language, the glue loaded when it is needed, the wasm
// beside them, types, and the hashes for subresource integrity.
//
//   SUBSHARE_WASM_DIR   where subshare-core.mjs, .wasm and .d.ts are; default ../build/wasm/wasm
//   node build.mjs --no-types       leaves out the declarations, for a quick turn
//   node build.mjs --accept-types   takes the module's declarations over into src/subshare-core.d.mts
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { templates } from './templates.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const wasmDir = resolve(here, process.env.SUBSHARE_WASM_DIR ?? '../build/wasm/wasm');
const dist = join(here, 'dist');
const build = join(here, '../build');
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));

for (const file of ['subshare-core.mjs', 'subshare-core.wasm']) {
  if (!existsSync(join(wasmDir, file))) {
    console.error(`${join(wasmDir, file)} is missing. Build the module first, or set SUBSHARE_WASM_DIR.`);
    process.exit(1);
  }
}

// What the module says of itself must be what the sources were checked against.
const generated = readFileSync(join(wasmDir, 'subshare-core.d.ts'), 'utf8');
const kept = join(here, 'src/subshare-core.d.mts');
if (process.argv.includes('--accept-types')) writeFileSync(kept, generated);
if (readFileSync(kept, 'utf8') !== generated) {
  console.error(
    'The module declares other functions than src/subshare-core.d.mts. Look at what changed, then build with --accept-types.',
  );
  process.exit(1);
}

const glue = {
  name: 'glue',
  setup(bundle) {
    bundle.onResolve({ filter: /\/subshare-core\.mjs$/ }, () => ({
      path: join(wasmDir, 'subshare-core.mjs'),
    }));
  },
};

const hash = (data, algorithm = 'sha384') => createHash(algorithm).update(data).digest('base64');

const wasm = readFileSync(join(wasmDir, 'subshare-core.wasm'));
const wasmName = 'subshare-core.wasm';
const wasmVersion = createHash('sha256').update(wasm).digest('hex').slice(0, 8);

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
mkdirSync(build, { recursive: true });

const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: {
    index: 'src/index.ts',
    events: 'src/events.ts',
    server: 'src/server.ts',
    invite: 'src/elements/invite.ts',
    invitation: 'src/elements/invitation.ts',
    nets: 'src/elements/nets.ts',
    distribution: 'src/elements/distribution.ts',
    'define-invite': 'src/define/invite.ts',
    'define-invitation': 'src/define/invitation.ts',
    'define-nets': 'src/define/nets.ts',
    'define-distribution': 'src/define/distribution.ts',
  },
  outdir: dist,
  // Flat, so that the wasm is beside every script whichever of them the loader ends up in.
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  // The glue mentions Node's modules behind a check that a browser never passes.
  external: ['module', 'node:*', 'fs', 'path', 'url'],
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  define: { SUBSHARE_WASM: JSON.stringify(`./${wasmName}?v=${wasmVersion}`) },
  plugins: [glue, templates],
  metafile: true,
  logLevel: 'warning',
  banner: { js: `/* subshare ${version}, MIT */` },
});
writeFileSync(join(dist, wasmName), wasm);

writeFileSync(join(dist, 'LICENSE'), readFileSync(join(here, '../LICENSE')));

// The licences of what is in the bundle go with it.
const packages = new Set(
  Object.keys(result.metafile.inputs)
    .map((input) => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);
const notices = [...packages].sort().map((name) => {
  const folder = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
});
writeFileSync(join(dist, 'THIRD-PARTY.txt'), notices.join('\n' + '-'.repeat(78) + '\n\n'));

writeFileSync(join(build, 'web-meta.json'), JSON.stringify(result.metafile));

// What each element asks for first, so that a page can have it fetched beforehand (README, Sooner): its scripts and what
// they import, the glue, and the module. A language is chosen by the page, and other imports are for when somebody asks.
const outputs = new Map(Object.entries(result.metafile.outputs).map(([path, output]) => [basename(path), output]));
const preload = {};
for (const entry of [...outputs.keys()].filter((file) => file.startsWith('define-'))) {
  const scripts = new Set();
  const follow = (file) => {
    if (scripts.has(file)) return;
    scripts.add(file);
    for (const { kind, path, external } of outputs.get(file).imports) {
      const isGlue = outputs.get(basename(path))?.entryPoint?.endsWith('subshare-core.mjs');
      if (!external && (kind === 'import-statement' || isGlue)) follow(basename(path));
    }
  };
  follow(entry);
  preload[entry.slice('define-'.length, -'.js'.length)] = { scripts: [...scripts], module: `${wasmName}?v=${wasmVersion}` };
}
writeFileSync(join(dist, 'preload.json'), JSON.stringify(preload, null, 2) + '\n');

if (!process.argv.includes('--no-types')) {
  const tsc = join(here, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: here, stdio: 'inherit' });
  writeFileSync(join(dist, 'types/subshare-core.d.mts'), generated);
}

const integrity = {};
for (const file of readdirSync(dist).sort()) {
  if (/\.(js|wasm)$/.test(file)) integrity[file] = `sha384-${hash(readFileSync(join(dist, file)))}`;
}
writeFileSync(join(dist, 'integrity.json'), JSON.stringify(integrity, null, 2) + '\n');
console.log(JSON.stringify(integrity, null, 2));
