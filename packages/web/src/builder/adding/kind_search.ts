/**
 * Finding kinds of nodes by words: names first, then the other words people have for them, then what is said of them.
 * Invariants:
 *  1. every word of the search is found; letters are never picked from here and there;
 *  2. the same search gives the same order, whatever was searched for before;
 *  3. what is marked in a name is what was typed;
 *  4. a word with one slip of the fingers still finds, behind everything that is found without one.
 */
import { type NodeKind, type NodeSubtype, nodeKinds } from '@millrace/core';
import { kindWords } from '../../strings/kinds.ts';

export interface Found {
  subtype: NodeSubtype;
  /** Above 0; 1 is the best. */
  score: number;
  /** The other word by which it was found, where the name does not have what was typed. */
  also: string | null;
}

/** The words of a search, in lower case. */
export function searchWords(search: string): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The kinds that a search finds, the best first; all of them, in their order, for an empty one. */
export function searchKinds(search: string, subtypes: readonly NodeSubtype[]): Found[] {
  const words = searchWords(search);
  if (words.length === 0) return subtypes.map((subtype) => ({ subtype, score: 1, also: null }));
  return subtypes
    .map((subtype) => scoreOf(subtype, words))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score);
}

function scoreOf(subtype: NodeSubtype, words: readonly string[]): Found {
  const kind: NodeKind = nodeKinds[subtype];
  const label = kind.label.toLowerCase();
  const typed = words.join(' ');
  const { also: synonyms } = kindWords[subtype];
  const by = (score: number, also: string | null = null): Found => ({ subtype, score, also });
  if (label === typed) return by(1);
  if (label.startsWith(typed)) return by(0.95);
  if (synonyms.includes(typed)) return by(0.9, label.includes(typed) ? null : typed);
  if (words.every((word) => label.split(/[\s-]/).some((part) => part.startsWith(word)))) return by(0.8);
  if (words.every((word) => label.includes(word))) return by(0.7);
  const known = synonyms.find((synonym) => synonym.startsWith(typed));
  if (known !== undefined) return by(0.6, known);
  const some = synonyms.find((synonym) => words.every((word) => synonym.includes(word)));
  if (some !== undefined && typed.length > 1) return by(0.5, some);
  const all = `${label} ${synonyms.join(' ')} ${kind.description} ${kind.group}`.toLowerCase();
  const starts = (word: string) => all.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word));
  if (words.every(starts)) return by(0.3);
  const isMeant = (text: string) => words.every((word) => partsOf(text).some((part) => isNear(word, part)));
  if (isMeant(label)) return by(0.2);
  const meant = synonyms.find(isMeant);
  return meant === undefined ? by(0) : by(0.1, meant);
}

function partsOf(text: string): string[] {
  return text.split(/[\s-]+/);
}

/** Of a shorter word one other letter makes another word. */
const shortestSlip = 4;
/** From so many letters on it may be the beginning of a word that is not typed to its end. */
const shortestBeginning = 5;

/** Whether a word was meant: it begins so, or would with one letter less, more or other, or two of them exchanged. */
export function isNear(typed: string, word: string): boolean {
  if (word.startsWith(typed)) return true;
  if (typed.length < shortestSlip) return false;
  if (oneSlip(typed, word)) return true;
  if (typed.length < shortestBeginning) return false;
  return [-1, 0, 1].some((more) => oneSlip(typed, word.slice(0, typed.length + more)));
}

/** Whether two words are one slip apart: what follows the first letter that differs is then the same in both. */
function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const exchanged = a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
  const other = a.slice(at + 1) === b.slice(at + 1);
  const more = a.slice(at + 1) === b.slice(at);
  const less = a.slice(at) === b.slice(at + 1);
  return exchanged || other || more || less;
}

export interface Piece {
  text: string;
  marked: boolean;
}

/** A text in pieces, those marked that hold a word of the search. */
export function markedPieces(text: string, search: string): Piece[] {
  const words = searchWords(search).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0) return [{ text, marked: false }];
  const longestFirst = words.sort((a, b) => b.length - a.length).join('|');
  return text
    .split(new RegExp(`(${longestFirst})`, 'giu'))
    .map((piece, index) => ({ text: piece, marked: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
