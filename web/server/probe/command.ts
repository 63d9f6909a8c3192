#!/usr/bin/env node
// `npx subshare probe`: how an installation of the API behaves, and which option to set where it is not as Subshare assumes.
import { parseArgs } from 'node:util';

import { endpoints, type OperationName } from '../endpoints.js';
import { addressOf } from '../options.js';
import { assumptions, findingsOf } from './assumptions.js';
import { look, type Plan } from './look.js';
import { report } from './report.js';

const usage = `Usage: npx subshare probe --base-url URL [options]

  --base-url URL         the API: https://api.mediaconnect.no/capi
  --product CODE         a product of the reader whose token is given
  --origin URL           your site, where its pages are to call the API themselves
  --token-url URL        where tokens are given out: https://connectid.no/user/oauth/token
  --path NAME=PATH       another path for an operation, as often as needed
  --changes              also ask for changes, of a share that nobody has (never of networks)
  --timeout MS           how long an answer may take; 8000 if not given
  --json                 what was seen that differs, as JSON
  --assumptions          only lists what Subshare assumes

Secrets come by the environment, so that no list of processes shows them:
  SUBSHARE_USER_TOKEN            a reader's access token, for the four reads
  CLIENT_ID, CLIENT_SECRET       with --token-url: whether the client gets a token, and how

Status 0: nothing that was seen needs an option. 1: something does. 2: it was asked wrongly.
`;

class Misuse extends Error {}

function planOf(args: string[], env: Record<string, string | undefined>): { plan: Plan; asJson: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      'base-url': { type: 'string' },
      product: { type: 'string' },
      origin: { type: 'string', default: 'https://publisher.example' },
      'token-url': { type: 'string' },
      path: { type: 'string', multiple: true, default: [] },
      changes: { type: 'boolean', default: false },
      timeout: { type: 'string', default: '8000' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!values['base-url']) throw new Misuse('--base-url is missing');
  const baseUrl = addressOf(values['base-url'], '--base-url').href;
  const paths: Partial<Record<OperationName, string>> = {};
  for (const pair of values.path) {
    const [name = '', ...rest] = pair.split('=');
    const path = rest.join('=');
    const row = endpoints.find((one) => one.name === name);
    if (!row || !path.startsWith('/')) throw new Misuse(`--path wants NAME=/PATH, and NAME is one of ${endpoints.map((one) => one.name).join(', ')}`);
    paths[row.name] = path;
  }
  const timeout = Number(values.timeout);
  if (!(timeout > 0)) throw new Misuse('--timeout wants a number of milliseconds');
  const { CLIENT_ID: id, CLIENT_SECRET: secret, SUBSHARE_USER_TOKEN: userToken } = env;
  const tokenUrl = values['token-url'];
  if (tokenUrl && !(id && secret)) throw new Misuse('--token-url wants CLIENT_ID and CLIENT_SECRET in the environment');
  const client = tokenUrl && id && secret ? { tokenUrl: addressOf(tokenUrl, '--token-url').href, id, secret } : undefined;
  const { product: productCode, changes, origin } = values;
  return { plan: { baseUrl, userToken, productCode, origin: addressOf(origin, '--origin').origin, paths, client, changes, timeout }, asJson: values.json };
}

async function main([verb, ...args]: string[]): Promise<number> {
  if (verb !== 'probe' || args.includes('--help')) {
    (args.includes('--help') ? process.stdout : process.stderr).write(usage);
    return args.includes('--help') ? 0 : 2;
  }
  if (args.includes('--assumptions')) {
    process.stdout.write(`${Object.keys(assumptions).join('\n')}\n`);
    return 0;
  }
  let asked: ReturnType<typeof planOf>;
  try {
    asked = planOf(args, process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const seen = await look(asked.plan);
  const findings = findingsOf(seen);
  process.stdout.write(asked.asJson ? `${JSON.stringify(findings, null, 2)}\n` : report(seen));
  return findings.some(({ option }) => option) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
