// An example of each framework, built as its own tools build it, and used in a browser.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import { here, install, run } from '../lib/package.ts';
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

for (const [title, name, check] of [
  ['Vue 3, Vite', 'vue', 'vue-tsc/bin/vue-tsc.js'],
  ['Svelte 5, Vite', 'svelte', 'svelte-check/bin/svelte-check'],
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
  });
}

for (const bundler of ['Turbopack', 'webpack']) {
  const flag = bundler === 'webpack' ? '--webpack' : '--turbopack';
  environment(`Next.js app router, ${bundler}`, {
    production: () => {
      const project = install('next');
      rmSync(join(project, '.next'), { recursive: true, force: true });
      run(project, 'node_modules/next/dist/bin/next', ['build', flag], { NEXT_TELEMETRY_DISABLED: '1' });
      // Nothing that readers get tells of the machine that built it.
      const files = readdirSync(join(project, '.next/static'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
      for (const file of files) {
        const text = readFileSync(join(project, '.next/static', file), 'utf8');
        assert.ok(!text.includes('file:///') && !text.includes(here), `${file} has a path of this machine in it`);
      }
    },
    used: () =>
      serving(join(here, 'next'), 'node_modules/next/dist/bin/next', (port) => ['start', '-p', String(port), '-H', '127.0.0.1'], async (upstream) => {
        await used({ upstream });
        await used({ upstream }, '/edge');
      }),
    development: () =>
      serving(install('next'), 'node_modules/next/dist/bin/next', (port) => ['dev', flag, '-p', String(port), '-H', '127.0.0.1'], (upstream) =>
        used({ upstream }, '/', { modules: 0, expect: chatter }),
      ),
  });
}

environment('Astro', {
  production: () => void run(install('astro'), existsSync(join(here, 'astro/node_modules/astro/bin/astro.mjs')) ? 'node_modules/astro/bin/astro.mjs' : 'node_modules/.bin/astro', ['build'], { ASTRO_TELEMETRY_DISABLED: '1' }),
  used: () => used({ folder: join(here, 'astro/dist') }),
});

environment('Angular', {
  production: () => void run(install('angular'), 'node_modules/@angular/cli/bin/ng.js', ['build'], { NG_CLI_ANALYTICS: 'false' }),
  used: () => used({ folder: join(here, 'angular/dist') }, '/', { modules: 0 }),
}, "its builder finds no wasm file in a package: with `import 'subshare/inside/people.js'`");
