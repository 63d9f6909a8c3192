// `subshare/server`: the publisher's half. See docs/guide/front.md.
export { createFront, type Front } from './front.js';
export { MemoryLine, secondsUntil, type Line, type LineOptions, type Place } from './line.js';
export { RedisLine, type RedisLineOptions } from './redis-line.js';
export type { FrontEvent, FrontOptions, LoginOptions, UserToken } from './options.js';
export type { OperationName } from './endpoints.js';
