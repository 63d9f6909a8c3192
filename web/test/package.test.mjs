// The package as Node sees it: importing it on a server registers nothing and touches no browser global.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The module's own code in a world that has the language and nothing else. */
async function bare(path) {
  const { outputFiles } = await build({
    entryPoints: [at(path)],
    bundle: true,
    format: 'cjs',
    write: false,
    external: ['*/subshare-core.mjs'],
    define: { SUBSHARE_WASM: '""', 'import.meta.url': '""' },
  });
  const module = { exports: {} };
  vm.runInContext(outputFiles[0].text, vm.createContext({ module, exports: module.exports }));
  return module.exports;
}

test('the root imports without a browser and without Node', async () => {
  const root = await bare('../src/index.ts');
  assert.deepEqual(
    Object.keys(root).sort(),
    ['Client', 'addLocale', 'createClient', 'loadSubshare', 'sharedClient', 'userChanged'].sort(),
  );
  assert.equal(await root.loadSubshare(), null);
});

test('a client on a server answers instead of throwing', async () => {
  const { createClient } = await bare('../src/index.ts');
  const client = createClient({ baseUrl: 'https://api.example/capi', tokens: { user: () => null } });
  const outcome = await client.sendInvitation({ contact: 'kari@example.com', productCode: 'NAT' });
  assert.equal(outcome.kind, 'failed');
  assert.equal(outcome.error.code, 'module_failed');
  assert.equal(client.seats('NAT'), undefined);
  assert.equal(client.count('NAT'), 0);
});

test('what a server gets in place of the elements does nothing', async () => {
  const server = await bare('../src/server.ts');
  assert.deepEqual(Object.keys(server).sort(), ['SubshareDistribution', 'SubshareInvitation', 'SubshareInvite', 'SubshareNets']);
});
