// Builds the invite element with other deciders behind the same view, by the same esbuild and the same options as web/build.mjs:
//
//   full   zod, libphonenumber-js/min, XState, fetch: what a developer would pick
//   lean   zod/mini, libphonenumber-js/min, fetch, a loop: what a developer who counts bytes would pick
//   ajv    lean, with answers checked by ajv, compiled ahead
//   bare   lean, with answers not checked at all: the limit
//
// Into build/bench/js/VARIANT/, as web/dist is laid out: define-invite.js, and a file per language with what the element says.
import { createRequire } from 'node:module';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from '../../../web/minify.mjs';
import { sentences } from '../../../web/sentences.mjs';
import { templates } from '../../../web/templates.mjs';
// The package's own esbuild, so that neither side is minified better.
import * as esbuild from '../../../web/node_modules/esbuild/lib/main.js';

const here = import.meta.dirname;
const repo = join(here, '../../..');
const out = join(repo, 'build/bench/js');

// The view asks '../client.js' for a client; it gets ours.
const decider = {
  name: 'decider',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\.\/client\.js$/ }, ({ importer }) =>
      importer.includes('/web/src/elements/') ? { path: join(here, 'src/client.ts') } : undefined,
    );
    bundle.onResolve({ filter: /^\.\/invite-lists\.js$/ }, () => ({ path: join(here, 'src/lists.ts') }));
  },
};

const validators = {
  name: 'validators',
  setup(bundle) {
    bundle.onResolve({ filter: /^subshare-validators$/ }, () => ({ path: 'validators', namespace: 'ajv' }));
    bundle.onLoad({ filter: /.*/, namespace: 'ajv' }, () => ({ contents: makeValidators(), loader: 'js', resolveDir: here }));
  },
};

function makeValidators() {
  const require = createRequire(import.meta.url);
  const { Ajv2020 } = require('ajv/dist/2020.js');
  const standalone = require('ajv/dist/standalone').default;
  const contract = JSON.parse(readFileSync(join(repo, 'tests/contract/schemas.json'), 'utf8'));
  // ajv would carry descriptions and sources along.
  const plain = JSON.parse(JSON.stringify(contract, (key, value) => (['description', 'x-source'].includes(key) ? undefined : value)));
  const ajv = new Ajv2020({ code: { source: true, esm: true }, messages: false, unicodeRegExp: true });
  ajv.addSchema(plain);
  const of = (name) => `schemas.json#/$defs/${name}`;
  return standalone(ajv, {
    validateList: of('SharedSubscribersAnswer'),
    validateRules: of('ShareRulesAnswer'),
    validateStatus: of('StatusAnswer'),
    validateSuccess: of('SuccessAnswer'),
  });
}

const said = await sentences('elements/invite.ts');
rmSync(out, { recursive: true, force: true });
for (const variant of ['full', 'lean', 'ajv', 'bare']) {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: { 'define-invite': join(repo, 'web/src/define/invite.ts') },
    outdir: join(out, variant),
    chunkNames: '[name]-[hash]',
    conditions: [variant],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    minify: true,
    write: false,
    legalComments: 'none',
    charset: 'utf8',
    define: { SUBSHARE_RELEASE: JSON.stringify(variant) },
    plugins: [decider, validators, templates, said, minify],
    logLevel: 'warning',
  });
}
