/**
 * Renames a node's key wherever expressions read it, so that giving a node a better key breaks nothing.
 * Works on the text: string literals and property names keep what they say.
 */
import { isRecord } from './update_config.ts';

/** Fields whose whole text is an expression, with or without braces. */
const bareFields: ReadonlySet<string> = new Set(['condition', 'expression', 'source_path', 'items', 'left']);

/** What stands in the place of a name that is read, and how far to both sides of it; null: the name stays. */
export type Rewrite = (
  name: string,
  at: { source: string; start: number; end: number },
) => { from: number; to: number; text: string } | null;
/** Old key → new key, or what to write where a name is read. */
type Names = ReadonlyMap<string, string> | Rewrite;

const wordStart = /[A-Za-z_$]/;
const word = /[A-Za-z0-9_$]/;
const blank = /\s/;

/** A copy of a configuration in which `names` are applied to every expression. */
export function rewriteConfig<T>(config: T, names: Names, field = ''): T {
  if (typeof config === 'string') return rewriteText(config, names, bareFields.has(field)) as T;
  if (Array.isArray(config)) {
    const next = config.map((item) => rewriteConfig(item, names, field));
    return (next.some((item, index) => item !== config[index]) ? next : config) as T;
  }
  if (!isRecord(config)) return config;
  let changed = false;
  const next: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(config)) {
    next[name] = rewriteConfig(value, names, name);
    if (next[name] !== value) changed = true;
  }
  return changed ? (next as T) : config;
}

function rewriteText(text: string, names: Names, bare: boolean): string {
  if (!text.includes('{{')) return bare ? rewriteExpression(text, names) : text;
  return text.replace(/(\\)?\{\{([\s\S]*?)\}\}/g, (whole, escaped: string | undefined, source: string) =>
    escaped ? whole : `{{${rewriteExpression(source, names)}}}`,
  );
}

/** Applies the names to the identifiers of one expression. */
export function rewriteExpression(source: string, names: Names): string {
  let out = '';
  let at = 0;
  while (at < source.length) {
    const char = source[at]!;
    if (char === '"' || char === "'") {
      const end = endOfString(source, at);
      out += source.slice(at, end);
      at = end;
    } else if (char === '`') {
      const end = endOfTemplate(source, at);
      out += rewriteTemplate(source.slice(at, end), names);
      at = end;
    } else if (wordStart.test(char)) {
      let end = at + 1;
      while (end < source.length && word.test(source[end]!)) end++;
      const name = source.slice(at, end);
      const put = isReference(source, at, end) ? replacement(name, names, { source, start: at, end }) : null;
      out = put ? out.slice(0, out.length - (at - put.from)) + put.text : out + name;
      at = put?.to ?? end;
    } else {
      out += char;
      at++;
    }
  }
  return out;
}

function replacement(name: string, names: Names, at: Parameters<Rewrite>[1]): ReturnType<Rewrite> {
  if (typeof names === 'function') return names(name, at);
  const text = names.get(name);
  return text === undefined ? null : { from: at.start, to: at.end, text };
}

/**
 * Whether the word from `start` to `end` is read from the scope: not a property, not an object's field name. Looks only at
 * its neighbours, so that a long expression costs what it is long.
 */
function isReference(source: string, start: number, end: number): boolean {
  const before = endBefore(source, start);
  const previous = source[before - 1];
  const spread = source.slice(Math.max(0, before - 3), before) === '...';
  if (previous === '.' && !spread && !isStep(source, before - 1)) return false;
  let after = end;
  while (after < source.length && blank.test(source[after]!)) after++;
  const next = source[after];
  const inObject = previous === '{' || previous === ',';
  return next !== '(' && !(next === ':' && inObject);
}

/** Whether the dot at `dot` follows the word `step`, which reads a node's key as its property. */
function isStep(source: string, dot: number): boolean {
  const end = endBefore(source, source[dot - 1] === '?' ? dot - 1 : dot);
  const start = end - 'step'.length;
  if (start < 0 || source.slice(start, end) !== 'step') return false;
  return start === 0 || !/[\w.$]/.test(source[start - 1]!);
}

/** Where what stands before `at` ends, blanks left out. */
function endBefore(source: string, at: number): number {
  let end = at;
  while (end > 0 && blank.test(source[end - 1]!)) end--;
  return end;
}

function endOfString(source: string, start: number): number {
  const quote = source[start];
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === quote) return at + 1;
  }
  return source.length;
}

/** A template literal: its text stays, what stands in `${ }` is rewritten. */
function rewriteTemplate(literal: string, names: Names): string {
  let out = '';
  let at = 0;
  while (at < literal.length) {
    if (literal[at] === '\\') {
      out += literal.slice(at, at + 2);
      at += 2;
    } else if (literal.startsWith('${', at)) {
      const end = endOfHole(literal, at + 2);
      out += `\${${rewriteExpression(literal.slice(at + 2, end), names)}`;
      at = end;
    } else out += literal[at++];
  }
  return out;
}

function endOfTemplate(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source.startsWith('${', at)) at = endOfHole(source, at + 2);
    else if (source[at] === '`') return at + 1;
  }
  return source.length;
}

/** Where the brace is that closes `${`; strings, templates and objects in it are passed over. */
function endOfHole(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const char = source[at];
    if (char === '"' || char === "'") at = endOfString(source, at) - 1;
    else if (char === '`') at = endOfTemplate(source, at) - 1;
    else if (char === '{') depth++;
    else if (char === '}' && depth-- === 0) return at;
  }
  return source.length;
}
