/** Why this process is to end. */
export interface EndReason {
  message: string;
  exit_code: number;
}

/**
 * Calls `end` when somebody wants this process to end: a signal, a parent that is gone, an error that nobody caught.
 * Signals may come twice (Ctrl+C reaches us and the parent, which forwards it), so `end` must not mind.
 */
export function watchForEnd(end: (reason: EndReason) => void, onStrayError: (error: unknown) => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => end({ message: `Stopping on ${signal}`, exit_code: 0 }));
  if (process.channel) {
    process.on('disconnect', () =>
      end({ message: 'Stopping: the process that started this one is gone', exit_code: 0 }),
    );
    // The channel only tells of the parent's end; it must not keep us alive.
    process.channel.unref();
  }
  process.on('uncaughtException', (error) => {
    onStrayError(error);
    end({ message: 'Stopping after an error that nobody expected', exit_code: 1 });
  });
  // One forgotten promise says nothing about the others: all that is accepted goes on.
  process.on('unhandledRejection', onStrayError);
}
