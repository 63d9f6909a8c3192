// The module for people: as the whole one, without what only companies ask for.
export { default } from './subshare-core.mjs';
