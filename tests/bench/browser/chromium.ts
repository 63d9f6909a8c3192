// Chromium over its own protocol, without a test tool in between: those keep a world of their own in every page and evaluate there, which the page's
// main thread pays for and the bench would count.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
// The last of them keep the browser from looking for its maker's hosts.
const flags = [...rootFlags, '--headless', '--remote-debugging-port=0', '--disable-gpu', '--no-first-run', '--hide-scrollbars', '--disable-quic',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

type Answer = Record<string, never>;
interface Message {
  id?: number;
  result?: Answer;
  error?: { message: string };
}

export class Chromium {
  #process!: ChildProcess;
  #socket!: WebSocket;
  #folder = '';
  #last = 0;
  #asked = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();

  static async start(): Promise<Chromium> {
    const chromium = new Chromium();
    chromium.#folder = await mkdtemp(join(tmpdir(), 'subshare-bench-'));
    const program = process.env.SUBSHARE_CHROMIUM ?? '/usr/bin/chromium';
    const child = spawn(program, [...flags, `--user-data-dir=${chromium.#folder}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    chromium.#process = child;
    let address = '';
    for await (const line of createInterface({ input: child.stderr! })) {
      [, address = ''] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (address) break;
    }
    if (!address) throw new Error(`${program} ended before it listened for DevTools.`);
    child.stderr!.resume();
    const socket = (chromium.#socket = new WebSocket(address));
    await once(socket, 'open');
    socket.addEventListener('message', ({ data }) => chromium.#heard(JSON.parse(data as string) as Message));
    return chromium;
  }

  #heard({ id, result, error }: Message): void {
    if (id === undefined) return;
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result!);
  }

  send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    return new Promise<Answer>((resolve, reject) => this.#asked.set(id, { resolve, reject })) as Promise<T>;
  }

  /** A page in a browser profile of its own. */
  async open(width: number, height: number): Promise<Page> {
    const { browserContextId } = await this.send<{ browserContextId: string }>('Target.createBrowserContext');
    const { targetId } = await this.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', browserContextId, width, height });
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, sessionId, browserContextId);
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    return page;
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit');
    await this.send('Browser.close');
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export class Page {
  #chromium: Chromium;
  #session: string;
  #context: string;

  constructor(chromium: Chromium, session: string, context: string) {
    this.#chromium = chromium;
    this.#session = session;
    this.#context = context;
  }

  send<T>(method: string, params: object = {}): Promise<T> {
    return this.#chromium.send<T>(method, params, this.#session);
  }

  /** Runs a function in the page; it and its arguments are serialised. */
  async evaluate<T, A extends unknown[]>(fn: (...args: A) => T | Promise<T>, ...args: A): Promise<T> {
    const { result, exceptionDetails: wrong } = await this.send<{
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    }>('Runtime.evaluate', { expression: `(${fn.toString()})(...${JSON.stringify(args)})`, awaitPromise: true, returnByValue: true });
    if (wrong) throw new Error(wrong.exception?.description ?? wrong.text);
    return result.value;
  }

  /** Real key presses, one for each character. */
  async type(text: string): Promise<void> {
    for (const key of text) {
      await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key, unmodifiedText: key });
      await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
    }
  }

  async close(): Promise<void> {
    await this.#chromium.send('Target.disposeBrowserContext', { browserContextId: this.#context });
  }
}
