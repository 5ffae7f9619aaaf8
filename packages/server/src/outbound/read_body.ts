/** Reads an answer's body: decompressed, never more than the limit, so that 200 KB of gzip cannot become 200 MB of memory. */
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Rejected } from '@millrace/sdk';
import { Pieces } from './pieces.ts';

function decoderFor(encoding: string): Transform | null {
  switch (encoding) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new Rejected(
        `The answer is packed in a way that is not understood ("${encoding.slice(0, 40)}")`,
        {
          code: 'unsupported_encoding',
        },
      );
  }
}

export function tooLarge(limit: number): Rejected {
  return new Rejected(`The answer is larger than ${Math.round(limit / 1024)} KB`, {
    code: 'response_too_large',
    hint: 'Ask for less: a page of a list, fewer fields, or a link to the file.',
  });
}

/**
 * @param limit bytes after decompression
 * @throws Rejected `response_too_large`, `unsupported_encoding`, `broken_response` (data that does not unpack).
 */
export async function readBody(source: Readable, encoding: string, limit: number): Promise<Uint8Array> {
  const decoder = decoderFor(encoding.trim().toLowerCase());
  if (decoder) {
    source.once('error', (error) => decoder.destroy(error));
    source.pipe(decoder);
  }
  const pieces = new Pieces();
  try {
    for await (const chunk of decoder ?? source) {
      pieces.add(chunk as Uint8Array);
      if (pieces.size > limit) throw tooLarge(limit);
    }
  } catch (error) {
    if (isZlibError(error))
      throw new Rejected('The answer could not be unpacked; it is damaged', {
        code: 'broken_response',
        cause: error,
      });
    throw error;
  } finally {
    source.destroy();
    decoder?.destroy();
  }
  return pieces.together();
}

// Zlib's codes start with Z_, Brotli's with ERR__ERROR_ (two underscores).
function isZlibError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return code.startsWith('Z_') || code.startsWith('ERR__ERROR_');
}
