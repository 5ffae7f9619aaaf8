/** A task that runs again and again, never beside itself; what it throws is reported and does not end it. */
export interface Repeated {
  /** Runs it now, or once more right after the present run. */
  wake(): void;
  /** Resolves when the present run has ended; there is none after it. */
  stop(): Promise<void>;
}

/**
 * @param task may return the milliseconds until its next run; `interval_ms` otherwise
 */
export function repeat(
  task: () => Promise<unknown>,
  { interval_ms, onError }: { interval_ms: number; onError(error: unknown): void },
): Repeated {
  let stopped = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let present: Promise<void> | null = null;

  function run(): void {
    if (stopped) return;
    if (present) {
      again = true;
      return;
    }
    clearTimeout(timer);
    again = false;
    let pause = interval_ms;
    present = task()
      .then((asked) => {
        if (typeof asked === 'number') pause = asked;
      }, onError)
      .finally(() => {
        present = null;
        if (stopped) return;
        if (again) run();
        else timer = setTimeout(run, pause);
      });
  }

  timer = setTimeout(run, 0);
  return {
    wake: run,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await present;
    },
  };
}
