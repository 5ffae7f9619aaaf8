/** From an object that was written by hand to mappings, and back where text can say the same. Pure. */
import { type FieldMapping, mostMappings, reservedNames } from '@millrace/core';
import { mapper as words } from '../../strings/mapper.ts';
import { isRecord } from '../document/edits/update_config.ts';
import { parseJson } from '../expressions/parse_json.ts';
import { regionsOf } from '../expressions/regions.ts';
import { fieldIn } from './drops.ts';
import { bare } from './fit.ts';
import { pathOf } from './target_tree.ts';

export type TakenOver = { ok: true; mappings: FieldMapping[] } | { ok: false; reason: string };

class Impossible extends Error {}

/** The mappings that make the same object. */
export function takeOver(value: unknown): TakenOver {
  if (value === undefined || value === null || value === '') return { ok: true, mappings: [] };
  const object = typeof value === 'string' ? objectIn(value) : value;
  if (!isRecord(object)) return { ok: false, reason: words.no_object };
  try {
    const mappings = Object.entries(object).flatMap(([name, field]) =>
      fieldsOf(fieldIn('', checked(name)), field),
    );
    if (mappings.length > mostMappings) return { ok: false, reason: words.too_large };
    return { ok: true, mappings };
  } catch (error) {
    if (error instanceof Impossible) return { ok: false, reason: error.message };
    throw error;
  }
}

/** JSON in which expressions may stand without quotes, as in `{ "total": {{ order.total }} }`. */
function objectIn(text: string): unknown {
  const parsed = parseJson(text);
  if (parsed.ok) return parsed.value;
  let out = '';
  let at = 0;
  for (const { from, to } of regionsOf(text)) {
    const before = out + text.slice(at, from);
    out = inString(before)
      ? `${before}${JSON.stringify(text.slice(from, to)).slice(1, -1)}`
      : before + JSON.stringify(text.slice(from, to));
    at = to;
  }
  const quoted = parseJson(out + text.slice(at));
  return quoted.ok ? quoted.value : undefined;
}

/** Whether the text ends within a JSON string. */
function inString(text: string): boolean {
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') inside = !inside;
  }
  return inside;
}

function checked(name: string): string {
  if (name.trim() !== name || name === '' || reservedNames.has(name))
    throw new Impossible(words.bad_name(name));
  return name;
}

function fieldsOf(target_field: string, value: unknown): FieldMapping[] {
  if (isRecord(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, field]) =>
      fieldsOf(fieldIn(target_field, checked(name)), field),
    );
  if (Array.isArray(value) && value.some((entry) => JSON.stringify(entry)?.includes('{{')))
    return value.flatMap((entry, index) => fieldsOf(`${target_field}[${index}]`, entry));
  if (pathOf(target_field) === null) throw new Impossible(words.bad_name(target_field));
  if (typeof value !== 'string' || regionsOf(value).length === 0)
    return [{ target_field, source_path: '', default_value: value }];
  return [{ target_field, source_path: bare(value) ?? value }];
}

export interface Written {
  /** An object with templates. */
  value: Record<string, unknown>;
  /** Mappings that text cannot say. */
  lost: number;
}

/** The object that a person would have written for these mappings. */
export function writeByHand(mappings: readonly FieldMapping[]): Written {
  const value: Record<string, unknown> = {};
  let lost = 0;
  for (const mapping of mappings) {
    const path = pathOf(mapping.target_field);
    const text = path?.every((part) => typeof part !== 'symbol') ? textOf(mapping) : null;
    if (!path || text === null || !put(value, path as (string | number)[], text.value)) lost += 1;
  }
  return { value, lost };
}

function textOf(mapping: FieldMapping): { value: unknown } | null {
  const { source_path, transformation, default_value, required } = mapping;
  if (transformation || required) return null;
  if (source_path.trim() === '') return { value: default_value };
  if (default_value !== undefined) return null;
  return { value: source_path.includes('{{') ? source_path.trim() : `{{ ${source_path.trim()} }}` };
}

function put(whole: Record<string, unknown>, path: readonly (string | number)[], value: unknown): boolean {
  let place: Record<string | number, unknown> = whole;
  for (const [at, part] of path.entries()) {
    if (Array.isArray(place) && typeof part === 'number') while (place.length < part) place.push(null);
    if (at === path.length - 1) place[part] = value;
    else {
      place[part] ??= typeof path[at + 1] === 'number' ? [] : {};
      const next = place[part];
      if (typeof next !== 'object' || next === null) return false;
      place = next as Record<string | number, unknown>;
    }
  }
  return true;
}
