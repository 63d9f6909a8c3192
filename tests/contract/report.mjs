// Writes README.md from what the tests said of themselves, or with --check sees whether it is still true.
//
//   node tests/contract/report.mjs [--check]
//
// The results are the JUnit files that ./dev test leaves in build/logs. Which tests of the core and the sandbox prove an operation stands
// in proofs.json; those of the browser carry the operation, the status or the limit in their names. A test that has failed, or that is no
// longer there, is red, and then this ends with 1.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const folder = import.meta.dirname;
const repo = resolve(folder, '../..');
const readme = join(folder, 'README.md');
const command = 'node tests/contract/report.mjs';
const read = (...path) => readFileSync(join(...path), 'utf8');
const json = (name) => JSON.parse(read(folder, name));

const entities = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };
const text = (xml) =>
  xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex, decimal, name) =>
    name ? entities[name] : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  );

/** Name of each test in a JUnit file, and whether it was run and passed. */
function results(suite) {
  const file = join(repo, 'build/logs', `test-${suite}.xml`);
  if (!existsSync(file)) {
    console.error(`${relative(repo, file)} is missing: run './dev test core sandbox browser' first.`);
    process.exit(1);
  }
  const tests = new Map();
  const cases = read(file).matchAll(/<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g);
  for (const [, attributes, inside = ''] of cases) {
    const name = text(/\bname="([^"]*)"/.exec(attributes)[1]);
    const status = /\bstatus="([^"]*)"/.exec(attributes)?.[1] ?? 'run';
    const passed = status === 'run' && !/<(?:failure|error|skipped)\b/.test(inside);
    // The same name twice is two tests, and both count.
    tests.set(name, passed && (tests.get(name) ?? true));
  }
  return tests;
}

const suites = { core: results('core'), sandbox: results('sandbox'), browser: results('browser-chromium') };
const red = [];
const escape = (name) => name.replaceAll('|', '\\|').replaceAll('_', '\\_').replaceAll('<', '&lt;');

/** A cell of a table: each test with a mark, green only where it was run and has passed. */
function cell(suite, ...names) {
  if (names.length === 0) {
    red.push(`an operation without a test in ${suite}`);
    return '✘ no test';
  }
  return names
    .map((name) => {
      const passed = suites[suite].get(name);
      if (!passed) red.push(`${suite}: ${name} ${passed === false ? 'has failed or was not run' : 'is not there'}`);
      return `${passed ? '✔' : '✘'} ${escape(name.replace(/^chromium: /, ''))}`;
    })
    .join('<br>');
}
const journeys = (...names) => cell('browser', ...names.map((name) => `chromium: ${name}`));

const { paths } = json('openapi.json');
const { $defs } = json('schemas.json');
const { operations, everyOperation, limits } = json('proofs.json');

const rows = Object.values(paths)
  .flatMap((methods) => Object.values(methods))
  .sort((a, b) => Number.parseInt(a.summary) - Number.parseInt(b.summary))
  .map(({ operationId: id, summary }) => {
    const { core = [], sandbox = [] } = operations[id] ?? {};
    return [
      `${Number.parseInt(summary)}. \`${id}\``,
      cell('core', ...core),
      journeys(`${id}, with the sandbox`, `${id}, the documented example`),
      cell('sandbox', ...sandbox),
      cell('browser', `contract: ${id}, its examples fit and what is broken is caught`),
    ];
  });
if (rows.length !== 11) red.push(`${rows.length} operations where eleven are documented`);

const statuses = $defs.ShareStatus.anyOf[0].enum.map((word) => [
  `\`${word}\``,
  journeys(`${word} is seen after inviting, accepting, declining and ending`),
  cell('sandbox', `StatusTest.${word}`),
]);
statuses.push(['any other word', journeys('a status that nobody knows is seen after inviting, accepting, declining and ending'), cell('sandbox', 'FaultsTest.ForceStatusAnswersAnyWordAndDoesNothing')]);

const limitRows = Object.entries(limits).map(([name, { core, browser, sandbox }]) => [
  name,
  cell('core', ...core),
  journeys(...browser),
  cell('sandbox', ...sandbox),
]);

const table = (head, body) => [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');

const content = `# The contract

<!-- Made by ${command}. Do not edit: ./dev test fails where this is not what the tests say. -->

What the eleven endpoints take and answer, in a form that is checked: [openapi.json](openapi.json), with the bodies in
[schemas.json](schemas.json) and the documented [examples](examples), which the tests of the core and of the browser read alike.
Every journey in Chromium holds each request and each answer against it. A journey that breaks it on purpose says so with the
option \`contract\`.

The tables are made from the results of \`./dev test core sandbox browser\`; \`${command}\` renews them.

## The eleven operations

${table(['operation', 'core', 'module in the browser', 'sandbox', 'contract check'], rows)}

For all of them: ${cell('core', ...everyOperation.core)}, ${cell('sandbox', ...everyOperation.sandbox)},
${journeys(
  'an answer of the wrong shape is caught by the contract, and refused by the module',
  'a request that was tampered with is caught by the contract',
  'a request that is no operation, and a token on its way elsewhere, are caught by the contract',
  'an inferred path can be another at run time',
).replaceAll('<br>', ',\n')}.

## The statuses

Each in the elements, as the answer to every operation that has one. Where inviting or ending goes well, the eye sees what has changed
in the list and the seats, and the sentence is read out.

${table(['status', 'a person sees its sentence', 'sandbox'], statuses)}

## The limits, at each and one past it

${table(['limit', 'core', 'module in the browser', 'sandbox'], limitRows)}
`;

for (const problem of new Set(red)) console.error(`✘ ${problem}`);
if (process.argv.includes('--check')) {
  if (!existsSync(readme) || read(readme) !== content) {
    console.error(`tests/contract/README.md is out of date: run '${command}' and look at what has changed.`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(readme, content);
  console.log(`${relative(process.cwd(), readme)} written.`);
}
if (red.length > 0) process.exitCode = 1;
