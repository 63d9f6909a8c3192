// The package as Node sees it: importing it on a server registers nothing and touches no browser global.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
    external: ['*/subshare-core.mjs', '*/subshare-people.mjs', '*/subshare-lists.wasm.base64'],
    define: { SUBSHARE_ONLY: '""', SUBSHARE_WHOLE: '""', SUBSHARE_PEOPLE: '""', SUBSHARE_RELEASE: '""', 'import.meta.url': '""' },
  });
  const module = { exports: {} };
  vm.runInContext(outputFiles[0].text, vm.createContext({ module, exports: module.exports }));
  return module.exports;
}

test('the root imports without a browser and without Node', async () => {
  const root = await bare('../src/index.ts');
  assert.deepEqual(
    Object.keys(root).sort(),
    ['Client', 'PeopleClient', 'addLocale', 'addWords', 'createClient', 'loadSubshare', 'sharedClient', 'userChanged'].sort(),
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

test('every export of the built package is imported on a server without a look at what only a browser has', () => {
  const { exports } = JSON.parse(readFileSync(at('../package.json'), 'utf8'));
  // React is for those who have it. Importing a module that is inside says that it is to be taken from there, and nothing else.
  const modules = Object.keys(exports).filter((key) => !/\.(json|wasm)$|react|inside/.test(key)).map((key) => key.replace('.', 'subshare'));
  assert.equal(modules.length, 15);
  // A process of its own, in which whatever a server may lack tells of being looked at. What Node has of it is taken away.
  const script = `
    const touched = [];
    for (const name of ['window', 'self', 'document', 'navigator', 'location', 'customElements', 'HTMLElement', 'Element', 'Node', 'CSSStyleSheet',
      'ShadowRoot', 'IntersectionObserver', 'MutationObserver', 'localStorage', 'sessionStorage', 'fetch', 'XMLHttpRequest', 'matchMedia',
      'requestAnimationFrame', 'addEventListener', 'trustedTypes']) {
      Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); return undefined; } });
    }
    const found = {};
    for (const name of ${JSON.stringify(modules)}) found[name] = Object.keys(await import(name)).length;
    console.log(JSON.stringify({ touched, found }));`;
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: at('..'), encoding: 'utf8' });
  const { touched, found } = JSON.parse(answer);
  // Whether there is one, as a test may have made it: then its elements are the real ones.
  assert.deepEqual([...new Set(touched)], ['document']);
  for (const name of modules) assert.ok(found[name] > 0, `${name} exports nothing`);
});
