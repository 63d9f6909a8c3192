// A call as an async function with a loop.
import { backoff, judge, limits, online, send, sleep, spread, type Environment, type Job, type Result } from '../http.js';
import { problem } from '../model.js';

export async function runCall<T>(job: Job<T>, environment: Environment): Promise<Result<T>> {
  const { signal, pacer, token, onWaiting } = environment;
  const result: Result<T> = { httpStatus: 0, serverMessage: '', unclear: !!job.lookFirst, repeated: !!job.lookFirst };
  let lookingUp = !!job.lookFirst;
  let attempts = 0;
  let waits = 0;
  let sends = lookingUp ? 1 : 0;
  let refreshed = false;
  let fresh = false;
  const end = (code: string): Result<T> => ({ ...result, error: problem(code) });

  const pause = async (reason: Parameters<NonNullable<typeof onWaiting>>[0], ms: number): Promise<void> => {
    onWaiting?.(reason, ms);
    await (reason === 'offline' ? online(signal) : sleep(ms, signal));
  };

  for (;;) {
    const delay = pacer.delay();
    if (delay && waits++ < limits.waits) await pause('pacing', delay);
    if (signal?.aborted) return end('aborted');
    const held = await token(fresh);
    if (held.result === 'login_required') return end('login_required');
    if (signal?.aborted) return end('aborted');
    let code = 'network_failed';
    attempts++;
    if (held.result === 'available') {
      fresh = false;
      const answer = await send(lookingUp ? job.lookUp!.request : job.request, held.token, environment);
      if (answer.kind === 'answer') result.httpStatus = answer.status;
      const verdict = judge(answer, refreshed);
      switch (verdict.do) {
        case 'read':
          if (lookingUp) {
            const read = job.lookUp!.read(verdict.json);
            if ('error' in read) return end('outcome_unclear');
            result.list = read.value;
            const found = job.lookUp!.found(read.value);
            if (found === 'there') return { ...result, found: true, unclear: false };
            if (found === 'maybe' || sends > 1) return end(found === 'maybe' ? 'outcome_unclear' : code);
            lookingUp = result.unclear = false;
            attempts = 0;
            continue;
          }
          return { ...result, ...job.read(verdict.json), unclear: false };
        case 'refresh':
          refreshed = fresh = true;
          attempts--;
          continue;
        case 'wait':
          attempts--;
          if (++waits > limits.waits) return end('rate_limited');
          await pause('rate_limited', verdict.ms + spread(waits));
          continue;
        case 'stay_away':
          attempts--;
          if (++waits > limits.waits) return end('offline');
          result.unclear ||= job.changes && !lookingUp;
          lookingUp ||= !!job.lookUp;
          await pause('offline', limits.offline);
          continue;
        case 'give_up':
          if (lookingUp) return end('outcome_unclear');
          result.unclear ||= verdict.error.code === 'aborted' && job.changes;
          return { ...result, error: verdict.error, serverMessage: verdict.message ?? '' };
        case 'doubt':
          code = verdict.code;
          if (job.changes && !lookingUp) {
            sends++;
            result.unclear = result.repeated = true;
            if (job.lookUp) {
              lookingUp = true;
              attempts = 0;
              continue;
            }
          }
      }
    }
    if (attempts >= limits.attempts) return end(lookingUp ? 'outcome_unclear' : code);
    await pause('backoff', backoff(attempts));
  }
}
