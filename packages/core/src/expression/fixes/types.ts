/** Values of the wrong type, and the function or spelling that makes them the right one. */
import { InferProblem } from '../inferring.ts';
import { methodTables } from '../methods/table.ts';
import { parseExpression } from '../parse.ts';
import { quote } from '../print.ts';
import type { Tree } from '../tree.ts';
import type { Broken, Candidate } from './broken.ts';

const methodNames = [...new Set([...methodTables.values()].flatMap((table) => [...table.keys()]))];
const converting = /\b(toNumber|toText|toDate|toBoolean|values|entries|json)\b/g;

/** Candidates for an operand or argument whose type does not fit. */
export function typeCandidates({ source, problem, position }: Broken): Candidate[] {
  if (!(problem instanceof InferProblem) || problem.subject !== 'type') return [];
  const nodes = nodesOf(parseExpression(source));
  const wraps = [...(problem.suggestion ?? '').matchAll(converting)].map(([name]) => name);
  return [
    ...literals(source, nodes),
    ...nodes
      .filter((node) => node.start === position)
      .flatMap((node) => wraps.map((name) => wrapped(source, node, name))),
    ...methods(source, problem),
  ];
}

function wrapped(source: string, { start, end }: Placed, name: string): Candidate {
  const inner = source.slice(start, end);
  const shown = inner.length > 40 ? '…' : inner;
  return {
    title: `Use ${name}(${shown})`,
    source: `${source.slice(0, start)}${name}(${inner})${source.slice(end)}`,
  };
}

/** A number in quotes, or a text without them. */
function literals(source: string, nodes: readonly Placed[]): Candidate[] {
  return nodes.flatMap((node): Candidate[] => {
    const { value, start, end } = node;
    const put = (text: string, title: string): Candidate => ({
      title,
      source: source.slice(0, start) + text + source.slice(end),
    });
    if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
      return [put(value, `Use ${value} without quotes`)];
    return typeof value === 'number' ? [put(quote(String(value)), `Put ${value} in quotes`)] : [];
  });
}

/** A method by a name that is nearly right, or that is a field or a function here. */
function methods(source: string, { message, suggestion = '' }: InferProblem): Candidate[] {
  const name = /has no method (\w+)$/.exec(message)?.[1];
  if (!name) return [];
  const call = new RegExp(`\\.\\s*${name}\\s*\\(`);
  const named = /^use (?:list\.)?(\w+)(?:\(.*\))?$/.exec(suggestion)?.[1];
  const longer = methodNames.filter((each) => each.toLowerCase().startsWith(name.toLowerCase()));
  const better = new Set([...(named ? [named] : []), ...longer]);
  const piped = /^write value \| (\w+)$/.exec(suggestion)?.[1];
  return [
    {
      title: `Use .${name} without ( )`,
      source: source.replace(new RegExp(`\\.\\s*${name}\\s*\\(\\s*\\)`), `.${name}`),
    },
    ...[...better].map((each) => ({ title: `Use .${each}(…)`, source: source.replace(call, `.${each}(`) })),
    ...(piped ? [{ title: `Use | ${piped}`, source: source.replace(call, ` | ${piped}(`) }] : []),
  ];
}

interface Placed {
  start: number;
  end: number;
  value?: unknown;
}

/** Every node of a tree, the outer ones first. */
function nodesOf(tree: Tree): Placed[] {
  const found: Placed[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (typeof value !== 'object' || value === null || !('kind' in value)) return;
    if (value.kind !== 'field' && value.kind !== 'spread' && value.kind !== 'arrow')
      found.push(value as unknown as Placed);
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(tree);
  return found;
}
