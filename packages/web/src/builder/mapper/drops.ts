/** What can be meant by putting a source field onto a target field: one way mostly, several where lists or objects meet. Pure. */
import { each, type FieldMapping, type Shape } from '@millrace/core';
import { mapper as words } from '../../strings/mapper.ts';
import { likeness, listsOf, nameFrom, suggest, wordsOf } from './auto_map.ts';
import { childrenOf, isFoldable, type SourceNode } from './source_tree.ts';
import { pathOf, type TargetNode } from './target_tree.ts';

export interface DropChoice {
  id: string;
  label: string;
  mappings: FieldMapping[];
}

const { choices: names } = words;

/** The ways from a source to a target, the likeliest first. */
export function dropChoices(source: SourceNode, target: TargetNode): DropChoice[] {
  const ways = waysOf(source, target);
  return ways.filter((way, at) => ways.findIndex((other) => same(other, way)) === at);
}

function waysOf(source: SourceNode, target: TargetNode): DropChoice[] {
  const depth = listsOf(source.path);
  const wanted = (pathOf(target.id) ?? []).filter((part) => part === each).length;
  if (depth > wanted) return throughLists(source, target);
  if (source.type === 'list') return fromList(source, target);
  if (source.type === 'object') return fromObject(source, target);
  return [one('value', names.value, target.id, source.path)];
}

const one = (id: string, label: string, target_field: string, source_path: string): DropChoice => ({
  id,
  label,
  mappings: [{ target_field, source_path }],
});

const same = (a: DropChoice, b: DropChoice) => JSON.stringify(a.mappings) === JSON.stringify(b.mappings);

const takesList = ({ shape }: TargetNode) => shape.type === 'list';
const isOpen = ({ shape }: TargetNode) => shape.type === 'unknown' || shape.type === 'nothing';
const takes = ({ shape }: TargetNode, ...types: Shape['type'][]) => types.includes(shape.type);

/** One field of the entries of a list onto what takes one value, or a list of values. */
function throughLists(source: SourceNode, target: TargetNode): DropChoice[] {
  const at = source.path.lastIndexOf('[]');
  const list = source.path.slice(0, at);
  const rest = source.path.slice(at + 2);
  const values = rest === '' ? list : `${list}.map(entry => entry${rest})`;
  const all = one('all_values', names.all_values, `${target.id}[]`, source.path);
  const single = singleValues(target, `${list}[0]${rest}`, `${values} | join(', ')`, list);
  if (takesList(target)) return target.children.some(({ name }) => name !== '[]') ? [...single, all] : [all];
  return isOpen(target) && target.children.length === 0 ? [all, ...single] : single;
}

/** Objects cannot be joined. */
function singleValues(target: TargetNode, first: string, joined: string | null, list: string): DropChoice[] {
  const ways = [one('first', names.first, target.id, first)];
  if (joined !== null && takes(target, 'text', 'unknown', 'nothing'))
    ways.push(one('join', names.join, target.id, joined));
  if (takes(target, 'number', 'text', 'unknown', 'nothing'))
    ways.push(one('count', names.count, target.id, `count(${list})`));
  return takes(target, 'number') ? ways.reverse() : ways;
}

function fromList(source: SourceNode, target: TargetNode): DropChoice[] {
  const whole = one('whole_list', names.whole_list, target.id, source.path);
  const byEntry = entryByEntry(source, target);
  if (takesList(target)) return byEntry ? [byEntry, whole] : [whole];
  const joined = childrenOf(source).some(({ name }) => name !== '[]') ? null : `${source.path} | join(', ')`;
  const single = singleValues(target, `${source.path}[0]`, joined, source.path);
  if (takes(target, 'unknown', 'nothing')) return [...(byEntry ? [byEntry] : []), whole, ...single];
  return takes(target, 'object') ? [single[0]!, whole] : single;
}

/** The fields of a list of objects onto those of another; onto a list without known fields all of them. */
function entryByEntry(source: SourceNode, target: TargetNode): DropChoice | null {
  const fields = childrenOf(source).filter(({ name }) => name !== '[]');
  if (fields.length === 0) return null;
  const known = target.children.filter(({ name }) => name !== '[]');
  const mappings =
    known.length > 0
      ? suggest(fields, known, new Set()).map(({ mapping }) => mapping)
      : fields.flatMap((field) => sameNamed(field, `${target.id}[]`));
  if (mappings.length === 0) return null;
  return { id: 'entry_by_entry', label: names.entry_by_entry(mappings.length), mappings };
}

/** A field, and what is in it, under its own name. What a target cannot be called is left out. */
function sameNamed(source: SourceNode, around: string): FieldMapping[] {
  const target_field = fieldIn(around, source.name);
  if (source.type === 'object' && isFoldable(source))
    return childrenOf(source).flatMap((child) => sameNamed(child, target_field));
  return pathOf(target_field) ? [{ target_field, source_path: source.path }] : [];
}

function fromObject(source: SourceNode, target: TargetNode): DropChoice[] {
  const whole = one('whole_object', names.whole_object, target.id, source.path);
  if (target.children.length === 0 || !isFoldable(source)) return [whole];
  const alike = suggest(childrenOf(source), target.children, new Set()).map(({ mapping }) => mapping);
  if (alike.length === 0) return [whole];
  return [{ id: 'inside', label: names.inside(alike.length), mappings: alike }, whole];
}

/** `customer` and `first name` → `customer["first name"]` where dots would not do. */
export function fieldIn(around: string, name: string): string {
  const plain = /^[^.[\]"\s](?:[^.[\]"]*[^.[\]"\s])?$/.test(name);
  if (!plain) return `${around}[${JSON.stringify(name)}]`;
  return around === '' ? name : `${around}.${name}`;
}

/** A source that is dropped where no field is: a new one of its own name, which is not taken. */
export function newField(source: SourceNode, taken: ReadonlySet<string>): DropChoice {
  const base = fieldIn('', source.name === '[]' ? nameBefore(source.path) : source.name) || 'value';
  let name = base;
  for (let count = 2; taken.has(name); count++) name = `${base}_${count}`;
  const target: TargetNode = {
    id: name,
    name,
    title: null,
    description: null,
    depth: 0,
    shape: { type: 'unknown' },
    required: false,
    fixed: false,
    children: [],
  };
  return dropChoices(source, target)[0]!;
}

const nameBefore = (path: string) => path.match(/[A-Za-z_$][\w$]*/g)?.at(-1) ?? 'value';

/** The target that a source is most likely meant for: where the keyboard goes with it. */
export function likeliestTarget(source: SourceNode, rows: readonly TargetNode[]): TargetNode | undefined {
  const name = nameFrom(wordsOf(source.name));
  return rows
    .filter((row) => row.children.length === 0)
    .map((row) => ({ row, like: likeness(name, nameFrom(wordsOf(row.name)))?.confidence ?? 0 }))
    .filter(({ like }) => like > 0)
    .toSorted((a, b) => b.like - a.like)[0]?.row;
}
