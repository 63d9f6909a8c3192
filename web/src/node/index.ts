// For Node: the root, which in a test with a document has the module inside.
import '../inside/all.js';

export * from '../index.js';
