// A real Redis, for tests and measurements.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClient } from 'redis';

import { freePort } from './fronts.ts';

/** A Redis of the test's own, that can be killed and started again. */
export class Redis {
  #process: ChildProcess | undefined;
  #folder = '';
  port = 0;
  client!: ReturnType<typeof createClient>;

  async start(): Promise<void> {
    this.#folder ||= await mkdtemp(join(tmpdir(), 'subshare-redis-'));
    this.port ||= await freePort();
    const child = spawn('redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.#folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    process.once('exit', () => child.kill('SIGKILL'));
    for await (const piece of child.stdout!) if (String(piece).includes('Ready to accept connections')) break;
    child.stdout!.resume();
    if (!this.client) {
      this.client = createClient({ url: `redis://127.0.0.1:${this.port}`, disableOfflineQueue: true, socket: { reconnectStrategy: 20 } });
      this.client.on('error', () => {});
      await this.client.connect();
    } else if (!this.client.isReady) await once(this.client, 'ready');
  }

  async kill(): Promise<void> {
    const ended = once(this.#process!, 'exit');
    this.#process!.kill('SIGKILL');
    await ended;
  }

  /** All that it keeps. */
  async forget(): Promise<void> {
    await this.client.flushAll();
  }

  async end(): Promise<void> {
    this.client.destroy();
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  evaluateSha = (sha: string, keys: string[], args: string[]) => this.client.evalSha(sha, { keys, arguments: args });

  evaluate = (script: string, keys: string[], args: string[]) => this.client.eval(script, { keys, arguments: args });
}
