// Loads the WebAssembly module once for the whole page.
import type { Core } from './core.js';
import { nextTask } from './next-task.js';
import { page } from './page.js';

/** Names of the wasm files with their content's hash as a query, so that a cached old one never meets a new script. */
declare const SUBSHARE_WHOLE: string;
declare const SUBSHARE_PEOPLE: string;
/** The one that this script asks for; empty where it may be either. */
declare const SUBSHARE_ONLY: 'whole' | 'people' | '';

export interface LoadOptions {
  /** Where the wasm file is; by default beside this script. */
  wasmUrl?: string | undefined;
  /** Subresource integrity of the wasm file ("sha384-…"), as `dist/integrity.json` lists it. */
  integrity?: string | undefined;
  /**
   * The smaller module, without the companies' four operations and their checks: `subshare-people.wasm` in place of
   * `subshare-core.wasm`. Where the page has the whole one already, that is taken.
   */
  forPeople?: boolean | undefined;
}

/**
 * The module, loaded at the first call. The first caller's options count; later callers get the same module.
 *
 * Resolves to null where there is no browser. Rejects when a file cannot be had or does not match its hash; a failed
 * load is not kept, so that the next call tries again.
 */
export function loadSubshare(options: LoadOptions = {}): Promise<Core | null> {
  if (typeof document === 'undefined') return Promise.resolve(null);
  const { modules } = page();
  const small = isSmall(options);
  if (small && modules.whole) return modules.whole;
  const name = small ? 'small' : 'whole';
  return (modules[name] ??= load(options).catch((error: unknown) => {
    delete modules[name];
    throw error;
  }));
}

const isSmall = ({ forPeople }: LoadOptions) => (SUBSHARE_ONLY ? SUBSHARE_ONLY === 'people' : forPeople);

async function load(options: LoadOptions): Promise<Core> {
  const [file, importGlue] = isSmall(options)
    ? [SUBSHARE_PEOPLE, () => import('./subshare-people.mjs')]
    : [SUBSHARE_WHOLE, () => import('./subshare-core.mjs')];
  const { wasmUrl, integrity } = options;
  const url = wasmUrl ?? new URL(file, import.meta.url);
  const [glue, wasm] = await Promise.all([
    importGlue(),
    fetch(url, { integrity: integrity ?? '' }).then(compile),
  ]);
  const core = (await glue.default({ wasm })) as unknown as Core;
  // Starting it and the first calls are as much work each.
  await nextTask();
  return core;
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  // A server that does not know the type of .wasm files is common, and no reason to fail.
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
