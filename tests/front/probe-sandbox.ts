// `./dev probe --sandbox`: the probe against a sandbox of its own, as sofie, who shares NAT.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { Sandbox } from './lib/fronts.ts';

const program = new URL('../../web/dist/server/subshare.js', import.meta.url).pathname;
const sandbox = await Sandbox.start();
try {
  const asked = ['--base-url', sandbox.api, '--token-url', `${sandbox.login}/oauth/token`, '--product', 'NAT', '--origin', sandbox.publisher];
  const env = { ...process.env, SUBSHARE_USER_TOKEN: await sandbox.token('sofie'), CLIENT_ID: 'fjordposten', CLIENT_SECRET: 'fjordposten-sandbox-secret' };
  const child = spawn(process.execPath, [program, 'probe', ...asked, ...process.argv.slice(2)], { stdio: 'inherit', env });
  [process.exitCode] = (await once(child, 'exit')) as [number];
} finally {
  await sandbox.end();
}
