/**
 * The rows of the variable picker: what of the tree is open, or what a search finds. Only what is shown is made, so that a
 * list of 100,000 does not freeze the page. Pure.
 */
import { words } from '../../strings/expressions.ts';
import { pathText } from './regions.ts';
import type { ScopeSource } from './sample_scope.ts';

export interface PickerRow {
  id: string;
  depth: number;
  kind: 'source' | 'value' | 'each' | 'more';
  name: string;
  /** What is inserted; null where nothing can be. */
  expression: string | null;
  value: unknown;
  expandable: boolean;
  open: boolean;
  /** Beside the name: first, count. */
  hint?: string;
  source?: ScopeSource;
}

export interface PickerView {
  /** Rows that are open, by id. */
  open: ReadonlySet<string>;
  /** How many members of a row are shown, where more were asked for. */
  limits: ReadonlyMap<string, number>;
  search: string;
}

export const shownAtFirst = 50;
const mostSearched = 20_000;
const mostFound = 300;
const deepest = 8;
/** Values that stand for a list's items in a preview. */
const mostEach = 20;

interface Member
  extends Pick<PickerRow, 'id' | 'kind' | 'name' | 'expression' | 'value' | 'hint' | 'source'> {
  /** Below "each item": the expression of the list, and the path in an item. */
  each?: { list: string; path: readonly string[] };
}

/** The rows from top to bottom. */
export function pickerRows(sources: readonly ScopeSource[], view: PickerView): PickerRow[] {
  const roots = sources.map(rootOf);
  const search = view.search.trim().toLowerCase();
  if (search === '') return roots.flatMap((root) => opened(root, 0, view));
  const budget = { visits: mostSearched, rows: mostFound };
  return roots.flatMap((root) => found(root, 0, search, view, budget));
}

/** What is open at first: the trigger, the steps nearest to this one, and the objects directly in them. */
export function openAtFirst(sources: readonly ScopeSource[]): Set<string> {
  const steps = sources.filter((source) => source.node !== null || source.name === '');
  const chosen = new Set([...steps.slice(0, 2), ...steps.slice(-1)]);
  const ids = [...chosen].flatMap((source) => {
    const root = rootOf(source);
    const inner = membersOf(root).filter(
      // How a call came in is seldom wanted, and what came in stands below it.
      ({ name, value }) =>
        isObject(value) &&
        Object.keys(value).length <= 30 &&
        !(source.name === 'trigger' && name === 'headers'),
    );
    return [root.id, ...inner.map(({ id }) => id)];
  });
  return new Set(ids);
}

function rootOf(source: ScopeSource): Member {
  const { name, label, value } = source;
  const id = `source:${name}`;
  return { id, kind: 'source', name: label, expression: name === '' ? null : name, value, source };
}

function opened(member: Member, depth: number, view: PickerView): PickerRow[] {
  const row = rowOf(member, depth, view.open.has(member.id));
  return row.open ? [row, ...within(member, depth + 1, view)] : [row];
}

/** The members of an open row, as many as were asked for. */
function within(member: Member, depth: number, view: PickerView): PickerRow[] {
  const limit = view.limits.get(member.id) ?? shownAtFirst;
  const { shown, left } = someMembers(member, limit);
  const rows = shown.flatMap((inner) => opened(inner, depth, view));
  if (left === 0) return rows;
  const more: Member = {
    id: `more:${member.id}`,
    kind: 'more',
    name: words.picker.more(left),
    expression: null,
    value: undefined,
  };
  return [...rows, rowOf(more, depth, false)];
}

function found(
  member: Member,
  depth: number,
  search: string,
  view: PickerView,
  budget: { visits: number; rows: number },
): PickerRow[] {
  if (budget.visits-- <= 0 || budget.rows <= 0 || depth > deepest) return [];
  const isMatch = matches(member, search);
  if (isMatch) budget.rows--;
  const inner = isExpandable(member)
    ? someMembers(member, shownAtFirst).shown.flatMap((each) => found(each, depth + 1, search, view, budget))
    : [];
  if (!isMatch && inner.length === 0) return [];
  const isAsked = view.open.has(member.id);
  // What was found by its own name shows all of itself when it is opened.
  if (isMatch && inner.length === 0)
    return isAsked ? opened(member, depth, view) : [rowOf(member, depth, false)];
  return [rowOf(member, depth, true), ...inner];
}

