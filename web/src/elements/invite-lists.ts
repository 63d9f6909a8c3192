// The module that reads lists (wasm/lists.cpp), inside a chunk that is loaded when it is needed, so that wherever the
// scripts are it is too.
import type { Invitee } from '../core.js';
import type { Pause } from '../next-task.js';
import coded from '../subshare-lists.wasm.base64';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  room(bytes: number): number;
  begin(): number;
  read_on(reader: number, lines: number): number;
  take(reader: number): number;
}

/** So many lines are read before the clock is looked at. */
const linesAtOnce = 10;

/** So many letters are decoded before the clock is looked at; of four each come three bytes. */
const lettersAtOnce = 4096;

async function decode(pause: Pause): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array((coded.replace(/=+$/, '').length * 3) >> 2);
  for (let from = 0, to = 0; from < coded.length; from += lettersAtOnce) {
    const piece = atob(coded.slice(from, from + lettersAtOnce));
    for (let i = 0; i < piece.length; i++) bytes[to++] = piece.charCodeAt(i);
    const wait = pause();
    if (wait) await wait;
  }
  return bytes;
}

export interface Reader {
  /** All of a text at once. */
  now(text: string): Invitee[];
  /** The same, with pauses for others in between. */
  inTurns(text: string): Promise<Invitee[]>;
}

/** Takes `pauses` from who asks, since what the two shared would be a chunk of its own. */
export async function reader(pauses: () => Pause): Promise<Reader> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const { instance } = await WebAssembly.instantiate(await decode(pauses()), {
    subshare: { unicode },
    env: { emscripten_notify_memory_growth: () => undefined },
  });
  const { memory, _initialize, room, begin, read_on, take } = instance.exports as unknown as Exports;
  const at = (place: number, length?: number): Uint8Array => new Uint8Array(memory.buffer, place, length);

  /** What the browser knows of Unicode. Answers with so many bytes; none where there is no such domain. */
  function unicode(from: number, length: number, isDomain: number, to: number, space: number): number {
    const text = decoder.decode(at(from, length));
    try {
      const answer = encoder.encode(isDomain ? new URL(`http://${text}`).hostname : text.normalize().toUpperCase().normalize());
      if (answer.length > space) return 0;
      at(to).set(answer);
      return answer.length;
    } catch {
      return 0;
    }
  }

  function write(text: string): number {
    const encoded = encoder.encode(text);
    at(room(encoded.length)).set(encoded);
    return begin();
  }

  function answer(reading: number): Invitee[] {
    let place = take(reading);
    const number = (): number => {
      place += 4;
      return new DataView(memory.buffer).getUint32(place - 4, true);
    };
    const part = (): string => {
      const length = number();
      place += length;
      return decoder.decode(at(place - length, length));
    };
    return Array.from({ length: number() }, () => ({ contact: part(), firstName: part(), lastName: part(), rest: part() }));
  }

  _initialize();
  return {
    now(text) {
      const reading = write(text);
      while (read_on(reading, 0x7fffffff));
      return answer(reading);
    },
    async inTurns(text) {
      const pause = pauses();
      const reading = write(text);
      while (read_on(reading, linesAtOnce)) await pause();
      return answer(reading);
    },
  };
}
