/** What is written otherwise in JavaScript, Jinja, Liquid and Python, as it is written here. Guesses; who asks judges them. */
import { openings } from '../openings.ts';
import { quote } from '../print.ts';
import { type Candidate, outsideQuotes } from './broken.ts';

/** Candidates for an expression that is right in another language. */
export function fromOtherLanguages(source: string): Candidate[] {
  return [
    ...functionBodies(source),
    ...whole(source),
    ...patterns(source),
    ...phrases.map(([pattern, by, title]) => ({ title, source: source.replace(pattern, by) })),
  ];
}

/** `function (i) { return i.price; }` and `i => { return i.price; }` are `i => i.price`; `i => { id: i }` is an object. */
function functionBodies(source: string): Candidate[] {
  const arrows = outsideQuotes(source, (text) =>
    text.replace(/\bfunction\s*\w*\s*\(([^()]*)\)\s*\{/g, (_, params: string) => `(${params.trim()}) => {`),
  ).replace(/\((\w+)\) => \{/g, '$1 => {');
  let mended = arrows;
  let isObject = false;
  let isBody = arrows !== source;
  for (let at = mended.search(opening); at >= 0; at = next(mended, at)) {
    const brace = mended.indexOf('{', at);
    const end = closingBrace(mended, brace);
    if (end < 0) break;
    const inner = mended.slice(brace + 1, end);
    const value = /^\s*return\b([\s\S]*?);?\s*$/.exec(inner)?.[1]?.trim();
    if (value === undefined) isObject = true;
    else isBody = true;
    const put = value ?? `({${inner}})`;
    mended = mended.slice(0, brace) + put + mended.slice(end + 1);
  }
  if (mended === source) return [];
  const title = isObject && !isBody ? 'Put ( ) around the object' : 'Write the value after =>';
  return [{ title, source: mended }];
}

const opening = /=>\s*\{/;

function next(source: string, at: number): number {
  const found = source.slice(at + 2).search(opening);
  return found < 0 ? -1 : at + 2 + found;
}

/** Where the brace at `start` is closed; -1 where it is not. */
function closingBrace(source: string, start: number): number {
  for (let at = source.indexOf('}', start); at >= 0; at = source.indexOf('}', at + 1)) {
    const { quote: open = '', closers } = openings(source.slice(start, at + 1));
    if (!open && closers.length === 0) return at;
  }
  return -1;
}

/** The whole of it in another order. */
function whole(source: string): Candidate[] {
  const trimmed = source.trim().replace(/;$/, '');
  const python = /^([\s\S]+?)\s+if\s+([\s\S]+?)\s+else\s+([\s\S]+)$/.exec(trimmed);
  const statement =
    /^if\s*\(([\s\S]+)\)\s*\{?\s*(?:return\s+)?([^{};]+?);?\s*\}?\s*else\s*\{?\s*(?:return\s+)?([^{};]+?);?\s*\}?$/.exec(
      trimmed,
    );
  const within = /^([^\s]+)\s+(not\s+)?in\s+([\s\S]+)$/.exec(trimmed);
  const returned = /^return\s+([\s\S]+)$/.exec(trimmed);
  return [
    ...(python ? [{ title: 'Use ? and :', source: `${python[2]} ? ${python[1]} : ${python[3]}` }] : []),
    ...(statement
      ? [{ title: 'Use ? and :', source: `${statement[1]} ? ${statement[2]} : ${statement[3]}` }]
      : []),
    ...(within
      ? [{ title: 'Use contains(…)', source: `${within[2] ? '!' : ''}contains(${within[3]}, ${within[1]})` }]
      : []),
    ...(returned ? [{ title: 'Remove return', source: returned[1]! }] : []),
  ];
}

const path = '((?:[\\p{L}_$][\\p{L}\\p{N}_$]*)(?:\\??\\.[\\p{L}\\p{N}_$]+|\\[[^\\[\\]]*\\])*)';

/** Regular expressions are texts here. */
function patterns(source: string): Candidate[] {
  const literal = '/((?:\\\\.|[^/\\\\])+)/[a-z]*';
  const title = 'Use matches(…)';
  const put = (pattern: RegExp, by: (subject: string, text: string) => string): Candidate => ({
    title,
    source: source.replace(pattern, (_, first: string, second: string) => by(first, second)),
  });
  return [
    put(
      new RegExp(`${path}\\.match\\(\\s*${literal}\\s*\\)`, 'gu'),
      (of, text) => `matches(${of}, ${quote(text)})`,
    ),
    put(
      new RegExp(`${literal}\\.test\\(\\s*${path}\\s*\\)`, 'gu'),
      (text, of) => `matches(${of}, ${quote(text)})`,
    ),
  ];
}

const phrases: readonly (readonly [RegExp, string, string])[] = [
  [/\s+is\s+not\s+(?:none|null)\b|\s+is\s+defined\b/gi, ' != null', 'Use != null'],
  [/\s+is\s+not\s+defined\b|\s+is\s+(?:none|null|undefined)\b/gi, ' == null', 'Use == null'],
  [/\|\s*(\w+)\s*:\s*([^|]+?)(?=\s*(?:\||$))/g, '| $1($2)', 'Put what the function takes in ( )'],
  [/\s+~\s+/g, ' + ', 'Use + to join'],
  [new RegExp(`${path}\\[(\\d+):(\\d+)\\]`, 'gu'), '$1.slice($2, $3)', 'Use .slice(…)'],
  [
    new RegExp(`${path}(?:\\[\\*?\\]|\\.\\*)\\.([\\p{L}_$][\\p{L}\\p{N}_$.]*)`, 'gu'),
    '$1.map(i => i.$2)',
    'Use .map(i => …)',
  ],
  [/->/g, '.', 'Use a dot'],
  [/^\s*[@#]/, '', 'Remove the sign at the beginning'],
];