function matches({ name, value, expression, kind }: Member, search: string): boolean {
  if (name.toLowerCase().includes(search)) return true;
  if (expression?.toLowerCase().includes(search) && /[.[]/.test(search)) return true;
  if (kind === 'each' || typeof value === 'object') return false;
  return value !== undefined && String(value).slice(0, 1_000).toLowerCase().includes(search);
}

function rowOf(member: Member, depth: number, open: boolean): PickerRow {
  const { id, kind, name, expression, value, hint, source } = member;
  const expandable = isExpandable(member);
  return {
    id,
    depth,
    kind,
    name,
    expression,
    value,
    expandable,
    open: open && expandable,
    ...(hint ? { hint } : {}),
    ...(source ? { source } : {}),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isExpandable({ kind, value, each }: Member): boolean {
  if (kind === 'more') return false;
  if (each) return itemOf(value) !== null;
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && Object.keys(value).length > 0;
}

function someMembers(member: Member, limit: number): { shown: Member[]; left: number } {
  const { value } = member;
  // Only as much of a long list as is shown becomes rows.
  if (Array.isArray(value) && !member.each) {
    const shown = listMembers(member, value, limit);
    return { shown, left: Math.max(0, value.length - limit) };
  }
  const all = membersOf(member);
  return { shown: all.slice(0, limit), left: Math.max(0, all.length - limit) };
}

function membersOf(member: Member): Member[] {
  const { value, each } = member;
  if (each) return eachMembers(member, each);
  if (Array.isArray(value)) return listMembers(member, value, value.length);
  if (!isObject(value)) return [];
  const isTrigger = member.source?.name === 'trigger';
  // `payload` is another name of `data`; once is enough.
  const entries = Object.entries(value).filter(
    ([name, inner]) => !(isTrigger && name === 'payload' && inner === value.data),
  );
  return entries.map(([name, inner]) => {
    const expression = pathText(member.expression ?? '', [name]);
    return { id: `${member.id}.${name}`, kind: 'value', name, expression, value: inner };
  });
}

function listMembers({ id, expression }: Member, list: readonly unknown[], limit: number): Member[] {
  const path = expression ?? '';
  const items = list.slice(0, limit).map((value, index): Member => {
    const hint = index === 0 ? { hint: words.picker.first } : {};
    return {
      id: `${id}[${index}]`,
      kind: 'value',
      name: String(index),
      expression: `${path}[${index}]`,
      value,
      ...hint,
    };
  });
  // A list without a name of its own (the whole input) is read through `input` or `item`.
  if (path === '') return items;
  const length: Member = {
    id: `${id}.length`,
    kind: 'value',
    name: words.picker.count,
    expression: `${path}.length`,
    value: list.length,
  };
  const each: Member = {
    id: `${id}[*]`,
    kind: 'each',
    name: words.picker.each,
    expression: null,
    value: list.slice(0, mostEach),
    each: { list: path, path: [] },
  };
  return isExpandable(each) ? [each, length, ...items] : [length, ...items];
}

/** All fields that the items of a list have; null where they are no objects. */
function itemOf(values: unknown): Map<string, unknown[]> | null {
  if (!Array.isArray(values)) return null;
  const fields = new Map<string, unknown[]>();
  for (const value of values) {
    if (!isObject(value)) continue;
    for (const [name, inner] of Object.entries(value)) fields.set(name, [...(fields.get(name) ?? []), inner]);
  }
  return fields.size > 0 ? fields : null;
}

function eachMembers({ id, value }: Member, { list, path }: NonNullable<Member['each']>): Member[] {
  return [...(itemOf(value) ?? [])].map(([name, values]) => {
    const deeper = [...path, name];
    const expression = `${list}.map(i => ${pathText('i', deeper)})`;
    return {
      id: `${id}.${name}`,
      kind: 'each',
      name,
      expression,
      value: values,
      each: { list, path: deeper },
    };
  });
}
