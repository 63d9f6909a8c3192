// What a page downloads for an element, as it goes over the wire: brotli 11 of each file. Which files
// those are says dist/preload.json: the element's script (with the glue) and the wasm; and then the largest of
// its languages, of which a page loads one.
//
// The documentation has a table of it as servers send it: brotli 11 (as it lies in dist), brotli 5 and gzip, as they are made on the fly.
//
//   node size.mjs --table | --check | --record | --readme | --where | --json
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { wasmFunctions } from './wasm.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const repo = join(here, '../..');
const dist = join(repo, 'web/dist');
const recordFile = join(here, 'record.json');
const pages = ['invite', 'invitation'];

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const preload = readJson(join(dist, 'preload.json'));
const meta = readJson(join(repo, 'build/web-meta.json'));
const outputs = new Map(Object.entries(meta.outputs).map(([path, output]) => [basename(path), output]));

const sizes = new Map();
/** How servers send a file. */
const ways = {
  'brotli 11': (bytes) => brotliOf(bytes, 11),
  'brotli 5': (bytes) => brotliOf(bytes, 5),
  gzip: (bytes) => gzipSync(bytes),
};
function brotliOf(bytes, quality) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}
function sent(file, way) {
  const key = `${way} ${file}`;
  if (!sizes.has(key)) sizes.set(key, ways[way](readFileSync(join(dist, file))).length);
  return sizes.get(key);
}
const brotli = (file) => sent(file, 'brotli 11');

const isLanguage = (file) => /src\/locales\/[a-z-]+\.ts$/.test(outputs.get(file)?.entryPoint ?? '');
// The module of both pages; the whole one is for companies' pages, and for scripts without elements.
const wasmFile = 'subshare-people.wasm';
const wholeFile = 'subshare-core.wasm';
// A part of the elements' scripts; by itself it is there for scripts without elements.
const glueFile = [...outputs.keys()].find((file) => outputs.get(file).entryPoint?.endsWith('subshare-people.mjs'));

function download(page) {
  const { scripts, module } = preload[page];
  if (!module.startsWith(wasmFile)) throw new Error(`<subshare-${page}> asks for ${module}, not for ${wasmFile}.`);
  const languages = scripts
    .flatMap((file) => outputs.get(file).imports.map(({ path }) => basename(path)))
    .filter(isLanguage);
  const [largest] = languages.sort((a, b) => brotli(b) - brotli(a));
  return [...scripts, largest, wasmFile];
}

