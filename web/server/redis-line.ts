// The line in Redis or Valkey, for several servers: the same rule as in memory (line.ts), kept by one small script, so that it is one step
// whoever asks. The clock is Redis' own. Any client library does: it is handed in as one function.
//
// Where Redis cannot be reached, the server goes on with its share of the limit, says so, and asks again every second. Who was told a moment
// keeps it: each server remembers what it told, and tells a Redis that has forgotten.
import { MemoryLine, wholeOf, type Line, type LineOptions, type Place, type WholeLineOptions } from './line.js';

export interface RedisLineOptions extends LineOptions {
  /**
   * Runs a script. With `redis`: `(script, keys, args) => client.eval(script, { keys, arguments: args })`; with `ioredis`:
   * `(script, keys, args) => client.eval(script, keys.length, ...keys, ...args)`.
   */
  evaluate: (script: string, keys: string[], args: string[]) => Promise<unknown>;
  /**
   * The same by its SHA-1 alone, so that it is not sent with each call: `(sha, keys, args) => client.evalSha(sha, { keys, arguments: args })`,
   * or `client.evalsha(sha, keys.length, ...keys, ...args)`. Where Redis does not know it (NOSCRIPT), `evaluate` runs it.
   */
  evaluateSha?: ((sha: string, keys: string[], args: string[]) => Promise<unknown>) | undefined;
  /** How many servers have it in common: what one goes by alone is its share. */
  servers: number;
  /** What the keys begin with; another for each client id. */
  name?: string | undefined;
  /** How long Redis may take, in ms; 250 by default. */
  patience?: number | undefined;
}

