// How often elements may ask for what they show. A page that draws itself anew whenever something fails, and makes an element or its token
// source anew each time, would ask as fast as it is refused: 1,360 calls in 23 s were seen of one browser, two thirds of what all readers
// have. What a person asks for (inviting, accepting, ending) is never held back.
import { page } from './page.js';

/** Reads of one page within a minute, for each API and token source; all sources that are no URL count as one. */
export const mostReads = 20;
const minuteMs = 60_000;

/** Whether so many have been made within a minute that the next one waits. */
export const isHurried = (name = ''): boolean => recent(name).length >= mostReads;

// Those that wait already are in it with the time of their turn.
const recent = (name: string, now = Date.now()): number[] => (page().reads[name] ?? []).filter((time) => time > now - minuteMs && time < now + 60 * minuteMs);

/** Undefined where it may be now; else resolves when it may. `waiting` is told for how many ms. */
export function pace(name: string, waiting?: (milliseconds: number) => void): Promise<void> | undefined {
  const { reads } = page();
  const now = Date.now();
  const times = recent(name, now);
  const wait = times.length < mostReads ? 0 : times.at(-mostReads)! + minuteMs - now;
  reads[name] = [...times, now + wait];
  if (wait <= 0) return undefined;
  console.error(
    `subshare: more than ${mostReads} reads within a minute, so this one waits. The page makes its elements, or their settings, anew again and ` +
      'again, most often because it renders when something has failed: keep the element, and call userChanged() for another user.',
  );
  waiting?.(wait);
  return new Promise((resolve) => setTimeout(resolve, wait));
}
