/** What is written otherwise in JavaScript, Jinja, Liquid and Python, as it is written here. Guesses; who asks judges them. */
import { closedAt } from '../openings.ts';
import { quote } from '../print.ts';
import { type Candidate, outsideQuotes } from './broken.ts';

/** Nobody writes longer ones by hand in another language, and guessing takes more than linear time. */
const longest = 1_000;

/** Candidates for an expression that is right in another language. */
export function fromOtherLanguages(source: string): Candidate[] {
  if (source.length > longest) return [];
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
    const end = closedAt(mended, brace);
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

/** The whole of it in another order. */
function whole(source: string): Candidate[] {
  const trimmed = source.trim().replace(/;$/, '');
  const chosen = ifStatement(trimmed) ?? afterValue(trimmed);
  const within = /^([^\s]+)\s+(not\s+)?in\s+([\s\S]+)$/.exec(trimmed);
  const returned = /^return\s+([\s\S]+)$/.exec(trimmed);
  return [
    ...(chosen ? [{ title: 'Use ? and :', source: chosen }] : []),
    ...(within
      ? [{ title: 'Use contains(…)', source: `${within[2] ? '!' : ''}contains(${within[3]}, ${within[1]})` }]
      : []),
    ...(returned ? [{ title: 'Remove return', source: returned[1]! }] : []),
  ];
}

/** `if (paid) { return a; } else { return b; }` */
function ifStatement(source: string): string | null {
  const begin = /^if\s*\(/.exec(source)?.[0].length;
  if (begin === undefined) return null;
  const end = closedAt(source, begin - 1);
  const rest = source.slice(end + 1);
  const at = rest.search(/\belse\b/);
  if (end < 0 || at < 0) return null;
  const [then, otherwise] = [bodyOf(rest.slice(0, at)), bodyOf(rest.slice(at + 4))];
  return then && otherwise && `${source.slice(begin, end)} ? ${then} : ${otherwise}`;
}

/** The one value of a body, with or without braces and `return`; null where it is more. */
function bodyOf(text: string): string | null {
  const bare = text.trim().replace(/^\{/, '').replace(/\}$/, '').trim();
  const value = bare
    .replace(/^return\b/, '')
    .replace(/;$/, '')
    .trim();
  return value === '' || /[{};]/.test(value) ? null : value;
}

/** `a if paid else b` */
function afterValue(source: string): string | null {
  const at = source.search(/\sif\s/);
  const rest = source.slice(at + 4);
  const end = rest.search(/\selse\s/);
  const [value, condition, otherwise] = [source.slice(0, at), rest.slice(0, end), rest.slice(end + 6)].map(
    (part) => part.trim(),
  );
  return at > 0 && end > 0 && value && condition && otherwise
    ? `${condition} ? ${value} : ${otherwise}`
    : null;
}

const path = '((?:[\\p{L}_$][\\p{L}\\p{N}_$]*)(?:\\??\\.[\\p{L}\\p{N}_$]+|\\[[^\\[\\]]*\\])*)';

/** Regular expressions are texts here. */
function patterns(source: string): Candidate[] {
  const literal = '/((?:\\\\.|[^/\\\\])+)/([a-z]*)';
  const title = 'Use matches(…)';
  const call = (of: string, text: string, flags: string) => {
    const kept = flags.replace(/[^ims]/g, '');
    return `matches(${of}, ${quote(text)}${kept && `, ${quote(kept)}`})`;
  };
  return [
    {
      title,
      source: source.replace(
        new RegExp(`${path}\\.match\\(\\s*${literal}\\s*\\)`, 'gu'),
        (_, of: string, text: string, flags: string) => call(of, text, flags),
      ),
    },
    {
      title,
      source: source.replace(
        new RegExp(`${literal}\\.test\\(\\s*${path}\\s*\\)`, 'gu'),
        (_, text: string, flags: string, of: string) => call(of, text, flags),
      ),
    },
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
