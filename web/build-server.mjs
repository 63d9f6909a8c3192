// dist/server, the publisher's half: for servers, readable as it is, and without anything of the elements. The login's libraries
// (oauth4webapi, jose) are imported by those who have installed them.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import * as esbuild from 'esbuild';
import { checkEndpoints } from './endpoints.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sent = ['SendInvitation', 'AcceptInvitation', 'DeclineInvitation', 'CancelSharing', 'ChangeInvitationDetails', 'ChangeNets', 'ChangeDistributionLevel', 'ProductCode'];
/** What a probe holds answers against. */
const answered = ['ShareRulesAnswer', 'DistributionLevelsAnswer', 'SharedSubscribersAnswer', 'NetsAnswer'];
/** Members of networks that nobody knows yet go back to the server as they came from it. */
const open = ['SentNet', 'SentIpRange', 'SentDomain'];

/** The contract's schemas as functions: what is let through is what the contract says. */
function shapes() {
  const schemas = JSON.parse(readFileSync(join(here, '../tests/contract/schemas.json'), 'utf8'));
  for (const name of open) {
    if (schemas.$defs[name].additionalProperties !== false) throw new Error(`${name} is not closed in the contract any more.`);
    delete schemas.$defs[name].additionalProperties;
  }
  const ajv = new Ajv({ strict: false, code: { source: true, esm: true } });
  addFormats(ajv);
  ajv.addSchema(schemas, 'contract');
  const words = schemas.$defs.ShareStatus.anyOf.flatMap((one) => one.enum ?? []);
  const checks = standalone(ajv, Object.fromEntries([...sent, ...answered].map((name) => [name, `contract#/$defs/${name}`])));
  return `${checks}\nexport const statusWords = ${JSON.stringify(words)};\n`;
}

const madeShapes = {
  name: 'shapes',
  setup(bundle) {
    bundle.onResolve({ filter: /\/shapes\.js$/ }, ({ path }) => ({ path, namespace: 'shapes' }));
    bundle.onLoad({ filter: /.*/, namespace: 'shapes' }, () => ({ contents: shapes(), loader: 'js', resolveDir: here }));
  },
};

export async function buildServer({ dist, types, banner }) {
  checkEndpoints();
  const { metafile } = await esbuild.build({
    absWorkingDir: here,
    entryPoints: { index: 'server/index.ts', node: 'server/node.ts', subshare: 'server/probe/command.ts' },
    outdir: join(dist, 'server'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    charset: 'utf8',
    external: ['oauth4webapi', 'jose', 'node:*'],
    plugins: [madeShapes],
    metafile: true,
    banner: { js: banner },
    logLevel: 'warning',
  });
  if (types) {
    const tsc = join(here, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.server.json', '--outDir', join(dist, 'server')], { cwd: here, stdio: 'inherit' });
    // What the public declarations lead to, and nothing else.
    const needed = new Set(['index', 'node', 'front', 'line', 'redis-line', 'options', 'endpoints', 'metrics']);
    rmSync(join(dist, 'server/probe'), { recursive: true });
    for (const file of readdirSync(join(dist, 'server'))) if (file.endsWith('.d.ts') && !needed.has(file.slice(0, -5))) rmSync(join(dist, 'server', file));
  }
  return metafile;
}
