// A project's own server, from its start until a test is done with it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Runs `program` of the project until `within` has ended, which begins as soon as the server answers. */
export async function serving(folder: string, program: string, args: (port: number) => string[], within: (url: string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(folder, program), ...args(port)], {
    cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' }, detached: true,
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const url = `http://127.0.0.1:${port}`;
  try {
    for (const end = Date.now() + 120_000; ; ) {
      const answer = await fetch(url).catch(() => undefined);
      if (answer) break;
      if (child.exitCode !== null || Date.now() > end) throw new Error(`${program} does not serve:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await within(url);
  } catch (error) {
    throw new Error(`${String((error as Error).stack)}\n\n${program} said:\n${said.slice(-4000)}`);
  } finally {
    // With all that it started.
    if (child.exitCode === null) {
      process.kill(-child.pid!, 'SIGKILL');
    }
  }
}
