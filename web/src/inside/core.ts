// As people.ts, with the whole module, which does for elements of both kinds.
import { page } from '../page.js';

page().inside.whole ??= async () => (await import('./core-bytes.js')).default;
