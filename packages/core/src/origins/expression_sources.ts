/**
 * Which places of its scope a part of an expression's value comes from, by its tree alone. What only decides (a condition, an
 * index, an order) is no source: a value is made of what it holds.
 */
import type { Argument, ArrayNode, CallNode, MethodNode, ObjectNode, Tree } from '../expression/tree.ts';
import { anyEntry, type OriginPath, type ScopePath } from './origin.ts';

type Bound = (path: OriginPath) => ScopePath[];
type Locals = ReadonlyMap<string, Bound>;

const noLocals: Locals = new Map();

/** The sources of the part of a tree's value that `path` names. */
export function sourcesOfTree(tree: Tree, path: OriginPath, locals: Locals = noLocals): ScopePath[] {
  const of = (part: Tree, at: OriginPath = path) => sourcesOfTree(part, at, locals);
  switch (tree.kind) {
    case 'literal':
      return [];
    case 'name':
      return locals.get(tree.name)?.(path) ?? [[tree.name, ...path]];
    case 'member':
      return of(tree.object, [keyOf(tree.key), ...path]);
    case 'conditional':
      return [...of(tree.then), ...of(tree.otherwise)];
    case 'logical':
      return [...of(tree.left), ...of(tree.right)];
    case 'binary':
      return [...of(tree.left, []), ...of(tree.right, [])];
    case 'unary':
      return of(tree.operand, []);
    case 'template':
      return tree.parts.flatMap((part) => of(part, []));
    case 'array':
      return ofArray(tree, path, of);
    case 'object':
      return ofObject(tree, path, of);
    case 'call':
      return ofCall(tree, path, locals);
    case 'method':
      return ofCall({ name: tree.name, args: [tree.object, ...tree.args] }, path, locals);
  }
}

/** Which of several is computed. */
function keyOf(key: string | Tree): string | number {
  if (typeof key === 'string') return key;
  const { kind } = key;
  return kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number')
    ? key.value
    : anyEntry;
}

type Of = (part: Tree, at?: OriginPath) => ScopePath[];

function ofArray({ items }: ArrayNode, path: OriginPath, of: Of): ScopePath[] {
  const [first, ...rest] = path;
  const hasSpread = items.some((item) => item.kind === 'spread');
  const at = Number(first);
  if (first !== undefined && !hasSpread && Number.isInteger(at)) {
    const item = items[at];
    return item && item.kind !== 'spread' ? of(item, rest) : [];
  }
  return items.flatMap((item) =>
    item.kind === 'spread' ? of(item.value, first === undefined ? [] : [anyEntry, ...rest]) : of(item, rest),
  );
}

/** What comes later wins, and what is spread may have any field. */
function ofObject({ fields }: ObjectNode, path: OriginPath, of: Of): ScopePath[] {
  const [first, ...rest] = path;
  let found: ScopePath[] = [];
  for (const field of fields) {
    if (field.kind === 'spread') found.push(...of(field.value, path));
    else if (first === undefined || first === anyEntry || typeof field.key !== 'string')
      found.push(...of(field.value, rest));
    else if (field.key === String(first)) found = of(field.value, rest);
  }
  return found;
}

/** Lists of which the result holds entries as they are, at places of their own. */
const keepEntries: ReadonlySet<string> = new Set([
  'where',
  'filter',
  'sort',
  'unique',
  'slice',
  'reverse',
  'compact',
  'concat',
  'toSorted',
  'toReversed',
]);
/** Those that give one entry of a list. */
const oneEntry: ReadonlySet<string> = new Set(['first', 'last', 'find', 'findLast', 'at']);
/** The result is one of the arguments. */
const oneOf: ReadonlySet<string> = new Set(['default', 'coalesce']);
/** Objects of which the result holds fields under their names. */
const keepFields: ReadonlySet<string> = new Set(['pick', 'omit', 'merge']);

