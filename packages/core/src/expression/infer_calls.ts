import type { Shape } from '../shape.ts';
import { functionSuggestion, methodSuggestion } from './call.ts';
import { functions } from './functions/table.ts';
import { InferProblem, type Inferring, nameOf } from './inferring.ts';
import { methodTables } from './methods/table.ts';
import { fits, isOpenType, kindWords, shapeWord, unknownShape } from './shapes_of.ts';
import { type FunctionSpec, requiredCount, signatureOf } from './spec.ts';
import type { Argument, ArrowNode, CallNode, MethodNode } from './tree.ts';

/** Functions that are there for what may be missing. */
const takeMissing = new Set(['default', 'coalesce', 'isEmpty', 'get', 'typeOf']);

export function inferCall(node: CallNode, context: Inferring): Shape {
  const spec = functions.get(node.name);
  if (!spec)
    throw new InferProblem(`There is no function ${node.name}`, node.at, functionSuggestion(node.name));
  const inner = takeMissing.has(node.name) ? { ...context, lenient: true } : context;
  const shapes = inferArguments(spec, node.args, [], inner, node.at);
  return resultOf(spec, shapes);
}

export function inferMethod(node: MethodNode, context: Inferring): Shape {
  const self = context.inferTree(node.object, context);
  context.visitMember?.(node.name, self, node.object);
  if (isOpenType(self)) {
    for (const each of node.args) inferLoose(each, context);
    return unknownShape;
  }
  const spec = methodTables.get(self.type)?.get(node.name);
  if (!spec) {
    const message = `${nameOf(node.object)} is ${shapeWord(self)} and has no method ${node.name}`;
    throw new InferProblem(message, node.start, methodSuggestion(node.name, self.type));
  }
  const shapes = inferArguments(spec, [node.object, ...node.args], [self], context, node.start);
  const result = resultOf(spec, shapes);
  return self.optional ? { ...result, optional: true } : result;
}

/** Nothing in, nothing out, unless the function says otherwise. */
function resultOf(spec: FunctionSpec, shapes: readonly Shape[]): Shape {
  const result: Shape = typeof spec.returns === 'string' ? { type: spec.returns } : spec.returns(shapes);
  const passes =
    spec.params[0] !== undefined && spec.params[0].kind !== 'any' && spec.whenNothing === undefined;
  return passes && shapes[0]?.optional ? { ...result, optional: true } : result;
}

/** `known` are shapes of the first arguments that are inferred already. */
function inferArguments(
  spec: FunctionSpec,
  args: readonly Argument[],
  known: readonly Shape[],
  context: Inferring,
  position: number,
): Shape[] {
  const shapes: Shape[] = [];
  for (const [index, each] of args.entries()) {
    shapes.push(known[index] ?? inferArgument(spec, each, index, shapes, context));
  }
  const missing = spec.params[args.length];
  if (args.length < requiredCount(spec)) {
    throw new InferProblem(`${spec.name} needs "${missing?.name}"`, position, `write ${signatureOf(spec)}`);
  }
  if (!spec.rest && args.length > spec.params.length) {
    const message = `${spec.name} takes at most ${spec.params.length} arguments`;
    throw new InferProblem(message, position, `write ${signatureOf(spec)}`);
  }
  return shapes;
}

function inferArgument(
  spec: FunctionSpec,
  node: Argument,
  index: number,
  before: readonly Shape[],
  context: Inferring,
): Shape {
  const kind = (spec.params[index] ?? spec.rest)?.kind ?? 'any';
  if (node.kind === 'arrow') {
    if (kind !== 'by') throw new InferProblem(`${spec.name} takes no function here`, node.start);
    return inferArrow(node, parameterShapes(spec, node, before[0]), context);
  }
  const shape = context.inferTree(node, context);
  if (!fits(shape, kind)) throw misfit(spec, node, shape, kind);
  if (kind !== 'by') return shape;
  // A field by its name: known where the name is written out.
  return node.kind === 'literal'
    ? (before[0]?.item?.fields?.[String(node.value)] ?? unknownShape)
    : unknownShape;
}

function misfit(
  spec: FunctionSpec,
  node: Exclude<Argument, ArrowNode>,
  shape: Shape,
  kind: keyof typeof kindWords,
): InferProblem {
  const message = `${nameOf(node)} is ${shapeWord(shape)}; ${spec.name} needs ${kindWords[kind]}`;
  if (kind === 'number' && shape.type === 'text')
    return new InferProblem(message, node.start, 'use toNumber');
  if (kind === 'text') return new InferProblem(message, node.start, 'use toText');
  if (kind === 'list' && shape.type === 'object')
    return new InferProblem(message, node.start, 'use values or entries');
  return new InferProblem(message, node.start);
}

/** An element and its index; two elements where sort compares; the result so far and an element for reduce. */
function parameterShapes(spec: FunctionSpec, node: ArrowNode, list: Shape | undefined): readonly Shape[] {
  const item = list?.item ?? unknownShape;
  const compares = /sort/i.test(spec.name) && node.params.length > 1;
  if (compares) return [item, item];
  return spec.name === 'reduce' ? [unknownShape, item, { type: 'number' }] : [item, { type: 'number' }];
}

function inferArrow(node: ArrowNode, params: readonly Shape[], context: Inferring): Shape {
  const locals = new Map(context.locals);
  node.params.forEach((name, index) => {
    locals.set(name, params[index] ?? unknownShape);
  });
  return context.inferTree(node.body, { ...context, locals });
}

/** Of a value of unknown type any method may be called with anything; only what is known in the arguments is checked. */
function inferLoose(node: Argument, context: Inferring): void {
  if (node.kind === 'arrow') inferArrow(node, [], context);
  else context.inferTree(node, context);
}
