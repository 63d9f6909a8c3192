// The contract, tests/contract/openapi.json, as checks: what is wrong with a request, what is wrong with an answer. It is read by ajv and
// shares no code with the core or the sandbox.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const folder = resolve(import.meta.dirname, '../../contract');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;

/** A documented example, as the file has it: `01-send-invitation.request`. */
export function example(name: string): string {
  return readFileSync(join(folder, 'examples', `${name}.json`), 'utf8');
}

interface Schema {
  $ref: string;
}
interface Described {
  operationId: string;
  summary: string;
  'x-source': 'D' | 'I';
  security: Record<string, unknown>[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { $ref: string }>;
}
interface Answers {
  headers: Record<string, { $ref: string }>;
  content: Record<string, { schema: Schema }>;
}
interface Document {
  paths: Record<string, Record<string, Described>>;
  components: {
    parameters: Record<string, { schema: Schema }>;
    headers: Record<string, { schema: { type: string } }>;
    responses: Record<string, Answers>;
  };
}

const document = read<Document>('openapi.json');
const schemas = read<{ $defs: Record<string, { properties?: object; additionalProperties?: boolean }> }>('schemas.json');
// An answer may have members that nobody knows yet: that is the vendor's right. Our own sandbox has no business inventing any, since that
// is what a slip of the pen in a member's name looks like.
const closedSchemas = structuredClone(schemas);
for (const schema of Object.values(closedSchemas.$defs)) if (schema.properties) schema.additionalProperties = false;

function validator(all: object): Ajv2020 {
  // ajv counts code points, as the API does.
  const ajv = new Ajv2020({ strict: true, verbose: true });
  ajv.addKeyword('x-source');
  formats.default(ajv, ['ipv4', 'ipv6', 'hostname']);
  ajv.addSchema(all);
  return ajv;
}
const open = validator(schemas);
const closed = validator(closedSchemas);

export interface Sent {
  method: string;
  /** Below the base URL. */
  path: string;
  headers: Record<string, string>;
  body: Uint8Array | null;
}

export interface Answered {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface AnswerCheck {
  headers: { name: string; number: boolean; check: ValidateFunction }[];
  type: string;
  open: ValidateFunction;
  closed: ValidateFunction;
}

export interface Operation {
  id: string;
  summary: string;
  method: string;
  path: string;
  source: 'D' | 'I';
  mode: 'user' | 'client';
  matches: RegExp;
  type: string | undefined;
  body: ValidateFunction | undefined;
  answers: Map<number, AnswerCheck>;
}

const last = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
const productCode = open.compile(document.components.parameters.productCode!.schema);

/** The eleven, in the order of the API's own list. */
export const operations: Operation[] = Object.entries(document.paths)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => {
      const [body] = Object.entries(described.requestBody?.content ?? {});
      const answers = Object.entries(described.responses).map(([status, { $ref }]): [number, AnswerCheck] => {
        const { headers, content } = document.components.responses[last($ref)]!;
        const [[type, { schema }] = ['', { schema: { $ref: '' } }]] = Object.entries(content);
        return [
          Number(status),
          {
            headers: Object.entries(headers).map(([name, header]) => {
              const described = document.components.headers[last(header.$ref)]!.schema;
              return { name: name.toLowerCase(), number: described.type === 'integer', check: open.compile(described) };
            }),
            type,
            open: open.compile(schema),
            closed: closed.compile(schema),
          },
        ];
      });
      return {
        id: described.operationId,
        summary: described.summary,
        method: method.toUpperCase(),
        path,
        source: described['x-source'],
        mode: 'client' in described.security[0]! ? 'client' : 'user',
        matches: new RegExp(`^${path.replace('{productCode}', '([^/]+)')}$`),
        type: body?.[0],
        body: body && open.compile(body[1].schema),
        answers: new Map(answers),
      };
    }),
  )
  .sort((a, b) => Number.parseInt(a.summary) - Number.parseInt(b.summary));

export function operation(id: string): Operation {
  return operations.find((one) => one.id === id)!;
}

/** The operation that a request is, or undefined. */
export function recognise(method: string, path: string): Operation | undefined {
  return operations.find((one) => one.method === method && one.matches.test(path));
}

function told(check: ValidateFunction, value: unknown, name: string): string[] {
  if (check(value)) return [];
  // Of the branches of a choice, the errors that say more than "none of these".
  const vague = ['enum', 'const', 'anyOf', 'oneOf'];
  const clear = check.errors!.filter(({ keyword }) => !vague.includes(keyword));
  return (clear.length > 0 ? clear : check.errors!).map((error) => {
    const more = error.keyword === 'additionalProperties' ? `: ${error.params.additionalProperty as string}` : '';
    const is = JSON.stringify(error.data) ?? 'absent';
    return `${name}${error.instancePath} ${error.message}${more}; it is ${is.length > 100 ? `${is.slice(0, 100)}…` : is}`;
  });
}

function parse(text: string | Uint8Array): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(typeof text === 'string' ? text : new TextDecoder('utf-8', { fatal: true }).decode(text)) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** `token`: whether one goes with the request; not to a route of the publisher, which adds its own. */
export function wrongWithRequest(to: Operation, sent: Sent, token: boolean): string[] {
  const problems: string[] = [];
  const { accept, authorization, 'content-type': type } = sent.headers;
  if (accept !== 'application/json') problems.push(`Accept must be application/json; it is ${accept}`);
  if (token && !/^Bearer [\x21-\x7e]+$/.test(authorization ?? '')) problems.push('Authorization must be Bearer and a token; it is not');
  if (!token && authorization !== undefined) problems.push('Authorization must be absent; it is not');
  if (type !== to.type) problems.push(`Content-Type must be ${to.type ?? 'absent'}; it is ${type}`);
  const [, code] = to.matches.exec(sent.path) ?? [];
  if (code !== undefined) problems.push(...told(productCode, decodeURIComponent(code), 'productCode'));
  if (!to.body) {
    if (sent.body?.length) problems.push('there must be no body; there is one');
  } else {
    const parsed = parse(sent.body ?? '');
    if ('problem' in parsed) problems.push(`the body must be JSON in UTF-8: ${parsed.problem}`);
    else problems.push(...told(to.body, parsed.value, 'body'));
  }
  return problems;
}

/** `ours`: the sandbox answers, which must not have members that nobody knows. */
export function wrongWithAnswer(to: Operation, answered: Answered, ours: boolean): string[] {
  const check = to.answers.get(answered.status);
  if (!check) return [`the status ${answered.status} is not one that is answered`];
  const problems: string[] = [];
  for (const { name, number, check: header } of check.headers) {
    const text = answered.headers[name];
    if (text !== undefined) problems.push(...told(header, number && /^\d+$/.test(text) ? Number(text) : text, name));
  }
  const parsed = parse(answered.body);
  const type = answered.headers['content-type']?.split(';')[0];
  // Of a refusal it is not known whether it has a body, and of what type.
  if (answered.status !== 200 && ('problem' in parsed || type !== check.type)) return problems;
  if (type !== check.type) problems.push(`Content-Type must be ${check.type}; it is ${type}`);
  if ('problem' in parsed) problems.push(`the body must be JSON: ${parsed.problem}`);
  else problems.push(...told(ours ? check.closed : check.open, parsed.value, 'body'));
  return problems;
}