function ofCall(
  { name, args }: Pick<CallNode | MethodNode, 'name'> & { args: readonly Argument[] },
  path: OriginPath,
  locals: Locals,
): ScopePath[] {
  const values = args.filter((arg) => arg.kind !== 'arrow');
  const of = (part: Tree | undefined, at: OriginPath) => (part ? sourcesOfTree(part, at, locals) : []);
  const [self] = values;
  const inner = path.slice(1);
  if (oneOf.has(name)) return values.flatMap((value) => of(value, path));
  if (name === 'if') return values.slice(1).flatMap((value) => of(value, path));
  if (keepFields.has(name)) {
    const objects = name === 'merge' ? values : values.slice(0, 1);
    return objects.flatMap((value) => of(value, path));
  }
  if (name === 'get') return of(self, [...fieldNames(values[1]), ...path]);
  if (oneEntry.has(name)) return of(self, [anyEntry, ...path]);
  const entries: OriginPath = path.length === 0 ? [] : [anyEntry, ...inner];
  if (keepEntries.has(name))
    return (name === 'concat' ? values : values.slice(0, 1)).flatMap((value) => of(value, entries));
  if (name === 'flatten' || name === 'flat')
    return of(self, path.length === 0 ? [] : [anyEntry, anyEntry, ...inner]);
  if (name === 'values') return of(self, path.length === 0 ? [] : [anyEntry, ...inner]);
  if (name === 'chunk' || name === 'groupBy')
    return of(self, path.length < 2 ? [] : [anyEntry, ...path.slice(2)]);
  if (name === 'map' || name === 'flatMap' || name === 'pluck') return ofMap({ name, args }, path, locals);
  if (name === 'sum' || name === 'avg' || name === 'min' || name === 'max') return ofAggregate(args, locals);
  // What is made of its arguments: text, numbers, dates, and lists that are computed.
  const bodies = args.flatMap((arg) => {
    if (arg.kind !== 'arrow') return [];
    // Of `reduce` the first parameter is what came before.
    const params = name === 'reduce' ? [arg.params[1] ?? '', arg.params[0] ?? ''] : arg.params;
    return ofArrow({ ...arg, params }, self, [], locals);
  });
  return [...values.flatMap((value) => of(value, [])), ...bodies];
}

/** Entry by entry: the position stays where the list keeps its length. */
function ofMap(
  { name, args }: { name: string; args: readonly Argument[] },
  path: OriginPath,
  locals: Locals,
): ScopePath[] {
  const [list, by] = args;
  if (!list || list.kind === 'arrow' || !by) return [];
  const [position = anyEntry, ...inner] = path;
  const entry = name === 'flatMap' ? anyEntry : position;
  if (by.kind === 'arrow')
    return ofArrow(
      by,
      list,
      name === 'flatMap' && path.length > 0 ? [anyEntry, ...inner] : inner,
      locals,
      entry,
    );
  return sourcesOfTree(list, [entry, ...fieldNames(by), ...inner], locals);
}

function ofAggregate(args: readonly Argument[], locals: Locals): ScopePath[] {
  const [list, by] = args;
  if (!list || list.kind === 'arrow') return [];
  if (by?.kind === 'arrow') return ofArrow(by, list, [], locals);
  const isField = by?.kind === 'literal' && typeof by.value === 'string';
  if (isField) return sourcesOfTree(list, [anyEntry, ...fieldNames(by)], locals);
  return args.flatMap((arg) => (arg.kind === 'arrow' ? [] : sourcesOfTree(arg, [], locals)));
}

/** The body of an arrow, of which the first parameter is an entry of the list. */
function ofArrow(
  arrow: Extract<Argument, { kind: 'arrow' }>,
  list: Tree | undefined,
  path: OriginPath,
  locals: Locals,
  entry: string | number = anyEntry,
): ScopePath[] {
  const inside = new Map(locals);
  for (const [at, name] of arrow.params.entries())
    inside.set(name, at === 0 && list ? (rest) => sourcesOfTree(list, [entry, ...rest], locals) : () => []);
  return sourcesOfTree(arrow.body, path, inside);
}

/** `'customer.name'`, written out; anything where it is computed. */
function fieldNames(node: Argument | undefined): (string | number)[] {
  if (node?.kind !== 'literal') return [anyEntry];
  return typeof node.value === 'string' ? node.value.split('.') : [Number(node.value)];
}
