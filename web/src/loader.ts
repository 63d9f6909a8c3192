// Loads the WebAssembly module once for the whole page.
import type { Core } from './core.js';
import { nextTask } from './next-task.js';
import { hasWebAssembly, page } from './page.js';

/**
 * Where the wasm files are from the script, put in by build.mjs as a literal, since that is what bundlers look for. In scripts that are
 * copied as they are it has the content's hash as a query, so that a cached old one never meets a new script; for bundlers it has none,
 * since some take it for a part of the file's name. Empty where the module comes from inside a script alone.
 */
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
  const { modules, inside } = page();
  // The whole one does for all, where it is there already, or is the only one that a script has inside.
  const small = isSmall(options) && !modules.whole && !(inside.whole && !inside.small);
  const name = small ? 'small' : 'whole';
  return (modules[name] ??= load(options, small).catch((error: unknown) => {
    delete modules[name];
    throw error;
  }));
}

const isSmall = ({ forPeople }: LoadOptions) => (SUBSHARE_ONLY ? SUBSHARE_ONLY === 'people' : forPeople);

async function load({ wasmUrl, integrity }: LoadOptions, small: boolean | undefined): Promise<Core> {
  if (!hasWebAssembly()) throw new Error('WebAssembly is turned off.');
  // An element's script has but one glue, and loads nothing that is inside another.
  const inside = SUBSHARE_ONLY ? undefined : page().inside[small ? 'small' : 'whole'];
  const [glue, wasm] = await Promise.all([
    (SUBSHARE_ONLY ? SUBSHARE_ONLY === 'people' : small) ? import('./subshare-people.mjs') : import('./subshare-core.mjs'),
    inside && !wasmUrl
      ? inside().then((bytes) => WebAssembly.compile(bytes))
      : fetch(
          wasmUrl ??
            ((SUBSHARE_ONLY ? SUBSHARE_ONLY === 'people' : small)
              ? SUBSHARE_PEOPLE && new URL(SUBSHARE_PEOPLE, import.meta.url)
              : SUBSHARE_WHOLE && new URL(SUBSHARE_WHOLE, import.meta.url)),
          { integrity: integrity ?? '' },
        ).then(compile),
  ]);
  const core = (await glue.default({ wasm })) as unknown as Core;
  // Starting it and the first calls are as much work each.
  await nextTask();
  return core;
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
  // A server that does not know the type of .wasm files is common, and no reason to fail; nor is one that adds a parameter, which
  // compiling as it comes does not take.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
