// A call as a state machine of XState.
import { assign, createActor, fromPromise, setup } from 'xstate';
import { backoff, judge, limits, online, send, sleep, spread, type Answer, type Environment, type Job, type Result, type Verdict } from '../http.js';
import { problem, type WaitReason } from '../model.js';
import type { TokenResult } from '../../../../../web/src/tokens.js';

interface Context {
  job: Job<unknown>;
  environment: Environment;
  result: Result<unknown>;
  verdict: Verdict;
  token: string;
  lookingUp: boolean;
  attempts: number;
  waits: number;
  sends: number;
  refreshed: boolean;
  fresh: boolean;
  /** Why and how long to wait. */
  reason: WaitReason;
  wait: number;
}

/** Takes a 200 in: the result, and whether it has to be sent again. */
function read({ job, result, verdict, lookingUp, sends }: Context): Partial<Context> & { again?: boolean } {
  if (verdict.do !== 'read') return {};
  if (!lookingUp) return { result: { ...result, ...job.read(verdict.json), unclear: false } };
  const list = job.lookUp!.read(verdict.json);
  if ('error' in list) return { result: { ...result, error: problem('outcome_unclear') } };
  const found = job.lookUp!.found(list.value);
  const seen = { ...result, list: list.value };
  if (found === 'there') return { result: { ...seen, found: true, unclear: false } };
  if (found === 'maybe') return { result: { ...seen, error: problem('outcome_unclear') } };
  if (sends > 1) return { result: { ...seen, error: problem('network_failed') } };
  return { result: { ...seen, unclear: false }, lookingUp: false, attempts: 0, again: true };
}

const isDoubt = ({ verdict }: Context): boolean => verdict.do === 'doubt';
const doubts = (code: string) => ({ verdict: { do: 'doubt', code } as Verdict });

