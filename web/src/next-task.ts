/**
 * Goes on in a task of its own, so that input and frames get their turn in between: on a slow phone no task is to last so
 * long that a person notices. Not setTimeout, which waits 4 ms where it is asked for often.
 */
export function nextTask(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?(): Promise<void> } };
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Where a long piece of work may make way for others: a promise to wait for where its task has lasted long enough. */
export type Pause = () => Promise<void> | undefined;

/** So many ms a piece of work goes on before it makes way. */
const slice = 8;

export function pauses(): Pause {
  let since = performance.now();
  return () => {
    if (performance.now() - since < slice) return undefined;
    return nextTask().then(() => void (since = performance.now()));
  };
}
