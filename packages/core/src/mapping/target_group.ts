/**
 * What is made together: the fields of one object, and the lists in it whose entries are made from those of another list.
 * A list is filled from one list only, so that all its entries are made from the same ones and have the same fields.
 */
import type { CompiledList, CompiledMapping } from './compile_mapping.ts';
import { isSameList } from './entry_source.ts';
import { MappingError } from './mapping_error.ts';
import { each, type TargetPath, targetText } from './target_path.ts';

type Place = readonly (string | number)[];

export interface TargetField {
  kind: 'field';
  one: CompiledMapping;
  /** From the object that is made. */
  place: Place;
}

export interface TargetList {
  kind: 'list';
  place: Place;
  /** How deep in lists its entries are. */
  depth: number;
  /** Of its first mapping: `lines[]`. */
  name: string;
  first: CompiledMapping;
  /** The list that it is filled from, and the mapping that said so. */
  from: { list: CompiledList; said: CompiledMapping } | null;
  /** Its entries are objects, or single values. */
  entry: { kind: 'object'; group: TargetGroup } | { kind: 'value'; one: CompiledMapping };
  /** One of the mappings is required, so that the list must be there. */
  required: CompiledMapping | null;
  /** The names that its entries read from around them. */
  names: string[];
}

/** In the order in which they were mapped: so is the object that is made. */
export interface TargetGroup {
  parts: (TargetField | TargetList)[];
}

export const emptyGroup = (): TargetGroup => ({ parts: [] });

/**
 * Puts a mapping where its target says.
 * @throws MappingError when its lists and those of the others do not go together.
 */
export function addToGroup(root: TargetGroup, one: CompiledMapping): void {
  const lists = one.target.filter((part) => part === each).length;
  const throughs = one.lists;
  if (throughs.length > lists) throw tooManyLists(one, throughs, lists);
  let group = root;
  let rest: TargetPath | readonly TargetPath[number][] = one.target;
  for (let depth = 0; ; depth++) {
    const at = rest.indexOf(each);
    if (at < 0) {
      group.parts.push({ kind: 'field', one, place: rest as Place });
      return;
    }
    const list = listAt(group, rest.slice(0, at) as Place, depth, one);
    const through = throughs[depth];
    if (through) follow(list, through, one);
    if (one.mapping.required) list.required ??= one;
    list.names = [...new Set([...list.names, ...namesOf(one, depth)])];
    if (list.entry.kind === 'value') return;
    group = list.entry.group;
    rest = rest.slice(at + 1);
  }
}

function listAt(group: TargetGroup, place: Place, depth: number, one: CompiledMapping): TargetList {
  const key = JSON.stringify(place);
  const known = group.parts.find((part) => part.kind === 'list' && JSON.stringify(part.place) === key);
  if (known) return known as TargetList;
  let seen = -1;
  const end = one.target.findIndex((part) => part === each && ++seen === depth);
  const isValue = end === one.target.length - 1;
  const list: TargetList = {
    kind: 'list',
    place,
    depth,
    name: targetText(one.target.slice(0, end + 1)),
    first: one,
    from: null,
    entry: isValue ? { kind: 'value', one } : { kind: 'object', group: emptyGroup() },
    required: null,
    names: [],
  };
  group.parts.push(list);
  return list;
}

/** What an entry reads: also what the lists inside it are read from. */
function namesOf(one: CompiledMapping, depth: number): string[] {
  const parts = [one.source, one.transformation ?? [], one.fallback ?? []].flat();
  const inner = one.lists.slice(depth + 1).map(({ evaluable }) => evaluable);
  return [...parts, ...inner].flatMap((part) => part.references.map(([root]) => root!));
}

function follow(list: TargetList, through: CompiledList, one: CompiledMapping): void {
  if (!list.from) {
    list.from = { list: through, said: one };
    return;
  }
  if (isSameList(list.from.list.text, through.text)) return;
  const message = `${one.mapping.target_field} goes through ${through.text} and ${list.from.said.mapping.target_field} through ${list.from.list.text}; a list is filled from one list`;
  throw new MappingError('lists', `${one.field}.source_path`, message);
}

function tooManyLists(one: CompiledMapping, throughs: readonly CompiledList[], lists: number): MappingError {
  const { target_field, source_path } = one.mapping;
  const through = throughs[lists]!.text;
  const message =
    lists === 0
      ? `${target_field}: ${source_path.trim()} has a value for each entry of ${through}, and ${target_field} takes one; map onto ${target_field}[], or take one entry as in ${through}[0]`
      : `${target_field}: its source also goes through ${through}, for which the target has no list; add [] to it, or take one entry as in ${through}[0]`;
  return new MappingError('lists', `${one.field}.target_field`, message);
}

/** @throws MappingError for a list that no mapping says where to fill from. */
export function checkLists(group: TargetGroup, failed: (error: MappingError, index: number) => void): void {
  group.parts = group.parts.filter((list) => {
    if (list.kind === 'field') return true;
    if (list.from) {
      if (list.entry.kind === 'object') checkLists(list.entry.group, failed);
      return true;
    }
    const { first, name } = list;
    const message = `${first.mapping.target_field}: nothing says which list ${name} is filled from; map one of its fields through a list, as in order.items[].sku`;
    for (const one of mappingsIn(list))
      failed(new MappingError('lists', `${one.field}.source_path`, message), one.index);
    return false;
  });
}

function mappingsIn({ entry }: TargetList): CompiledMapping[] {
  if (entry.kind === 'value') return [entry.one];
  return entry.group.parts.flatMap((part) => (part.kind === 'field' ? [part.one] : mappingsIn(part)));
}
