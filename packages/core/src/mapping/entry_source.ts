/**
 * Sources that go through a list: `order.items[].sku` is read once for each entry of `order.items`. What stands before the
 * brackets may be any chain (`order.items.filter(i => i.active)[].sku`), and lists may lie in lists (`items[].taxes[].rate`).
 *
 * 1. The entry takes the place of its chain under a name of its own (`$0`, `$1` inside), so that nothing is shadowed.
 * 2. The text keeps its length, so that the positions of errors hold.
 */
import { scanTemplate } from '../expression/scan.ts';

export const deepestList = 5;

/** A list that is gone through. */
export interface EntryList {
  /** As it was written: `order.items`, `order.items[].taxes`. */
  text: string;
  /** The expression that gives it; an inner one is read from the entry around it: `$0.taxes`. */
  source: string;
}

export interface EntrySource {
  /** From outside to inside. */
  lists: readonly EntryList[];
  /** What is read of each entry. */
  source: string;
}

/** Says in the rest of a sentence why a source cannot go through its lists. */
export class EntrySourceError extends Error {}

/** The name of an entry in the expressions that are made here. */
export const entryName = (depth: number) => `$${depth}`;

interface Chain {
  from: number;
  /** Where each `[]` of it begins. */
  marks: number[];
}

/**
 * Null for a source that goes through no list.
 * @throws EntrySourceError for two different lists; ExpressionError for braces that never close.
 */
export function readEntrySource(text: string): EntrySource | null {
  if (!text.includes('[]')) return null;
  const chains = regionsOf(text).flatMap(({ from, to }) => chainsIn(text, from, to));
  if (chains.length === 0) return null;
  const lists: EntryList[] = [];
  let source = text;
  for (const { from, marks } of chains) {
    if (marks.length > deepestList) throw new EntrySourceError(`goes through more than ${deepestList} lists`);
    for (const [depth, mark] of marks.entries())
      addList(lists, depth, listAt(text, from, marks, depth, mark));
    const end = marks.at(-1)! + 2;
    const entry = entryName(marks.length - 1).padEnd(end - from);
    source = source.slice(0, from) + entry + source.slice(end);
  }
  return { lists, source };
}

function listAt(text: string, from: number, marks: number[], depth: number, mark: number): EntryList {
  const source =
    depth === 0 ? text.slice(from, mark) : entryName(depth - 1) + text.slice(marks[depth - 1]! + 2, mark);
  return { text: text.slice(from, mark), source };
}

function addList(lists: EntryList[], depth: number, list: EntryList): void {
  const known = lists[depth];
  if (!known) lists[depth] = list;
  else if (!isSameList(known.text, list.text))
    throw new EntrySourceError(
      `goes through two lists, ${known.text} and ${list.text}; one value can follow one list only`,
    );
}

/** Spaces make no other list. */
export function isSameList(one: string, other: string): boolean {
  return one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '');
}

function regionsOf(text: string): { from: number; to: number }[] {
  if (!text.includes('{{')) return [{ from: 0, to: text.length }];
  return scanTemplate(text).flatMap((segment) =>
    segment.kind === 'expression' ? [{ from: segment.start, to: segment.start + segment.source.length }] : [],
  );
}

/** The chains with `[]` behind them; an empty list, as in `default(tags, [])`, has none before it. */
function chainsIn(text: string, from: number, to: number): Chain[] {
  const closes = bracketsIn(text, from, to);
  const chains = new Map<number, Chain>();
  for (let at = from; at < to - 1; at++) {
    if (text[at] !== '[' || text[at + 1] !== ']' || !closes.has(at + 1)) continue;
    const start = chainStart(text, at, from, closes);
    if (start === at) continue;
    const chain = chains.get(start) ?? { from: start, marks: [] };
    chain.marks.push(at);
    chains.set(start, chain);
  }
  return [...chains.values()];
}

/** Where each closing bracket was opened; what stands in texts counts for nothing. */
function bracketsIn(text: string, from: number, to: number): Map<number, number> {
  const opened: number[] = [];
  const closes = new Map<number, number>();
  for (let at = from; at < to; at++) {
    const character = text[at]!;
    if (character === '"' || character === "'" || character === '`') at = endOfText(text, at, to);
    else if (character === '(' || character === '[') opened.push(at);
    else if (character === ')' || character === ']') {
      const open = opened.pop();
      if (open !== undefined) closes.set(at, open);
    }
  }
  return closes;
}

function endOfText(text: string, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[from]) return at;
  }
  return to;
}

const word = /[A-Za-z0-9_$\u0080-\uffff]/;

/** Goes back over names, dots, and what stands in brackets. */
function chainStart(text: string, end: number, from: number, closes: ReadonlyMap<number, number>): number {
  let at = end;
  for (;;) {
    const before = at;
    const open = closes.get(at - 1);
    if (open !== undefined && open >= from) at = open;
    else while (at > from && word.test(text[at - 1]!)) at--;
    if (at === before) return at;
    if (text[at - 1] === '.' && at > from) at -= text[at - 2] === '?' ? 2 : 1;
    else if (!(at > from && (word.test(text[at - 1]!) || closes.has(at - 1)) && /[([]/.test(text[at]!)))
      return at;
  }
}

/** The words of a message with the entries called as their author calls them: `$0.sku` → `order.items[].sku`. */
export function withListNames(message: string, { lists }: EntrySource): string {
  return message.replaceAll(/\$(\d)(?!\w)/g, (name, depth: string) => {
    const list = lists[Number(depth)];
    return list ? `${list.text}[]` : name;
  });
}
