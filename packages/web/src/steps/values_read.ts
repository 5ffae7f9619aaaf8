/**
 * The data that went into a step whose input is made of expressions: the places that these read, with what stood there in the
 * run. Told from what was recorded, or from the node where it failed before anything was. Pure; never throws.
 */
import { compileSource, compileTemplate, type Step, sourceReferences } from '@millrace/core';
import { printPath, valueAt } from '../components/json_viewer/path.ts';
import { roundsOf } from './round_path.ts';

export interface ReadingNode {
  id: string;
  key: string;
  type: string;
  subtype: string;
  config: Readonly<Record<string, unknown>>;
}

/** Fields whose text is an expression without braces. */
const expressionFields: ReadonlySet<string> = new Set([
  'expression',
  'condition',
  'group_by',
  'field',
  'left',
  'items',
  'while',
  'until',
]);

/** More of them nobody reads. */
const mostValues = 50;
/** Of a large configuration only so much is looked at. */
const mostTexts = 2_000;

/** Values by the names that expressions have for them; null where nothing is known of any. */
export function valuesRead(
  nodes: readonly ReadingNode[],
  steps: readonly Step[],
  step: Step,
): Record<string, unknown> | null {
  const node = nodes.find(({ id }) => id === step.node_id);
  const config = isRecord(step.input) ? step.input : node?.config;
  if (!config) return null;
  const values = new Map<string, unknown>();
  const own = ownInput(step, config);
  if (own !== undefined) values.set('input', own);
  const place = { nodes, steps, step, hidden: own === undefined ? noNames : inputNames };
  for (const path of references(config)) {
    if (values.size >= mostValues) break;
    const found = readAt(path, place);
    if (found) values.set(found.name, found.value);
  }
  return values.size > 0 ? Object.fromEntries(values) : null;
}

/** A transform's own input was computed already. */
function ownInput({ subtype, input }: Step, config: Readonly<Record<string, unknown>>): unknown {
  return subtype === 'data_transform' && input !== undefined ? (config.input ?? undefined) : undefined;
}

const noNames: ReadonlySet<string> = new Set();
const inputNames: ReadonlySet<string> = new Set(['input', 'item', 'index']);

function references(config: Readonly<Record<string, unknown>>): string[][] {
  const found: string[][] = [];
  let left = mostTexts;
  const walk = (value: unknown, name: string) => {
    if (left <= 0) return;
    if (typeof value === 'string') {
      left -= 1;
      for (const path of referencesIn(value, name)) found.push([...path]);
    } else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value)) walk(part, Array.isArray(value) ? name : key);
  };
  walk(config, '');
  return found;
}

function referencesIn(text: string, name: string): readonly (readonly string[])[] {
  if (text.trim() === '') return [];
  try {
    if (name === 'source_path') return sourceReferences(text);
    if (expressionFields.has(name)) return compileSource(text).references;
    return text.includes('{{') ? compileTemplate(text).references : [];
  } catch {
    // It does not compile: its error says so.
    return [];
  }
}

interface Place {
  nodes: readonly ReadingNode[];
  steps: readonly Step[];
  step: Step;
  /** Names that mean something else here. */
  hidden: ReadonlySet<string>;
}

interface Found {
  name: string;
  value: unknown;
}

/** What stands at a path, or at as much of it as there is: what is missing is seen where it should be. */
function readAt([root = '', ...path]: readonly string[], place: Place): Found | null {
  const whole = place.hidden.has(root) ? null : wholeOf(root, path, place);
  if (!whole || whole.value === undefined) return null;
  let { rest } = whole;
  while (rest.length > 0 && valueAt(whole.value, rest) === undefined) rest = rest.slice(0, -1);
  return { name: printPath(rest, whole.name), value: valueAt(whole.value, rest) };
}

interface Whole extends Found {
  /** The path inside of it. */
  rest: readonly string[];
}

function wholeOf(root: string, path: readonly string[], place: Place): Whole | null {
  const { nodes } = place;
  if (root === 'trigger') {
    const [first, ...more] = path;
    const rest = first === 'payload' ? ['data', ...more] : path;
    return {
      name: 'trigger',
      value: outputOf(
        nodes.find(({ type }) => type === 'trigger'),
        place,
      ),
      rest,
    };
  }
  if (root === 'item' || root === 'index') return roundOf(root, path, place);
  if (root === 'step') {
    const [key = '', part, ...rest] = path;
    return part === 'output' ? wholeOf(key, rest, place) : null;
  }
  const node = nodes.find(({ key }) => key === root);
  if (!node) return null;
  const around = roundsOf(place.step.path).find(({ loop }) => loop === node.id);
  if (around) return roundOf(path[0] ?? '', path.slice(1), place, around);
  return { name: root, value: outputOf(node, place), rest: path };
}

/** The item of the innermost loop, or of the one that is named. */
function roundOf(
  name: string,
  rest: readonly string[],
  place: Place,
  round = roundsOf(place.step.path).at(-1),
): Whole | null {
  if (!round) return null;
  if (name === 'index') return { name, value: round.index, rest: [] };
  if (name !== 'item') return null;
  const items = valueAt(
    outputOf(
      place.nodes.find(({ id }) => id === round.loop),
      place,
    ),
    ['items'],
  );
  return { name, value: Array.isArray(items) ? items[round.index] : undefined, rest };
}

/** Of a step in a loop the record of the same round; of a large output only the beginning is there, which is no data. */
function outputOf(node: ReadingNode | undefined, { steps, step }: Place): unknown {
  if (!node) return undefined;
  const rounds = roundsOf(step.path).map(({ loop, index }) => `${loop}[${index}]`);
  const found = steps.findLast(
    (each) =>
      each.node_id === node.id &&
      each.status !== 'skipped' &&
      roundsOf(each.path).every(({ loop, index }, depth) => rounds[depth] === `${loop}[${index}]`),
  );
  return found?.output_blob ? undefined : found?.output;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
