// Makes the table of what was tried from what the tests took down, and keeps what was not tried this time as it was, with its own date.
//
//   node matrix.mjs    tests/packaging/matrix.json, from build/packaging/results
//
// The documentation has the table as a page (web/docs/make.mjs).
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  // What has been taken down is not taken down once more, on another day.
  rmSync(results, { recursive: true, force: true });
  const sorted = [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  writeFileSync(file, JSON.stringify(sorted, null, 2) + '\n');
}

/** A column that could not be tried has the reason in its place. */
const word = (value) => (value === true ? 'yes' : value === false ? '**no**' : `*${value}*`);
const used = ({ used: value, by }) => (value === true && by ? `yes, ${by}` : word(value));

export const table = () => `---
aside: false
---

# What it was tried in

Written by \`./dev packaging\`: the package packed, installed and built as each tool does it, its types checked, and the page used in Chromium against
the sandbox (seats seen, one person invited, the event received), once as a development server gives it and once as it was built for production. A
**no** was tried, and failed; where there is nothing to try, the field says why.

| environment | develop | build | types | use | what is added | tried with |
|---|---|---|---|---|---|---|
${known().map((row) => `| ${row.name} | ${columns.slice(0, 3).map((column) => word(row[column])).join(' | ')} | ${used(row)} | ${row.note || 'nothing'} | ${row.versions ? `${row.versions}, ` : ''}${row.on} |`).join('\n')}
`;

if (process.argv[1] === import.meta.filename) take();