const script = `
local ring, state, tickets, order, readers, held, holders, refused = unpack(KEYS)
local what, ticket, reader = ARGV[1], ARGV[2], ARGV[3]
local per_second, per_minute, holds, places = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local keeps, margin, clock = tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10]
local told, last, stop, server = tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13]), ARGV[14]
local time = redis.call('TIME')
local now = clock ~= '' and tonumber(clock) or time[1] * 1000 + math.floor(time[2] / 1000)
local text = function(number) return string.format('%.0f', number) end
local get = function(name) return tonumber(redis.call('HGET', state, name) or '0') end
local count, offset, not_before = get('count'), get('offset'), get('not_before')

local leave = function(one)
  local found = redis.call('HGET', tickets, one)
  redis.call('ZREM', order, one)
  if not found then return end
  redis.call('HDEL', tickets, one)
  local moment, who = found:match('^(%S+) (.*)$')
  local left = {}
  local had = redis.call('HGET', readers, who) or ''
  -- One of them: two places may have the same moment.
  local gone = false
  for each in had:gmatch('[^,]+') do
    if each == moment and not gone then gone = true else left[#left + 1] = each end
  end
  if #left > 0 then redis.call('HSET', readers, who, table.concat(left, ',')) else redis.call('HDEL', readers, who) end
end
for _, one in ipairs(redis.call('ZRANGEBYSCORE', order, '-inf', text(now - keeps - offset), 'LIMIT', 0, 100)) do leave(one) end

-- Calls that wait in a server until their moment, and which server that is. Those that went are told of: what is left after its moment was in a
-- server that is no more.
local release = function(one)
  redis.call('ZREM', held, one)
  redis.call('HDEL', holders, one)
end
for _, one in ipairs(redis.call('ZRANGEBYSCORE', held, '-inf', text(now - keeps - offset), 'LIMIT', 0, 100)) do release(one) end
local hold = function(moment, wait)
  if wait <= 0 then return end
  redis.call('ZADD', held, text(moment), ticket)
  redis.call('HSET', holders, ticket, server)
end

redis.call('ZREMRANGEBYSCORE', refused, '-inf', text(now - keeps))
local length = function() return redis.call('ZCARD', order) + redis.call('ZCARD', refused) end
local expire = function()
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, 86400000) end
end

if what == 'went' then
  if redis.call('HGET', holders, ticket) == server then release(ticket) end
  return {0, 0, length()}
end

if what == 'stop' then
  redis.call('ZADD', refused, text(now + stop), ticket)
  local until_then = now + stop + 1000 + margin
  local first = redis.call('ZRANGEBYSCORE', order, text(now - offset), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2]
  if first and tonumber(first) + offset < until_then then redis.call('HSET', state, 'offset', text(until_then - tonumber(first))) end
  redis.call('HSET', state, 'not_before', text(math.max(not_before, until_then)))
  expire()
  return {0, 0, length()}
end

local again = tonumber(redis.call('ZSCORE', refused, ticket) or nil)
if again then
  local wait = math.max(0, again - now)
  if wait > holds then return {text(wait), 0, length()} end
  redis.call('ZREM', refused, ticket)
  hold(again - offset, wait)
  return {text(wait), 1, length()}
end

local found = redis.call('HGET', tickets, ticket)
-- It was told before all this was forgotten.
if not found and told >= 0 then
  local moment = text(now + told - offset)
  redis.call('HSET', tickets, ticket, moment .. ' ' .. reader)
  redis.call('ZADD', order, moment, ticket)
  local had = redis.call('HGET', readers, reader)
  redis.call('HSET', readers, reader, had and had .. ',' .. moment or moment)
  found = moment .. ' ' .. reader
end
if found then
  local wait = math.max(0, tonumber(found:match('^%S+')) + offset - now)
  if wait > holds then return {text(wait), 0, length()} end
  hold(tonumber(found:match('^%S+')), wait)
  leave(ticket)
  return {text(wait), 1, length()}
end
-- It waited in another server, which has gone or has been left: its moment is nobody else's, and where it has passed, it goes now.
local holder = redis.call('HGET', holders, ticket)
if holder and holder ~= server then
  local wait = math.max(0, tonumber(redis.call('ZSCORE', held, ticket)) + offset - now)
  if wait > 0 then redis.call('HSET', holders, ticket, server) else release(ticket) end
  return {text(wait), 1, length()}
end
local mine, first, had = 0, nil, redis.call('HGET', readers, reader) or ''
for each in had:gmatch('[^,]+') do mine = mine + 1; first = first or tonumber(each) end
if mine >= places then return {text(math.max(1000, first + offset - now)), 2, length()} end

local moment = math.max(now, not_before) - offset
-- Nobody gets in before those whom a Redis that has forgotten had told.
if count == 0 and last > 0 then moment = math.max(moment, now + last - offset) end
local at = function(back, more)
  if count < back then return end
  local then_ = redis.call('HGET', ring, text((count - back) % per_minute))
  if then_ then moment = math.max(moment, tonumber(then_) + more) end
end
at(1, 0)
at(per_second, 1000 + margin)
at(per_minute, 60000 + margin)
redis.call('HSET', ring, text(count % per_minute), text(moment))
redis.call('HSET', state, 'count', text(count + 1))
expire()
local wait = math.max(0, moment + offset - now)
if wait <= holds then
  hold(moment, wait)
  return {text(wait), 1, length()}
end
redis.call('HSET', tickets, ticket, text(moment) .. ' ' .. reader)
redis.call('ZADD', order, text(moment), ticket)
redis.call('HSET', readers, reader, had == '' and text(moment) or had .. ',' .. text(moment))
return {text(wait), 0, length()}
`;

