/** For the tests of the checks: small manifests, builders of nodes and edges, and problems as lines. */
import { z } from 'zod';
import type { Problem } from '../contract/workflows.ts';
import type { DefinitionInput } from '../definition.ts';
import { inputJsonSchema, outputJsonSchema } from '../json_schema.ts';
import type { AppManifest, OperationManifest } from '../manifest.ts';
import { fieldMappingSchema } from '../mapping/field_mapping.ts';
import type { NodeSubtype } from '../node_kinds.ts';
import { nodeKind } from '../node_kinds.ts';
import { parseDefinition } from '../parse_definition.ts';
import { checkDefinition } from './check_definition.ts';
import type { CheckContext } from './subject.ts';

const when = (equals: string) => ({ field: 'transform_type', equals });
const raw = (field: string, scope: string, type: string) =>
  z
    .unknown()
    .optional()
    .meta({ field, raw: true, scope, show_if: when(type) });
const operation = (id: NodeSubtype, input: z.ZodType, output: z.ZodType): OperationManifest => ({
  id,
  name: nodeKind(id).label,
  description: '',
  kind: 'action',
  effect: 'read',
  version: 1,
  input: inputJsonSchema(input),
  output: outputJsonSchema(output),
});
const builtin: AppManifest = {
  id: 'builtin',
  name: 'Built in',
  description: '',
  operations: [
    operation(
      'http_request',
      z.object({
        method: z.enum(['GET', 'POST']).default('GET').meta({ title: 'Method' }),
        url: z.string().min(1).meta({ title: 'URL', field: 'url' }),
        headers: z
          .record(z.string(), z.string())
          .default({})
          .meta({ title: 'Headers', field: 'key_value', holds: 'headers' }),
        timeout_seconds: z.number().positive().optional().meta({ title: 'Time limit' }),
        auth: z.enum(['none', 'bearer']).default('none').meta({ title: 'Authentication' }),
        token: z
          .string()
          .optional()
          .meta({
            title: 'Token',
            field: 'secret',
            needed: true,
            show_if: { field: 'auth', equals: ['bearer'] },
          }),
      }),
      z.object({ status: z.int(), body: z.unknown() }),
    ),
    operation(
      'data_transform',
      z.object({
        transform_type: z.string().default('map_fields').meta({ title: 'Transform' }),
        input: z
          .unknown()
          .optional()
          .meta({ title: 'Input', needed: when('filter_array') }),
        mappings: z
          .array(fieldMappingSchema)
          .optional()
          .meta({
            title: 'Fields',
            field: 'mappings',
            raw: true,
            scope: 'input',
            needed: true,
            show_if: when('map_fields'),
          }),
        condition: z
          .string()
          .optional()
          .meta({
            title: 'Condition',
            field: 'condition',
            raw: true,
            scope: 'item',
            needed: true,
            show_if: when('filter_array'),
          }),
        group_by: raw('expression', 'item', 'aggregate'),
        aggregations: raw('aggregations', 'item', 'aggregate'),
        expression: raw('expression', 'input', 'custom'),
      }),
      z.unknown(),
    ),
    operation('respond', z.object({ body: z.unknown().optional().meta({ title: 'Body' }) }), z.unknown()),
  ],
};

export type Config = Record<string, unknown>;
export const node = (id: string, subtype: NodeSubtype, config: Config = {}, more: object = {}) => ({
  id,
  type: nodeKind(subtype).type,
  subtype,
  config,
  ...more,
});
export const manual = node('t', 'manual');
export const http = (config: Config = {}, more: object = {}) =>
  node('h', 'http_request', { url: 'https://x.test', ...config }, more);
export const map = (mappings: unknown, config: Config = {}, more: object = {}) =>
  node('m', 'data_transform', { mappings, ...config }, more);
export const to = (target_field: string, source_path: string, more: object = {}) => ({
  target_field,
  source_path,
  ...more,
});

/** `t>h h>m:error`: edges, with the source handle behind a slash (`i/true>h`). */
function edges(text: string) {
  return text
    .split(' ')
    .filter(Boolean)
    .map((pair) => {
      const [from, target] = pair.split('>') as [string, string];
      const [source, sourceHandle] = from.split('/') as [string, string?];
      return { source, target, sourceHandle };
    });
}

export function check(
  nodes: object[],
  joined = '',
  context: Partial<CheckContext> = {},
  config: DefinitionInput['config'] = {},
): Problem[] {
  const definition = parseDefinition({ nodes, edges: edges(joined), config });
  return checkDefinition(definition, {
    manifests: [builtin],
    now: new Date('2026-11-20T12:00:00Z'),
    ...context,
  });
}
/** `error h url: message` of each problem. */
export const lines = (problems: Problem[]) =>
  problems.map((p) => `${p.severity} ${p.node_id ?? '-'} ${p.field ?? '-'}: ${p.message}`);
