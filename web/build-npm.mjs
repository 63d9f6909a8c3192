// dist/npm, for those who import: modules with shared parts, in which bundlers find the wasm files by one literal `new URL` each.
//
//   dist/npm/…               for browsers, by way of a bundler
//   dist/npm/development/…   the same with the module inside, since a development server may serve scripts from another place than
//                            the package's (Vite 5 to 7 put what they have optimised into a folder of their own)
//   dist/npm/node/…          for Node: stand-ins on a server, and under jsdom or happy-dom the elements, with the module inside
//   dist/npm/inside/…        the module inside, for bundlers that find no wasm file
//
// Which of them an import gives is said in package.json, by export conditions.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import * as esbuild from 'esbuild';

const elements = ['invite', 'invitation', 'nets', 'distribution'];
const defines = elements.map((name) => `define/${name}`);
const inside = ['inside/people', 'inside/core', 'inside/all'];
/** Entries that come to a module, and so have a way of their own to it in development. */
const developed = ['index', 'react', 'testing', ...elements, ...defines];

const entries = (names) => Object.fromEntries(names.map((name) => [name, `src/${elements.includes(name) ? 'elements/' : ''}${name}.ts`]));

const wasmInside = (wasmDir) => ({
  name: 'wasm-inside',
  setup(bundle) {
    bundle.onResolve({ filter: /subshare-(core|people)\.wasm$/ }, ({ path }) => ({ path: join(wasmDir, basename(path)) }));
    // package.json says which files of dist do something when they are imported, and nothing of the sources.
    bundle.onResolve({ filter: /\/inside\/\w+\.js$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path).replace(/js$/, 'ts'), sideEffects: true }));
  },
});

/** `options` are those of build.mjs for all scripts. */
export async function buildNpm({ options, dist, wasmDir }) {
  const npm = join(dist, 'npm');
  const common = {
    ...options,
    outdir: npm,
    loader: { '.wasm': 'binary' },
    plugins: [wasmInside(wasmDir), ...options.plugins],
    external: ['react', 'react/jsx-runtime'],
  };
  const { metafile } = await esbuild.build({
    ...common,
    entryPoints: entries(['index', 'events', 'server', 'react', 'testing', ...elements, ...defines, ...inside]),
    define: { ...options.define, SUBSHARE_WHOLE: '"../subshare-core.wasm"', SUBSHARE_PEOPLE: '"../subshare-people.wasm"' },
  });
  await esbuild.build({
    ...common,
    outdir: join(npm, 'node'),
    entryPoints: {
      ...entries(['events', 'react']),
      index: 'src/node/index.ts',
      testing: 'src/node/testing.ts',
      ...Object.fromEntries(elements.flatMap((name) => [[name, `src/node/${name}.ts`], [`define/${name}`, `src/node/define-${name}.ts`]])),
    },
    // Nothing is laid out there, so nothing would ever be seen: happy-dom has an observer that never tells of anything.
    define: { ...options.define, SUBSHARE_WHOLE: '""', SUBSHARE_PEOPLE: '""', IntersectionObserver: 'undefined' },
    plugins: [forNode, ...common.plugins],
  });
  for (const name of developed) {
    const file = join(npm, 'development', `${name}.js`);
    mkdirSync(dirname(file), { recursive: true });
    const to = (other) => `'${relative(dirname(file), join(npm, other))}.js'`;
    writeFileSync(file, `${directive(name)}import ${to('inside/all')};\nexport * from ${to(name)};\n`);
  }
  for (const folder of [npm, join(npm, 'node')]) {
    const file = join(folder, 'react.js');
    writeFileSync(file, directive('react') + readFileSync(file, 'utf8'));
  }
  check(npm, metafile);
}

/** React's components run in browsers too, and say so first of all. */
const directive = (name) => (name === 'react' ? "'use client';\n" : '');

/** The components define their elements as Node has them. */
const forNode = {
  name: 'for-node',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/define\/\w+\.js$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, 'node', `define-${basename(path, '.js')}.ts`),
    }));
  },
};

/** What bundlers need of it, and tell nobody when it is not so. */
function check(npm, { outputs }) {
  const scripts = readdirSync(npm, { recursive: true }).filter((file) => file.endsWith('.js'));
  const urls = scripts.flatMap((file) => {
    const text = readFileSync(join(npm, file), 'utf8');
    const all = text.split('import.meta').length - 1;
    const found = [...text.matchAll(/new URL\("(\.\.\/subshare-\w+\.wasm)",import\.meta\.url\)/g)];
    if (all !== found.length) throw new Error(`${file} has an import.meta that is not within a literal new URL.`);
    if (found.length && dirname(file) !== '.') throw new Error(`${file} is not where its URLs hold.`);
    return found.map(([, url]) => url);
  });
  const wanted = ['../subshare-core.wasm', '../subshare-people.wasm'];
  if (urls.sort().join() !== wanted.join()) throw new Error(`The URLs of the modules are ${urls.join(', ')}, not ${wanted.join(', ')}.`);
  const defined = Object.entries(outputs).filter(([path]) => /npm\/define\/\w+\.js$/.test(path));
  for (const [path, { bytes }] of defined) if (bytes > 1000) throw new Error(`${path} has ${bytes} bytes: it is no thin module.`);
}
