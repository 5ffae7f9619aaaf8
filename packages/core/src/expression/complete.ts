/**
 * Suggestions at a cursor. What stands before the cursor is completed to a whole expression with a mark where the cursor is;
 * inferring its type tells what the mark would be read from, and which names are visible there.
 */
import { ownField, type Shape } from '../shape.ts';
import { shapeOfSample } from '../shape_of_sample.ts';
import { ExpressionError } from './errors.ts';
import { functions } from './functions/table.ts';
import { inferTree } from './infer.ts';
import { InferProblem, type Inferring } from './inferring.ts';
import { readOwn } from './keys.ts';
import { methodTables } from './methods/table.ts';
import { closersOf, openings } from './openings.ts';
import { parseExpression } from './parse.ts';
import { isPlainName, quote } from './print.ts';
import type { Scope } from './run.ts';
import { endOfExpression } from './scan.ts';
import { shapeWord, unknownShape } from './shapes_of.ts';
import { type Example, type FunctionSpec, requiredCount, signatureOf } from './spec.ts';
import type { Tree } from './tree.ts';
import { isNothing, typeOfValue } from './values.ts';

export interface Completion {
  label: string;
  kind: 'field' | 'function' | 'method' | 'variable';
  /** The type, with the value where it is known; of functions the signature. */
  detail: string;
  /** What replaces the text from `from` up to the cursor. */
  apply: string;
  /** Index in the source, from 0. */
  from: number;
  /** Of functions and methods: what they do, and an expression with its result. */
  help?: { description: string; example: Example | undefined };
}

const mark = 'cursorMark';

/** A value ends here: an operator comes next, and no name could stand there. */
const ended = /[)\]}'"`]\s*$|[\p{ID_Continue}$]\s+$/u;

/**
 * What could stand at the cursor, best first, over sample data. The source is an expression, or a text with `{{ }}`; outside
 * of the braces of such a text there is nothing to suggest. `shapes` tell of fields that the data of this sample happens to
 * lack. Never throws.
 */
