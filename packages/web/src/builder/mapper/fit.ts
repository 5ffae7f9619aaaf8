/** Whether what a mapping gives fits its target; if not, why, and what one click would do about it. Pure. */
import {
  type FieldMapping,
  type Fix,
  fixesOf,
  inferMapping,
  misfit,
  type Shape,
  shapeOfValue,
} from '@millrace/core';
import { mapper as words } from '../../strings/mapper.ts';

type Known = keyof typeof words.fixes;

export interface Remedy {
  id: Known | 'meant';
  label: string;
  mapping: FieldMapping;
}

export interface Unfit {
  reason: string;
  remedies: Remedy[];
  /** The reason is a whole sentence, and not the rest of one about the value. */
  whole?: boolean;
}

/** What is known of the value: from the shapes of what it reads, else from the sample. */
export function shapeOfMapping(
  mapping: FieldMapping,
  shapes: Readonly<Record<string, Shape>>,
  sample: unknown,
): Shape {
  const inferred = inferMapping(mapping, shapes);
  if ('shape' in inferred && inferred.shape.type !== 'unknown' && inferred.shape.type !== 'nothing')
    return inferred.shape;
  return sample === undefined ? { type: 'unknown' } : shapeOfValue(sample);
}

/**
 * Why a mapping finds nothing in real data, with the name that was meant: null where all that it reads is there.
 * @param real shapes of real data alone; what is made up may lack anything
 */
export function strayed(mapping: FieldMapping, real: Readonly<Record<string, Shape>>): Unfit | null {
  const inferred = inferMapping(mapping, real);
  if (!('problem' in inferred)) return null;
  const [fix] = fixesOf(mapping.source_path, real);
  const reason = inferred.problem;
  if (!fix) return { reason, remedies: [], whole: true };
  const meant = { ...mapping, source_path: mended(mapping.source_path, fix) };
  return { reason, remedies: [{ id: 'meant', label: fix.title, mapping: meant }], whole: true };
}

function mended(text: string, { from, to, insert }: Fix): string {
  return text.slice(0, from) + insert + text.slice(to);
}

/** Null where it fits, or where nothing is known that speaks against it. */
export function unfit(mapping: FieldMapping, found: Shape, wanted: Shape): Unfit | null {
  const reason = misfit(found, wanted);
  return reason === null ? null : { reason, remedies: remediesFor(mapping, found, wanted) };
}

function remediesFor(mapping: FieldMapping, found: Shape, wanted: Shape): Remedy[] {
  const source = bare(mapping.source_path);
  if (source === null || mapping.transformation) return [];
  const written = (id: Known, source_path: string): Remedy => ({
    id,
    label: words.fixes[id],
    mapping: { ...mapping, source_path },
  });
  const call = (id: Known, name: string) => written(id, `${name}(${source})`);
  if (found.type === 'list' && wanted.type !== 'list') {
    const first = written('first', /^[\w$.[\]'"]+$/.test(source) ? `${source}[0]` : `first(${source})`);
    if (wanted.type === 'text') return [first, written('join', `join(${source}, ', ')`)];
    return wanted.type === 'number' ? [call('count', 'count'), first] : [first];
  }
  switch (wanted.type) {
    case 'text':
      if (found.type === 'number') return [call('as_text', 'toText'), formatted(mapping)];
      return [found.type === 'object' ? call('as_json', 'json') : call('as_text', 'toText')];
    case 'number':
      return found.type === 'text' ? [call('as_number', 'toNumber')] : [];
    case 'boolean':
      return [call('as_boolean', 'toBoolean')];
    case 'list':
      return found.type === 'list' ? [] : [written('as_list', `[${source}]`)];
    default:
      return [];
  }
}

function formatted(mapping: FieldMapping): Remedy {
  const transformation = { type: 'number_format' as const, params: { format: '0.00' } };
  return { id: 'format_number', label: words.fixes.format_number, mapping: { ...mapping, transformation } };
}

/** The expression of a source without its braces; null where it is text with expressions in it. */
export function bare(source: string): string | null {
  const text = source.trim();
  if (text === '') return null;
  if (!text.includes('{{')) return text;
  return /^\{\{((?:(?!\{\{|\}\}).)*)\}\}$/s.exec(text)?.[1]?.trim() ?? null;
}
