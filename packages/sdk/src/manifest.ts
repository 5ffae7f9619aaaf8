import {
  type AppManifest,
  type AuthManifest,
  inputJsonSchema,
  type OperationManifest,
  outputJsonSchema,
} from '@millrace/core';
import type { AppDefinition } from './app.ts';
import type { AuthKind } from './auth/auth_kind.ts';
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

function authManifest({ id, name, description, fields }: AuthKind): AuthManifest {
  return { id, name, description, fields: inputJsonSchema(fields) };
}

/** What the API and the editor are told of an app: plain JSON, with the operations in the order of their ids. */
export function appManifest(
  { id, name, description, auth = [] }: AppDefinition,
  actions: ReadonlyMap<string, Action>,
): AppManifest {
  const ids = [...actions.keys()].sort();
  return {
    id,
    name,
    description,
    ...(auth.length > 0 && { auth: auth.map(authManifest) }),
    operations: ids.map((action) => operationManifest(action, actions.get(action)!)),
  };
}
