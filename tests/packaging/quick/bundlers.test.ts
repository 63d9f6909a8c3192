// The same small page through every bundler, as its users have it from the start: nothing is configured but what is to be built.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

import { here, install, run, tellsNothing } from '../lib/package.ts';
import { byTypeScript, environment } from '../lib/results.ts';
import { serving } from '../lib/server.ts';
import { Site } from '../lib/site.ts';
import { closeBrowser, use, type UseOptions } from '../lib/use.ts';

const project = install('bundlers');
const app = join(project, 'app');
const out = join(project, 'dist');
const require = createRequire(join(project, 'package.json'));
/** What a project has in it, from its own node_modules; their types are the projects' own affair. */
const load = async (name: string): Promise<any> =>
  import(pathToFileURL(name.startsWith('vite') ? join(project, 'node_modules', name, 'dist/node/index.js') : require.resolve(name)).href);
rmSync(out, { recursive: true, force: true });
after(closeBrowser);

async function used(folder: string, base = '/', options: UseOptions = {}): Promise<void> {
  tellsNothing(folder);
  const site = await Site.open({ folder, base });
  try {
    await use(site, base, options);
  } finally {
    await site.close();
  }
}

/** The page for bundlers that take scripts alone. */
function page(folder: string, script: string): void {
  const html = readFileSync(join(app, 'index.html'), 'utf8').replace('./main.js', script);
  writeFileSync(join(folder, 'index.html'), html);
}

for (const version of [5, 6, 7, 8]) {
  const name = `vite${version}`;
  const common = (warnings: string[]) => ({
    configFile: false, root: app, cacheDir: join(out, `${name}-cache`), logLevel: 'warn',
    customLogger: {
      info() {}, clearScreen() {}, error: (text: string) => warnings.push(text), warn: (text: string) => warnings.push(text),
      warnOnce: (text: string) => warnings.push(text), hasErrorLogged: () => false, hasWarned: false,
    },
  });
  const built = async (base: string, folder: string): Promise<void> => {
    const { build } = await load(name);
    // Vite leaves it behind for whatever comes next in the same process.
    delete process.env.NODE_ENV;
    const warnings: string[] = [];
    await build({ ...common(warnings), base, build: { outDir: folder, emptyOutDir: true } });
    assert.deepEqual(warnings, [], 'Vite warned');
  };
  environment(`Vite ${version}`, {
    development: async () => {
      const { createServer } = await load(name);
      delete process.env.NODE_ENV;
      const warnings: string[] = [];
      const server = await createServer({ ...common(warnings), server: { port: 0, host: '127.0.0.1', hmr: false, ws: false } });
      await server.listen();
      const { port } = server.httpServer.address();
      const site = await Site.open({ upstream: `http://127.0.0.1:${port}` });
      try {
        // The module is inside, since the optimiser may move the scripts.
        await use(site, '/', { modules: 0, expect: /WebSocket|\[vite\]|ERR_CONNECTION/ });
        assert.deepEqual(warnings, [], 'Vite warned');
      } finally {
        await site.close();
        await server.close();
      }
    },
    production: async () => {
      await built('/', join(out, name));
    },
    types: byTypeScript,
    used: async () => {
      await used(join(out, name));
      // Below a path, and with scripts from another host.
      await built('/paper/share/', join(out, `${name}-below`));
      await used(join(out, `${name}-below`), '/paper/share/');
      const assets = await Site.open({ folder: join(out, `${name}-host`) });
      try {
        await built(`${assets.url}/`, join(out, `${name}-host`));
        await used(join(out, `${name}-host`));
        assert.deepEqual(assets.missing, []);
      } finally {
        await assets.close();
      }
    },
  }, { versions: { bundlers: [name] } });
}

{
  const built = async (mode: 'production' | 'development', folder: string, publicPath?: string): Promise<void> => {
    const webpack = (await load('webpack')).default;
    const stats: any = await new Promise((resolve, reject) =>
      webpack({ mode, context: project, entry: './app/main.js', devtool: false, performance: { hints: false }, output: { path: folder, ...(publicPath ? { publicPath } : {}) } }).run(
        (error: unknown, done: unknown) => (error ? reject(error) : resolve(done)),
      ),
    );
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).errors, []);
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }).warnings, []);
    page(folder, `${publicPath ?? './'}main.js`);
  };
  environment('webpack 5', {
    development: async () => {
      await built('development', join(out, 'webpack-development'));
      await used(join(out, 'webpack-development'), '/', { modules: 0 });
    },
    production: () => built('production', join(out, 'webpack')),
    types: byTypeScript,
    used: async () => {
      await used(join(out, 'webpack'));
      await built('production', join(out, 'webpack-below'), '/paper/share/');
      await used(join(out, 'webpack-below'), '/paper/share/');
      const assets = await Site.open({ folder: join(out, 'webpack-host') });
      try {
        await built('production', join(out, 'webpack-host'), `${assets.url}/`);
        await used(join(out, 'webpack-host'));
      } finally {
        await assets.close();
      }
    },
  }, { versions: { bundlers: ['webpack'] } });
}

