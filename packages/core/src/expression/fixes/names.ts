/** Names and fields that are not there, and what may have been meant: a similar name, its whole path, or a text without quotes. */
import { ownField, type Shape } from '../../shape.ts';
import { closest } from '../closest.ts';
import { ExpressionError } from '../errors.ts';
import { functions } from '../functions/table.ts';
import { inferTree } from '../infer.ts';
import { InferProblem } from '../inferring.ts';
import { parseExpression } from '../parse.ts';
import { accessTo, isPlainName, quote } from '../print.ts';
import { familiarFunctions } from '../refusals.ts';
import type { Tree } from '../tree.ts';
import type { Broken, Candidate, Shapes } from './broken.ts';
import { fromProducts } from './products.ts';

const deepest = 5;
const mostFields = 3_000;

/** Candidates for a name that does not exist. */
export function nameCandidates(broken: Broken): Candidate[] {
  const { source, shapes, problem } = broken;
  const odd = oddKeys(source, shapes);
  const products = fromProducts(broken);
  if (problem instanceof ExpressionError && problem.code === 'syntax') return [...odd, ...products];
  if (problem instanceof ExpressionError || problem.subject === 'type')
    return [...products, ...odd, ...functionNames(broken)];
  const missing = missingIn(source, shapes);
  if (!missing) return odd;
  return [
    ...products,
    ...odd,
    ...('name' in missing ? rootNames(broken, missing) : fieldNames(broken, missing)),
  ];
}

type Missing = { name: string; locals: readonly string[] } | { key: string; object: Shape; node: Tree };

/** The last name or field that was looked up before the problem. */
function missingIn(source: string, shapes: Shapes): Missing | undefined {
  let last: Missing | undefined;
  try {
    inferTree(parseExpression(source), {
      shapes,
      locals: new Map(),
      inferTree,
      visitName: (name, { locals }) => {
        last = { name, locals: [...locals.keys()] };
      },
      visitMember: (key, object, node) => {
        last = { key, object, node };
      },
    });
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof InferProblem) return last;
    throw error;
  }
  return undefined;
}

function rootNames(
  { source, shapes, position }: Broken,
  { name, locals }: Extract<Missing, { name: string }>,
): Candidate[] {
  const put = (text: string, title = `Use ${text}`): Candidate => ({
    title,
    source: source.slice(0, position) + text + source.slice(position + name.length),
  });
  const near = alike(name, [...locals, ...Object.keys(shapes)]).map((each) => put(each));
  const paths = pathsTo(name, shapes).map((path) => put(path));
  const literal = isCompared(source, position, name) ? [put(quote(name), `Put ${name} in quotes`)] : [];
  return [...near, ...paths, ...literal];
}

/** Beside == or !=, or as an argument, a name may well be meant as a text. */
function isCompared(source: string, position: number, name: string): boolean {
  const after = source.slice(position + name.length);
  return /(?:[=!]=|[(,[])\s*$/.test(source.slice(0, position)) || /^\s*[=!]=/.test(after);
}

function fieldNames(
  { source }: Broken,
  { key, object, node }: Extract<Missing, { key: string }>,
): Candidate[] {
  const rest = source.slice(node.end);
  const access = /^(\)*)\s*(?:\?\.|\.)?\s*(?:\[\s*(?:'[^']*'|"[^"]*")\s*\]|[\p{ID_Continue}$]+)/u.exec(rest);
  if (!access) return [];
  const [all, parentheses = ''] = access;
  const owner = source.slice(node.start, node.end) + parentheses;
  const put = (text: string): Candidate => ({
    title: `Use ${shortened(owner + text)}`,
    source: source.slice(0, node.end) + parentheses + text + rest.slice(all.length),
  });
  if (object.type === 'list') {
    const [name = key] = object.item
      ? [...own(object.item, key), ...alike(key, Object.keys(object.item.fields ?? {}))]
      : [];
    return [put(`[0]${accessTo(name)}`), put(`.map(i => i${accessTo(name)})`)];
  }
  const near = alike(key, Object.keys(object.fields ?? {})).map((each) => put(accessTo(each)));
  const deeper = pathsTo(key, object.fields ?? {}).map((path) =>
    put(path.startsWith('[') ? path : `.${path}`),
  );
  return [...near, ...deeper];
}

const own = (shape: Shape, key: string): string[] => (ownField(shape.fields, key) ? [key] : []);

/** `unit price` is read with brackets, whatever stands in the source: `order.unit price`, `order.unit-price`. */
function oddKeys(source: string, shapes: Shapes): Candidate[] {
  const odd = new Set<string>();
  walkFields(shapes, (_path, name) => {
    if (!isPlainName(name) && source.includes(`.${name}`)) odd.add(name);
  });
  // The longest first: one may be the beginning of another.
  return [...odd]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => ({
      title: `Use [${quote(name)}]`,
      source: source.replaceAll(`.${name}`, `[${quote(name)}]`),
    }));
}

/** A function by a name that is nearly right, or that it has elsewhere. */
function functionNames({ source, position }: Broken): Candidate[] {
  const typed = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(source.slice(position))?.[0];
  if (!typed || functions.has(typed)) return [];
  const ours = new Set([familiarFunctions.get(typed), ...alike(typed, [...functions.keys()])]);
  return [...ours]
    .filter((name) => name !== undefined)
    .map((name) => ({
      title: `Use ${name}(…)`,
      source: source.slice(0, position) + name + source.slice(position + typed.length),
    }));
}

/** Names that a person may have meant: the same without case and separators, then the nearest. */
function alike(typed: string, known: readonly string[]): string[] {
  const same = known.filter((name) => plain(name) === plain(typed));
  const near = closest(typed, known);
  return [...new Set(near ? [...same, near] : same)].slice(0, 3);
}

const plain = (name: string) => name.toLowerCase().replace(/[\s_.-]+/g, '');

/** Where a field of this name is, the nearest to the root first: `trigger.data.customer`. */
function pathsTo(name: string, shapes: Shapes): string[] {
  const found: string[] = [];
  walkFields(shapes, (path, field) => {
    if (path.length > 1 && plain(field) === plain(name))
      found.push(path.map(accessTo).join('').replace(/^\./, ''));
  });
  return found.slice(0, 4);
}

/** Level by level, and never so many that typing would wait for it. */
function walkFields(shapes: Shapes, visit: (path: readonly string[], name: string) => void): void {
  let level: [string[], Shapes][] = [[[], shapes]];
  let left = mostFields;
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const [path, fields] of level) {
      for (const [name, shape] of Object.entries(fields)) {
        if (--left < 0) return;
        visit([...path, name], name);
        if (shape.type === 'object' && shape.fields) next.push([[...path, name], shape.fields]);
      }
    }
    level = next;
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `…${text.slice(-59)}` : text;
}
