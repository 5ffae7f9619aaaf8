/** A file as the value of a field, or in words why it cannot be one. */
import { fieldText } from '../../../strings/fields.ts';

const t = fieldText.file;
export const mostFileBytes = 1024 * 1024;

export interface FileValue {
  filename: string;
  content_type: string;
  /** Base64. */
  data: string;
}

export function isFileValue(value: unknown): value is FileValue {
  if (typeof value !== 'object' || value === null) return false;
  const { filename, data } = value as Record<string, unknown>;
  return typeof filename === 'string' && typeof data === 'string';
}

/** @param accept the kinds that are wanted, as an HTML file input names them */
export async function readFile(
  file: File,
  accept: string | undefined,
): Promise<FileValue | { problem: string }> {
  if (accept && !isWanted(file, accept)) return { problem: t.wrong_kind(file.name, accept) };
  if (file.size > mostFileBytes) return { problem: t.too_large(file.name, sizeInWords(file.size)) };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return {
      filename: file.name,
      content_type: file.type || 'application/octet-stream',
      data: base64Of(bytes),
    };
  } catch {
    // A folder that was dropped is a file that cannot be read.
    return { problem: file.type === '' && file.size % 4096 === 0 ? t.folder : t.unreadable(file.name) };
  }
}

function isWanted({ name, type }: File, accept: string): boolean {
  return accept
    .split(',')
    .map((kind) => kind.trim().toLowerCase())
    .some((kind) => {
      if (kind.startsWith('.')) return name.toLowerCase().endsWith(kind);
      if (kind.endsWith('/*')) return type.startsWith(kind.slice(0, -1));
      return type === kind;
    });
}

/** In pieces: a call with a million arguments is refused by browsers. */
function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** How many bytes a base64 text stands for. */
export function bytesOf(data: string): number {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}

export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
