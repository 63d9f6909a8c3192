// The module's generated declarations in plain words: strings where embind takes bytes as well, and the words that a
// string may be.
import type * as generated from './subshare-core.mjs';

type Plain<T> = [ArrayBuffer] extends [T]
  ? string
  : T extends (infer Item)[]
    ? Plain<Item>[]
    : T extends (...args: infer Args) => infer Result
      ? (...args: { [K in keyof Args]: Plain<Args[K]> }) => Plain<Result>
      : T extends object
        ? { [K in keyof T]: Plain<T[K]> }
        : T;

type Words<T, W> = Omit<T, keyof W> & W;

export type ErrorInfo = Plain<generated.ErrorInfo>;
export type ContactCheck = Plain<generated.ContactCheck>;
export type TextCheck = Plain<generated.TextCheck>;
/** One person out of a list. `rest`: what else stood with them, and is not used. */
export interface Invitee {
  contact: string;
  firstName: string;
  lastName: string;
  rest: string;
}
export type Seats = Plain<generated.Seats>;
export type ShareRule = Plain<generated.ShareRule>;
/** A person who has it or was asked. Members that the server did not send are undefined, or empty where they are text. */
export type SharedUser = Words<
  Plain<generated.SharedUser>,
  { state: 'pending' | 'accepted' | 'declined' | 'ended' | 'unknown' }
>;
export type CallOutcome = Words<
  Plain<generated.Outcome>,
  { kind: 'done' | 'already' | 'refused' | 'unknown' | 'failed' }
>;
export type DistributionLevel = NonNullable<CallOutcome['levels']>[number];
export type Net = NonNullable<CallOutcome['nets']>[number];

export interface Hooks {
  needToken(call: number, mode: 'user' | 'client', fresh: boolean): void;
  waiting(reason: WaitReason, milliseconds: number): void;
  done(outcome: CallOutcome): void;
}
export type WaitReason = 'pacing' | 'backoff' | 'rate_limited' | 'offline';

type Generated = Plain<generated.MainModule>;
/** The module, with the functions' own words for what comes out and what hooks are told. */
export type Core = {
  [K in keyof Generated]: Generated[K] extends (...args: infer Args) => infer Result
    ? (...args: { [I in keyof Args]: Args[I] extends { done: unknown } ? Hooks : Args[I] }) => [
        NonNullable<Result>,
      ] extends [{ shareStatus: string }]
        ? SharedUser | undefined
        : Result
    : Generated[K];
};
