import type { AppManifest, OperationManifest } from '@millrace/core';
import { createContext, useContext } from 'react';
import { operationOf } from './expressions/sample_scope.ts';

const Context = createContext<readonly AppManifest[]>([]);

/** The apps of the server: what the forms are drawn from and the checks know. */
export const CatalogProvider = Context.Provider;

export function useManifests(): readonly AppManifest[] {
  return useContext(Context);
}

/** The operation behind a kind of node. */
export function useOperation(subtype: string): OperationManifest | undefined {
  return operationOf(useManifests(), subtype);
}
