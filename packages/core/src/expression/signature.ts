/** Which call a cursor stands in: for help while its arguments are typed. Works on text that is not finished. */
import { functions } from './functions/table.ts';
import { methodTables } from './methods/table.ts';
import { type Example, type FunctionSpec, kindWord, type Param } from './spec.ts';

export interface SignatureHelp {
  name: string;
  /** As they are written: `digits?: number`. */
  params: readonly string[];
  /** Which of them is being typed; -1 behind the last. */
  active: number;
  description: string;
  example: Example | undefined;
  /** Where the name stands in the source. */
  at: number;
}

interface Call {
  name: string;
  at: number;
  /** Commas between its parenthesis and the cursor. */
  commas: number;
  /** Its first argument stands before it: `x | f(`, `x.f(`. */
  given: boolean;
  method: boolean;
}

/** The innermost call around the cursor; null outside of any, or inside a text. `source` is an expression without braces. */
export function signatureAt(source: string, cursor: number): SignatureHelp | null {
  const call = callAt(source.slice(0, cursor));
  const spec = call && specOf(call);
  if (!spec) return null;
  const all = [
    ...spec.params.map((each) => paramText(each)),
    ...(spec.rest ? [paramText(spec.rest, true)] : []),
  ];
  const params = call.given ? all.slice(1) : all;
  const active = call.commas < params.length ? call.commas : spec.rest ? params.length - 1 : -1;
  const { description, examples } = spec;
  return { name: call.name, params, active, description, example: examples[0], at: call.at };
}

function paramText({ name, kind, optional }: Param, isRest = false): string {
  return `${isRest ? '...' : ''}${name}${optional ? '?' : ''}: ${kindWord(kind)}`;
}

function specOf({ name, method }: Call): FunctionSpec | undefined {
  if (!method) return functions.get(name);
  for (const table of methodTables.values()) {
    const found = table.get(name);
    if (found) return found;
  }
  return undefined;
}

function callAt(text: string): Call | null {
  const open: (Call | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "'" || character === '"' || character === '`') {
      const end = endOfText(text, at);
      if (end < 0) return null;
      at = end;
    } else if (character === '(') open.push(calleeBefore(text, at));
    else if (character === '[' || character === '{') open.push(null);
    else if (character === ')' || character === ']' || character === '}') open.pop();
    else if (character === ',') {
      const call = open.at(-1);
      if (call) call.commas++;
    }
  }
  return open.findLast((each) => each !== null) ?? null;
}

function endOfText(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[from]) return at;
  }
  return -1;
}

/** The name before a parenthesis; null for one that only groups. */
function calleeBefore(text: string, parenthesis: number): Call | null {
  const found = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*$/u.exec(text.slice(0, parenthesis));
  if (!found) return null;
  const before = text.slice(0, found.index).trimEnd();
  const method = before.endsWith('.');
  const piped = before.endsWith('|') && !before.endsWith('||');
  return { name: found[1]!, at: found.index, commas: 0, given: method || piped, method };
}
