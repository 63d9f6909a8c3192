import '../inside/all.js';

export * from '../testing.js';
