// Of several pieces of work that follow one another, only the latest has a say: what it outdates is aborted.

/** Returns `run(work, done, failed)`: `work` gets a signal, `done` its result, `failed` an error of either, while it is the latest. */
export function latestOnly() {
  let running = new AbortController();
  return async (work, done, failed) => {
    running.abort();
    const { signal } = (running = new AbortController());
    try {
      const result = await work(signal);
      if (!signal.aborted) done(result);
    } catch (error) {
      if (!signal.aborted) failed(error);
    }
  };
}
