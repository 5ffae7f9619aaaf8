/** What follows from the mappings that are worked on: the target tree, what each gives on the sample, and what is wrong. */
import {
  type FieldMapping,
  type JsonSchema,
  type PreviewedMappings,
  previewMappings,
  type Scope,
  type Shape,
  shapeOfSample,
  type WorkflowNode,
} from '@millrace/core';
import { useDeferredValue, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ScopeSource } from '../expressions/sample_scope.ts';
import { shapeOfMapping, strayed, type Unfit, unfit } from './fit.ts';
import type { Draft, MapperStore } from './mapper_store.ts';
import { allTargets, pathOf, sameField, type TargetNode, targetLeaves, targetTree } from './target_tree.ts';
import { valueAt } from './value_at.ts';

export interface RowState {
  draft: Draft;
  /** What stands in the result. */
  value: unknown;
  error: string | null;
  unfit: Unfit | null;
}

export interface MapperView {
  targets: TargetNode[];
  byId: ReadonlyMap<string, TargetNode>;
  states: ReadonlyMap<string, RowState>;
  preview: PreviewedMappings;
  /** Wire paths of the errors: which draft each belongs to. */
  failed: ReadonlyMap<string, string>;
}

interface ViewInput {
  store: MapperStore;
  schema: JsonSchema | null;
  scope: Scope;
  shapes: Readonly<Record<string, Shape>>;
  /** Where the data is from. */
  sources: readonly ScopeSource[];
  timezone: string;
}

/** Entries of a list that are computed while somebody maps. */
export const previewedEntries = 100;

export function useMapperView({ store, schema, scope, shapes, sources, timezone }: ViewInput): MapperView {
  const drafts = useStore(store, (state) => state.drafts);
  const fields = useStore(store, (state) => state.fields);
  const sample = useStore(store, (state) => state.sample);
  const settled = useDeferredValue(drafts);
  const targets = useMemo(() => targetTree({ schema, sample, fields }), [schema, sample, fields]);
  const byId = useMemo(() => new Map(allTargets(targets).map((node) => [node.id, node])), [targets]);
  const filled = useMemo(
    () => inOrder(settled, targets).filter(({ mapping }) => isFilled(mapping)),
    [settled, targets],
  );
  const preview = useMemo(
    () =>
      previewMappings(
        filled.map(({ mapping }) => mapping),
        scope,
        { timezone },
        previewedEntries,
      ),
    [filled, scope, timezone],
  );
  const real = useMemo(() => realShapes(scope, sources), [scope, sources]);
  return useMemo(() => {
    const states = new Map<string, RowState>();
    const failed = new Map<string, string>();
    for (const draft of settled) {
      const field = sameField(draft.mapping.target_field);
      const state = stateOf(draft, filled.indexOf(draft), preview, byId.get(field)?.shape, { shapes, real });
      states.set(field, state);
      if (state.error !== null) failed.set(field, state.error);
    }
    return { targets, byId, states, preview, failed };
  }, [settled, filled, preview, targets, byId, shapes, real]);
}

function stateOf(
  draft: Draft,
  index: number,
  preview: PreviewedMappings,
  wanted: Shape | undefined,
  { shapes, real }: Record<'shapes' | 'real', Readonly<Record<string, Shape>>>,
): RowState {
  const { mapping } = draft;
  const path = pathOf(mapping.target_field);
  const error = index < 0 ? null : preview.errors.get(index);
  const value = error || index < 0 || !path ? undefined : valueAt(preview.value, path);
  const message = error ? error.message.replace(`${mapping.target_field}: `, '') : null;
  const astray = error || index < 0 || value !== undefined ? null : strayed(mapping, real);
  if (astray) return { draft, value, error: null, unfit: astray };
  if (error || index < 0 || !wanted) return { draft, value, error: message, unfit: null };
  const sample = mapping.target_field.includes('[]') ? firstOf(value) : value;
  const shape = shapeOfMapping(mapping, shapes, sample);
  return { draft, value, error: null, unfit: unfit(mapping, shape, wanted) };
}

/** What real data shows; of everything else nothing is known. */
function realShapes(scope: Scope, sources: readonly ScopeSource[]): Record<string, Shape> {
  const open = Object.keys(scope).map((name): [string, Shape] => [name, { type: 'unknown' }]);
  const known = sources.filter(
    ({ name, real, node }) => name !== '' && node && (real || carriesSample(node)),
  );
  return Object.fromEntries([
    ...open,
    ...known.map(({ name, value }) => [name, shapeOfSample(value)] as const),
  ]);
}

function carriesSample({ type, config }: WorkflowNode): boolean {
  return type === 'trigger' && config.sample !== undefined;
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? firstOf(value.find((one) => one !== undefined && one !== null)) : value;
}

/** The field to begin with: one that is wrong, else one that is missing, else the first. */
export function firstToShow({ targets, states }: Pick<MapperView, 'targets' | 'states'>): string | null {
  const leaves = targetLeaves(targets);
  const isWrong = ({ id }: TargetNode) => {
    const state = states.get(id);
    return state !== undefined && (state.error !== null || state.unfit !== null);
  };
  const isMissing = ({ id, required }: TargetNode) => required && !states.has(id);
  return (leaves.find(isWrong) ?? leaves.find(isMissing) ?? leaves[0])?.id ?? null;
}

/** The mappings in the order of the target, which is that of the object that is made. */
export function inOrder(drafts: readonly Draft[], targets: readonly TargetNode[]): Draft[] {
  const places = new Map(allTargets(targets).map(({ id }, index) => [id, index]));
  const placeOf = ({ mapping }: Draft) => places.get(sameField(mapping.target_field)) ?? places.size;
  return drafts.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** It says where its value comes from. */
export function isFilled({ target_field, source_path, default_value }: FieldMapping): boolean {
  return target_field.trim() !== '' && (source_path.trim() !== '' || default_value !== undefined);
}
