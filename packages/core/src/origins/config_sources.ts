/** Which expressions of a configuration make a part of what it resolves to. */

import { scanTemplate } from '../expression/scan.ts';
import { formatPath } from '../field_path.ts';
import { type FieldMapping, fieldMappingSchema } from '../mapping/field_mapping.ts';
import { conditionSource } from '../nodes/condition.ts';
import { anyEntry, type OriginPath } from './origin.ts';

/** An expression, and which part of its value is meant. */
export interface Piece {
  /** As it was written, with its braces where it has them. */
  text: string;
  /** Without braces. */
  expression: string;
  field: string;
  path: OriginPath;
}

/** More of them say nothing that a person would read. */
const mostPieces = 200;

/** The pieces of which the part of a resolved value at `path` is made. */
export function piecesAt(config: unknown, path: OriginPath, field: readonly (string | number)[]): Piece[] {
  const pieces: Piece[] = [];
  collect(config, path, field, pieces);
  return pieces;
}

function collect(
  value: unknown,
  path: OriginPath,
  field: readonly (string | number)[],
  pieces: Piece[],
): void {
  if (pieces.length >= mostPieces) return;
  if (typeof value === 'string') {
    pieces.push(...templatePieces(value, path, formatPath(field)));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const mappings = mappingsOf(value);
  if (mappings) {
    pieces.push(...mappingPieces(mappings, path, formatPath([...field, '$mappings'])));
    return;
  }
  const [first, ...rest] = path;
  for (const [name, inner] of Object.entries(value)) {
    const key = Array.isArray(value) ? Number(name) : name;
    const isMeant = first === undefined || first === anyEntry || String(first) === name;
    if (isMeant) collect(inner, first === undefined ? [] : rest, [...field, key], pieces);
  }
}

/** A text that is one template keeps the value; in any other each template makes a part of a text. */
function templatePieces(text: string, path: OriginPath, field: string): Piece[] {
  if (!text.includes('{{')) return [];
  try {
    const segments = scanTemplate(text);
    const isWhole = segments.length === 1;
    return segments.flatMap((segment) =>
      segment.kind === 'text' ? [] : [{ text, expression: segment.source, field, path: isWhole ? path : [] }],
    );
  } catch {
    // It does not compile: the checks say so.
    return [];
  }
}

/** A field that holds an expression with or without braces. */
export function expressionPieces(value: unknown, path: OriginPath, field: string): Piece[] {
  if (typeof value !== 'string' || value.trim() === '') return piecesAt(value, path, [field]);
  if (value.includes('{{')) return templatePieces(value.trim(), path, field);
  return [{ text: value, expression: value, field, path }];
}

/** What a condition looks at. */
export function conditionPieces(value: unknown, field: string): Piece[] {
  if (typeof value !== 'string' || value.trim() === '') return [];
  try {
    return [{ text: value, expression: stripped(conditionSource(value)), field, path: [] }];
  } catch {
    return [];
  }
}

function stripped(source: string): string {
  const [only, ...others] = source.includes('{{') ? scanTemplate(source.trim()) : [];
  return only?.kind === 'expression' && others.length === 0 ? only.source : source;
}

function mappingsOf(value: object): unknown[] | null {
  const own = value as { $mappings?: unknown };
  return Object.hasOwn(value, '$mappings') && Array.isArray(own.$mappings) ? own.$mappings : null;
}

/** The mappings that fill a part of the object, with what of the source's value it is. */
export function mappingPieces(mappings: readonly unknown[], path: OriginPath, field: string): Piece[] {
  return mappings.flatMap((one, index) => {
    const parsed = fieldMappingSchema.safeParse(one);
    if (!parsed.success) return [];
    const rest = below(targetParts(parsed.data.target_field), path);
    return rest ? mappingPiece(parsed.data, rest, `${field}[${index}].source_path`) : [];
  });
}

interface Rest {
  path: OriginPath;
  /** The entries of the target's lists, from outside to inside. */
  entries: OriginPath;
}

/** What of the mapped value is meant; null when the mapping fills another part. */
function below(target: readonly string[], path: OriginPath): Rest | null {
  const entries: (string | number)[] = [];
  for (const [at, part] of target.entries()) {
    const meant = path[at];
    // A list that is filled has each of its entries from the entry at the same place.
    if (part === '') entries.push(meant ?? anyEntry);
    else if (meant !== undefined && meant !== anyEntry && String(meant) !== part) return null;
  }
  return { path: path.slice(target.length), entries };
}

/** The names and positions of a target; a list that is filled entry by entry is the empty text. */
function targetParts(target: string): string[] {
  const parts = target.matchAll(/\[(\d*)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]"]+)/g);
  return [...parts].map(([, position, quoted, name]) => {
    if (name !== undefined) return name.trim();
    return quoted === undefined ? (position ?? '') : unquoted(quoted);
  });
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** A transformation makes another value of the whole. */
function mappingPiece(mapping: FieldMapping, { path, entries }: Rest, field: string): Piece[] {
  const text = mapping.source_path;
  const rest = mapping.transformation ? [] : path;
  let next = 0;
  // `order.items[].sku` is read of each entry: the entry is known where the target's is.
  const source = text.replaceAll('[]', () => `[${positionText(entries[next++])}]`);
  return expressionPieces(source, rest, field).map((piece) => ({ ...piece, text }));
}

function positionText(entry: string | number | undefined): string {
  const position = Number(entry);
  return entry !== undefined && Number.isInteger(position) ? String(position) : "'*'";
}
