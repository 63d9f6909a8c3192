// Makes the table of what was tried from what the tests took down, and keeps what was not tried this time as it was.
//
//   node matrix.mjs           tests/packaging/matrix.json and the documentation's page, from build/packaging/results
//   node matrix.mjs --check   fails where the page is not that of matrix.json
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const here = import.meta.dirname;
const results = join(here, '../../build/packaging/results');
const file = join(here, 'matrix.json');
const page = join(here, '../../web/docs/reference/matrix.md');
const columns = ['development', 'production', 'types', 'used'];

const rows = new Map((existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []).map((row) => [row.name, row]));
if (!process.argv.includes('--check')) {
  for (const name of existsSync(results) ? readdirSync(results) : []) {
    const row = JSON.parse(readFileSync(join(results, name), 'utf8'));
    rows.set(row.name, row);
  }
}
const sorted = [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
const word = (value) => (value === undefined ? '' : value ? 'yes' : '**no**');
const text = `# What it was tried in

Written by \`./dev packaging\`: the package packed, installed and built as each tool does it, and the page used in Chromium against the
sandbox (seats seen, one person invited, the event received). An empty field was not tried; a **no** was, and failed.

| environment | development | production | types | used | with |
|---|---|---|---|---|---|
${sorted.map((row) => `| ${row.name} | ${columns.map((column) => word(row[column])).join(' | ')} | ${row.note ?? ''} |`).join('\n')}
`;
if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    console.error('web/docs/reference/matrix.md is not the table of tests/packaging/matrix.json: run node tests/packaging/matrix.mjs.');
    process.exit(1);
  }
} else {
  writeFileSync(file, JSON.stringify(sorted, null, 2) + '\n');
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, text);
}
