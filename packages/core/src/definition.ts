/**
 * The workflow definition: the JSON of nodes, edges and settings that a person draws, a version freezes and the
 * engine walks. Invariants of a parsed definition:
 *  1. ids of nodes and of edges are unique, and no id or configuration key can reach a prototype;
 *  2. every edge joins two nodes that exist, and none joins a node to itself;
 *  3. every node has a key by which expressions call it (two nodes that were given the same key are a deploy problem);
 *  4. notes and groups keep the invariants of `annotations.ts`.
 * A definition may still be incomplete (a draft): what is missing, and cycles, are the business of the deploy checks.
 */
import { z } from 'zod';
import {
  annotationLimits,
  type NodeGroup,
  nodeGroupSchema,
  type StickyNote,
  stickyNoteSchema,
} from './annotations.ts';
import { expressionNames, identifier, reservedNames } from './identifier.ts';
import { nodeKind, nodeSubtypes, nodeTypes } from './node_kinds.ts';

export { expressionNames, reservedNames };

/** Sizes that a definition may have. The same numbers are in `docs/limits.md`. */
export const definitionLimits = {
  bytes: 5 * 1024 * 1024,
  nodes: 1_000,
  edges: 3_000,
  depth: 100,
  label: 200,
  /** Characters of what is noted on a node. */
  node_notes: 10_000,
  notes: annotationLimits.notes,
  groups: annotationLimits.groups,
} as const;

const key = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must start with a letter and contain letters, digits and _ only')
  .refine((value) => !reservedNames.has(value), 'is a reserved name');

/** Kinds of failure that a node can be tried again for. The first four are those that can go away by themselves. */
export const retryReasons = ['timeout', 'connection', 'rate_limit', 'server_error', 'any'] as const;
export type RetryReason = (typeof retryReasons)[number];

/** How a node is tried again; delays in milliseconds. */
export const retrySchema = z.strictObject({
  max_attempts: z.int().min(1).max(10).default(1),
  delay_ms: z.int().min(0).max(86_400_000).default(1_000),
  backoff: z.enum(['fixed', 'exponential']).default('exponential'),
  max_delay_ms: z.int().min(0).max(86_400_000).default(60_000),
  /** Adds up to a quarter to each delay, at random, so that many that failed together do not come back together. */
  jitter: z.boolean().default(true),
  /** Which failures; `any` also repeats what will probably fail again, such as HTTP 400. */
  retry_on: z
    .array(z.enum(retryReasons))
    .min(1)
    .max(retryReasons.length)
    .default(['timeout', 'connection', 'rate_limit', 'server_error']),
});
export type RetrySettings = z.infer<typeof retrySchema>;

export const onErrorSchema = z.enum(['stop', 'continue', 'branch']);

export const nodeSchema = z.strictObject({
  id: identifier,
  type: z.enum(nodeTypes),
  subtype: z.enum(nodeSubtypes),
  key: key.optional(),
  label: z.string().max(definitionLimits.label).optional(),
  position: z.strictObject({ x: z.number(), y: z.number() }).default({ x: 0, y: 0 }),
  config: z.record(z.string(), z.unknown()).default({}),
  connection_id: z.uuid().nullish(),
  disabled: z.boolean().optional(),
  notes: z.string().max(definitionLimits.node_notes).optional(),
  retry: retrySchema.partial().optional(),
  on_error: onErrorSchema.optional(),
  on_unknown: z.enum(['ask', 'repeat', 'skip']).optional(),
  timeout_seconds: z.number().positive().max(3_600).optional(),
});

export const edgeSchema = z.strictObject({
  id: identifier.optional(),
  source: identifier,
  target: identifier,
  sourceHandle: z.string().min(1).max(100).nullish(),
  targetHandle: z.string().min(1).max(100).nullish(),
});

export const workflowSettingsSchema = z.strictObject({
  timeout_seconds: z.number().positive().max(86_400).optional(),
  retry_policy: z.enum(['none', 'immediate', 'exponential']).optional(),
  max_retries: z.int().min(0).max(10).optional(),
  timezone: z.string().max(100).optional(),
  max_concurrency: z.int().min(1).max(10_000).optional(),
  on_overlap: z.enum(['queue', 'skip', 'cancel_oldest']).optional(),
  concurrency_key: z.string().max(10_240).optional(),
  priority: z.int().min(-100).max(100).optional(),
  error_workflow_id: z.uuid().nullish(),
  missed_schedules: z.enum(['skip', 'once', 'all']).optional(),
  save_data: z.enum(['all', 'errors', 'none']).optional(),
  retention_days: z.int().min(1).max(3_650).optional(),
});

/** The shape alone. Use {@link parseDefinition}, which also holds the invariants. */
export const definitionSchema = z.strictObject({
  nodes: z
    .array(nodeSchema)
    .max(definitionLimits.nodes, `a workflow has at most ${definitionLimits.nodes} nodes`),
  edges: z
    .array(edgeSchema)
    .max(definitionLimits.edges, `a workflow has at most ${definitionLimits.edges} edges`),
  config: workflowSettingsSchema.default({}),
  notes: z
    .array(stickyNoteSchema)
    .max(definitionLimits.notes, `a workflow has at most ${definitionLimits.notes} notes`)
    .optional(),
  groups: z
    .array(nodeGroupSchema)
    .max(definitionLimits.groups, `a workflow has at most ${definitionLimits.groups} groups`)
    .optional(),
});

export type NodeInput = z.input<typeof nodeSchema>;
/** An edge of a parsed definition: its id is always there, its handles are `out` and `in` where none was given. */
export type WorkflowEdge = {
  id: string;
  source: string;
  target: string;
  sourceHandle: string;
  targetHandle: string;
};
export type WorkflowSettings = z.output<typeof workflowSettingsSchema>;
/** A node of a parsed definition: its key and label are always there. */
export type WorkflowNode = z.output<typeof nodeSchema> & { key: string; label: string };
export type DefinitionInput = z.input<typeof definitionSchema>;
export interface Definition {
  nodes: WorkflowNode[];
  edges: WorkflowEdge[];
  config: WorkflowSettings;
  notes?: StickyNote[];
  groups?: NodeGroup[];
}

/** One finding, with the wire path of its place (`nodes[2].config.url`). */
export interface DefinitionIssue {
  path: string;
  message: string;
  node_id?: string;
}

/** A definition that is malformed; lists every finding, not only the first. */
export class DefinitionError extends Error {
  readonly issues: DefinitionIssue[];
  constructor(issues: DefinitionIssue[]) {
    super(issues.length === 1 ? issues[0]!.message : `The definition has ${issues.length} problems`);
    this.name = 'DefinitionError';
    this.issues = issues;
  }
}

/** The label of a node that was given none. */
export function labelOf(node: { subtype: WorkflowNode['subtype']; label?: string }): string {
  return node.label?.trim() || nodeKind(node.subtype).label;
}
