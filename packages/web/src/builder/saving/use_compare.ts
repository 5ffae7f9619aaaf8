import { useCallback } from 'react';
import { useManifests } from '../catalog.tsx';
import { type Change, changesBetween, type FieldTitle } from '../document/diff/changes.ts';
import type { Draft } from '../document/store.ts';
import { operationOf } from '../expressions/sample_scope.ts';
import { type FieldSpec, fieldsOf } from '../properties/form/field_spec.ts';
import { hideSecrets } from './secrets.ts';

/** Compares drafts in the words of the forms, without showing a secret. */
export function useCompare(): (before: Draft, after: Draft) => Change[] {
  const manifests = useManifests();
  return useCallback(
    (before, after) => {
      const titleOf: FieldTitle = (subtype, path) =>
        titleIn(fieldsOf(operationOf(manifests, subtype)?.input), path);
      const shown = (draft: Draft) => ({ ...draft, definition: hideSecrets(draft.definition, manifests) });
      return changesBetween(shown(before), shown(after), titleOf);
    },
    [manifests],
  );
}

/** The title of the field, and the names below it that have none. */
function titleIn(fields: readonly FieldSpec[], path: readonly string[]): string | null {
  const [name, ...rest] = path;
  const field = fields.find((each) => each.name === name);
  if (!field) return null;
  if (rest.length === 0) return field.title;
  const inside = field.fields ?? field.variants?.flatMap((variant) => variant.fields) ?? [];
  return `${field.title} › ${titleIn(inside, rest) ?? rest.join(' › ')}`;
}
