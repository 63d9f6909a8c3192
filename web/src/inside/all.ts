// Both modules, for development and for tests, where a bundler may have moved the scripts away from the wasm files. Nothing happens on a
// server, which has no use for them.
import { page } from '../page.js';

if (typeof document !== 'undefined') {
  const { inside } = page();
  inside.small ??= async () => (await import('./people-bytes.js')).default;
  inside.whole ??= async () => (await import('./core-bytes.js')).default;
}
