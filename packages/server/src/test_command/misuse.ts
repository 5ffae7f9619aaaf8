/** `millrace test` cannot run anything as it was called; the message is one sentence that says why. Exit code 2. */
export class TestMisuse extends Error {
  override name = 'TestMisuse';
}
