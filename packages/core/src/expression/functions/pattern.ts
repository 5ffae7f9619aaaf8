/**
 * Regular expressions of users, in linear time: RE2's syntax, without look-around and back-references.
 * The work is at most (size of the compiled pattern × length of the text); it is charged before the match begins.
 */
import { RE2JS } from 're2js';
import { ExpressionError } from '../errors.ts';
import { expressionLimits } from '../limits.ts';
import type { Run } from '../run.ts';
import { declare } from '../spec.ts';

const largestProgram = 5_000;
/** Measured: the slowest patterns take 15 ns per instruction and character, so 100,000 operations are about 300 ms. */
const workPerStep = 200;
const mostKept = 100;
/** A compiled pattern remembers states for what it has read, up to 8 MB; it is thrown away long before that. */
const workBeforeRenewal = 65_536;

interface Kept {
  program: RE2JS;
  work: number;
}

const kept = new Map<string, Kept>();
const flagBits: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** The compiled pattern, ready for a text of this length: everything is charged. */
function prepare(run: Run, pattern: string, flags: string, text: string): RE2JS {
  if (pattern.length > expressionLimits.pattern) {
    throw new ExpressionError('size', 'A pattern has at most 1,024 characters');
  }
  if (text.length > expressionLimits.patternText) {
    throw new ExpressionError('size', 'A pattern can be applied to at most 1 MB of text');
  }
  const key = `${flags}/${pattern}`;
  const entry = kept.get(key) ?? keep(key, compilePattern(run, pattern, flags));
  const work = entry.program.programSize() * text.length;
  run.charge(1 + Math.ceil(work / workPerStep));
  entry.work += work;
  if (entry.work > workBeforeRenewal) kept.delete(key);
  return entry.program;
}

function keep(key: string, program: RE2JS): Kept {
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
  const entry = { program, work: 0 };
  kept.set(key, entry);
  return entry;
}

function compilePattern(run: Run, pattern: string, flags: string): RE2JS {
  run.charge(20 + pattern.length);
  const program = translate(pattern, flags);
  run.charge(program.programSize() >>> 2);
  if (program.programSize() <= largestProgram) return program;
  throw new ExpressionError('size', 'The pattern is too complicated', {
    suggestion: 'use smaller numbers in { }',
  });
}

function translate(pattern: string, flags: string): RE2JS {
  let bits = 0;
  for (const flag of flags) {
    if (!Object.hasOwn(flagBits, flag)) {
      throw new ExpressionError('value', `${JSON.stringify(flag)} is not a flag of a pattern`, {
        suggestion: 'use i (any case), m (lines) or s (. takes line breaks)',
      });
    }
    bits |= flagBits[flag]!;
  }
  try {
    return RE2JS.compile(pattern, bits);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    throw new ExpressionError('value', `The pattern cannot be read: ${reason}`, {
      suggestion: 'look-around and back-references do not exist in patterns here',
      cause: error,
    });
  }
}

export const patternFunctions = [
  declare({
    name: 'matches',
    params: ['text: text', 'pattern: text', 'flags?: text'],
    returns: 'boolean',
    whenNothing: false,
    description:
      'Whether a regular expression (RE2) is found in the text. Flags: i any case, m lines, s dot takes line breaks.',
    examples: [["matches('abc-123', '^[a-z]+-[0-9]+$')", true]],
    run: (run, text, pattern, flags = '') => prepare(run, pattern, flags, text).test(text),
  }),
  declare({
    name: 'extract',
    params: ['text: text', 'pattern: text', 'group?: number', 'flags?: text'],
    returns: () => ({ type: 'text', optional: true }),
    description:
      'What a regular expression finds first: its first group if it has one, another if a number is given, 0 for all of it. Nothing if it is not found.',
    examples: [
      ["extract('Order 4711 of May', '[0-9]+')", '4711'],
      ["extract('a@b.org', '(.+)@(.+)', 2)", 'b.org'],
    ],
    run: (run, text, pattern, group, flags = '') => {
      const program = prepare(run, pattern, flags, text);
      const wanted = group ?? (program.groupCount() > 0 ? 1 : 0);
      if (!Number.isInteger(wanted) || wanted < 0 || wanted > program.groupCount()) {
        throw new ExpressionError('value', `The pattern has no group ${wanted}`);
      }
      const matcher = program.matcher(text);
      return matcher.find() ? (matcher.group(wanted) ?? undefined) : undefined;
    },
  }),
];
