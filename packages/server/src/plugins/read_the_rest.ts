import type { IncomingMessage } from 'node:http';

/** More than this is not read for the sake of an answer: 64 MB, 10 seconds. */
const limits = { bytes: 64 * 1024 * 1024, ms: 10_000 };

/**
 * Reads and drops what a client is still sending. Most clients read the answer only after they have sent everything; a
 * connection that is closed before that shows them a broken pipe instead of the 413 that says what is wrong.
 */
export function readTheRest(request: IncomingMessage): Promise<void> {
  if (request.complete || Number(request.headers['content-length'] ?? 0) > limits.bytes)
    return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const timer = setTimeout(done, limits.ms);
    function count(chunk: Buffer): void {
      bytes += chunk.length;
      if (bytes > limits.bytes) done();
    }
    function done(): void {
      clearTimeout(timer);
      request.off('data', count).off('end', done).off('close', done).off('error', done);
      resolve();
    }
    request.on('data', count).once('end', done).once('close', done).once('error', done).resume();
  });
}
