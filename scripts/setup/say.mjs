/** One line of progress for the person who waits. @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** The set-up cannot go on; the message is for a person, and no stack follows it. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/**
 * Runs a script's main function: a SetupError becomes its line, everything else keeps its stack.
 * @param {() => Promise<number | undefined>} work returns the exit code
 */
export async function runScript(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