// A readable name for a file whose own name is a hash: the source that gives it most of its bytes.
function describe(file) {
  if (file === wasmFile) return 'the module (wasm)';
  const inputs = Object.entries(outputs.get(file).inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  const names = inputs.slice(0, 3).map(([path]) => shortName(path));
  return `${names.join(', ')}${inputs.length > 3 ? ', …' : ''}`;
}

const shortName = (path) =>
  path.replace(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*$/, '$1').replace(/^src\//, '');

// What the record compares: JavaScript by source file (minified bytes), packages whole.
function partsOf(files) {
  const parts = {};
  for (const file of files) {
    if (file === wasmFile) {
      parts['the module (wasm)'] = readFileSync(join(dist, file)).length;
      continue;
    }
    for (const [path, { bytesInOutput }] of Object.entries(outputs.get(file).inputs)) {
      const name = /subshare-\w+\.mjs$/.test(path) ? 'its glue' : shortName(path);
      parts[name] = (parts[name] ?? 0) + bytesInOutput;
    }
  }
  return parts;
}

const totals = {};
const parts = {};
const downloads = {};
for (const page of pages) {
  downloads[page] = download(page);
  totals[page] = downloads[page].reduce((sum, file) => sum + brotli(file), 0);
  parts[page] = partsOf(downloads[page]);
}
totals.wasm = brotli(wasmFile);
totals.whole = brotli(wholeFile);
totals.glue = brotli(glueFile);

const budgets = readJson(join(here, 'budgets.json'));
const record = existsSync(recordFile) ? readJson(recordFile) : { totals: {}, parts: {} };
const number = (n) => n.toLocaleString('en').padStart(9);
const signed = (n) => (n > 0 ? `+${n.toLocaleString('en')}` : n.toLocaleString('en')).padStart(9);

function table() {
  for (const [page, files] of Object.entries(downloads)) {
    console.log(`<subshare-${page}> downloads, bytes as brotli 11:`);
    for (const file of files.toSorted((a, b) => brotli(b) - brotli(a)))
      console.log(`${number(brotli(file))}  ${file.padEnd(28)} ${describe(file)}`);
    console.log('');
  }
  console.log(`${'bytes'.padStart(9)} ${'budget'.padStart(9)} ${'recorded'.padStart(9)}`);
  for (const [name, total] of Object.entries(totals)) {
    const was = record.totals[name];
    const change = was === undefined ? 'new'.padStart(9) : signed(total - was);
    const passed = total > budgets[name] ? '   OVER THE BUDGET' : '';
    console.log(`${number(total)} ${number(budgets[name])} ${change}  ${name}${passed}`);
  }
}

function growth(page) {
  const before = record.parts[page] ?? {};
  const names = new Set([...Object.keys(before), ...Object.keys(parts[page])]);
  return [...names]
    .map((name) => [name, (parts[page][name] ?? 0) - (before[name] ?? 0)])
    .filter(([, change]) => change !== 0)
    .sort(([, a], [, b]) => b - a);
}

const guide = join(repo, 'web/docs/guide/performance.md');
const [begin, end] = ['<!-- bytes -->', '<!-- /bytes -->'];
const shownNumbers = (text) => [...text.matchAll(/\d+\.\d KB/g)].map(([one]) => parseFloat(one));

/** What the documentation shows: with the largest language, and how much of it comes before the first key. */
function guideTable() {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const names = Object.keys(ways);
  const cells = (files) => names.map((way) => `${(files.reduce((sum, file) => sum + sent(file, way), 0) / 1000).toFixed(1)} KB`);
  const { invite, invitation } = downloads;
  return [
    row(['what a page downloads', ...names]),
    row(['---', ...names.map(() => '---:')]),
    row(['`<subshare-invite>`, before the first key', ...cells(invite.filter((file) => file !== wasmFile))]),
    row(['`<subshare-invite>`, all of it', ...cells(invite)]),
    row(['`<subshare-invitation>`', ...cells(invitation)]),
    row(['of both, the module', ...cells([wasmFile])]),
    row(["the whole module, for companies' pages and scripts", ...cells([wholeFile])]),
  ].join('\n');
}

function readme() {
  const text = readFileSync(guide, 'utf8');
  const now = `${text.slice(0, text.indexOf(begin) + begin.length)}\n${guideTable()}\n${text.slice(text.indexOf(end))}`;
  writeFileSync(guide, now);
}

/** Figures that are out by half a KB are another build's. */
function isShown() {
  const text = readFileSync(guide, 'utf8');
  const shown = shownNumbers(text.slice(text.indexOf(begin), text.indexOf(end)));
  const now = shownNumbers(guideTable());
  return shown.length === now.length && now.every((one, i) => Math.abs(one - shown[i]) < 0.5);
}

function check() {
  table();
  if (!isShown()) {
    console.error(`subshare: web/docs/guide/performance.md shows other bytes than these. './dev size --readme' writes them.`);
    process.exitCode = 1;
  }
  const over = Object.keys(totals).filter((name) => totals[name] > budgets[name]);
  if (over.length === 0) return;
  for (const page of pages) {
    console.log(`\nWhat has changed in <subshare-${page}> since the record (bytes before compression):`);
    for (const [name, change] of growth(page)) console.log(`${signed(change)}  ${name}`);
  }
  for (const name of over)
    console.error(`subshare: ${name} is ${totals[name] - budgets[name]} bytes over its budget of ${budgets[name]}.`);
  console.error("subshare: './dev size --where' shows where the bytes go.");
  process.exitCode = 1;
}

function where() {
  const functions = wasmFunctions(readFileSync(join(repo, 'build/wasm/wasm/subshare-people-named.wasm')));
  const code = functions.reduce((sum, { bytes }) => sum + bytes, 0);
  const groups = new Map();
  for (const { group, bytes } of functions) {
    const { count = 0, sum = 0 } = groups.get(group) ?? {};
    groups.set(group, { count: count + 1, sum: sum + bytes });
  }
  console.log(`The module's code by room, bytes before compression (of ${number(code).trim()}):`);
  for (const [group, { count, sum }] of [...groups].sort(([, a], [, b]) => b.sum - a.sum))
    console.log(`${number(sum)}  ${group} (${count} functions)`);
  console.log('\nIts largest functions:');
  for (const { name, bytes } of functions.slice(0, 60)) console.log(`${number(bytes)}  ${name}`);
  for (const page of pages) {
    console.log(`\n<subshare-${page}>, minified bytes before compression:`);
    for (const [name, bytes] of Object.entries(parts[page]).sort(([, a], [, b]) => b - a))
      console.log(`${number(bytes)}  ${name}`);
  }
}

function json() {
  const { invite, invitation, wasm } = totals;
  const of = (bytes) => ({ brotli: bytes });
  console.log(JSON.stringify({ invite: of(invite), invitation: of(invitation), wasm: of(wasm) }));
}

function takeDown() {
  writeFileSync(recordFile, JSON.stringify({ totals, parts }, null, 2) + '\n');
  table();
}

const actions = { '--table': table, '--check': check, '--readme': readme, '--record': takeDown, '--where': where, '--json': json };
actions[process.argv[2]]();