const machine = setup({
  types: {
    context: {} as Context,
    input: {} as { job: Job<unknown>; environment: Environment },
    output: {} as Result<unknown>,
  },
  actors: {
    getToken: fromPromise<TokenResult, Context>(({ input }) => input.environment.token(input.fresh)),
    send: fromPromise<Answer, Context>(({ input }) =>
      send(input.lookingUp ? input.job.lookUp!.request : input.job.request, input.token, input.environment),
    ),
    wait: fromPromise<void, Context>(({ input: { reason, wait, environment } }) =>
      reason === 'offline' ? online(environment.signal) : sleep(wait, environment.signal),
    ),
  },
  guards: {
    isAborted: ({ context }) => !!context.environment.signal?.aborted,
    isToBePaced: ({ context }) => context.wait > 0,
    isExhausted: ({ context }) => context.attempts >= limits.attempts,
    hasWaitedTooOften: ({ context }) => context.waits >= limits.waits,
    mustLookUp: ({ context }) => isDoubt(context) && !!context.job.lookUp && !context.lookingUp,
    isRead: ({ context }) => context.verdict.do === 'read',
    mustRefresh: ({ context }) => context.verdict.do === 'refresh',
    isLimited: ({ context }) => context.verdict.do === 'wait',
    isOffline: ({ context }) => context.verdict.do === 'stay_away',
    isDoubtful: ({ context }) => isDoubt(context),
    mustSendAgain: ({ context }) => !!read(context).again,
  },
  actions: {
    tellWaiting: ({ context }) => context.environment.onWaiting?.(context.reason, context.wait),
    fail: assign(({ context }, { code }: { code: string }) => ({ result: { ...context.result, error: problem(code) } })),
  },
}).createMachine({
  context: ({ input }) => ({
    ...input,
    result: { httpStatus: 0, serverMessage: '', unclear: !!input.job.lookFirst, repeated: !!input.job.lookFirst },
    verdict: { do: 'refresh' },
    token: '',
    lookingUp: !!input.job.lookFirst,
    attempts: 0,
    waits: 0,
    sends: input.job.lookFirst ? 1 : 0,
    refreshed: false,
    fresh: false,
    reason: 'pacing',
    wait: 0,
  }),
  initial: 'ready',
  states: {
    ready: {
      entry: assign(({ context }) => ({ reason: 'pacing' as const, wait: context.waits < limits.waits ? context.environment.pacer.delay() : 0 })),
      always: [
        { guard: 'isAborted', target: 'done', actions: { type: 'fail', params: { code: 'aborted' } } },
        { guard: 'isToBePaced', target: 'pacing' },
        { target: 'gettingToken' },
      ],
    },
    pacing: {
      entry: ['tellWaiting', assign({ waits: ({ context }) => context.waits + 1 })],
      invoke: {
        src: 'wait',
        input: ({ context }) => context,
        onDone: [
          { guard: 'isAborted', target: 'done', actions: { type: 'fail', params: { code: 'aborted' } } },
          { target: 'gettingToken' },
        ],
      },
    },
    gettingToken: {
      invoke: {
        src: 'getToken',
        input: ({ context }) => context,
        onDone: [
          {
            guard: ({ event }) => event.output.result === 'login_required',
            target: 'done',
            actions: { type: 'fail', params: { code: 'login_required' } },
          },
          {
            guard: ({ event }) => event.output.result === 'failed',
            target: 'failing',
            actions: assign(({ context }) => ({ attempts: context.attempts + 1, ...doubts('network_failed') })),
          },
          { target: 'sending', actions: assign(({ event }) => ({ token: event.output.token, fresh: false })) },
        ],
      },
    },
    sending: {
      entry: assign({ attempts: ({ context }) => context.attempts + 1 }),
      invoke: {
        src: 'send',
        input: ({ context }) => context,
        onDone: {
          target: 'judging',
          actions: assign(({ context, event }) => {
            const { result, refreshed, job, lookingUp } = context;
            const verdict = judge(event.output, refreshed);
            const doubtful = job.changes && !lookingUp && (verdict.do === 'doubt' || verdict.do === 'stay_away');
            return {
              verdict,
              sends: context.sends + (doubtful ? 1 : 0),
              result: {
                ...result,
                httpStatus: event.output.kind === 'answer' ? event.output.status : result.httpStatus,
                unclear: result.unclear || doubtful,
                repeated: result.repeated || doubtful,
              },
            };
          }),
        },
      },
    },
    judging: {
      always: [
        { guard: 'mustSendAgain', target: 'ready', actions: assign(({ context }) => read(context)) },
        { guard: 'isRead', target: 'done', actions: assign(({ context }) => read(context)) },
        {
          guard: 'mustRefresh',
          target: 'gettingToken',
          actions: assign(({ context }) => ({ refreshed: true, fresh: true, attempts: context.attempts - 1 })),
        },
        {
          guard: 'isLimited',
          target: 'heldUp',
          actions: assign(({ context: { verdict, waits } }) => ({
            reason: 'rate_limited' as const,
            wait: (verdict.do === 'wait' ? verdict.ms : 0) + spread(waits + 1),
          })),
        },
        {
          guard: 'isOffline',
          target: 'heldUp',
          actions: assign(({ context }) => ({
            reason: 'offline' as const,
            wait: limits.offline,
            lookingUp: context.lookingUp || !!context.job.lookUp,
          })),
        },
        { guard: 'mustLookUp', target: 'ready', actions: assign({ lookingUp: true, attempts: 0 }) },
        { guard: 'isDoubtful', target: 'failing' },
        {
          target: 'done',
          actions: assign(({ context: { verdict, result, lookingUp, job } }) => {
            if (verdict.do !== 'give_up') return {};
            if (lookingUp) return { result: { ...result, error: problem('outcome_unclear') } };
            const unclear = result.unclear || (verdict.error.code === 'aborted' && job.changes);
            return { result: { ...result, unclear, error: verdict.error, serverMessage: verdict.message ?? '' } };
          }),
        },
      ],
    },
    failing: {
      always: [
        {
          guard: 'isExhausted',
          target: 'done',
          actions: assign(({ context: { verdict, result, lookingUp } }) => ({
            result: { ...result, error: problem(lookingUp || verdict.do !== 'doubt' ? 'outcome_unclear' : verdict.code) },
          })),
        },
        { target: 'backingOff' },
      ],
    },
    backingOff: {
      entry: [assign(({ context }) => ({ reason: 'backoff' as const, wait: backoff(context.attempts) })), 'tellWaiting'],
      invoke: { src: 'wait', input: ({ context }) => context, onDone: 'ready' },
    },
    heldUp: {
      always: [
        {
          guard: 'hasWaitedTooOften',
          target: 'done',
          actions: { type: 'fail', params: ({ context }) => ({ code: context.reason === 'offline' ? 'offline' : 'rate_limited' }) },
        },
        { target: 'holding' },
      ],
    },
    holding: {
      entry: [assign(({ context }) => ({ attempts: context.attempts - 1, waits: context.waits + 1 })), 'tellWaiting'],
      invoke: { src: 'wait', input: ({ context }) => context, onDone: 'ready' },
    },
    done: { type: 'final' },
  },
  output: ({ context }) => context.result,
});

export function runCall<T>(job: Job<T>, environment: Environment): Promise<Result<T>> {
  return new Promise((resolve) => {
    const actor = createActor(machine, { input: { job: job as Job<unknown>, environment } });
    actor.subscribe({ complete: () => resolve(actor.getSnapshot().output as Result<T>) });
    actor.start();
  });
}
