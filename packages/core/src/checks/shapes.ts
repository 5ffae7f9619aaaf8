/**
 * The shapes of what expressions see. Declared ones come from output schemas and hold always; sampled ones come from one
 * earlier run, so what they lack may still come another time.
 */
import type { WorkflowNode } from '../definition.ts';
import { type Shape, shapeOfSchema, shapeOfValue } from '../shape.ts';
import { isObject, repeatsWith, type Subject } from './subject.ts';

export const unknownShape: Shape = { type: 'unknown' };

const text: Shape = { type: 'text' };
const object = (fields: Record<string, Shape>): Shape => ({ type: 'object', fields });
const openObject: Shape = { type: 'object', fields: {}, open: true };

export const workflowShape = object({ id: text, name: text, version: { type: 'number' } });

/** What a node sees as `execution`: also the addresses that end the waits of its own round and of those around it. */
export function executionShape({ nodes, loops }: Subject, node: WorkflowNode): Shape {
  const waits = nodes.filter((other) => isCalledBack(other) && repeatsWith(loops, other.id, node.id));
  return object({
    id: text,
    trigger_type: text,
    created_at: text,
    retry_of: text,
    resume_urls: object(Object.fromEntries(waits.map(({ key }) => [key, text]))),
  });
}

/** It is ended by whoever has its address. */
function isCalledBack({ subtype, config }: WorkflowNode): boolean {
  return subtype === 'approval' || (subtype === 'wait' && config.mode === 'callback');
}

/** What `trigger` is: the declared output of the trigger node with the alias `payload`. */
export function triggerShape(subject: Subject, node: WorkflowNode): Shape {
  const declared = subject.operation(node);
  const fields = declared ? (shapeOfSchema(declared.output).fields ?? {}) : {};
  const data = fields.data ?? unknownShape;
  return object({ headers: openObject, query: openObject, method: text, ...fields, data, payload: data });
}

const sampled = new WeakMap<Subject, Map<string, Shape | null>>();

/** The output of a node as an earlier run showed it; null when none did. Each sample is read once, however often it is asked for. */
export function sampledShape(subject: Subject, node: WorkflowNode): Shape | null {
  const known = sampled.get(subject) ?? new Map<string, Shape | null>();
  sampled.set(subject, known);
  const found = known.get(node.id);
  if (found !== undefined) return found;
  const shape = readSample(subject, node);
  known.set(node.id, shape);
  return shape;
}

function readSample(subject: Subject, node: WorkflowNode): Shape | null {
  const sample = subject.context.samples?.[node.key];
  if (sample === undefined) return null;
  if (node.type !== 'trigger') return shapeOfValue(sample);
  const data = shapeOfValue(isObject(sample) && Object.hasOwn(sample, 'data') ? sample.data : sample);
  return object({ headers: openObject, query: openObject, method: text, data, payload: data });
}

/** Where a path leaves what is known: the position of the first name that is not there, and the names that are. */
export interface Gap {
  at: number;
  known: string[];
}

/** Follows a path into a shape; null when every part is there or nothing is known of it. */
export function gapIn(shape: Shape, path: readonly string[], from: number): Gap | null {
  let place: Shape | undefined = shape;
  for (let at = from; at < path.length; at++) {
    const name = path[at]!;
    if (place?.type === 'list' && /^\d+$/.test(name)) {
      place = place.item;
    } else if (place?.type === 'object' && place.fields) {
      const fields: Record<string, Shape> = place.fields;
      if (Object.hasOwn(fields, name)) place = fields[name];
      else return place.open ? null : { at, known: Object.keys(fields) };
    } else {
      return null;
    }
  }
  return null;
}

/** What is declared, and where nothing is declared what was seen. */
export function overlaid(declared: Shape, sampled: Shape | null): Shape {
  if (!sampled) return declared;
  if (declared.type === 'unknown') return sampled;
  if (declared.type !== 'object' || sampled.type !== 'object') return declared;
  const fields = { ...sampled.fields };
  for (const [name, shape] of Object.entries(declared.fields ?? {}))
    fields[name] = overlaid(shape, fields[name] ?? null);
  return { ...declared, fields };
}
