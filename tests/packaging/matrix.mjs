// Makes the table of what was tried from what the tests took down, and keeps what was not tried this time as it was.
//
//   node matrix.mjs    tests/packaging/matrix.json, from build/packaging/results
//
// The documentation has the table as a page (web/docs/make.mjs).
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const results = join(here, '../../build/packaging/results');
const file = join(here, 'matrix.json');
const columns = ['development', 'production', 'types', 'used'];
const known = () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);

function take() {
  const rows = new Map(known().map((row) => [row.name, row]));
  for (const name of existsSync(results) ? readdirSync(results) : []) {
    const row = JSON.parse(readFileSync(join(results, name), 'utf8'));
    rows.set(row.name, row);
  }
  const sorted = [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  writeFileSync(file, JSON.stringify(sorted, null, 2) + '\n');
}

const word = (value) => (value === undefined ? '' : value ? 'yes' : '**no**');

export const table = () => `# What it was tried in

Written by \`./dev packaging\`: the package packed, installed and built as each tool does it, and the page used in Chromium against the
sandbox (seats seen, one person invited, the event received). An empty field was not tried; a **no** was, and failed.

| environment | development | production | types | used | with |
|---|---|---|---|---|---|
${known().map((row) => `| ${row.name} | ${columns.map((column) => word(row[column])).join(' | ')} | ${row.note ?? ''} |`).join('\n')}
`;

if (process.argv[1] === import.meta.filename) take();
