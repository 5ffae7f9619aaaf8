import { type AppManifest, inputJsonSchema, type OperationManifest, outputJsonSchema } from '@millrace/core';
import type { AppDefinition } from './app.ts';
import type { Action } from './operation.ts';

function operationManifest(id: string, action: Action): OperationManifest {
  const { name, description, effect, version, input, output } = action;
  return {
    id,
    name,
    description,
    kind: 'action',
    effect: typeof effect === 'function' ? 'dynamic' : effect,
    version,
    input: inputJsonSchema(input),
    output: outputJsonSchema(output),
  };
}

/** What the API and the editor are told of an app: plain JSON, with the operations in the order of their ids. */
export function appManifest(
  { id, name, description }: AppDefinition,
  actions: ReadonlyMap<string, Action>,
): AppManifest {
  const ids = [...actions.keys()].sort();
  return {
    id,
    name,
    description,
    operations: ids.map((action) => operationManifest(action, actions.get(action)!)),
  };
}
