import type { z } from 'zod';
import { inputJsonSchema, outputJsonSchema } from '../json_schema.ts';
import type { AppManifest, OperationManifest } from '../manifest.ts';
import { type NodeSubtype, nodeKind } from '../node_kinds.ts';
import { controlOutputs, controlSchemas } from './control_schemas.ts';
import { triggerOutputs, triggerSchemas } from './trigger_schemas.ts';

function operations(
  kind: 'trigger' | 'control',
  inputs: Readonly<Partial<Record<NodeSubtype, z.ZodType>>>,
  outputs: Readonly<Partial<Record<NodeSubtype, z.ZodType>>>,
): OperationManifest[] {
  return Object.entries(inputs).map(([id, input]) => {
    const { label, description } = nodeKind(id as NodeSubtype);
    const output = outputJsonSchema(outputs[id as NodeSubtype]!);
    return {
      id,
      name: label,
      description,
      kind,
      effect: 'read',
      version: 1,
      input: inputJsonSchema(input),
      output,
    };
  });
}

/** The triggers and the nodes that steer the flow, as an app: they are part of the language and always there. */
export function coreManifest(): AppManifest {
  return {
    id: 'core',
    name: 'Millrace',
    description: 'Triggers and the nodes that steer the flow.',
    operations: [
      ...operations('trigger', triggerSchemas, triggerOutputs),
      ...operations('control', controlSchemas, controlOutputs),
    ],
  };
}
