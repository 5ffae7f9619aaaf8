/** Reads the body of an answer by what it says it is. */

export interface ReadBody {
  body: unknown;
  /** The body is bytes that are no text, written as base64. */
  encoding?: 'base64';
  /** What should be known: JSON that is none, an unknown character set. */
  warning?: string;
}

/**
 * JSON types are parsed, and kept as text with a warning when they are no JSON; texts are decoded by their character set (UTF-8
 * where none is named); everything else, and text with NUL characters, becomes base64. An empty body is null.
 */
export function readBody(bytes: Uint8Array, contentType: string | undefined): ReadBody {
  if (bytes.length === 0) return { body: null };
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (isJson(type)) return readJson(bytes, parameters);
  if (isText(type)) return readText(bytes, parameters);
  if (type === '') {
    const text = decode(bytes, 'utf-8', true);
    if (text !== null && !text.includes('\0')) return { body: text };
  }
  return asBase64(bytes);
}

const isJson = (type: string) => /^[a-z]+\/(?:[^;]*\+)?json$/.test(type);
const isText = (type: string) =>
  type.startsWith('text/') ||
  /^application\/(?:[^;]*\+)?(?:xml|yaml|x-yaml|javascript|ecmascript|graphql|x-ndjson|ndjson|sql|x-www-form-urlencoded)$/.test(
    type,
  );

const asBase64 = (bytes: Uint8Array): ReadBody => ({
  body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  encoding: 'base64',
});

function decode(bytes: Uint8Array, charset: string, fatal = false): string | null {
  try {
    return new TextDecoder(charset, { fatal }).decode(bytes);
  } catch {
    return null;
  }
}

function readText(bytes: Uint8Array, parameters: string[]): ReadBody {
  const charset =
    parameters
      .find((one) => one.startsWith('charset='))
      ?.slice(8)
      .replaceAll('"', '') || 'utf-8';
  const text = decode(bytes, charset);
  if (text?.includes('\0')) return asBase64(bytes);
  if (text !== null) return { body: text };
  return {
    body: decode(bytes, 'utf-8'),
    warning: `The answer has the unknown character set "${charset}"; it was read as UTF-8`,
  };
}

function readJson(bytes: Uint8Array, parameters: string[]): ReadBody {
  const read = readText(bytes, parameters);
  if (typeof read.body !== 'string' || read.encoding) return read;
  try {
    return { ...read, body: JSON.parse(read.body) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...read, warning: `The answer says that it is JSON and is not (${reason}); it is kept as text` };
  }
}
