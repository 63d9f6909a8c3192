// What a test needs of a browser, whichever engine it is. Everything else (finding a button by its name, reading what is on the page) runs
// in the page and is the same everywhere: person.ts.
export interface Browser {
  readonly engine: 'chromium' | 'firefox' | 'webkit';
  /** A page with a storage of its own. */
  open(options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface PageOptions {
  width?: number;
  height?: number;
  /** A cookie that the page has from the start. */
  cookie?: { name: string; value: string; url: string };
  locale?: string;
  colorScheme?: 'light' | 'dark';
  forcedColors?: boolean;
  reducedMotion?: boolean;
  /** False turns scripts off: Chromium only. */
  scripts?: boolean;
}

export interface Page {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  url(): Promise<string>;
  /** Runs a function in the page; it and its arguments are serialised. */
  evaluate<T, A extends unknown[]>(fn: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  /** A real click in the middle of what is at these viewport coordinates. */
  click(x: number, y: number): Promise<void>;
  /** Real key presses, one for each character. */
  type(text: string): Promise<void>;
  /** One key by its `KeyboardEvent.key` name, with modifiers: "Tab", "Shift+Tab", "Enter". */
  key(name: string): Promise<void>;
  screenshot(file: string, options?: { fullPage?: boolean }): Promise<void>;
  /** CSP violations, uncaught errors and console errors so far; a good page has none. */
  problems(): Promise<string[]>;
  close(): Promise<void>;
}
