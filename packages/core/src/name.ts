/**
 * Names that people give: of workflows, nodes, groups, tests, connections, keys, people. A name is what others trust when they
 * choose, so it shows all that it holds:
 *  1. nothing in it is invisible, or turns the direction of what stands beside it ("gpj.exe" that reads "exe.jpg");
 *  2. it is one line;
 *  3. what languages and emoji need is kept: joiners between letters of scripts that join, between emoji, and their variants. At the
 *     end a joiner may stand as well, because that is how the next letter is typed.
 */
import { z } from 'zod';
import type { Definition, DefinitionIssue } from './definition.ts';

const joining = [
  'Arabic',
  'Syriac',
  'Mongolian',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Khmer',
  'Myanmar',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('');
const emoji = '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]';

/** What is allowed with its invisible part, or (in the group) what is invisible and has no business there. */
const parts = new RegExp(
  [
    `[${joining}][\\u200c\\u200d](?=[${joining}]|$)`,
    `${emoji}[\\ufe0e\\ufe0f]?\\u200d(?=\\p{Extended_Pictographic}|$)`,
    `${emoji}[\\ufe0e\\ufe0f]`,
    '[0-9#*]\\ufe0f\\u20e3',
    '\\p{Script=Han}[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
    // Interlinear marks and the empty Braille pattern show nothing either, and count as visible.
    '([\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}\\u2800\\ufff9-\\ufffb])',
  ].join('|'),
  'gu',
);
const shownBefore = 20;

/** What is wrong with a name, to be said after "The name"; null for a good one. Linear in its length. */
export function nameProblem(name: string): string | null {
  for (const match of name.matchAll(parts)) {
    const hidden = match[1];
    if (hidden === undefined) continue;
    const what = /[\n\r\u2028\u2029]/.test(hidden)
      ? 'a line break'
      : `an invisible character (${codeOf(hidden)})`;
    const before = visibleName(name.slice(0, match.index)).trim();
    const where = before === '' ? 'at its beginning' : `after "${[...before].slice(-shownBefore).join('')}"`;
    return `has ${what} ${where}; type it again without`;
  }
  return null;
}

/** The name without what {@link nameProblem} finds: what a person meant who pasted it. Line breaks become spaces. */
export function visibleName(name: string): string {
  return name.replace(parts, (part, hidden: string | undefined) => {
    if (hidden === undefined) return part;
    return /[\n\r\t\u2028\u2029]/.test(hidden) ? ' ' : '';
  });
}

/** A name in the body of a request; `missing` is said of one that is empty, `subject` names it. */
export function nameSchema(
  most: number,
  { missing = 'Give it a name', subject = 'The name' }: { missing?: string; subject?: string } = {},
) {
  return z
    .string()
    .trim()
    .min(1, missing)
    .max(most, `${subject} has at most ${most} characters`)
    .superRefine((name, context) => {
      const problem = nameProblem(name);
      if (problem) context.addIssue({ code: 'custom', message: `${subject} ${problem}` });
    });
}

/** What is wrong with the names in a definition that comes from outside. */
export function definitionNameIssues({ nodes, groups = [] }: Definition): DefinitionIssue[] {
  const ofNodes = nodes.flatMap((node, index) => {
    const problem = nameProblem(node.label);
    if (problem === null) return [];
    const message = `The label ${problem}`;
    return [{ path: `nodes[${index}].label`, message, node_id: node.id }];
  });
  const ofGroups = groups.flatMap(({ label }, index) => {
    const problem = nameProblem(label);
    return problem === null ? [] : [{ path: `groups[${index}].label`, message: `The label ${problem}` }];
  });
  return [...ofNodes, ...ofGroups];
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
