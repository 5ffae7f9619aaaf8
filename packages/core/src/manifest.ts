/**
 * What the API and the editor know of an app: its operations with their fields as JSON Schema. Made from zod by the SDK
 * (`io: 'input'`), so that the form, the checks and the documentation come from one source.
 * Field metadata that travels in the JSON Schema (zod `.meta({ … })`):
 *  - `title`, `description`, `placeholder`; `enum_labels` (words for the values of an enum, by value);
 *  - `field`: the control, where the type does not say it (see `fieldKinds`);
 *  - `advanced`: folded under Options;
 *  - `pattern_rule`: what its pattern asks for, as the rest of a sentence ("must be lower case words");
 *  - `show_if` `{ field, equals }`: only there when another field has that value, or one of a list of values;
 *  - `needed`: must be filled in whenever it is shown, or, as `{ field, equals }`, only then (what JSON Schema's `required`
 *    cannot say of a conditional field);
 *  - `raw`: handed to the operation as the author wrote it; the operation evaluates it itself. What it is says `field`
 *    (`expression`, `condition`, `conditions`, `cases`, `filters`, `mappings`, `aggregations`), and `scope` which names it
 *    sees besides the usual ones: `input` (the fields of the field `input`), `item` (those of each of its entries, with
 *    `item` and `index`), `round` (`item` and `index` of the loop that it steers), `trigger` (`trigger` and nothing else),
 *    `event` (the fields of an event's data, and nothing else);
 *  - `depends_on`: of a field whose choices the app loads (`field: 'options'`), the other inputs that decide them, by name.
 *    The loader itself is a function and stays behind.
 *  - `holds`: what its text is beyond its type, and is checked before it runs: `header_name`, or `headers` by their names;
 *  - `accept`: of a `file`, the kinds that are wanted, as an HTML file input names them.
 */
import { z } from 'zod';

export const effects = ['read', 'idempotent', 'write', 'irreversible'] as const;
export type Effect = (typeof effects)[number];

/** Kinds of control that a schema cannot name by its type alone. */
export const fieldKinds = [
  'text',
  'multiline',
  'markdown',
  'code',
  'json',
  'expression',
  'condition',
  'conditions',
  'mappings',
  'aggregations',
  'key_value',
  'secret',
  'date',
  'datetime',
  'duration',
  'match',
  'approvers',
  'workflow',
  'cron',
  'timezone',
  'url',
  'cases',
  'filters',
  'event_type',
  'interval',
  'options',
  'connection',
  'file',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export type JsonSchema = { [key: string]: unknown };

export const operationManifestSchema = z.object({
  id: z.string(),
  /** The name for people ("HTTP Request"). */
  name: z.string(),
  description: z.string(),
  kind: z.enum(['action', 'trigger', 'control']),
  /** `dynamic` where it depends on the input (an HTTP GET reads, a POST writes). */
  effect: z.enum([...effects, 'dynamic']),
  version: z.number().int(),
  input: z.record(z.string(), z.unknown()),
  output: z.record(z.string(), z.unknown()),
});
export type OperationManifest = z.infer<typeof operationManifestSchema>;

/** One way to authenticate with an app: what a person fills in to connect. */
export const authManifestSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
export type AuthManifest = z.infer<typeof authManifestSchema>;

export const appManifestSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  auth: z.array(authManifestSchema).optional(),
  operations: z.array(operationManifestSchema),
});
export type AppManifest = z.infer<typeof appManifestSchema>;
