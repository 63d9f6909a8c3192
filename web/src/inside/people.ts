// The smaller module inside a script, for pages whose bundler cannot find a wasm file: importing this is enough. It is loaded with the
// first element that is seen.
import { page } from '../page.js';

page().inside.small ??= async () => (await import('./people-bytes.js')).default;
