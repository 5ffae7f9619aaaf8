/** What the dialog of a connection asks for, from the schema of the kind of authentication. Pure. */
import type { AuthManifest, JsonSchema } from '@millrace/core';

export interface AuthField {
  name: string;
  title: string;
  description?: string;
  placeholder?: string;
  required: boolean;
  secret: boolean;
}

export function authFields({ fields }: Pick<AuthManifest, 'fields'>): AuthField[] {
  const required = Array.isArray(fields.required) ? (fields.required as unknown[]) : [];
  const properties = (fields.properties ?? {}) as Record<string, JsonSchema>;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    title: text(schema.title) ?? name,
    ...(text(schema.description) && { description: text(schema.description)! }),
    ...(text(schema.placeholder) && { placeholder: text(schema.placeholder)! }),
    required: required.includes(name) && schema.default === undefined,
    secret: schema.field === 'secret',
  }));
}

/** One entry in each line; commas and blanks part them too, because people paste lists of every kind. */
export function hostsOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/).filter((host) => host !== ''))];
}

/** The host of an address as an entry: what somebody who calls it will want to allow. */
export function hostOfAddress(address: unknown): string {
  if (typeof address !== 'string') return '';
  const origin = /^\s*(https?:\/\/[^{}/?#\\\s]+)/i.exec(address)?.[1];
  const url = origin === undefined ? null : URL.parse(origin);
  if (!url) return '';
  return url.protocol === 'https:' ? url.host : url.origin;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
