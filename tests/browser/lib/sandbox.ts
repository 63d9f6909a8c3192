// A sandbox of a test's own: the real program, on free ports, with a data file that goes with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const repo = resolve(import.meta.dirname, '../../..');
const program = process.env.SUBSHARE_SANDBOX ?? join(repo, 'build/release/tests/sandbox/subshare-sandbox');

export interface Mail {
  to: string;
  contactType: 'A' | 'B';
  productCode: string;
  shareCode: string;
  link: string;
}

export interface CallRecord {
  operation: string;
  method: string;
  path: string;
  status: number;
}

interface Addresses {
  api: string;
  login: string;
  publisher: string;
}

export class Sandbox {
  #process: ChildProcess | undefined;
  #folder = '';
  #pages = '';
  #web = '';
  #behind: { origin: string; port: number } | undefined;
  #allowed: string[] = [];
  #seeded = new Set<string>();
  #addresses: Addresses | undefined;

  /**
   * Starts one with fresh seed data and a publisher that serves the folders `pages`, and `web` as the package's files; `behind` where another
   * server stands before the publisher: its origin, and the publisher's own port. End it with `end`.
   */
  static async start(pages: string = join(repo, 'tests/browser/pages'), web: string = join(repo, 'web/dist'), behind?: { origin: string; port: number }): Promise<Sandbox> {
    const sandbox = new Sandbox();
    sandbox.#pages = pages;
    sandbox.#web = web;
    sandbox.#behind = behind;
    sandbox.#folder = await mkdtemp(join(tmpdir(), 'subshare-'));
    await sandbox.#run(['0', '0', String(behind?.port ?? 0)]);
    if (!behind) sandbox.#seeded = new Set((await sandbox.outbox()).map((mail) => mail.shareCode));
    return sandbox;
  }

  get api(): string {
    return this.#addresses!.api;
  }
  get login(): string {
    return this.#addresses!.login;
  }
  get publisher(): string {
    return this.#addresses!.publisher;
  }

  async #run([api, login, publisher]: [string, string, string]): Promise<void> {
    const child = spawn(
      program,
      [
        '--data', join(this.#folder, 'sandbox.sqlite'),
        '--api-port', api, '--login-port', login, '--publisher-port', publisher,
        '--web', this.#web, '--demo', this.#pages,
        ...(this.#behind ? ['--publisher-origin', this.#behind.origin] : []),
        ...this.#allowed.flatMap((origin) => ['--allow-origin', origin]),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#process = child;
    const lines = createInterface({ input: child.stdout! });
    const [line] = (await Promise.race([
      once(lines, 'line'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the sandbox ended with ${code} before it was ready`);
      }),
    ])) as [string];
    this.#addresses = JSON.parse(line) as Addresses;
  }

  /** Ends the program and starts it again on the same ports and data. */
  async restart(): Promise<void> {
    const ports = [this.api, this.login, this.publisher].map((url) => new URL(url).port);
    await this.#stop();
    await this.#run(ports as [string, string, string]);
  }

  /** From now on pages of this origin may call it, too. */
  async allow(origin: string): Promise<void> {
    this.#allowed.push(origin);
    await this.restart();
  }

  async #stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async end(): Promise<void> {
    await this.#stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A control route of the sandbox, such as `faults`; its README lists them. */
  async control<T = unknown>(route: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    const url = new URL(`/sandbox/${route}`, this.api);
    const answer = await fetch(url, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Name and value of a cookie with which `user` is logged in at the publisher. */
  async session(user: string): Promise<{ name: string; value: string }> {
    const { cookie } = await this.control<{ cookie: string }>('session', { user });
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  }

  /** An access token of `user`, as another device of theirs has one. */
  async token(user: string): Promise<string> {
    return (await this.control<{ access_token: string }>('session', { user })).access_token;
  }

  /** How its servers behave from now on. */
  async habits(habits: Record<string, string>): Promise<void> {
    await this.control('habits', habits);
  }

  async outbox(): Promise<Mail[]> {
    return (await (await fetch(`${this.publisher}/outbox.json`)).json()) as Mail[];
  }

  /** Invitations to one product that are not among the seed data. */
  async sent(productCode = 'NAT'): Promise<Mail[]> {
    const all = await this.outbox();
    return all.filter((mail) => mail.productCode === productCode && !this.#seeded.has(mail.shareCode));
  }

  async calls(): Promise<CallRecord[]> {
    return this.control<CallRecord[]>('calls');
  }

  async forgetCalls(): Promise<void> {
    await this.control('calls', undefined, 'DELETE');
  }
}
