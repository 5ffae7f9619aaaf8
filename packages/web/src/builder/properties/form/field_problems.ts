/** Which finding of the checks is said where in a form, each at one place, and in which words. Pure. */
import type { Problem } from '@millrace/core';
import type { ControlKind, FieldSpec } from './field_spec.ts';

type Path = readonly (string | number)[];

/** `config.rows[0].name` → `rows.0.name`. */
export function dotted(field: string): string {
  return field
    .replace(/^config\./, '')
    .replaceAll('[', '.')
    .replaceAll(']', '');
}

/** Kinds whose parts are fields with a place of their own for what is wrong with them. */
const ofFields: ReadonlySet<ControlKind> = new Set<ControlKind>(['group', 'variant']);
/** Kinds made of rows, each of which says what is wrong with it. */
const ofRows: ReadonlySet<ControlKind> = new Set<ControlKind>([
  'filters',
  'match',
  'aggregations',
  'cases',
  'list',
]);

/** What is said at a field: what is about it, and about what lies in it where that has no place of its own. */
export function problemsOfField(problems: readonly Problem[], path: Path, kind: ControlKind): Problem[] {
  const name = path.join('.');
  return problems.filter(({ field }) => {
    if (field === null) return false;
    const at = dotted(field);
    // The two ways to give a condition stand for each other.
    if (at === name || (name === 'conditions' && at === 'condition')) return true;
    if (!at.startsWith(`${name}.`) || ofFields.has(kind)) return false;
    return !(ofRows.has(kind) && /^\d+(\.|$)/.test(at.slice(name.length + 1)));
  });
}

/** What is said at a row of a field. */
export function problemsOfRow(problems: readonly Problem[], path: Path, row: number): Problem[] {
  const name = [...path, row].join('.');
  return problems.filter(({ field }) => {
    const at = field === null ? '' : dotted(field);
    return at === name || at.startsWith(`${name}.`);
  });
}

/** What no field of the form says: about the node as a whole, and about what the form does not show. */
export function problemsOfNode(problems: readonly Problem[], fields: readonly FieldSpec[]): Problem[] {
  const names = new Set(fields.map(({ name }) => name));
  return problems.filter(({ field }) => {
    const [first = ''] = dotted(field ?? '').split('.');
    return !names.has(first) && !(first === 'condition' && names.has('conditions'));
  });
}

/** Errors before warnings. */
export function worstOf(problems: readonly Problem[]): Problem | null {
  return problems.find(({ severity }) => severity === 'error') ?? problems[0] ?? null;
}
