// The same small page through every bundler, as its users have it from the start: nothing is configured but what is to be built.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

import { here, install, run } from '../lib/package.ts';
import { environment } from '../lib/results.ts';
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

/** Nothing that was built tells of the machine that built it. */
function tellsNothing(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(m?js|html|css)$/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    assert.ok(!text.includes('file:///') && !text.includes(here), `${file} has a path of this machine in it`);
  }
}

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
  });
}

for (const mode of ['production', 'development'] as const) {
  const built = async (folder: string, publicPath?: string): Promise<void> => {
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
  environment(mode === 'production' ? 'webpack 5' : 'webpack 5, mode development', {
    [mode]: () => built(join(out, `webpack-${mode}`)),
    used: async () => {
      await used(join(out, `webpack-${mode}`), '/', { modules: mode === 'production' ? 1 : 0 });
      if (mode === 'development') return;
      await built(join(out, 'webpack-below'), '/paper/share/');
      await used(join(out, 'webpack-below'), '/paper/share/');
      const assets = await Site.open({ folder: join(out, 'webpack-host') });
      try {
        await built(join(out, 'webpack-host'), `${assets.url}/`);
        await used(join(out, 'webpack-host'));
      } finally {
        await assets.close();
      }
    },
  });
}

environment('Rollup', {
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
  used: () => used(join(out, 'rollup')),
}, 'with `@rollup/plugin-node-resolve` and `@web/rollup-plugin-import-meta-assets`');

environment('Parcel 2', {
  production: async () => {
    const said = run(project, 'node_modules/parcel/lib/bin.js', ['build', 'app/index.html', '--dist-dir', join(out, 'parcel'), '--cache-dir', join(out, 'parcel-cache'), '--no-source-maps']);
    assert.doesNotMatch(said, /warn/i);
  },
  used: () => used(join(out, 'parcel')),
});

/** What finds no wasm file by itself: once with the module inside, and once with its address as an attribute. */
const ways: Record<string, string> = {
  inside: "import 'subshare/inside/people.js';\n",
  url: "import url from 'subshare/subshare-people.wasm';\nfor (const element of document.querySelectorAll('subshare-invite')) element.setAttribute('wasm-url', new URL(url, import.meta.url).href);\n",
};
for (const [name, bundle] of Object.entries({
  esbuild: async (entry: string, folder: string) => {
    const { build } = await load('esbuild');
    const { warnings } = await build({
      entryPoints: [entry], outdir: folder, entryNames: 'main', bundle: true, splitting: true, format: 'esm', minify: true, logLevel: 'silent', loader: { '.wasm': 'file' },
    });
    assert.deepEqual(warnings, []);
  },
  'bun build': async (entry: string, folder: string) => {
    const said = run(project, 'node_modules/@oven/bun-linux-x64-baseline/bin/bun', ['build', entry, '--outdir', folder, '--minify', '--splitting', '--loader', '.wasm:file', '--entry-naming', 'main.js']);
    assert.doesNotMatch(said, /warn/i);
  },
})) {
  const built = join(out, name.replace(' ', '-'));
  environment(name, {
    production: async () => {
      for (const [way, more] of Object.entries(ways)) {
        const entry = join(app, `main-${way}.js`);
        const folder = `${built}-${way}`;
        mkdirSync(folder, { recursive: true });
        writeFileSync(entry, more + readFileSync(join(app, 'main.js'), 'utf8'));
        try {
          await bundle(entry, folder);
        } finally {
          rmSync(entry);
        }
        page(folder, './main.js');
      }
    },
    used: async () => {
      await used(`${built}-inside`, '/', { modules: 0 });
      await used(`${built}-url`);
    },
  }, "with `import 'subshare/inside/people.js'`, or with `wasm-url`");
}

environment('no bundler', {
  production: () => {
    const folder = join(out, 'html');
    mkdirSync(folder, { recursive: true });
    cpSync(join(project, 'node_modules/subshare/dist'), join(folder, 'subshare'), { recursive: true });
    cpSync(join(here, 'html/index.html'), join(folder, 'index.html'));
  },
  used: () => used(join(out, 'html')),
}, 'a copy of `dist`');
