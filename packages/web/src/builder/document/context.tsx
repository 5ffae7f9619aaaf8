import type { WorkflowNode } from '@millrace/core';
import { useStore } from 'zustand';
import { useStores } from '../stores.tsx';
import type { DocumentState, DocumentStore } from './store.ts';

/** The store itself, for handlers that read it when something happens; reading it draws nothing again. */
export function useDocumentStore(): DocumentStore {
  return useStores().document;
}

/** A slice. Select the smallest one: a component is drawn again when its slice changes. */
export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(useDocumentStore(), select);
}

/** One node, or undefined when it is gone. */
export function useNode(id: string | undefined): WorkflowNode | undefined {
  return useDocument((state) => state.draft.definition.nodes.find((node) => node.id === id));
}

/** The node that the properties panel shows: the selected one, when exactly one is. */
export function useSelectedNodeId(): string | undefined {
  return useDocument((state) => (state.selection.nodes.length === 1 ? state.selection.nodes[0] : undefined));
}

export function useReadOnly(): boolean {
  return useDocument((state) => state.readOnly);
}
