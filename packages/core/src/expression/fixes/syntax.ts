/** What people type out of habit from other languages and products, or forget, and what they may have meant. */
import { ExpressionError } from '../errors.ts';
import { openings } from '../openings.ts';
import { familiarFunctions } from '../refusals.ts';
import { type Broken, type Candidate, outsideQuotes } from './broken.ts';
import { fromOtherLanguages } from './languages.ts';

/** Habits outside of quotes: what is looked for, what it becomes, and what the button says. */
const habits: readonly (readonly [RegExp, string, string])[] = [
  [/[“”„‟«»]/g, '"', 'Use straight quotes'],
  [/[‘’‚‛]/g, "'", 'Use straight quotes'],
  [/(?<![=!<>+\-*/%])=(?![=>])/g, '==', 'Use == to compare'],
  [/<>/g, '!=', 'Use != for "not equal"'],
  [/\band\b/gi, '&&', 'Use && for "and"'],
  [/\bor\b/gi, '||', 'Use || for "or"'],
  [/\bnot\b\s*/gi, '!', 'Use ! for "not"'],
  [/(?<!&)&(?!&)/g, '+', 'Use + to join'],
  [/(?<!&)&(?!&)/g, '&&', 'Use && for "and"'],
  [/;\s*$/, '', 'Remove the semicolon'],
  [/;(?=\s*[)\]}])/g, '', 'Remove the semicolon'],
  [/;/g, ',', 'Use commas between arguments'],
  [/\{\{|\}\}/g, '', 'Remove the inner braces'],
  [/\$\{([^{}]*)\}/g, '$1', 'Remove the $ and its braces'],
  [/\bnew\s+Date\(\s*\)/g, 'now()', 'Use now()'],
  [/\bnew\s+Date\(/g, 'toDate(', 'Use toDate(…)'],
  [/\btypeof\s+([\w.]+)/g, 'typeOf($1)', 'Use typeOf(…)'],
  [/(^|[(,?:=<>&|]\s*)\+(?=\s*[\p{L}_])([\p{L}\p{N}_.]+)/gu, '$1toNumber($2)', 'Use toNumber(…)'],
  [/\.(?=\s*[^\p{L}_$\s]|\s*$)(?!\d|\.)/gu, '', 'Remove the dot at the end'],
];

/** What stands at the end and waits for more. */
const waiting = /\s*(\?\.|\?\?|&&|\|\||[!=]==?|[<>]=?|\*\*|[-+*/%|,.?:&=])\s*$/;

/** Candidates for an expression that cannot be parsed. */
export function syntaxCandidates({ source, problem, position }: Broken): Candidate[] {
  if (!(problem instanceof ExpressionError)) return [];
  return [
    ...fromOtherLanguages(source),
    ...fromHabits(source),
    ...withTogether(source),
    ...closed(source),
    ...foreign(source),
    ...shortened(source, position),
    ...withElse(source),
  ];
}

function fromHabits(source: string): Candidate[] {
  return habits.map(([pattern, by, title]) => ({
    title,
    source: outsideQuotes(source, (text) => text.replace(pattern, by)),
  }));
}

/** `a = 1 and b = 2` needs two habits mended at once. */
function withTogether(source: string): Candidate[] {
  const words = outsideQuotes(source, (text) =>
    text
      .replace(/\band\b/gi, '&&')
      .replace(/\bor\b/gi, '||')
      .replace(/[“”„‟«»]/g, '"')
      .replace(/[‘’‚‛]/g, "'"),
  );
  const compared = outsideQuotes(words, (text) =>
    text.replace(/(?<![=!<>])=(?![=>])/g, '==').replace(/<>/g, '!='),
  );
  return [{ title: 'Use &&, || and == here', source: compared }];
}

/** What is open is closed: a quote first, then the brackets. */
function closed(source: string): Candidate[] {
  const { quote = '' } = openings(source);
  const end = source.trimEnd();
  const blanks = source.slice(end.length);
  const texts = quote ? [end + quote, end.replace(/(\s*[)\]}]+)$/, `${quote}$1`)] : [end];
  return texts.flatMap((text): Candidate[] => {
    const closers = openings(text).closers.toReversed().join('');
    const added = quote + closers;
    return added === '' ? [] : [{ title: `Add the missing ${added}`, source: text + closers + blanks }];
  });
}

/** Functions of JavaScript by their own names, with ours. */
function foreign(source: string): Candidate[] {
  return [...familiarFunctions].flatMap(([theirs, ours]): Candidate[] => {
    const pattern = new RegExp(`(?<![\\w.])${theirs.replace('.', '\\s*\\.\\s*')}(?=\\s*\\()`, 'g');
    const mended = outsideQuotes(source, (text) => text.replace(pattern, ours));
    return mended === source ? [] : [{ title: `Use ${ours}(…)`, source: mended }];
  });
}

/** Without a bracket that closes nothing, or without an operator that waits for more. */
function shortened(source: string, position: number): Candidate[] {
  const found: Candidate[] = [];
  const character = source[position];
  if (character !== undefined && ')]}'.includes(character)) {
    found.push({
      title: `Remove ${character}`,
      source: source.slice(0, position) + source.slice(position + 1),
    });
  }
  const rest = waiting.exec(source);
  if (rest) found.push({ title: `Remove ${rest[1]}`, source: source.slice(0, rest.index) });
  return found;
}

/** `a ? b` without its other branch. */
function withElse(source: string): Candidate[] {
  return source.includes('?')
    ? [{ title: "Add : '' for otherwise", source: `${source.trimEnd()} : ''` }]
    : [];
}
