// What a page's own script gives to the client, checked where it comes in: nothing else than plain, whole text reaches the
// module, whatever JavaScript passes. What a text means is the core's to say.
import type { ErrorInfo } from './core.js';

export type ArgumentCode = 'required' | 'argument_invalid' | 'not_utf8' | 'base_url_invalid';

/** Thrown within a method of the client, and the outcome of that call. */
export class ArgumentError {
  readonly info: ErrorInfo;

  constructor(code: ArgumentCode, field: string, value?: unknown) {
    // Objects are not shown: asking them for a text would run the page's code.
    const shown = typeof value !== 'object' && typeof value !== 'function' && value !== undefined;
    this.info = { code, field, fragment: shown ? String(value).slice(0, 100) : '' };
  }
}

/** A member of whatever was given; undefined where there is none. `field` names it in the error of a getter that throws. */
export function member(of: unknown, name: PropertyKey, field: string): unknown {
  if (of === undefined || of === null) return undefined;
  try {
    return (of as Record<PropertyKey, unknown>)[name] ?? undefined;
  } catch {
    throw new ArgumentError('argument_invalid', field);
  }
}

/** Half a surrogate pair has no UTF-8, and embind would join it with the character that follows. */
export const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);

export function textOf(value: unknown, field: string): string {
  if (value === undefined || value === null) throw new ArgumentError('required', field);
  if (typeof value !== 'string') throw new ArgumentError('argument_invalid', field, value);
  if (!isWhole(value)) throw new ArgumentError('not_utf8', field, value.replace(/\p{Surrogate}/gu, '\ufffd'));
  return value;
}

/** The named members, each a text. Those whose name ends in `?` may be absent, and are empty then. */
export function textsOf(of: unknown, names: string): string[] {
  return names.split(' ').map((name) => {
    const field = name.replace('?', '');
    const value = member(of, field, field);
    return value === undefined && field !== name ? '' : textOf(value, field);
  });
}

/** Tells of what a page's own function threw, as the browser tells of an event listener. The rest goes on. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

/** Calls a function of the page, whatever it does. */
export function tell<Args extends unknown[]>(listener: ((...args: Args) => unknown) | undefined, ...args: Args): void {
  try {
    listener?.(...args);
  } catch (error) {
    report(error);
  }
}
