/**
 * Where a value comes from, one step back: the places in earlier nodes of which a part of what a node gave, or was given, is
 * made. Told from the configuration alone, so it holds for every execution of it. Pure; never throws.
 */
import { isBlank, isObject } from '../checks/subject.ts';
import type { Definition, WorkflowNode } from '../definition.ts';
import { ExpressionError } from '../expression/errors.ts';
import { parseExpression } from '../expression/parse.ts';
import { formatPath } from '../field_path.ts';
import { isConditionGroup } from '../nodes/condition_schema.ts';
import { conditionPieces, expressionPieces, mappingPieces, type Piece, piecesAt } from './config_sources.ts';
import { sourcesOfTree } from './expression_sources.ts';
import { placeOf, type Rounds, type Source, sourceOf } from './names.ts';
import { anyEntry, distinct, type Origin, type OriginPath, type ScopePath } from './origin.ts';

export type OriginSide = 'input' | 'output';

/** @param path in what the node was given (its resolved configuration) or gave */
export function originsOf(
  definition: Definition | Source,
  node_id: string,
  where: OriginSide,
  path: OriginPath,
  rounds: Rounds = {},
): Origin[] {
  const source = 'graph' in definition ? definition : sourceOf(definition);
  const node = source.graph.node(node_id);
  if (!node) return [];
  const asking = { source, node, rounds };
  const found = where === 'input' ? ofInput(asking, path) : ofOutput(asking, path);
  return distinct(found, ({ node_id: id, key, field }) => `${id} ${key} ${field}`);
}

interface Asking {
  source: Source;
  node: WorkflowNode;
  rounds: Rounds;
}

function ofInput(asking: Asking, path: OriginPath): Origin[] {
  const { node } = asking;
  const [first, ...rest] = path;
  if (node.subtype === 'data_transform') {
    // These fields are expressions and stay as they were written; what they read is in the output.
    if (first === 'input') return resolved(asking, expressionPieces(node.config.input, rest, 'input'));
    return [];
  }
  if (node.subtype === 'loop' && first === 'items') return loopItems(asking, rest);
  return resolved(asking, piecesAt(node.config, path, []));
}

function ofOutput(asking: Asking, path: OriginPath): Origin[] {
  const { node } = asking;
  if (node.disabled && node.type !== 'trigger') return ofArrivals(asking, 'all', path, true);
  switch (node.subtype) {
    case 'data_transform':
      return ofTransform(asking, path);
    case 'respond':
      return resolved(asking, piecesAt(node.config, path, []));
    case 'if':
    case 'switch':
      return ofConditions(asking);
    case 'merge':
      return ofArrivals(asking, String(node.config.mode ?? 'all'), path, false);
    case 'loop':
      return ofLoop(asking, path);
    default:
      // A trigger, a call outside, a wait, another workflow: here it came in.
      return [];
  }
}

/** What a condition looked at decided it. */
function ofConditions(asking: Asking): Origin[] {
  const { cases } = asking.node.config;
  const ways = Array.isArray(cases) ? cases : [];
  return resolved(asking, [
    ...conditionOrigins(asking.node.config, []),
    ...ways.flatMap((one: unknown, index) => (isObject(one) ? conditionOrigins(one, ['cases', index]) : [])),
  ]);
}

function conditionOrigins(
  { condition, conditions }: Record<string, unknown>,
  at: (string | number)[],
): Piece[] {
  return [
    ...conditionPieces(condition, formatPath([...at, 'condition'])),
    ...rowPieces(conditions, [...at, 'conditions']),
  ];
}

function rowPieces(rows: unknown, at: (string | number)[]): Piece[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown, index): Piece[] => {
    const place = [...at, index];
    if (isConditionGroup(row)) return rowPieces(row.conditions, [...place, 'conditions']);
    const { left, right } = (row ?? {}) as { left?: unknown; right?: unknown };
    return [
      ...expressionPieces(left, [], formatPath([...place, 'left'])),
      ...piecesAt(right, [], [...place, 'right']),
    ];
  });
}

/** What came in over the edges goes on as it is. */
function ofArrivals(asking: Asking, mode: string, path: OriginPath, is_passed: boolean): Origin[] {
  const { source, node } = asking;
  const before = source.graph.incoming(node.id).map((edge) => source.graph.node(edge.source)!);
  const places = before.map((other) => ({ other, path: arrivedPath(other) }));
  const [first, ...rest] = path;
  if (mode === 'first' || (is_passed && before.length === 1))
    return places.map(({ other, path: start }) => passed(other, [...start, ...path]));
  if (mode === 'append')
    return places.map(({ other, path: start }) =>
      passed(other, first === undefined ? start : [...start, anyEntry, ...rest]),
    );
  return places
    .filter(({ other }) => first === undefined || first === anyEntry || other.key === first)
    .map(({ other, path: start }) => passed(other, [...start, ...rest]));

  /** From the loop around it comes the item of the round. */
  function arrivedPath(other: WorkflowNode): OriginPath {
    return source.loops.around(node.id).includes(other.id)
      ? ['items', asking.rounds[other.id] ?? anyEntry]
      : [];
  }
}

