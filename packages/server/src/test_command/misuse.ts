import { safe } from './safe_text.ts';

/** `millrace test` cannot run anything as it was called; the message is one sentence that says why. Exit code 2. */
export class TestMisuse extends Error {
  override name = 'TestMisuse';

  constructor(message: string) {
    // It quotes names out of a file, and what a server answered.
    super(safe(message));
  }
}