environment('Rollup', {
  development: 'it knows of none',
  production: async () => {
    const { rollup } = await load('rollup');
    delete process.env.NODE_ENV;
    const { nodeResolve } = await load('@rollup/plugin-node-resolve');
    const { importMetaAssets } = await load('@web/rollup-plugin-import-meta-assets');
    const warnings: string[] = [];
    const bundle = await rollup({
      input: join(app, 'main.js'), plugins: [nodeResolve({ browser: true }), importMetaAssets()], onwarn: ({ message }: { message: string }) => warnings.push(message),
    });
    await bundle.write({ dir: join(out, 'rollup'), format: 'es' });
    assert.deepEqual(warnings, [], 'Rollup warned');
    page(join(out, 'rollup'), './main.js');
  },
  types: byTypeScript,
  used: () => used(join(out, 'rollup')),
}, { note: '`@rollup/plugin-node-resolve` and `@web/rollup-plugin-import-meta-assets`', versions: { bundlers: ['rollup'] } });

environment('Parcel 2', {
  development: () =>
    serving(project, 'node_modules/parcel/lib/bin.js', (port) => ['serve', 'app/index.html', '--port', String(port), '--host', '127.0.0.1', '--no-hmr', '--no-autoinstall', '--dist-dir', join(out, 'parcel-development'), '--cache-dir', join(out, 'parcel-cache')], async (upstream) => {
      const site = await Site.open({ upstream });
      try {
        await use(site, '/');
      } finally {
        await site.close();
      }
    }),
  production: async () => {
    const said = run(project, 'node_modules/parcel/lib/bin.js', ['build', 'app/index.html', '--dist-dir', join(out, 'parcel'), '--cache-dir', join(out, 'parcel-cache'), '--no-source-maps']);
    assert.doesNotMatch(said, /warn/i);
  },
  types: byTypeScript,
  used: () => used(join(out, 'parcel')),
}, { versions: { bundlers: ['parcel'] } });

/** What finds no wasm file by itself: once with the module inside, and once with its address as an attribute. */
const ways: Record<string, string> = {
  inside: "import 'subshare/inside/people.js';\n",
  url: "import url from 'subshare/subshare-people.wasm';\nfor (const element of document.querySelectorAll('subshare-invite')) element.setAttribute('wasm-url', new URL(url, import.meta.url).href);\n",
};
for (const [name, bundle] of Object.entries({
  esbuild: async (entry: string, folder: string, minify: boolean) => {
    const { build } = await load('esbuild');
    const { warnings } = await build({
      entryPoints: [entry], outdir: folder, entryNames: 'main', bundle: true, splitting: true, format: 'esm', minify, sourcemap: !minify, logLevel: 'silent', loader: { '.wasm': 'file' },
    });
    assert.deepEqual(warnings, []);
  },
  'bun build': async (entry: string, folder: string, minify: boolean) => {
    const said = run(project, 'node_modules/@oven/bun-linux-x64-baseline/bin/bun', ['build', entry, '--outdir', folder, ...(minify ? ['--minify'] : []), '--splitting', '--loader', '.wasm:file', '--entry-naming', 'main.js']);
    assert.doesNotMatch(said, /warn/i);
  },
})) {
  const built = join(out, name.replace(' ', '-'));
  const each = async (mode: string, minify: boolean): Promise<void> => {
    for (const [way, more] of Object.entries(ways)) {
      const entry = join(app, `main-${way}.js`);
      const folder = `${built}-${mode}-${way}`;
      mkdirSync(folder, { recursive: true });
      writeFileSync(entry, more + readFileSync(join(app, 'main.js'), 'utf8'));
      try {
        await bundle(entry, folder, minify);
      } finally {
        rmSync(entry);
      }
      page(folder, './main.js');
    }
  };
  const both = async (mode: string): Promise<void> => {
    await used(`${built}-${mode}-inside`, '/', { modules: 0 });
    await used(`${built}-${mode}-url`);
  };
  environment(name, {
    // As it is built while one works on it: not made small, with source maps where the tool has them.
    development: async () => {
      await each('development', false);
      await both('development');
    },
    production: () => each('production', true),
    types: byTypeScript,
    used: () => both('production'),
  }, { note: '`subshare/inside/people.js`, or `wasm-url`', versions: { bundlers: [name === 'esbuild' ? 'esbuild' : '@oven/bun-linux-x64-baseline'] } });
}

environment('plain HTML', {
  development: 'the same files',
  production: () => {
    const folder = join(out, 'html');
    mkdirSync(folder, { recursive: true });
    cpSync(join(project, 'node_modules/subshare/dist'), join(folder, 'subshare'), { recursive: true });
    cpSync(join(here, 'html/index.html'), join(folder, 'index.html'));
  },
  types: 'a page of HTML has none',
  used: () => used(join(out, 'html')),
}, { note: 'a copy of `dist`' });
