/**
 * Which source fields are probably meant by which target fields: the same name, whatever its style (`zipCode`, `zip_code`,
 * `ZIP code`), singular and plural, usual other words for the same, weighed with what stands around it and with the types.
 * Offered with a confidence; what is mapped already is left alone. Pure.
 */
import { each, type FieldMapping, misfit } from '@millrace/core';
import { leavesOf, type SourceNode } from './source_tree.ts';
import { pathOf, type TargetNode, targetLeaves } from './target_tree.ts';

export interface Suggestion {
  source: SourceNode;
  target: TargetNode;
  mapping: FieldMapping;
  /** 0 to 1. */
  confidence: number;
  why: 'same' | 'similar' | 'synonym' | 'part';
}

/** Words that mean the same in business data. */
const synonyms: readonly (readonly string[])[] = [
  ['email', 'e mail', 'mail', 'email address', 'mail address', 'e mail address'],
  ['zip', 'zip code', 'postal code', 'post code', 'postcode', 'plz'],
  ['phone', 'phone number', 'tel', 'telephone', 'mobile', 'telephone number'],
  ['first name', 'given name', 'forename', 'fname'],
  ['last name', 'family name', 'surname', 'lname'],
  ['name', 'full name', 'display name'],
  ['id', 'identifier', 'key', 'uid', 'uuid', 'guid'],
  ['number', 'no', 'nr', 'num'],
  ['qty', 'quantity', 'amount of items', 'count', 'pieces'],
  ['amount', 'total', 'sum', 'total amount', 'grand total', 'value'],
  ['price', 'unit price', 'cost', 'rate'],
  ['street', 'street address', 'address line 1', 'address1', 'address line'],
  ['city', 'town', 'locality'],
  ['state', 'province', 'region'],
  ['country', 'country code', 'nation'],
  ['company', 'organization', 'organisation', 'company name', 'account'],
  ['created', 'created at', 'creation date', 'date created', 'created on', 'date'],
  ['updated', 'updated at', 'modified', 'modified at', 'last modified'],
  ['description', 'text', 'details', 'body', 'note', 'notes', 'comment', 'remark'],
  ['title', 'subject', 'headline'],
  ['url', 'link', 'website', 'web site', 'homepage'],
  ['image', 'picture', 'photo', 'avatar'],
  ['currency', 'currency code'],
  ['sku', 'article number', 'item number', 'product code', 'article'],
  ['items', 'lines', 'line items', 'positions', 'rows', 'entries', 'order lines', 'products'],
  ['tax', 'vat'],
  ['due', 'due date', 'deadline', 'due at'],
  ['customer', 'client', 'buyer', 'contact', 'bill to', 'recipient'],
  ['order', 'purchase', 'purchase order'],
];

/** The words of a name: `zipCode2`, `zip_code 2` → `zip code 2`; plurals as singular. */
export function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(singular)
    .join(' ');
}

function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(x|ch|sh|s)es$/.test(word) ? word.slice(0, -2) : word.replace(/s$/, '');
}

const groups = new Map<string, number>();
for (const [index, group] of synonyms.entries())
  for (const word of group) if (!groups.has(wordsOf(word))) groups.set(wordsOf(word), index);

/** Made once for each field: with 500 of them and 300 targets there are 150,000 pairs. */
export interface Name {
  words: string;
  compact: string;
  /** With what is directly around it. */
  full: string;
  fullCompact: string;
  /** The words of what is around it, from inside. */
  around: readonly string[];
}

export function nameFrom(words: string, around: readonly string[] = []): Name {
  const full = [around[0], words].filter(Boolean).join(' ');
  return { words, compact: compacted(words), full, fullCompact: compacted(full), around };
}

const compacted = (words: string) => words.replaceAll(' ', '');

