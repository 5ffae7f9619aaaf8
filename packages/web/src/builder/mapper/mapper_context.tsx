/** What the parts of one open mapper share. */
import type { JsonSchema, Shape } from '@millrace/core';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { MapperState, MapperStore } from './mapper_store.ts';
import type { SourceNode } from './source_tree.ts';
import type { TargetNode } from './target_tree.ts';
import type { MapperView } from './use_mapper_view.ts';

export interface MapperData {
  store: MapperStore;
  readOnly: boolean;
  roots: readonly SourceNode[];
  schema: JsonSchema | null;
  shapes: Readonly<Record<string, Shape>>;
  view: MapperView;
  /** Puts one end onto the other; asks where there are several ways. */
  connect: (source: SourceNode, target: TargetNode | null) => void;
}

const Context = createContext<MapperData | null>(null);

export const MapperProvider = Context.Provider;

export function useMapperData(): MapperData {
  const data = useContext(Context);
  if (!data) throw new Error('useMapperData is used outside of a mapper');
  return data;
}

export function useMapper<T>(select: (state: MapperState) => T): T {
  return useStore(useMapperData().store, select);
}
