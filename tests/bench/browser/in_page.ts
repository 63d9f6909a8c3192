// What runs in the page. Each function is sent there as text, so it uses nothing outside itself.

export interface Watch {
  /** ms after the navigation began: there is a field that takes a key. */
  firstKey: number | undefined;
  /** And all is known: rules and list have been answered, and nothing is left of what stood there before. */
  known: number | undefined;
  /** Start and duration of every task over 50 ms. */
  long: { start: number; duration: number }[];
  memories: WebAssembly.Memory[];
}

declare global {
  interface Window {
    bench: Watch;
  }
}

/** Runs before the page's own scripts. */
export function watch(): void {
  const bench: Watch = (window.bench = { firstKey: undefined, known: undefined, long: [], memories: [] });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.long.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  const look = (): void => {
    const root = document.querySelector('subshare-invite')?.shadowRoot;
    const field = root?.querySelector('form textarea');
    if (field) bench.firstKey ??= performance.now();
    if (field && !root!.querySelector('.bone')) bench.known = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  // The module does not show its memory, so its instance is asked when it is made.
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (source: WebAssembly.Module, imports?: WebAssembly.Imports) => {
    const answer = await instantiate(source, imports);
    // Of a module an instance, of bytes both.
    const { exports } = 'instance' in answer ? (answer as unknown as WebAssembly.WebAssemblyInstantiatedSource).instance : answer;
    for (const one of Object.values(exports)) if (one instanceof WebAssembly.Memory) bench.memories.push(one);
    return answer;
  }) as typeof WebAssembly.instantiate;
}

/** Resolves when all is known and the main thread has had nothing to do for a while; or after a minute, with what is there instead. */
export async function atRest(): Promise<Pick<Watch, 'firstKey' | 'known' | 'long'> & { shown: string; parts: Part[] }> {
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const { bench } = window;
  while (bench.known === undefined && performance.now() < 60_000) await sleep(50);
  for (let quiet = 0; quiet < 3; quiet++) {
    const asked = performance.now();
    await sleep(100);
    if (performance.now() - asked > 130) quiet = -1;
  }
  const shown = document.querySelector('subshare-invite')?.shadowRoot?.textContent.replace(/\s+/g, ' ') ?? 'nothing';
  const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')] as PerformanceResourceTiming[];
  const parts = entries.map(({ name, requestStart, fetchStart, responseEnd }) => ({ name, from: requestStart || fetchStart, to: responseEnd }));
  const { firstKey, known, long } = bench;
  return { firstKey, known, long, shown, parts };
}

/** What was asked for, from and to in ms after the navigation began. */
export interface Part {
  name: string;
  from: number;
  to: number;
}

export interface Painted {
  /** From the answer's last byte until the first rows are drawn, and until they are painted, in ms. */
  drawn: number;
  painted: number;
  long: number[];
}

/** Has the list read anew as for another user, and waits until its first rows are painted. */
export async function readAgain(): Promise<Painted> {
  type Element = HTMLElement & { api: { userChanged(): void }; updateComplete: Promise<unknown> };
  const element = document.querySelector<Element>('subshare-invite')!;
  const root = element.shadowRoot!;
  performance.clearResourceTimings();
  const from = window.bench.long.length;
  const drawn = new Promise<number>((resolve) => {
    let gone = false;
    const observer = new MutationObserver(() => {
      const there = !!root.querySelector('.row');
      gone ||= !there;
      if (!gone || !there) return;
      observer.disconnect();
      resolve(performance.now());
    });
    observer.observe(root, { childList: true, subtree: true });
  });
  element.api.userChanged();
  const drawnAt = await drawn;
  const paintedAt = await new Promise<number>((resolve) =>
    requestAnimationFrame(() => {
      // A task after the frame's own work runs when it has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    }),
  );
  // Long tasks are told of a little later.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const answers = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/capi/')) as PerformanceResourceTiming[];
  const answered = Math.max(...answers.map(({ responseEnd }) => responseEnd));
  return { drawn: drawnAt - answered, painted: paintedAt - answered, long: window.bench.long.slice(from).map(({ duration }) => duration) };
}

export interface Pasted {
  /** From the paste until the rows that need a look are drawn, in ms. */
  drawn: number;
  long: number[];
}

/** Pastes a list into the form, and waits until it is read and its first rows are drawn. */
export async function pasteList(text: string, rows: number): Promise<Pasted> {
  const root = document.querySelector('subshare-invite')!.shadowRoot!;
  const field = root.querySelector<HTMLTextAreaElement>('.person textarea')!;
  const from = window.bench.long.length;
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const begun = performance.now();
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }));
  while (!root.querySelector('#read') || root.querySelectorAll('.person').length < rows) {
    const waited = performance.now() - begun;
    if (waited > 60_000) throw new Error(`The list is not drawn after a minute; the form shows: ${root.querySelector('form')?.textContent}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const drawn = performance.now() - begun;
  // Long tasks are told of a little later.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { drawn, long: window.bench.long.slice(from).map(({ duration }) => duration) };
}

/** Time of one check in µs, over all that is in the field while `text` is typed. */
export function timeChecks(text: string): number {
  type Check = (text: string, callingCode: number) => unknown;
  const { core } = document.querySelector('subshare-invite') as unknown as {
    core: { parseContact: Check };
  };
  const typed = Array.from(text, (_, i) => text.slice(0, i + 1));
  const round = (): void => {
    // What the form does at each key: is it a list, and if not, whom does it reach.
    for (const one of typed) {
      core.parseContact(one, 0);
      core.parseContact(one, 47);
    }
  };
  for (let i = 0; i < 20; i++) round();
  const rounds = 50;
  const begun = performance.now();
  for (let i = 0; i < rounds; i++) round();
  return ((performance.now() - begun) * 1000) / rounds / typed.length;
}

/** Puts the cursor into the field, in place of all that is there, and starts taking the time of each key. */
export function beginTyping(): void {
  const element = document.querySelector('subshare-invite') as unknown as HTMLElement & { updateComplete: Promise<unknown> };
  const field = element.shadowRoot!.querySelector('textarea')!;
  field.focus();
  field.select();
  const page = window as unknown as { keys?: number[] };
  if (page.keys) {
    page.keys.length = 0;
    return;
  }
  const keys: number[] = (page.keys = []);
  let begun = 0;
  element.addEventListener('input', () => (begun = performance.now()), { capture: true });
  document.addEventListener('input', () => {
    void element.updateComplete.then(() => keys.push(performance.now() - begun));
  });
}

/** From the input event of each key until the element had drawn what it means, in ms. */
export function typed(): number[] {
  return (window as unknown as { keys: number[] }).keys;
}

/** Bare JSON.parse of the answer of endpoint 7, in ms: the fastest of three. */
export async function timeJsonParse(): Promise<number> {
  const url = document.querySelector('subshare-invite')!.getAttribute('base-url') + '/v1/subscription/share';
  const text = await (await fetch(url, { headers: { authorization: 'Bearer none' } })).text();
  const times = [0, 1, 2].map(() => {
    const begun = performance.now();
    JSON.parse(text);
    return performance.now() - begun;
  });
  return Math.min(...times);
}
