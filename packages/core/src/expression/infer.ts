/**
 * The type of an expression before it runs, from the shapes of what it reads; or what is wrong with it, in words. What is
 * unknown is never a problem.
 */

import { mergeShapes, ownField, type Shape } from '../shape.ts';
import { closest } from './closest.ts';
import { ExpressionError } from './errors.ts';
import { inferCall, inferMethod } from './infer_calls.ts';
import { InferProblem, type Inferring, nameOf } from './inferring.ts';
import { parseExpression } from './parse.ts';
import { isPlainName } from './print.ts';
import { foreignName } from './refusals.ts';
import { scanTemplate } from './scan.ts';
import { isOpenType, literalShape, shapeWord, unknownShape } from './shapes_of.ts';
import type { ArrayNode, BinaryNode, LogicalNode, MemberNode, ObjectNode, Tree } from './tree.ts';

export type Inferred =
  | { shape: Shape }
  | {
      problem: string;
      suggestion?: string;
      /** Index of the character in the source, from 0. */
      position?: number;
    };

/**
 * Infers the shape of an expression, of `{{ expression }}`, or of a text with templates in it. `shapes` are the names of the
 * scope. Never throws for what an author may write.
 */
export function infer(source: string, shapes: Readonly<Record<string, Shape>>): Inferred {
  try {
    return { shape: inferSource(source, shapes) };
  } catch (error) {
    if (!(error instanceof ExpressionError) && !(error instanceof InferProblem)) throw error;
    const { message, suggestion, position } = error;
    const told = suggestion && !message.includes(suggestion) ? `${message}; ${suggestion}` : message;
    return {
      problem: told,
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(position === undefined ? {} : { position }),
    };
  }
}

function inferSource(source: string, shapes: Readonly<Record<string, Shape>>): Shape {
  if (!source.includes('{{')) return inferAt(source, 0, shapes);
  const segments = scanTemplate(source.trim());
  const offset = source.length - source.trimStart().length;
  const found = segments.map((segment) =>
    segment.kind === 'text' ? undefined : inferAt(segment.source, segment.start + offset, shapes),
  );
  return found.length === 1 ? (found[0] ?? { type: 'text' }) : { type: 'text' };
}

function inferAt(source: string, offset: number, shapes: Readonly<Record<string, Shape>>): Shape {
  try {
    return inferTree(parseExpression(source), { shapes, locals: new Map(), inferTree });
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof InferProblem) {
      if (error.position !== undefined) error.position += offset;
    }
    throw error;
  }
}

/** The shape of a tree. Throws InferProblem or ExpressionError. */
export function inferTree(node: Tree, context: Inferring): Shape {
  switch (node.kind) {
    case 'literal':
      return literalShape(node.value);
    case 'name':
      return inferName(node.name, node.start, context);
    case 'member':
      return inferMember(node, context);
    case 'call':
      return inferCall(node, context);
    case 'method':
      return inferMethod(node, context);
    case 'binary':
      return inferBinary(node, context);
    case 'logical':
      return inferLogical(node, context);
    case 'unary':
      if (node.operator === '-') needNumber(node.operand, context.inferTree(node.operand, context), '-');
      else context.inferTree(node.operand, context);
      return { type: node.operator === '-' ? 'number' : 'boolean' };
    case 'conditional':
      context.inferTree(node.test, context);
      return mergeShapes(context.inferTree(node.then, context), context.inferTree(node.otherwise, context));
    case 'template':
      for (const part of node.parts) context.inferTree(part, context);
      return { type: 'text' };
    case 'array':
      return inferArray(node, context);
    case 'object':
      return inferObject(node, context);
  }
}

function inferName(name: string, position: number, context: Inferring): Shape {
  context.visitName?.(name, context);
  const known = context.locals.get(name) ?? ownField(context.shapes, name);
  if (known) return known;
  if (name === 'undefined') return { type: 'nothing' };
  const near = closest(name, [...context.locals.keys(), ...Object.keys(context.shapes)]);
  const suggestion = foreignName(name) ?? (near && `did you mean ${near}?`);
  throw new InferProblem(`${name} does not exist`, position, suggestion, 'missing');
}

function inferMember(node: MemberNode, context: Inferring): Shape {
  const object = context.inferTree(node.object, context);
  if (typeof node.key === 'string') {
    context.visitMember?.(node.key, object, node.object);
    return fieldShape(node, node.key, object, context);
  }
  const key = context.inferTree(node.key, context);
  if (!isOpenType(key) && key.type !== 'text' && key.type !== 'number') {
    throw new InferProblem(
      `${nameOf(node.key)} is ${shapeWord(key)}; a key is text or a number`,
      node.key.start,
    );
  }
  if (object.type === 'list') return { ...(object.item ?? unknownShape), optional: true };
  return object.type === 'text' ? { type: 'text', optional: true } : unknownShape;
}

function fieldShape(node: MemberNode, key: string, object: Shape, context: Inferring): Shape {
  const optional = object.optional ? { optional: true } : {};
  if (isOpenType(object)) return unknownShape;
  if (key === 'length' && (object.type === 'text' || object.type === 'list'))
    return { type: 'number', ...optional };
  if (object.type !== 'object') throw noFields(node, key, object);
  const known = ownField(object.fields, key);
  if (known) return { ...known, ...optional };
  if (object.item) return { ...object.item, optional: true };
  if (object.open) return unknownShape;
  if (context.lenient) return { type: 'unknown', optional: true };
  const near = closest(key, Object.keys(object.fields ?? {}));
  const suggestion =
    near && `did you mean ${nameOf(node.object)}${isPlainName(near) ? `.${near}` : `['${near}']`}?`;
  throw new InferProblem(`${nameOf(node)} does not exist`, node.start, suggestion, 'missing');
}

