/**
 * What each node gives and what its expressions see, as shapes. Those of loops follow from one another (the items of one are
 * the results of another), so each is worked out once, and what would follow from itself is unknown.
 */
import type { WorkflowNode } from '../definition.ts';
import { infer } from '../expression/infer.ts';
import { handlesOf } from '../graph.ts';
import { outputJsonSchema } from '../json_schema.ts';
import { errorOutput } from '../nodes/control_schemas.ts';
import { waitOutputs } from '../nodes/wait_schemas.ts';
import { type Shape, shapeOfSchema, shapeOfValue } from '../shape.ts';
import { computedShape, entryShape, type Known } from './computed_shapes.ts';
import { expressionsOf } from './node_expressions.ts';
import {
  executionShape,
  overlaid,
  sampledShape,
  triggerShape,
  unknownShape,
  workflowShape,
} from './shapes.ts';
import type { Subject } from './subject.ts';

const number: Shape = { type: 'number' };
const list = (item: Shape): Shape => ({ type: 'list', item });
const object = (fields: Record<string, Shape>): Shape => ({ type: 'object', fields });
const errorShape = shapeOfSchema(outputJsonSchema(errorOutput));
const timeWaited = shapeOfSchema(outputJsonSchema(waitOutputs.time));
const startedShape = shapeOfSchema(outputJsonSchema(waitOutputs.started));

const known = new WeakMap<Subject, NodeShapes>();

/** The shapes of a definition, shared by its checks. */
export function shapesIn(subject: Subject): NodeShapes {
  const shapes = known.get(subject) ?? new NodeShapes(subject);
  known.set(subject, shapes);
  return shapes;
}

/** In all of them `withSamples` says whether what one earlier run showed counts. */
export class NodeShapes {
  private readonly subject: Subject;
  private readonly worked = new Map<string, Shape>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  private once(name: string, work: () => Shape): Shape {
    const found = this.worked.get(name);
    if (found) return found;
    this.worked.set(name, unknownShape);
    const shape = work();
    this.worked.set(name, shape);
    return shape;
  }

  /** What a node gives. */
  output(node: WorkflowNode, withSamples: boolean): Shape {
    return this.once(`output ${withSamples} ${node.id}`, () => {
      const declared = withError(node, this.declared(node, withSamples));
      return withSamples ? overlaid(declared, sampledShape(this.subject, node)) : declared;
    });
  }

  private declared(node: WorkflowNode, withSamples: boolean): Shape {
    if (node.type === 'trigger') return triggerShape(this.subject, node);
    const computed = computedShape(this.subject, node, this.known(withSamples));
    if (computed) return computed;
    const operation = this.subject.operation(node);
    const shape = operation ? shapeOfSchema(operation.output) : unknownShape;
    const { mode } = node.config;
    if (node.subtype === 'wait')
      return (mode ?? 'delay') === 'delay' || mode === 'until' ? timeWaited : shape;
    if (node.subtype === 'sub_workflow') return node.config.wait === false ? startedShape : shape;
    if (node.subtype !== 'loop') return shape;
    const items = list(this.item(node, withSamples));
    return { ...shape, fields: { ...shape.fields, items, results: list(this.round(node, withSamples)) } };
  }

  private known(withSamples: boolean): Known {
    return {
      output: (other) => this.output(other, withSamples),
      names: (of, names) => this.names(of, names, withSamples),
      item: (loop) => this.item(loop, withSamples),
    };
  }

  /** What the fields of a transform with an input read by name. */
  entry(node: WorkflowNode, withSamples: boolean): Shape {
    return this.once(`entry ${withSamples} ${node.id}`, () =>
      entryShape(this.subject, node, this.known(withSamples)),
    );
  }

  /** What `item` is in the body of a loop. */
  item(loop: WorkflowNode, withSamples: boolean): Shape {
    return this.once(`item ${withSamples} ${loop.id}`, () => {
      const { mode = 'items', items } = loop.config;
      if (mode !== 'items') return unknownShape;
      if (Array.isArray(items)) {
        return JSON.stringify(items).includes('{{')
          ? unknownShape
          : (shapeOfValue(items).item ?? unknownShape);
      }
      const found = typeof items === 'string' ? this.inferred(loop, items, withSamples) : unknownShape;
      return found.type === 'list' ? (found.item ?? unknownShape) : unknownShape;
    });
  }

  private inferred(loop: WorkflowNode, source: string, withSamples: boolean): Shape {
    const names = expressionsOf(this.subject, loop)
      .references.filter(({ field }) => field === 'items')
      .map(({ path }) => path[0]!);
    const found = infer(source, this.names(loop, names, withSamples));
    return 'shape' in found ? found.shape : unknownShape;
  }

  /** What one round gives, where every round comes to the same last nodes. */
  private round(loop: WorkflowNode, withSamples: boolean): Shape {
    const { graph, loops, definition } = this.subject;
    const direct = definition.nodes.filter(({ id }) => loops.loopOf(id) === loop.id);
    if (!direct.every(goesOneWay)) return unknownShape;
    const last = direct.filter(({ id }) =>
      graph.outgoing(id).every((edge) => loops.startOf(edge) === id || loops.crosses(edge)),
    );
    if (last.length === 0) return unknownShape;
    const shape =
      last.length === 1
        ? this.output(last[0]!, withSamples)
        : object(Object.fromEntries(last.map((node) => [node.key, this.output(node, withSamples)])));
    return loop.config.on_item_error === 'collect' ? { ...shape, optional: true } : shape;
  }

  /** The names that the expressions of a node read; enough to infer their types. */
  names(node: WorkflowNode, names: Iterable<string>, withSamples: boolean): Record<string, Shape> {
    const shapes: Record<string, Shape> = {};
    for (const name of names) shapes[name] = this.named(node, name, withSamples);
    return shapes;
  }

  private named(node: WorkflowNode, name: string, withSamples: boolean): Shape {
    const { triggers, byKey, loops, graph } = this.subject;
    if (name === 'workflow') return workflowShape;
    if (name === 'execution') return executionShape(this.subject, node);
    const other = name === 'trigger' ? triggers[0] : byKey.get(name);
    if (other && loops.around(node.id).includes(other.id)) return this.aroundShape(other, withSamples);
    if (other && other !== node) return this.output(other, withSamples);
    const loop = loops.loopOf(node.id);
    if (loop === null || other) return unknownShape;
    if (name === 'item') return this.item(graph.node(loop)!, withSamples);
    return name === 'index' ? number : unknownShape;
  }

  /** A loop, seen from its own body. */
  aroundShape(loop: WorkflowNode, withSamples: boolean): Shape {
    return object({ item: this.item(loop, withSamples), index: number });
  }
}

/** Whatever happens in it, the same handle is taken. */
function goesOneWay(node: WorkflowNode): boolean {
  const handles = handlesOf(node);
  return (
    !node.disabled &&
    (node.on_error ?? 'stop') === 'stop' &&
    (handles.length === 1 || node.subtype === 'loop')
  );
}

/** What fails and goes on gives its error instead. */
function withError({ on_error }: WorkflowNode, shape: Shape): Shape {
  if ((on_error !== 'continue' && on_error !== 'branch') || shape.type !== 'object') return shape;
  const error: Shape = { ...errorShape, optional: true };
  return { ...shape, fields: { ...shape.fields, error } };
}