export function complete(
  source: string,
  cursor: number,
  scope: Scope,
  shapes: Readonly<Record<string, Shape>> = {},
): Completion[] {
  const region = expressionBefore(source.slice(0, cursor));
  if (!region) return [];
  const { text, start } = region;
  const data: Data = { scope, shapes: shapesOf(scope, shapes) };
  const bracket = /\[\s*(['"])([^'"\\]*)$/.exec(text);
  if (bracket) return completeKey(text.slice(0, bracket.index), bracket[2]!, start + bracket.index, data);
  if (isInsideText(text)) return [];
  const typed = /[\p{ID_Continue}$]*$/u.exec(text)![0];
  if (typed === '' && ended.test(text)) return [];
  const before = text.slice(0, text.length - typed.length);
  const from = start + before.length;
  const found = look(before, data.shapes);
  const isPipe = /(?:^|[^|])\|\s*$/.test(before);
  if (found?.object) return matching(memberCompletions(found.object, before, from, scope), typed);
  if (isPipe) return matching(functionCompletions(from, true), typed);
  return matching(
    [...nameCompletions(found?.names, from, scope), ...functionCompletions(from, false)],
    typed,
  );
}

/** The expression in which the text ends: after the last open `{{`, or all of it where there are no braces at all. */
function expressionBefore(text: string): { text: string; start: number } | undefined {
  let at = 0;
  let seen = false;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open < 0) return seen ? undefined : { text, start: 0 };
    seen = true;
    const isLiteral = text[open - 1] === '\\';
    const close = isLiteral ? open : endOfExpression(text, open + 2);
    if (close < 0) return { text: text.slice(open + 2), start: open + 2 };
    at = close + 2;
  }
}

/** Values, and what is known of their shapes. */
interface Data {
  scope: Scope;
  shapes: Readonly<Record<string, Shape>>;
}

interface Found {
  /** What the mark is read from, if it stands after a dot. */
  object?: { shape: Shape; node: Tree };
  /** The names that are visible at the mark. */
  names?: ReadonlyMap<string, Shape>;
}

/** Completes the text with the mark and whatever closes it, and finds the mark in it. */
function look(before: string, shapes: Data['shapes']): Found | undefined {
  const closers = closersOf(before);
  // An unfinished `a ? b` needs its other branch to be an expression.
  for (const rest of [closers, `: 0${closers}`]) {
    const found: Found = {};
    try {
      tolerant(parseExpression(`${before}${mark}${rest}`), marking(shapes, found));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
    }
    if (found.object || found.names) return found;
  }
  return undefined;
}

/** What is wrong elsewhere in an unfinished expression does not keep from finding the mark. */
function tolerant(node: Tree, context: Inferring): Shape {
  try {
    return inferTree(node, context);
  } catch (error) {
    if (error instanceof InferProblem) return unknownShape;
    throw error;
  }
}

function marking(shapes: Readonly<Record<string, Shape>>, found: Found): Inferring {
  return {
    shapes,
    locals: new Map(),
    inferTree: tolerant,
    visitName(name, context) {
      if (name === mark) found.names = context.locals;
    },
    visitMember(key, shape, node) {
      if (key === mark) found.object = { shape, node };
    },
  };
}

function shapesOf(scope: Scope, known: Readonly<Record<string, Shape>>): Record<string, Shape> {
  return Object.fromEntries(
    Object.keys(scope).map((name) => [name, ownField(known, name) ?? shapeOfSample(readOwn(scope, name))]),
  );
}

function isInsideText(text: string): boolean {
  return openings(text).quote !== undefined;
}

/** Fields by name in brackets: `order['cu`. `at` is where the bracket stands. */
function completeKey(before: string, typed: string, at: number, { scope, shapes }: Data): Completion[] {
  const found = look(`${before}.`, shapes);
  const object = found?.object;
  if (object?.shape.type !== 'object') return [];
  const fields = Object.keys(object.shape.fields ?? {}).map((name): Completion => {
    const apply = `[${quote(name)}]`;
    return { label: name, kind: 'field', detail: detailOf(object, name, scope), apply, from: at };
  });
  return matching(fields, typed);
}

function memberCompletions(
  object: NonNullable<Found['object']>,
  before: string,
  from: number,
  scope: Scope,
): Completion[] {
  const { shape } = object;
  const dot = /\??\.\s*$/.exec(before)?.[0].length ?? 1;
  const fields = Object.keys(shape.fields ?? {}).map((name): Completion => {
    const isPlain = isPlainName(name);
    return {
      label: name,
      kind: 'field',
      detail: detailOf(object, name, scope),
      apply: isPlain ? name : `[${quote(name)}]`,
      from: isPlain ? from : from - dot,
    };
  });
  const methods = [...(methodTables.get(shape.type)?.values() ?? [])].map((spec): Completion => {
    const [, ...params] = spec.params;
    const detail = signatureOf({ ...spec, params });
    return {
      label: spec.name,
      kind: 'method',
      detail,
      apply: callText(spec.name, requiredCount(spec) > 1),
      from,
      help: helpOf(spec),
    };
  });
  const length: Completion = { label: 'length', kind: 'field', detail: 'a number', apply: 'length', from };
  if (shape.type === 'list') return [length, ...eachCompletions(shape, from), ...methods];
  return shape.type === 'text' ? [length, ...methods] : [...fields, ...methods];
}

/** The fields of the elements, where a person expects them: after the dot behind the list. */
function eachCompletions({ item }: Shape, from: number): Completion[] {
  return Object.entries(item?.fields ?? {}).map(([name, shape]) => ({
    label: name,
    kind: 'field',
    detail: `${shapeWord(shape)} · of each element`,
    apply: `map(i => i${isPlainName(name) ? `.${name}` : `[${quote(name)}]`})`,
    from,
  }));
}

function helpOf({ description, examples }: FunctionSpec): NonNullable<Completion['help']> {
  return { description, example: examples[0] };
}

function detailOf(object: NonNullable<Found['object']>, name: string, scope: Scope): string {
  const shape = ownField(object.shape.fields, name);
  const path = pathOf(object.node);
  const value = path && readOwn(path.reduce<unknown>(readOwn, scope), name);
  return describe(shape ?? { type: 'unknown' }, value);
}

/** The keys of a path whose value can be shown. */
function pathOf(node: Tree): string[] | undefined {
  if (node.kind === 'name') return [node.name];
  if (node.kind !== 'member') return undefined;
  const path = pathOf(node.object);
  const key =
    typeof node.key === 'string'
      ? node.key
      : node.key.kind === 'literal'
        ? String(node.key.value)
        : undefined;
  return path && key !== undefined ? [...path, key] : undefined;
}

function describe(shape: Shape, value: unknown): string {
  const type = typeOfValue(value);
  if (type === 'list') return `a list of ${(value as unknown[]).length}`;
  if (isNothing(value) || type === 'object' || type === 'unknown') return shapeWord(shape);
  const text =
    typeof value === 'string' ? value : value instanceof Date ? String(value.getTime()) : String(value);
  return `${shapeWord(shape)} · ${text.length > 40 ? `${text.slice(0, 39)}…` : text}`;
}

function nameCompletions(
  names: ReadonlyMap<string, Shape> | undefined,
  from: number,
  scope: Scope,
): Completion[] {
  const locals = [...(names ?? [])].map(
    ([label, shape]): Completion => ({
      label,
      kind: 'variable',
      detail: shapeWord(shape),
      apply: label,
      from,
    }),
  );
  const known = Object.keys(scope).filter((name) => isPlainName(name) && !names?.has(name));
  const globals = known.map((label): Completion => {
    const value = readOwn(scope, label);
    return { label, kind: 'variable', detail: describe(shapeOfSample(value), value), apply: label, from };
  });
  return [...locals, ...globals];
}

/** In a pipe the first argument is already there; parentheses come with an argument that must be written. */
function functionCompletions(from: number, isPiped: boolean): Completion[] {
  const usable = [...functions.values()].filter((spec) => !isPiped || spec.params.length > 0 || spec.rest);
  return usable.map((spec) => {
    const takes = spec.params.length > 0 || spec.rest !== undefined;
    const call = callText(spec.name, isPiped ? requiredCount(spec) > 1 : takes);
    const apply = isPiped && call.endsWith(')') ? spec.name : call;
    const help = helpOf(spec);
    return { label: spec.name, kind: 'function', detail: signatureOf(spec), apply, from, help };
  });
}

/** With arguments to write, the text ends after the open parenthesis. */
function callText(name: string, hasArguments: boolean): string {
  return hasArguments ? `${name}(` : `${name}()`;
}

/** Those that begin with what is typed, then those that contain it. */
function matching(all: readonly Completion[], typed: string): Completion[] {
  const wanted = typed.toLowerCase();
  const begins = all.filter((each) => each.label.toLowerCase().startsWith(wanted));
  const contains = all.filter(
    (each) => !begins.includes(each) && wanted.length > 1 && each.label.toLowerCase().includes(wanted),
  );
  return [...begins, ...contains];
}
