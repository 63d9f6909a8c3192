// The core's endpoint table for those parts that have no module: core/include/subshare/endpoint.hpp is read, and what stands there is
// written to server/endpoints.ts, and the operations' names to src/operations.ts. The build stops where they differ.
//
//   node endpoints.mjs           writes it
//   node endpoints.mjs --check   only says whether it is so
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const header = join(here, '../core/include/subshare/endpoint.hpp');

/** Rows as `{Operation::x, "name", Method::get, "/path", Mode::user, Repeat::safe, true}`. */
export function readTable(text = readFileSync(header, 'utf8')) {
  const [, table = ''] = text.match(/endpoint_table\{\{([\s\S]*?)\}\};/) ?? [];
  const rows = [...table.matchAll(/\{Operation::(\w+),\s*"(\w+)",\s*Method::(\w+),\s*"([^"]+)",\s*Mode::(\w+),\s*Repeat::(\w+),\s*(true|false)\}/g)];
  const [, count] = text.match(/operation_count = (\d+)/) ?? [];
  if (!rows.length || rows.length !== Number(count)) throw new Error(`${header}: ${rows.length} rows of the endpoint table were read, not ${count}.`);
  return rows.map(([, , name, method, path, mode, , inferred]) => ({ name, method: method.toUpperCase(), path, mode, inferred: inferred === 'true' }));
}

/** The list of the reader's subscriptions, which no element asks for without a front. */
const beside = { name: 'listSubscriptions', method: 'GET', path: '/v1/subscription', mode: 'user', inferred: false };

const made = '// Made by endpoints.mjs of the core\'s endpoint table. Do not edit.\n';

function namesOf(type, rows) {
  return `export type ${type} =\n${rows.map(({ name }) => `  | '${name}'`).join('\n')};\n`;
}

function tableOf(rows) {
  const line = ({ name, method, path, mode, inferred }) =>
    `  { name: '${name}', method: '${method}', path: '${path}', mode: '${mode}', inferred: ${inferred} },`;
  return `${made}export interface Endpoint {
  name: OperationName;
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  /** Whose token the API wants: the reader's, or the client's own. */
  mode: 'user' | 'client';
  /** Concluded from documented neighbours, not documented. */
  inferred: boolean;
}

${namesOf('OperationName', [...rows, beside])}
export const endpoints: readonly Endpoint[] = [
${rows.map(line).join('\n')}
];

/** None of the eleven: documented, read-only, and only fronts have it. */
export const beside: Endpoint = ${line(beside).trim().slice(0, -1)};
`;
}

const sources = {
  'server/endpoints.ts': tableOf,
  'src/operations.ts': (rows) => made + namesOf('Operation', rows),
};

/** Throws where a copy is not what the core says. */
export function checkEndpoints() {
  for (const [file, sourceOf] of Object.entries(sources)) {
    if (readFileSync(join(here, file), 'utf8') !== sourceOf(readTable())) {
      throw new Error(`${file} is not what the endpoint table of the core says: node web/endpoints.mjs writes it anew.`);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) checkEndpoints();
  else for (const [file, sourceOf] of Object.entries(sources)) writeFileSync(join(here, file), sourceOf(readTable()));
}
