/**
 * One-click fixes of an expression.
 * 1. What may have been meant is guessed freely, but a guess is only offered when it is better: it has no problem any more, or
 *    its first problem is a lesser one or stands further behind. So a fix never makes anything worse.
 * 2. A fix changes as little of the text as it can; cursor and undo stay where a person expects them.
 */

import { ExpressionError } from '../errors.ts';
import { expressionLimits } from '../limits.ts';
import { endOfExpression } from '../scan.ts';
import { type Broken, brokenAt, type Candidate, type Shapes } from './broken.ts';
import { nameCandidates } from './names.ts';
import { syntaxCandidates } from './syntax.ts';
import { typeCandidates } from './types.ts';

/** A change of the text, with what a button says that makes it. Positions are indexes into the text that was given. */
export interface Fix {
  title: string;
  from: number;
  to: number;
  insert: string;
}

const most = 3;

/** Fixes for the first problem of an expression, or of a text with `{{ }}`; the best first. Never throws for what an author writes. */
export function fixesOf(text: string, shapes: Shapes): Fix[] {
  if (text.length > expressionLimits.source) return [];
  if (!text.includes('{{')) return mended(text, 0, shapes);
  for (let at = 0; ; ) {
    const open = text.indexOf('{{', at);
    if (open < 0) return [];
    at = open + 2;
    if (text[open - 1] === '\\') continue;
    const close = endOfExpression(text, at);
    if (close < 0) return closedBraces(text, at, shapes);
    const found = mended(text.slice(at, close), at, shapes);
    if (found.length > 0) return found;
    at = close + 2;
  }
}

function mended(source: string, offset: number, shapes: Shapes): Fix[] {
  const broken = brokenAt(source, shapes);
  if (!broken || source.trim() === '') return [];
  const candidates = [...syntaxCandidates(broken), ...nameCandidates(broken), ...typeCandidates(broken)];
  const whole: Fix[] = [];
  const partly: Fix[] = [];
  const seen = new Set([source]);
  for (const candidate of candidates) {
    if (seen.has(candidate.source)) continue;
    seen.add(candidate.source);
    const left = brokenAt(candidate.source, shapes);
    if (!left) whole.push(changeOf(source, candidate, offset));
    else if (isBetter(left, broken)) partly.push(changeOf(source, candidate, offset));
    if (whole.length === most) break;
  }
  return (whole.length > 0 ? whole : partly).slice(0, most);
}

function isBetter(left: Broken, before: Broken): boolean {
  const [rank, old] = [rankOf(left), rankOf(before)];
  if (rank !== old) return rank < old;
  // Longer text alone moves a problem back without mending anything.
  return left.position - before.position > Math.max(0, left.source.length - before.source.length);
}

function rankOf({ problem }: Broken): number {
  return problem instanceof ExpressionError ? 2 : 1;
}

/** Braces that are never closed: at the end, behind what looks like the expression, or where one brace stands. */
function closedBraces(text: string, start: number, shapes: Shapes): Fix[] {
  const rest = text.slice(start);
  const path = /^\s*[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\??\.[\p{ID_Continue}$]+|\[[^\]]*\])*/u.exec(
    rest,
  )?.[0];
  const title = 'Add }}';
  const one = /(?<!\})\}(?!\})/.exec(rest)?.index;
  const candidates: [string, Fix][] = [];
  if (one !== undefined)
    candidates.push([rest.slice(0, one), { title, from: start + one, to: start + one + 1, insert: '}}' }]);
  const quoteBefore = rest.indexOf('}}');
  if (quoteBefore >= 0) {
    const inner = rest.slice(0, quoteBefore);
    for (const fix of mended(inner, start, shapes)) candidates.push([applied(inner, fix, start), fix]);
  }
  const end = rest.trimEnd().length;
  candidates.push([rest, { title, from: start + end, to: start + end, insert: ' }}' }]);
  if (path)
    candidates.push([path, { title, from: start + path.length, to: start + path.length, insert: ' }}' }]);
  const good = candidates.filter(([source]) => source.trim() !== '' && !brokenAt(source, shapes));
  if (good.length > 0) return good.slice(0, 1).map(([, fix]) => fix);
  return rest.trim() === '' || quoteBefore >= 0 ? [] : [candidates.at(path ? -1 : 0)![1]];
}

function applied(source: string, { from, to, insert }: Fix, offset: number): string {
  return source.slice(0, from - offset) + insert + source.slice(to - offset);
}

/** Only what differs. */
function changeOf(source: string, { title, source: next }: Candidate, offset: number): Fix {
  const shorter = Math.min(source.length, next.length);
  let head = 0;
  while (head < shorter && source[head] === next[head]) head++;
  let tail = 0;
  while (tail < shorter - head && source.at(-1 - tail) === next.at(-1 - tail)) tail++;
  return {
    title,
    from: offset + head,
    to: offset + source.length - tail,
    insert: next.slice(head, next.length - tail),
  };
}
