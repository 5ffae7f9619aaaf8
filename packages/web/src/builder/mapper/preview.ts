/** What mappings give on sample data: each by itself, and all together. Pure. */
import { compileMappings, type FieldMapping } from '@millrace/core';

export type Preview = { ok: true; value: unknown } | { ok: false; message: string };

type Scope = Readonly<Record<string, unknown>>;

/** The whole result, or why there is none. Rows that are not filled in yet are left out. */
export function previewAll(mappings: readonly FieldMapping[], scope: Scope, timezone?: string): Preview {
  return attempt(mappings.filter(isFilled), scope, timezone);
}

/** The value of one mapping; null while it is not filled in. */
export function previewOne(mapping: FieldMapping, scope: Scope, timezone?: string): Preview | null {
  if (!isFilled(mapping)) return null;
  const result = attempt([{ ...mapping, target_field: 'value' }], scope, timezone);
  if (!result.ok) return { ok: false, message: result.message.replace(/^value: /, '') };
  return { ok: true, value: (result.value as { value?: unknown }).value };
}

/** Fields of an object that have no mapping yet, as mappings of the same name. */
export function sameNamed(mappings: readonly FieldMapping[], source: unknown): FieldMapping[] {
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return [];
  const mapped = new Set(mappings.map((mapping) => mapping.target_field));
  return Object.keys(source)
    .filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !mapped.has(name))
    .map((name) => ({ target_field: name, source_path: name }));
}

export function isFilled(mapping: FieldMapping): boolean {
  return (
    mapping.target_field.trim() !== '' &&
    (mapping.source_path.trim() !== '' || mapping.default_value !== undefined)
  );
}

function attempt(mappings: readonly FieldMapping[], scope: Scope, timezone: string | undefined): Preview {
  try {
    return { ok: true, value: compileMappings(mappings).evaluate(scope, { timezone }) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The last name of a path, as the target of what is dragged: `order.customer.name` → `name`, `lines[0]` → `lines`. */
export function targetOf(path: string): string {
  const names = path.match(/[A-Za-z_$][\w$]*/g);
  return names?.at(-1) ?? 'value';
}
