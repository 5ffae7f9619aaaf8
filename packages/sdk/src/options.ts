/**
 * A field whose choices the app loads from its service. The loader is kept in the metadata of the schema and stays on the
 * server; the editor learns that there is one, and which other inputs it depends on.
 */
import { z } from 'zod';
import type { ActionContext } from './operation.ts';

export interface LoadContext extends Pick<ActionContext, 'http' | 'signal' | 'now'> {
  /** What the other fields hold, unresolved and unchecked: only what `depends_on` names is there. */
  input: Readonly<Record<string, unknown>>;
}

export interface LoadedOption {
  value: string;
  label?: string;
}

export type OptionLoader = (context: LoadContext) => Promise<readonly LoadedOption[]>;

export interface OptionsField {
  label: string;
  description?: string;
  placeholder?: string;
  /** Names of inputs of the same operation; the choices are asked for again when one of them changes. */
  depends_on?: readonly string[];
  load: OptionLoader;
}

/** A text that is chosen from what `load` finds, or given by an expression. */
export function optionsField({
  label,
  description,
  placeholder,
  depends_on = [],
  load,
}: OptionsField): z.ZodString {
  return z.string().meta({
    title: label,
    ...(description !== undefined && { description }),
    ...(placeholder !== undefined && { placeholder }),
    field: 'options',
    depends_on: [...depends_on],
    load,
  });
}

export interface FoundLoader {
  load: OptionLoader;
  depends_on: readonly string[];
}

/** The loader of a field of an input schema, dotted where it lies in an object (`target.channel`); list items by any number. */
export function loaderOf(input: z.ZodType, field: string): FoundLoader | undefined {
  let at: z.ZodType | undefined = input;
  for (const name of field.split('.')) at = at && childOf(at, name);
  for (let schema = at; schema; schema = innerOf(schema)) {
    const meta = schema.meta() as { load?: unknown; depends_on?: unknown } | undefined;
    if (typeof meta?.load === 'function')
      return { load: meta.load as OptionLoader, depends_on: (meta.depends_on as string[] | undefined) ?? [] };
  }
  return undefined;
}

function childOf(schema: z.ZodType, name: string): z.ZodType | undefined {
  for (let at: z.ZodType | undefined = schema; at; at = innerOf(at)) {
    if (at instanceof z.ZodObject)
      return Object.hasOwn(at.shape, name) ? (at.shape[name] as z.ZodType) : undefined;
    if (at instanceof z.ZodArray) return /^\d+$/.test(name) ? (at.element as z.ZodType) : undefined;
    if (at instanceof z.ZodUnion)
      return at.options
        .map((option) => childOf(option as z.ZodType, name))
        .find((child) => child !== undefined);
  }
  return undefined;
}

/** Without `optional`, `default` and the like around it. */
function innerOf(schema: z.ZodType): z.ZodType | undefined {
  return (schema.def as { innerType?: z.ZodType }).innerType;
}