function nameOfSource({ path }: SourceNode): Name {
  const parts = path.match(/[^.[\]'"]+/g) ?? [];
  const names = parts.filter((part) => !/^\d+$/.test(part)).map(wordsOf);
  return nameFrom(names.at(-1) ?? '', names.slice(0, -1).reverse());
}

function nameOfTarget({ id, title }: TargetNode): Name {
  const names = (pathOf(id) ?? [id]).filter((part) => typeof part === 'string').map(wordsOf);
  return nameFrom(names.at(-1) ?? wordsOf(title ?? ''), names.slice(0, -1).reverse());
}

/** How alike two names are, and why; null when nothing speaks for it. */
export function likeness(source: Name, target: Name): Pick<Suggestion, 'confidence' | 'why'> | null {
  const isSame = source.compact === target.compact;
  // `customer.name` and `customer_name`.
  const isSimilar = source.fullCompact === target.compact || target.fullCompact === source.compact;
  const isSynonym = means(source.words, target.words);
  const isDistant = means(source.full, target.words) || means(source.words, target.full);
  if (!isSame && !isSimilar && !isSynonym && !isDistant && !partOf(source.words, target.words)) return null;
  const alike = source.around.filter((word) => target.around.some((other) => means(word, other))).length;
  const context = Math.min(alike, 2) * 0.04;
  if (isSame) {
    const isAstray = source.around.length > 0 && target.around.length > 0 && alike === 0;
    return { confidence: 0.9 + context - (isAstray ? 0.15 : 0), why: 'same' };
  }
  if (isSimilar) return { confidence: 0.88, why: 'similar' };
  if (isSynonym) return { confidence: 0.72 + context, why: 'synonym' };
  return isDistant ? { confidence: 0.68, why: 'synonym' } : { confidence: 0.5 + context, why: 'part' };
}

function means(one: string, other: string): boolean {
  if (one === other) return true;
  const group = groups.get(one);
  return group !== undefined && group === groups.get(other);
}

/** `order number` and `number`: the last word is the thing. A word such as `id` alone says too little. */
function partOf(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length > 3 && long.endsWith(` ${short}`);
}

const leastConfidence = 0.45;

/**
 * The best source of each target that is not mapped yet, each source once.
 * @param taken target fields that have a mapping
 */
export function suggest(
  roots: readonly SourceNode[],
  targets: readonly TargetNode[],
  taken: ReadonlySet<string>,
): Suggestion[] {
  const steps = roots.filter(({ source }) => source === null || source.node !== null || source.name === '');
  const sources = leavesOf(steps).map((source) => ({ source, name: nameOfSource(source) }));
  const open = targetLeaves(targets).filter(({ id }) => !taken.has(id));
  const found = open.flatMap((target) => {
    const name = nameOfTarget(target);
    return sources.flatMap(({ source, name: other }) => {
      const like = likeness(other, name);
      const pair = like && weighed(source, target, like);
      return pair ? [pair] : [];
    });
  });
  return chosen(found);
}

function weighed(
  source: SourceNode,
  target: TargetNode,
  { confidence, why }: Pick<Suggestion, 'confidence' | 'why'>,
): Suggestion | null {
  const depth = listsOf(source.path);
  const wanted = (pathOf(target.id) ?? []).filter((part) => part === each).length;
  if (depth !== wanted) return null;
  const wrong = misfit({ type: source.type }, target.shape) ? 0.3 : 0;
  const distance = Math.min(source.depth, 9) * 0.004;
  const total = Math.min(confidence - wrong - distance, 0.99);
  if (total < leastConfidence) return null;
  return {
    source,
    target,
    confidence: total,
    why,
    mapping: { target_field: target.id, source_path: source.path },
  };
}

export function listsOf(path: string): number {
  return path.split('[]').length - 1;
}

/** The surest first; of a list that is filled only one other list is taken, the one that fits most of its fields. */
function chosen(found: readonly Suggestion[]): Suggestion[] {
  const lists = bestLists(found);
  const targets = new Set<string>();
  const sources = new Set<string>();
  const taken: Suggestion[] = [];
  for (const one of found.toSorted((a, b) => b.confidence - a.confidence)) {
    const list = listAround(one.target.id);
    if (list !== null && lists.get(list) !== listAround(one.source.path)) continue;
    if (targets.has(one.target.id) || sources.has(one.source.id)) continue;
    targets.add(one.target.id);
    sources.add(one.source.id);
    taken.push(one);
  }
  return taken;
}

function listAround(path: string): string | null {
  const at = path.lastIndexOf('[]');
  return at < 0 ? null : path.slice(0, at);
}

function bestLists(found: readonly Suggestion[]): Map<string, string> {
  const sums = new Map<string, Map<string, number>>();
  for (const { source, target, confidence } of found) {
    const list = listAround(target.id);
    const from = listAround(source.path);
    if (list === null || from === null) continue;
    const sum = sums.get(list) ?? new Map<string, number>();
    sum.set(from, (sum.get(from) ?? 0) + confidence);
    sums.set(list, sum);
  }
  return new Map([...sums].map(([list, sum]) => [list, [...sum].toSorted((a, b) => b[1] - a[1])[0]![0]]));
}
