/** A file as a value: small ones are kept in the configuration, larger ones come from earlier steps. */
import { z } from 'zod';

/** What a person may put into a configuration. */
export const fileLimits = { bytes: 1024 * 1024 } as const;

export const fileSchema = z.object({
  filename: z
    .string()
    .trim()
    .min(1, 'A file needs a name')
    .max(255, 'A file name has at most 255 characters'),
  content_type: z
    .string()
    .trim()
    .max(200)
    .regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, 'must be a kind as in text/csv or image/png')
    .default('application/octet-stream'),
  /** Base64, with or without the padding at its end. */
  data: z.string().max(14_000_000, 'The file is larger than 10 MB'),
});
export type FileValue = z.output<typeof fileSchema>;

export interface FileField {
  title: string;
  description?: string;
  /** Kinds that are wanted, as an HTML file input names them: `image/*`, `.csv`. */
  accept?: string;
}

/** A field that takes a file: chosen in the editor, or an object with the same names given by an expression. */
export function fileField(meta: FileField) {
  return fileSchema.meta({ ...meta, field: 'file' });
}

/** The bytes of a file; null where its data is no base64. */
export function bytesOf({ data }: Pick<FileValue, 'data'>): Uint8Array<ArrayBuffer> | null {
  const text = data.replace(/\s+/g, '').replace(/^data:[^,]*;base64,/, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return null;
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
