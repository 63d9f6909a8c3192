// Builds web/dist: for each element one script with all that it needs, and for scripts the same as modules with shared parts; one
// file per language, the wasm beside them, types, and the hashes for subresource integrity. An element's script has the glue of
// its module in it, the others load it when it is needed. dist/npm is what `import 'subshare'` gives: see build-npm.mjs.
//
//   SUBSHARE_WASM_DIR   where subshare-{core,people}.{mjs,wasm} and subshare-core.d.ts are; default ../build/wasm/wasm
//   node build.mjs --no-types       leaves out the declarations, for a quick turn
//   node build.mjs --out FOLDER     another place than dist, for a look at another module
//   node build.mjs --accept-types   takes the module's declarations over into src/subshare-core.d.mts
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { buildNpm } from './build-npm.mjs';
import { buildServer } from './build-server.mjs';
import { writeManifest } from './manifest.mjs';
import { minify } from './minify.mjs';
import { publicTypes } from './public-types.mjs';
import { sbom } from './sbom.mjs';
import { sentences } from './sentences.mjs';
import { templates } from './templates.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const wasmDir = resolve(here, process.env.SUBSHARE_WASM_DIR ?? '../build/wasm/wasm');
const out = process.argv.indexOf('--out') + 1;
const dist = out ? resolve(process.argv[out] ?? '') : join(here, 'dist');
const build = join(here, '../build');
const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));

/** The modules' names, by what they are for. */
const modules = { whole: 'subshare-core', people: 'subshare-people' };