function noFields(node: MemberNode, key: string, object: Shape): InferProblem {
  const name = nameOf(node.object);
  if (object.type !== 'list')
    return new InferProblem(
      `${name} is ${shapeWord(object)} and has no fields`,
      node.start,
      undefined,
      'missing',
    );
  const suggestion = `use ${name}[0].${key} or ${name}.map(i => i.${key})`;
  return new InferProblem(
    `${name} is a list; its elements have fields, it has none`,
    node.start,
    suggestion,
    'missing',
  );
}

function needNumber(node: Tree, shape: Shape, operator: string): void {
  if (isOpenType(shape) || shape.type === 'number') return;
  const suggestion =
    shape.type === 'text' ? 'use toNumber' : shape.type === 'date' ? 'use addTime or diffTime' : undefined;
  throw new InferProblem(
    `${nameOf(node)} is ${shapeWord(shape)}; ${operator} needs a number`,
    node.start,
    suggestion,
  );
}

function inferBinary(node: BinaryNode, context: Inferring): Shape {
  const left = context.inferTree(node.left, context);
  const right = context.inferTree(node.right, context);
  switch (node.operator) {
    case '==':
    case '!=':
      checkComparable(node, left, right, true);
      return { type: 'boolean' };
    case '<':
    case '<=':
    case '>':
    case '>=':
      checkComparable(node, left, right, false);
      return { type: 'boolean' };
    case '+':
      if (left.type === 'text' || right.type === 'text') return { type: 'text' };
      needNumber(node.left, left, '+');
      needNumber(node.right, right, '+');
      return { type: isOpenType(left) || isOpenType(right) ? 'unknown' : 'number' };
    default:
      needNumber(node.left, left, node.operator);
      needNumber(node.right, right, node.operator);
      return { type: 'number' };
  }
}

function checkComparable(node: BinaryNode, left: Shape, right: Shape, isEquality: boolean): void {
  if (isOpenType(left) || isOpenType(right)) return;
  if (left.type === right.type) {
    if (isEquality || ['text', 'number', 'date', 'boolean'].includes(left.type)) return;
    throw new InferProblem(`${nameOf(node.left)} is ${shapeWord(left)}, which has no order`, node.left.start);
  }
  const withDate = [left.type, right.type].includes('date') && [left.type, right.type].includes('text');
  if (withDate && !isEquality) return;
  // Named is the side that is not written out.
  const [one, other, shape, otherShape] =
    node.left.kind === 'literal'
      ? [node.right, node.left, right, left]
      : [node.left, node.right, left, right];
  const words = `${nameOf(one)} is ${shapeWord(shape)} and ${nameOf(other)} is ${shapeWord(otherShape)}`;
  const suggestion = withDate
    ? 'use toDate'
    : [left.type, right.type].includes('number')
      ? 'use toNumber or toText'
      : undefined;
  throw new InferProblem(
    `${words}; they are never ${isEquality ? 'the same' : 'in an order'}`,
    one.start,
    suggestion,
  );
}

function inferLogical(node: LogicalNode, context: Inferring): Shape {
  const isFallback = node.operator === '??';
  const left = context.inferTree(node.left, isFallback ? { ...context, lenient: true } : context);
  const right = context.inferTree(node.right, context);
  if (!isFallback) return mergeShapes(left, right);
  const merged = mergeShapes({ ...left, optional: false }, right);
  return { ...merged, optional: right.optional === true || right.type === 'nothing' };
}

function inferArray(node: ArrayNode, context: Inferring): Shape {
  const items = node.items.map((item) => {
    const shape = context.inferTree(item.kind === 'spread' ? item.value : item, context);
    if (item.kind !== 'spread') return shape;
    if (isOpenType(shape)) return unknownShape;
    if (shape.type === 'list') return shape.item ?? unknownShape;
    throw new InferProblem(
      `${nameOf(item.value)} is ${shapeWord(shape)}; ... in a list needs a list`,
      item.start,
    );
  });
  return { type: 'list', item: items.length > 0 ? items.reduce(mergeShapes) : unknownShape };
}

function inferObject(node: ObjectNode, context: Inferring): Shape {
  const fields: [string, Shape][] = [];
  let open = false;
  for (const field of node.fields) {
    const shape = context.inferTree(field.value, context);
    if (field.kind === 'spread') {
      if (!isOpenType(shape) && shape.type !== 'object') {
        const message = `${nameOf(field.value)} is ${shapeWord(shape)}; ... in an object needs an object`;
        throw new InferProblem(message, field.start);
      }
      fields.push(...Object.entries(shape.fields ?? {}));
      open ||= shape.type !== 'object' || shape.open === true;
    } else if (typeof field.key === 'string') fields.push([field.key, shape]);
    else {
      context.inferTree(field.key, context);
      open = true;
    }
  }
  return { type: 'object', fields: Object.fromEntries(fields), ...(open ? { open: true } : {}) };
}
