// An example of each framework, built as its own tools build it, and used in a browser.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import { here, install, run, tellsNothing } from '../lib/package.ts';
import { environment } from '../lib/results.ts';
import { serving } from '../lib/server.ts';
import { Site, type SiteOptions } from '../lib/site.ts';
import { closeBrowser, use, type UseOptions } from '../lib/use.ts';

after(closeBrowser);

async function used(options: SiteOptions, path = '/', more: UseOptions = {}): Promise<void> {
  const site = await Site.open(options);
  try {
    await use(site, path, more);
  } finally {
    await site.close();
  }
}

/** What a development server says in the console of its own accord. */
const chatter = /WebSocket|\[vite\]|DevTools|HMR|Fast Refresh|ERR_|preload/;

for (const [title, name, check, note] of [
  ['Vue 3, Vite', 'vue', 'vue-tsc/bin/vue-tsc.js', '`isCustomElement` for its compiler, `subshare/vue` for types'],
  ['Svelte 5, Vite', 'svelte', 'svelte-check/bin/svelte-check', '`subshare/svelte` for types'],
] as const) {
  environment(title, {
    types: () => {
      const project = install(name);
      run(project, name === 'svelte' ? 'node_modules/.bin/svelte-check' : `node_modules/${check}`, name === 'svelte' ? ['--tsconfig', 'tsconfig.json'] : ['--noEmit', '-p', '.']);
    },
    production: () => void run(install(name), 'node_modules/vite/bin/vite.js', ['build']),
    used: () => used({ folder: join(here, name, 'dist') }),
    development: () =>
      serving(install(name), 'node_modules/vite/bin/vite.js', (port) => ['--port', String(port), '--host', '127.0.0.1'], (upstream) =>
        used({ upstream }, '/', { modules: 0, expect: chatter }),
      ),
  }, { note, versions: { [name]: [name, 'vite'] } });
}

for (const bundler of ['Turbopack', 'webpack']) {
  const flag = bundler === 'webpack' ? '--webpack' : '--turbopack';
  environment(`Next.js app router, ${bundler}`, {
    production: () => {
      const project = install('next');
      rmSync(join(project, '.next'), { recursive: true, force: true });
      run(project, 'node_modules/next/dist/bin/next', ['build', flag], { NEXT_TELEMETRY_DISABLED: '1' });
      tellsNothing(join(project, '.next/static'));
    },
    used: () =>
      serving(join(here, 'next'), 'node_modules/next/dist/bin/next', (port) => ['start', '-p', String(port), '-H', '127.0.0.1'], async (upstream) => {
        await used({ upstream });
        await used({ upstream }, '/edge');
      }),
    // After the build, which writes the types of its routes.
    types: () => void run(install('next'), 'node_modules/typescript/bin/tsc', ['-p', '.', '--incremental', 'false']),
    development: () =>
      serving(install('next'), 'node_modules/next/dist/bin/next', (port) => ['dev', flag, '-p', String(port), '-H', '127.0.0.1'], (upstream) =>
        used({ upstream }, '/', { modules: 0, expect: chatter }),
      ),
  }, { note: '`subshare/react`', versions: { next: ['next', 'react'] } });
}

const astro = ['node_modules/astro/bin/astro.mjs', 'node_modules/astro/astro.js'].find((file) => existsSync(join(install('astro'), file)))!;
environment('Astro', {
  types: () => void run(install('astro'), astro, ['check'], { ASTRO_TELEMETRY_DISABLED: '1' }),
  production: () => void run(install('astro'), astro, ['build'], { ASTRO_TELEMETRY_DISABLED: '1' }),
  used: () => used({ folder: join(here, 'astro/dist') }),
  development: () =>
    serving(install('astro'), astro, (port) => ['dev', '--port', String(port), '--host', '127.0.0.1'], (upstream) =>
      used({ upstream }, '/', { modules: 0, expect: chatter }),
    ),
}, { versions: { astro: ['astro'] } });

const ng = 'node_modules/@angular/cli/bin/ng.js';
environment('Angular', {
  // Templates are checked as well, strictly.
  types: () => void run(install('angular'), 'node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js', ['-p', 'tsconfig.json', '--noEmit']),
  production: () => void run(install('angular'), ng, ['build'], { NG_CLI_ANALYTICS: 'false' }),
  used: () => used({ folder: join(here, 'angular/dist') }, '/', { modules: 0 }),
  development: () =>
    serving(install('angular'), ng, (port) => ['serve', '--port', String(port), '--host', '127.0.0.1', '--no-hmr', '--no-live-reload'], (upstream) =>
      used({ upstream }, '/', { modules: 0, expect: chatter }),
    ),
}, { note: '`subshare/inside/people.js`, since its builder finds no wasm file', versions: { angular: ['@angular/core', '@angular/build'] } });
