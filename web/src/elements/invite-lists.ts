// The module that reads lists (wasm/lists.cpp), inside a chunk that is loaded when it is needed, so that wherever the
// scripts are it is too.
import type { Invitee } from '../core.js';
import bytes from '../subshare-lists.wasm';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  room(bytes: number): number;
  split(): number;
}

export async function reader(): Promise<(text: string) => Invitee[]> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const { instance } = await WebAssembly.instantiate(bytes, {
    subshare: { unicode },
    env: { emscripten_notify_memory_growth: () => undefined },
  });
  const { memory, _initialize, room, split } = instance.exports as unknown as Exports;
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

  _initialize();
  return (text) => {
    const encoded = encoder.encode(text);
    at(room(encoded.length)).set(encoded);
    let place = split();
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
  };
}