for (const file of [...Object.values(modules).flatMap((name) => [`${name}.mjs`, `${name}.wasm`]), 'subshare-lists.wasm']) {
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

/**
 * Lit's policy for Trusted Types under a name of this script's own: a page that lists the policies it allows allows each once, and has
 * perhaps Lit as well. A script that stands on the page twice registers nothing the second time, and needs none.
 */
const policyOf = (name) => ({
  name: 'policy',
  setup(bundle) {
    bundle.onLoad({ filter: /node_modules[/\\]lit-html[/\\].*lit-html\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const own = /(\w+)\?\1\.(createPolicy\()"lit-html"(,\{createHTML:\w+=>\w+\}\)):void 0/;
      if (!own.test(text)) throw new Error(`${path} makes its policy in another way than before: look at build.mjs.`);
      return { contents: text.replace(own, `(()=>{try{return $1?.$2"${name}"$3}catch{}})()`), loader: 'js' };
    });
  },
});

const glue = {
  name: 'glue',
  setup(bundle) {
    bundle.onResolve({ filter: /\/subshare-(core|people)\.mjs$/ }, ({ path }) => ({
      path: join(wasmDir, basename(path)),
    }));
    // Inside the chunk that asks for it, which decodes it in its own time.
    bundle.onResolve({ filter: /\/subshare-lists\.wasm\.base64$/ }, ({ path }) => ({ path: join(wasmDir, basename(path)) }));
    bundle.onLoad({ filter: /[/\\]subshare-lists\.wasm\.base64$/ }, ({ path }) => ({
      contents: `export default '${readFileSync(path.replace(/\.base64$/, ''), 'base64')}';`,
      loader: 'js',
    }));
    bundle.onLoad({ filter: /[/\\]subshare-(core|people)\.mjs$/ }, ({ path }) => {
      // Emscripten's smallest glue waits forever where the module cannot be instantiated.
      const silent = /(WebAssembly\.instantiate\(Module\["wasm"\],imports\)\.then\(output=>\{[^{}]*ready\(\)\}\))/;
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(silent, '$1.catch(readyPromiseReject)');
      if (contents === text) throw new Error(`${path} instantiates the module in another way than before: look at build.mjs.`);
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Takes the glue of the one module that a script asks for into it: a request less, and fewer bytes as a part of the script.
 * That of the other is left out.
 */
const glueInside = (name) => ({
  name: 'glue-inside',
  setup(bundle) {
    bundle.onLoad({ filter: /src[/\\]loader\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text
        .replace(`import('./${name}.mjs')`, '({ default: glueInside })')
        .replace(/import\('\.\/subshare-\w+\.mjs'\)/, 'undefined');
      if (!contents.includes('glueInside') || contents.includes("import('")) throw new Error(`${path} asks for the glue in another way than before: look at build.mjs.`);
      return { contents: `import glueInside from './${name}.mjs';\n${contents}`, loader: 'ts' };
    });
  },
});

/**
 * Parts that come later can be asked for again: Firefox keeps a failed import for the page's life, by its address, so after a
 * failure it is another. Bundlers must find a literal, so theirs stay.
 */
const lateAgain = {
  name: 'late-again',
  setup(bundle) {
    bundle.onEnd(({ outputFiles = [] }) => {
      for (const file of outputFiles) {
        const text = file.text.replace(/\bimport\(("\.\/[\w-]+\.js")\)/g, 'subshareLate($1)');
        if (text === file.text) continue;
        const helper =
          'let subshareFailed=0;const subshareLate=(path)=>import(subshareFailed?`${path}?${subshareFailed}`:path).catch((error)=>{subshareFailed++;throw error});';
        file.contents = new TextEncoder().encode(`${text}\n${helper}`);
      }
    });
  },
};

const hash = (data, algorithm = 'sha384') => createHash(algorithm).update(data).digest('base64');

const shortHash = (...data) => data.reduce((sum, one) => sum.update(one), createHash('sha256')).digest('hex').slice(0, 8);
const wasms = Object.values(modules).map((name) => readFileSync(join(wasmDir, `${name}.wasm`)));
/** Where each is, from the scripts. */
const wasmUrls = Object.fromEntries(
  Object.entries(modules).map(([part, name], i) => [part, `${name}.wasm?v=${shortHash(wasms[i])}`]),
);
const lists = readFileSync(join(wasmDir, 'subshare-lists.wasm'));

// What copies on one page know one another by (src/page.ts).
const sources = readdirSync(join(here, 'src'), { recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => readFileSync(join(here, 'src', file)));
const release = `${version} ${shortHash(...wasms, lists, readFileSync(join(here, 'package-lock.json')), ...sources)}`;

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
mkdirSync(build, { recursive: true });

const options = {
  absWorkingDir: here,
  outdir: dist,
  // Flat, so that the wasm is beside every script whichever of them the loader ends up in.
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  minify: true,
  write: false,
  // Names that embind's glue uses within itself.
  mangleProps:
    /^(fromWireType|toWireType|argPackAdvance|readValueFromPointer|destructorFunction|raw(Con|De)structor|getter(ReturnType|Context)|setter(ArgumentType|Context)|fieldName|overloadTable|ignoreDuplicateRegistrations)$/,
  mangleQuoted: true,
  legalComments: 'none',
  charset: 'utf8',
  define: {
    SUBSHARE_WHOLE: JSON.stringify(`./${wasmUrls.whole}`),
    SUBSHARE_PEOPLE: JSON.stringify(`./${wasmUrls.people}`),
    SUBSHARE_RELEASE: JSON.stringify(release),
    SUBSHARE_ONLY: '""',
  },
  plugins: [policyOf('subshare'), glue, templates, minify],
  metafile: true,
  logLevel: 'warning',
  banner: { js: `/* subshare ${version}, MIT */` },
};

// For scripts that use the client without an element, and for pages that import classes from a copy of dist.
const meta = { inputs: {}, outputs: {} };
const take = ({ metafile }) => {
  Object.assign(meta.inputs, metafile.inputs);
  Object.assign(meta.outputs, metafile.outputs);
};
take(
  await esbuild.build({
    ...options,
    entryPoints: {
      index: 'src/index.ts',
      events: 'src/events.ts',
      server: 'src/server.ts',
      invite: 'src/elements/invite.ts',
      invitation: 'src/elements/invitation.ts',
      nets: 'src/elements/nets.ts',
      distribution: 'src/elements/distribution.ts',
    },
  }),
);

// One run for each element, so that nothing is shared and thus nothing split off but what is imported when it is needed.
// The two of companies stand on one page as often as not, and have their language in common.
const company = ['elements/nets.ts', 'elements/distribution.ts'];
const elements = {
  invite: ['elements/invite.ts'],
  invitation: ['elements/invitation.ts'],
  nets: company,
  distribution: company,
};
const partOf = (speakers) => (speakers === company ? 'whole' : 'people');
for (const [name, speakers] of Object.entries(elements)) {
  const result = await esbuild.build({
    ...options,
    entryPoints: { [`define-${name}`]: `src/define/${name}.ts` },
    define: { ...options.define, SUBSHARE_ONLY: JSON.stringify(partOf(speakers)) },
    plugins: [lateAgain, policyOf(`subshare-${name}`), ...options.plugins, glueInside(modules[partOf(speakers)]), await sentences(...speakers)],
  });
  for (const [path, { imports }] of Object.entries(result.metafile.outputs)) {
    const also = imports.find(({ kind, external }) => kind === 'import-statement' && !external);
    if (also) throw new Error(`${path} imports ${also.path}: a page would have to wait for one more round trip.`);
  }
  take(result);
}
Object.values(modules).forEach((name, i) => writeFileSync(join(dist, `${name}.wasm`), wasms[i]));

await buildNpm({ options, dist, wasmDir });
const server = await buildServer({ dist, types: !process.argv.includes('--no-types'), banner: options.banner.js });

writeFileSync(join(dist, 'LICENSE'), readFileSync(join(here, '../LICENSE')));
await writeManifest({ folder: here, dist, version });

// The licences of what is in the bundle go with it.
const packages = new Set(
  [...Object.keys(meta.inputs), ...Object.keys(server.inputs)]
    .map((input) => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean),
);
const notices = [...packages].sort().map((name) => {
  const folder = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
});
writeFileSync(join(dist, 'THIRD-PARTY.txt'), notices.join('\n' + '-'.repeat(78) + '\n\n'));
writeFileSync(join(dist, 'sbom.cdx.json'), JSON.stringify(sbom({ packages }), null, 2) + '\n');

if (!out) writeFileSync(join(build, 'web-meta.json'), JSON.stringify(meta));

// What each element asks for first, so that a page can have it fetched beforehand (the documentation, Sooner): its script and the
// module. A language is chosen by the page, and other imports are for when somebody asks.
const preload = Object.fromEntries(
  Object.entries(elements).map(([name, speakers]) => [
    name,
    { scripts: [`define-${name}.js`], module: wasmUrls[partOf(speakers)] },
  ]),
);
writeFileSync(join(dist, 'preload.json'), JSON.stringify(preload, null, 2) + '\n');

if (!process.argv.includes('--no-types')) {
  const tsc = join(here, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: here, stdio: 'inherit' });
  writeFileSync(join(dist, 'types/subshare-core.d.mts'), generated);
  // Declarations that are written by hand.
  for (const file of ['subshare-people.d.mts', 'wasm-url.d.ts', 'vue.d.ts', 'svelte.d.ts']) cpSync(join(here, 'src', file), join(dist, 'types', file));
  const { exports } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const entries = Object.values(exports).flatMap(({ types }) => (types?.startsWith('./dist/types/') ? [types.replace('./dist/types/', '')] : []));
  publicTypes(join(dist, 'types'), entries);
}

// For servers that send what lies there compressed already: better than on the fly, and once.
for (const file of readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name))) {
  const bytes = readFileSync(join(dist, file));
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(join(dist, `${file}.br`), br);
  writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
}

const integrity = {};
for (const file of readdirSync(dist).sort()) {
  if (/\.(js|wasm)$/.test(file)) integrity[file] = `sha384-${hash(readFileSync(join(dist, file)))}`;
}
writeFileSync(join(dist, 'integrity.json'), JSON.stringify(integrity, null, 2) + '\n');
console.log(JSON.stringify(integrity, null, 2));
