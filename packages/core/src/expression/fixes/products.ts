/**
 * Names by which n8n, Make and Zapier read data, as they are read here: `$json.total`, `$node["Order"].json.total`,
 * `$('Order').item.json.total`. Which step is meant where none is named is guessed; who asks judges the guesses.
 */
import { ownField, type Shape } from '../../shape.ts';
import { accessTo } from '../print.ts';
import type { Broken, Candidate, Shapes } from './broken.ts';

/** Candidates for an expression that reads data as another product does. */
export function fromProducts({ source, shapes }: Broken): Candidate[] {
  return [
    ...byStep(source, shapes),
    ...withoutStep(source, shapes),
    ...plainNames(source),
    ...nested(source, shapes),
  ];
}

/** What comes between a step and its fields there: `.item.json`, `.first().json`, `.json`. */
const item =
  '(?:\\??\\.(?:item|first\\(\\)|last\\(\\)|all\\(\\)\\[\\d+\\]))?(?:\\[\\d+\\])?\\??\\.(?:json|output)';
const named = new RegExp(
  `\\$(?:node)?\\s*(?:\\[|\\()\\s*(['"])(.*?)\\1\\s*(?:\\]|\\))${item}|\\$node\\.(?<key>[\\w$]+)${item}|\\bsteps\\.(?<step>[\\w$]+)(?:\\.output)?`,
  'g',
);
const unnamed = new RegExp(`\\$input${item}|\\$json\\b|\\bbundle\\.inputData\\b|\\binputData\\b`, 'g');

/** The key that a label there would have here. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function byStep(source: string, shapes: Shapes): Candidate[] {
  const keyOf = (name: string) => Object.keys(shapes).find((key) => plain(key) === plain(name));
  const read = (inner: string) =>
    source.replace(named, (whole, _quote: string, label: string, ...rest: unknown[]) => {
      const groups = rest.at(-1) as { key?: string; step?: string };
      const key = keyOf(label ?? groups.key ?? groups.step ?? '');
      return key === undefined ? whole : key + inner;
    });
  return titled(source, [read(''), read('.body'), read('.data')]);
}

/** The data of the trigger, or the step that has the field. */
function withoutStep(source: string, shapes: Shapes): Candidate[] {
  const places = Object.entries(shapes).flatMap(([key, shape]) => placesIn(key, shape));
  const ordered = ['trigger.data', ...places.filter((place) => place !== 'trigger.data')];
  const field = new RegExp(`(?:${unnamed.source})(?:\\.([\\w$]+)|\\[\\s*['"]([^'"]+)['"]\\s*\\])`).exec(
    source,
  );
  const name = field?.[1] ?? field?.[2];
  const having = ordered.filter((place) => name !== undefined && hasField(shapeAt(place, shapes), name));
  return titled(
    source,
    [...having, 'trigger.data', ...ordered.filter((place) => shapeAt(place, shapes)?.type === 'unknown')].map(
      (place) => source.replace(unnamed, () => place),
    ),
  );
}

/** Where n8n has the fields of an item: the output of a step, and the answer in it. */
function placesIn(key: string, shape: Shape): string[] {
  if (shape.type !== 'object' || key === 'step' || key === 'workflow' || key === 'execution') return [];
  return ['', '.data', '.body']
    .filter((inner) => inner === '' || hasField(shape, inner.slice(1)))
    .map((inner) => accessTo(key).replace(/^\./, '') + inner);
}

function shapeAt(place: string, shapes: Shapes): Shape | undefined {
  return place
    .split('.')
    .reduce<Shape | undefined>(
      (at, name, index) => (index === 0 ? ownField(shapes, name) : ownField(at?.fields, name)),
      undefined,
    );
}

function hasField(shape: Shape | undefined, name: string): boolean {
  return ownField(shape?.fields, name) !== undefined;
}

const names: readonly (readonly [RegExp, string])[] = [
  [/\$now\b/g, 'now()'],
  [/\$today\b/g, 'today()'],
  [/\$(?:vars|env)\b/g, 'variables'],
  [/\$workflow\b/g, 'workflow'],
  [/\$execution\b/g, 'execution'],
  [/\$(?:itemIndex|index|runIndex)\b/g, 'index'],
  [/\bloop\.index0?\b/g, 'index'],
  [/\bTrue\b/g, 'true'],
  [/\bFalse\b/g, 'false'],
  [/\b(?:None|NaN)\b/g, 'null'],
  [/\bmoment\(\s*\)/g, 'now()'],
  [/\bmoment\(([^()]+)\)\.format\(/g, 'formatDate($1, '],
];

function plainNames(source: string): Candidate[] {
  return titled(
    source,
    names.map(([pattern, by]) => source.replace(pattern, by)),
  );
}

/** `order.output.total`, `order.json.total` and `trigger.body.total`: there is no such level here, or it is called otherwise. */
function nested(source: string, shapes: Shapes): Candidate[] {
  const level = /\b([\p{L}_$][\p{L}\p{N}_$]*)\.(?:json|output|body|data)\b/gu;
  return titled(
    source,
    ['', '.data', '.body'].map((inner) =>
      source.replace(level, (whole, key: string) => (ownField(shapes, key) ? key + inner : whole)),
    ),
  );
}

function titled(source: string, mended: readonly string[]): Candidate[] {
  return mended
    .filter((each) => each !== source)
    .map((each) => ({ title: `Use ${cut(each.trim())}`, source: each }));
}

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