let digest: Promise<string> | undefined;
const sha = () =>
  (digest ??= crypto.subtle.digest('SHA-1', new TextEncoder().encode(script)).then((bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')));

/** For so long it is not asked again after it did not answer, in ms. */
const pause = 1000;

export class RedisLine implements Line {
  readonly #options: RedisLineOptions;
  readonly #whole: WholeLineOptions;
  readonly #alone: MemoryLine;
  readonly #keys: string[];
  readonly #now: () => number;
  /** What was told to whom, by this server's clock, in the order in which it was. */
  #told = new Map<string, number>();
  /** The last moment that was given to anybody, as far as this server knows. */
  #last = 0;
  #length = 0;
  /** By which the others tell this server from themselves. */
  readonly #name = crypto.randomUUID();
  #isWhole = true;
  #again = 0;

  constructor(options: RedisLineOptions) {
    this.#options = options;
    this.#whole = wholeOf(options);
    this.#now = this.#whole.now;
    const share = (limit: number) => Math.max(1, Math.floor(limit / Math.max(1, options.servers)));
    this.#alone = new MemoryLine({ ...this.#whole, perSecond: share(this.#whole.perSecond), perMinute: share(this.#whole.perMinute) });
    const name = options.name ?? 'subshare';
    // One hash tag: in a cluster they are on one node.
    this.#keys = ['ring', 'state', 'tickets', 'order', 'readers', 'held', 'holders', 'refused'].map((key) => `{${name}}:line:${key}`);
  }

  async take(ticket: string, reader: string): Promise<Place> {
    const now = this.#now();
    const told = this.#told.get(ticket);
    const found = await this.#ask('take', [ticket, reader], told === undefined ? -1 : Math.max(0, told - now), this.#last - now);
    if (found) {
      this.#length = found[2];
      return this.#remember(ticket, { wait: found[0], goes: found[1] === 1, ...(found[1] === 2 ? { isKept: false } : {}) });
    }
    if (told !== undefined) {
      const wait = Math.max(0, told - now);
      return this.#remember(ticket, { wait, goes: wait <= this.#whole.holds });
    }
    return this.#remember(ticket, await this.#alone.take(ticket, reader));
  }

  async stop(milliseconds: number, ticket: string): Promise<void> {
    await this.#alone.stop(milliseconds, ticket);
    this.#told.set(ticket, this.#now() + milliseconds);
    const found = await this.#ask('stop', [ticket, ''], -1, 0, milliseconds);
    if (found) this.#length = found[2];
  }

  async went(ticket: string): Promise<void> {
    await this.#ask('went', [ticket, ''], -1, 0);
  }

  get holds(): number {
    return this.#whole.holds;
  }

  length(): number {
    return this.#isWhole ? this.#length : this.#told.size;
  }

  isWhole(): boolean {
    return this.#isWhole;
  }

  #remember(ticket: string, place: Place): Place {
    const now = this.#now();
    for (const [one, moment] of this.#told) {
      if (moment + this.#whole.keeps > now) break;
      this.#told.delete(one);
    }
    if (place.goes) this.#told.delete(ticket);
    else if (place.isKept !== false && !this.#told.has(ticket)) this.#told.set(ticket, now + place.wait);
    if (place.isKept !== false) this.#last = Math.max(this.#last, now + place.wait);
    return place;
  }

  async #run(args: string[]): Promise<unknown> {
    const { evaluate, evaluateSha } = this.#options;
    if (!evaluateSha) return evaluate(script, this.#keys, args);
    try {
      return await evaluateSha(await sha(), this.#keys, args);
    } catch (error) {
      if (!/^NOSCRIPT/.test((error as Error).message)) throw error;
      return evaluate(script, this.#keys, args);
    }
  }

  async #ask(what: 'take' | 'stop' | 'went', who: [string, string], told: number, last: number, stop = 0): Promise<[number, number, number] | null> {
    // Time that passes is meant, whatever a test's clock says.
    if (Date.now() < this.#again) return null;
    const { perSecond, perMinute, holds, places, keeps, margin } = this.#whole;
    const clock = this.#options.now ? [this.#now()] : [''];
    const args = [what, ...who, ...[perSecond, perMinute, holds, places, keeps, margin, ...clock, told, last, stop, this.#name].map((one) => (typeof one === 'number' ? one.toFixed(0) : one))];
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('it took too long')), this.#options.patience ?? 250)));
      const answer = this.#run(args);
      // What fails after that is not waited for any more.
      answer.catch(() => {});
      const numbers = ((await Promise.race([answer, late])) as unknown[]).map(Number);
      if (!this.#isWhole) console.warn('subshare/server: the line is in common with the other servers again.');
      this.#isWhole = true;
      return numbers as [number, number, number];
    } catch (error) {
      this.#again = Date.now() + pause;
      if (this.#isWhole) {
        console.warn(`subshare/server: Redis cannot be reached (${(error as Error).message}); this server goes on with its share of the limit.`);
      }
      this.#isWhole = false;
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
