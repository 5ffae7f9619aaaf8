/** A form with files, encoded by the platform. */
import { bytesOf, fileField, Rejected } from '@millrace/sdk';
import { z } from 'zod';
import { scalar } from './headers.ts';

const name = z.string().trim().min(1, 'Give the field a name').max(500).meta({ title: 'Field name' });

export const formPart = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    name,
    value: scalar.optional().meta({ title: 'Value', field: 'text' }),
  }),
  z.object({ type: z.literal('file'), name, file: fileField({ title: 'File' }) }),
]);
export type FormPart = z.output<typeof formPart>;

export interface EncodedForm {
  body: Uint8Array;
  content_type: string;
}

/**
 * The parts in their order as `multipart/form-data`.
 * @throws Rejected code `invalid_body` naming the file that cannot be read
 */
export async function encodeForm(parts: readonly FormPart[]): Promise<EncodedForm | null> {
  if (parts.length === 0) return null;
  const form = new FormData();
  for (const [index, part] of parts.entries()) {
    if (part.type === 'file') form.append(part.name, fileOf(part.file, index));
    else if (part.value !== null && part.value !== undefined) form.append(part.name, String(part.value));
  }
  const encoded = new Response(form);
  const body = new Uint8Array(await encoded.arrayBuffer());
  return { body, content_type: encoded.headers.get('content-type')! };
}

function fileOf(file: Extract<FormPart, { type: 'file' }>['file'], index: number): File {
  const bytes = bytesOf(file);
  if (bytes) return new File([bytes], file.filename, { type: file.content_type });
  throw new Rejected(`The data of the file ${file.filename} is not base64`, {
    code: 'invalid_body',
    field: `form_data[${index}].file`,
    hint: 'A file is an object with filename, content_type and data, where data is base64.',
  });
}
