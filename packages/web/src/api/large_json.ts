/** Reads JSON of any size without a freeze: what is large is parsed by a worker and taken over in pieces. */
import { assembler, type Piece } from './json_pieces.ts';

/** More bytes than these would be felt when they are parsed in one go. */
const felt = 500_000;

/** The data of a JSON answer. */
export async function readJson(response: Response, signal?: AbortSignal): Promise<unknown> {
  const blob = await response.blob();
  if (blob.size <= felt) return JSON.parse(await blob.text());
  const read = await parseAside(blob, startWorker(), signal);
  // Without a worker, or too deep to be handed over: slower is better than not at all.
  return read ? read.value : JSON.parse(await blob.text());
}

function startWorker(): Worker {
  return new Worker(new URL('./json_worker.ts', import.meta.url), { type: 'module' });
}

/** Null when the worker could not do it. */
export function parseAside(
  blob: Blob,
  worker: Worker,
  signal?: AbortSignal,
): Promise<{ value: unknown } | null> {
  return new Promise<{ value: unknown } | null>((resolve, reject) => {
    const built = assembler();
    worker.addEventListener('message', ({ data }: MessageEvent<Piece | string | null>) => {
      if (data === null) resolve({ value: built.value() });
      else if (typeof data === 'string') resolve(null);
      else built.take(data);
    });
    worker.addEventListener('error', () => resolve(null));
    worker.addEventListener('messageerror', () => resolve(null));
    signal?.throwIfAborted();
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.postMessage(blob);
  }).finally(() => worker.terminate());
}
