/** What a mapping will give, before it runs: its shape, or what is wrong with it in words. */
import { ExpressionError } from '../expression/errors.ts';
import { type Inferred, infer } from '../expression/infer.ts';
import { isOpenType, shapeWord } from '../expression/shapes_of.ts';
import { ownField, type Shape, shapeOfValue } from '../shape.ts';
import {
  type EntrySource,
  EntrySourceError,
  entryName,
  readEntrySource,
  withListNames,
} from './entry_source.ts';
import type { FieldMapping, Transformation } from './field_mapping.ts';
import { each, type TargetPath } from './target_path.ts';

type Shapes = Readonly<Record<string, Shape>>;

const unknown: Shape = { type: 'unknown' };

const given: Readonly<Record<Transformation['type'], Shape['type']>> = {
  uppercase: 'text',
  lowercase: 'text',
  trim: 'text',
  date_format: 'text',
  number_format: 'text',
  multiply: 'number',
  divide: 'number',
};

/** The shape of what a mapping writes; of one that goes through lists, in each entry. */
export function inferMapping(mapping: FieldMapping, shapes: Shapes): Inferred {
  const fallback = shapeOfFallback(mapping.default_value);
  if (mapping.source_path.trim() === '') return { shape: fallback ?? { type: 'nothing' } };
  const found = inferSource(mapping.source_path, shapes);
  if ('problem' in found) return found;
  const shape = transformed(found.shape, mapping.transformation);
  return { shape: fallback ? withFallback(shape, fallback) : shape };
}

function transformed(shape: Shape, transformation: FieldMapping['transformation']): Shape {
  if (!transformation) return shape;
  if (shape.type === 'list') return { ...shape, item: transformed(shape.item ?? unknown, transformation) };
  return { type: given[transformation.type], ...(shape.optional && { optional: true }) };
}

function shapeOfFallback(value: unknown): Shape | null {
  if (value === undefined) return null;
  return JSON.stringify(value)?.includes('{{') ? unknown : shapeOfValue(value);
}

/** With a default of the same type it is always there. */
function withFallback(shape: Shape, fallback: Shape): Shape {
  if (shape.type === 'nothing') return fallback;
  if (shape.type !== fallback.type) return isOpenType(fallback) ? { ...shape, optional: true } : unknown;
  const { optional: _, ...there } = shape;
  return there;
}

/** The shape of a source, of one that goes through lists in each entry. */
export function inferSource(source: string, shapes: Shapes): Inferred {
  let entries: EntrySource | null;
  try {
    entries = readEntrySource(source);
  } catch (error) {
    if (error instanceof EntrySourceError) return { problem: `it ${error.message}` };
    if (error instanceof ExpressionError) return { problem: error.message };
    throw error;
  }
  if (!entries) return infer(source, shapes);
  const inner: Record<string, Shape> = { ...shapes, index: { type: 'number' } };
  for (const [depth, list] of entries.lists.entries()) {
    const found = infer(list.source, inner);
    if ('problem' in found) return { problem: withListNames(found.problem, entries) };
    if (found.shape.type !== 'list' && !isOpenType(found.shape))
      return { problem: `${list.text} is ${shapeWord(found.shape)}; a list is needed` };
    inner[entryName(depth)] = found.shape.item ?? unknown;
  }
  return named(infer(entries.source, inner), entries);
}

function named(found: Inferred, entries: EntrySource): Inferred {
  if ('shape' in found) return found;
  const { suggestion } = found;
  return {
    ...found,
    problem: withListNames(found.problem, entries),
    ...(suggestion !== undefined && { suggestion: withListNames(suggestion, entries) }),
  };
}

/** What the field at a path is, in the shape of the whole; `stranger` is a name that it does not know. */
export function shapeAt(
  whole: Shape,
  path: TargetPath,
): { shape: Shape } | { stranger: string; known: string[]; at: number } | { wrong: Shape; at: number } {
  let place = whole;
  for (const [at, part] of path.entries()) {
    if (isOpenType(place)) return { shape: unknown };
    if (part === each || typeof part === 'number') {
      if (place.type !== 'list') return { wrong: place, at };
      place = place.item ?? unknown;
    } else {
      if (place.type !== 'object') return { wrong: place, at };
      const field = ownField(place.fields, part);
      if (!field && !place.open && place.fields)
        return { stranger: part, known: Object.keys(place.fields), at };
      place = field ?? place.item ?? unknown;
    }
  }
  return { shape: place };
}

/**
 * Why what is found does not fit where it shall go, as the rest of a sentence ("is a number; text is needed"), or null.
 * What is not known is no reason.
 */
export function misfit(found: Shape, wanted: Shape): string | null {
  if (isOpenType(found) || isOpenType(wanted)) return null;
  if (found.type === 'date' && wanted.type === 'text') return null;
  if (found.type !== wanted.type) return `is ${shapeWord(found)}; ${shapeWord(wanted)} is needed`;
  if (found.type === 'list') {
    const inner = misfit(found.item ?? unknown, wanted.item ?? unknown);
    return inner && `is a list of which each entry ${inner}`;
  }
  return found.type === 'object' ? misfitObject(found, wanted) : null;
}

function misfitObject(found: Shape, wanted: Shape): string | null {
  for (const [name, field] of Object.entries(wanted.fields ?? {})) {
    const own = ownField(found.fields, name);
    const isMissing = !own && !field.optional && !found.open && found.fields !== undefined;
    if (isMissing) return `lacks ${name}`;
    const inner = own && misfit(own, field);
    if (inner) return `has a field ${name} that ${inner}`;
  }
  return null;
}

/** The object that mappings make, as far as it is known: each with where it writes and what. */
export function shapeOfTargets(targets: readonly { path: TargetPath; shape: Shape }[]): Shape {
  const whole: Shape = { type: 'object', fields: {} };
  for (const { path, shape } of targets) {
    let place = whole;
    for (const [at, part] of path.entries()) {
      const next = at === path.length - 1 ? shape : emptyAt(path[at + 1]!);
      place = typeof part === 'string' ? fieldIn(place, part, next) : entryIn(place, next);
    }
  }
  return whole;
}

const emptyAt = (part: TargetPath[number]): Shape =>
  typeof part === 'string' ? { type: 'object', fields: {} } : { type: 'list' };

function fieldIn(place: Shape, name: string, shape: Shape): Shape {
  place.fields ??= {};
  const { fields } = place;
  const known = ownField(fields, name);
  if (known) return known;
  Object.defineProperty(fields, name, { value: shape, enumerable: true, configurable: true, writable: true });
  return shape;
}

function entryIn(place: Shape, shape: Shape): Shape {
  // Places of a list that are filled one by one may hold different things.
  if (place.item && place.item.type !== shape.type) place.item = { type: 'unknown' };
  place.item ??= shape;
  return place.item;
}