function passed({ id, key, type }: WorkflowNode, path: OriginPath): Origin {
  return { node_id: id, key: type === 'trigger' ? 'trigger' : key, path, via: '', field: null };
}

function ofLoop(asking: Asking, [part, position, ...rest]: OriginPath): Origin[] {
  if (part === 'items') return loopItems(asking, position === undefined ? [] : [position, ...rest]);
  if (part !== 'results') return part === undefined ? loopItems(asking, []) : [];
  const { source, node } = asking;
  const direct = source.definition.nodes.filter(({ id }) => source.loops.loopOf(id) === node.id);
  const last = direct.filter(({ id }) => source.graph.outgoing(id).length === 0);
  const [key, ...inner] = rest;
  if (last.length === 1) return [passed(last[0]!, rest)];
  return last
    .filter((one) => key === undefined || key === anyEntry || one.key === key)
    .map((one) => passed(one, inner));
}

function loopItems(asking: Asking, path: OriginPath): Origin[] {
  const { items, mode } = asking.node.config;
  return mode === 'while' ? [] : resolved(asking, expressionPieces(items, path, 'items'));
}

/** Its names are those of the workflow and, where those have none, the fields of its input. */
function ofTransform(asking: Asking, path: OriginPath): Origin[] {
  const { config } = asking.node;
  const { transform_type: type = 'map_fields', mappings, expression } = config;
  const [first, ...rest] = path;
  const isEntry = typeof first === 'number' || first === anyEntry || /^\d+$/.test(String(first));
  if (type === 'custom') return within(asking, expressionPieces(expression, path, 'expression'), null);
  if (type === 'filter_array') return inputOrigins(asking, first === undefined ? [] : [anyEntry, ...rest]);
  if (type === 'aggregate') return ofAggregate(asking, isEntry ? rest : path);
  if (!Array.isArray(mappings)) return [];
  // A list is mapped entry by entry.
  return isEntry
    ? within(asking, mappingPieces(mappings, rest, 'mappings'), first!)
    : within(asking, mappingPieces(mappings, path, 'mappings'), null);
}

function ofAggregate(asking: Asking, [name]: OriginPath): Origin[] {
  const { group_by, aggregations } = asking.node.config;
  const entries = Array.isArray(aggregations) ? aggregations : [];
  const pieces = entries.flatMap((one: unknown, index) => {
    const { field, as } = (one ?? {}) as { field?: unknown; as?: unknown };
    const isMeant = name === undefined || name === anyEntry || as === name;
    return isMeant ? expressionPieces(field, [], `aggregations[${index}].field`) : [];
  });
  const counted = pieces.length === 0 && name !== undefined && entries.some((one) => one?.as === name);
  const byGroup = pieces.length === 0 || name === undefined;
  const groups = byGroup && !counted ? expressionPieces(group_by, [], 'group_by') : [];
  return counted ? inputOrigins(asking, []) : within(asking, [...pieces, ...groups], anyEntry);
}

/** @param entry which entry of the input the fields belong to; null: the input itself */
function within(asking: Asking, pieces: readonly Piece[], entry: string | number | null): Origin[] {
  const start: OriginPath = entry === null ? [] : [entry];
  // Without an input there are only the names of the workflow, the item of a loop around it among them.
  if (isBlank(asking.node.config.input)) return resolved(asking, pieces);
  return pieces.flatMap((piece) =>
    scopePaths(piece).flatMap(([root, ...path]) => {
      if (root === 'input') return inputOrigins(asking, path, piece);
      if (root === 'item') return inputOrigins(asking, [entry ?? anyEntry, ...path], piece);
      if (root === 'index' && entry !== null) return [];
      const found = origin(asking, [root, ...path], piece);
      return found ? [found] : inputOrigins(asking, [...start, root, ...path], piece);
    }),
  );
}

/** Through the input of a transform, in one step: it is not data that anybody can look at by itself. */
function inputOrigins(asking: Asking, path: OriginPath, by?: Piece): Origin[] {
  const found = resolved(asking, expressionPieces(asking.node.config.input, path, 'input'));
  return by ? found.map((one) => ({ ...one, via: by.text, field: by.field })) : found;
}

function resolved(asking: Asking, pieces: readonly Piece[]): Origin[] {
  return pieces.flatMap((piece) => scopePaths(piece).flatMap((path) => origin(asking, path, piece) ?? []));
}

function origin({ source, node, rounds }: Asking, path: ScopePath, { text, field }: Piece): Origin | null {
  const place = placeOf(source, node, path, rounds);
  return place && { ...place, via: text, field };
}

function scopePaths({ expression, path }: Piece): ScopePath[] {
  try {
    return sourcesOfTree(parseExpression(expression), path);
  } catch (error) {
    // It does not compile: the checks say so.
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}
