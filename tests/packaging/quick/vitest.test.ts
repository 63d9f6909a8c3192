// An app's own tests, with a document that is none of a browser's: the real element, a client that asks nobody.
import { install, run } from '../lib/package.ts';
import { byTypeScript, environment } from '../lib/results.ts';

const project = install('vitest');

for (const name of ['jsdom', 'happy-dom']) {
  environment(`Vitest with ${name}`, {
    development: 'tests are not built',
    production: 'tests are not built',
    types: byTypeScript,
    used: () => void run(project, 'node_modules/vitest/vitest.mjs', ['run', '--environment', name, '--root', project]),
  }, { by: `in ${name}`, note: '`subshare/testing`', versions: { vitest: ['vitest', name] } });
}
