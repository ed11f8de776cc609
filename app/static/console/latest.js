// Of several pieces of work that follow one another, only the latest has a say: what it outdates is aborted.

/** Returns `run(work, done, failed)`: `work` gets a signal; `done` its result or `failed` its error, if still the latest. */
export function latestOnly() {
  let running = new AbortController();
  return async (work, done, failed) => {
    running.abort();
    const { signal } = (running = new AbortController());
    const outcome = await work(signal).then(
      (result) => () => done(result),
      (error) => () => failed(error),
    );
    if (!signal.aborted) outcome();
  };
}
