/**
 * Findings as they are said where it is plain which node they are about: in its form, on its card, under its name in the
 * list. The API names the node in each, in sentences that others rely on. Pure.
 */
import type { Problem, WorkflowNode } from '@millrace/core';
import { problemWords as words } from '../../strings/problems.ts';
import type { ControlKind } from '../properties/form/field_spec.ts';
import { countsOf } from './counts.ts';
import { withoutWhole } from './unconfigured.ts';

type Named = Pick<WorkflowNode, 'label'>;

/** @param kind the control of the field that it is about, where it is known: it says what to do there */
export function saidBeside(message: string, { label }: Named, kind?: ControlKind): string {
  const said = withoutWhole(message);
  const missing = `${label} node missing `;
  if (said.startsWith(missing)) return asked(said.slice(missing.length), kind);
  if (!said.startsWith(`${label}: `)) return said;
  const rest = said.slice(label.length + 2);
  // A name with which it begins (x-api-key) is written as it is.
  return /^[a-z]+[ ,]/.test(rest) ? rest.charAt(0).toUpperCase() + rest.slice(1) : rest;
}

const chosen: ReadonlySet<ControlKind> = new Set<ControlKind>([
  'approvers',
  'connection',
  'event_type',
  'file',
  'options',
  'select',
  'timezone',
  'variant',
  'workflow',
]);
const lists: ReadonlySet<ControlKind> = new Set<ControlKind>([
  'aggregations',
  'cases',
  'conditions',
  'filters',
  'key_value',
  'list',
  'mappings',
]);

function asked(title: string, kind: ControlKind | undefined): string {
  if (kind === undefined) return words.fill_in(title);
  if (chosen.has(kind)) return words.choose(title);
  return lists.has(kind) ? words.add(title) : words.fill_in(title);
}

/** What comes before it for who cannot see under which name it stands: with it, it is the whole sentence of the API. */
export function unsaid(message: string, said: string, { label }: Named): string {
  if (message.endsWith(said)) return message.slice(0, -said.length);
  return message.toLowerCase() === `${label}: ${said}`.toLowerCase() ? `${label}: ` : `${message}. `;
}

/** What a node that nobody has finished still needs, and where it stands alone, in words. */
export interface OpenWords {
  needs: readonly string[];
  alone: readonly string[];
}

export function openWords(open: readonly Problem[]): OpenWords {
  const needs = open.flatMap((problem) =>
    problem.field === null ? [] : [titleIn(problem.message, problem.field)],
  );
  const alone = open.flatMap(({ field, check }) =>
    field === null ? [check === 'connected' ? words.not_connected : words.nothing_follows] : [],
  );
  return { needs: [...new Set(needs)], alone: [...new Set(alone)] };
}

function titleIn(message: string, field: string): string {
  const title = / node missing (.+)$/.exec(message)?.[1];
  if (title !== undefined) return title;
  const ofCase = /^cases\[(\d+)\]\.condition/.exec(field);
  if (ofCase) {
    const called = /: (case .+) has no condition$/.exec(message)?.[1];
    return words.condition_of(called ?? `case ${Number(ofCase[1]) + 1}`);
  }
  const [name = field] = field.split(/[.[]/);
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

/** In one line: "Needs URL", or that nothing leads to it yet. */
export function openLine({ needs, alone }: OpenWords): string {
  return needs.length > 0 ? words.needs(needs) : (alone[0] ?? '');
}

/** What is heard of a node: how many problems it has, and what it still needs. */
export function marksOf(problems: readonly Problem[] = [], open: readonly Problem[] = []): string[] {
  const line = openLine(openWords(open));
  const marks = [words.of_node(countsOf(problems)), line.charAt(0).toLowerCase() + line.slice(1)];
  return marks.filter((mark) => mark !== '');
}
