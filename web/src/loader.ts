// Loads the WebAssembly module once for the whole page.
import type { Core } from './core.js';
import { nextTask } from './next-task.js';
import { page } from './page.js';

/** Name of the wasm file with its content's hash as a query, so that a cached old one never meets a new script. */
declare const SUBSHARE_WASM: string;

export interface LoadOptions {
  /** Where the wasm file is; by default beside this script. */
  wasmUrl?: string | undefined;
  /** Subresource integrity of the wasm file ("sha384-…"), as `dist/integrity.json` lists it. */
  integrity?: string | undefined;
}

/**
 * The module, loaded at the first call. The first caller's options count; later callers get the same module.
 *
 * Resolves to null where there is no browser. Rejects when a file cannot be had or does not match its hash; a failed
 * load is not kept, so that the next call tries again.
 */
export function loadSubshare(options: LoadOptions = {}): Promise<Core | null> {
  if (typeof document === 'undefined') return Promise.resolve(null);
  const here = page();
  return (here.module ??= load(options).catch((error: unknown) => {
    here.module = undefined;
    throw error;
  }));
}

async function load({ wasmUrl, integrity }: LoadOptions): Promise<Core> {
  const url = wasmUrl ?? new URL(SUBSHARE_WASM, import.meta.url);
  const [glue, wasm] = await Promise.all([
    import('./subshare-core.mjs'),
    fetch(url, { integrity: integrity ?? '' }).then(compile),
  ]);
  const core = await new Promise<Core>((resolve, reject) => {
    glue
      .default({
        // Our own hook, because the glue neither checks integrity nor reports an instantiation that fails.
        instantiateWasm(
          imports: WebAssembly.Imports,
          done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
        ) {
          WebAssembly.instantiate(wasm, imports).then((instance) => done(instance, wasm), reject);
          return {};
        },
      })
      .then((module) => resolve(module as unknown as Core), reject);
  });
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
