// One visit to the page: a browser profile of its own, so nothing is cached, under a given network and processor.
import type { Chromium, Page } from './chromium.ts';
import { atRest, beginTyping, type Painted, type Part, type Pasted, pasteList, readAgain, timeChecks, typed, watch } from './in_page.ts';

export interface Conditions {
  name: string;
  /** How many times slower than this machine. */
  cpu: number;
  network?: { latency: number; downloadThroughput: number; uploadThroughput: number };
}

const bytesPerSecond = (megabits: number): number => (megabits * 1_000_000) / 8;

export const asIs: Conditions = { name: 'as it is', cpu: 1 };
/** Lighthouse's figures of a slow 4G line: 150 ms there and back, 1.6 Mbit/s down, 0.75 up; DevTools adds the latency to each request. */
export const slow4G: Conditions = {
  name: '4× slower processor, slow 4G',
  cpu: 4,
  network: { latency: 150, downloadThroughput: bytesPerSecond(1.6), uploadThroughput: bytesPerSecond(0.75) },
};
export const slowProcessor: Conditions = { name: '4× slower processor', cpu: 4 };

export interface Load {
  firstKey: number;
  known: number;
  parts: Part[];
  /** Processor time of the main thread, in ms. */
  ran: number;
  long: { start: number; duration: number }[];
}

export interface Memory {
  heap: number;
  module: number;
}

export class Visit {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async begin(browser: Chromium, { cpu, network }: Conditions): Promise<Visit> {
    const page = await browser.open(412, 823); // a telephone's screen
    await page.send('Page.enable');
    await page.send('Network.enable');
    if (network) await page.send('Network.emulateNetworkConditions', { offline: false, ...network });
    await page.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    // Time that the thread ran, not time that went by: what else the machine does does not count.
    await page.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${watch.toString()})()` });
    return new Visit(page);
  }

  /** Processor time of all tasks of the page's main thread so far, in ms. */
  async #ran(): Promise<number> {
    const { metrics } = await this.page.send<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  }

  /** Opens the page and waits until all is known and the main thread is at rest. */
  async open(url: string): Promise<Load> {
    await this.page.send('Page.navigate', { url });
    const { firstKey, known, long, parts, shown } = await this.page.evaluate(atRest);
    if (firstKey === undefined || known === undefined) throw new Error(`The element at ${url} cannot be used after a minute; it shows: ${shown}`);
    return { firstKey, known, long, parts, ran: await this.#ran() };
  }

  /** The list is asked for once more; `ran` is the main thread's processor time from there on, in ms. */
  async readAgain(): Promise<Painted & { ran: number }> {
    const before = await this.#ran();
    const painted = await this.page.evaluate(readAgain);
    return { ...painted, ran: (await this.#ran()) - before };
  }

  /** Pastes a list; `rows` are drawn of it. */
  async paste(text: string, rows: number): Promise<Pasted> {
    return this.page.evaluate(pasteList, text, rows);
  }

  /** JavaScript heap and the module's memory once all garbage is gone, in bytes. */
  async memory(): Promise<Memory> {
    for (let i = 0; i < 2; i++) await this.page.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.page.send<{ usedSize: number }>('Runtime.getHeapUsage');
    const module = await this.page.evaluate(() => window.bench.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
    return { heap: usedSize, module };
  }

  /** Types with real keys in place of what is in the field; the median time from a key's input event until the form is drawn, in ms. */
  async type(text: string): Promise<number> {
    await this.page.evaluate(beginTyping);
    await this.page.type(text);
    const keys = await this.page.evaluate(typed);
    if (keys.length !== text.length) throw new Error(`${keys.length} keys of ${text.length} reached the field.`);
    return keys.toSorted((a, b) => a - b)[keys.length >> 1]!;
  }

  async timeChecks(text: string): Promise<number> {
    return this.page.evaluate(timeChecks, text);
  }

  async end(): Promise<void> {
    await this.page.close();
  }
}
