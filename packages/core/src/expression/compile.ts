/**
 * The tree as closures. Nothing of the source is ever handed to the host's own evaluation: a closure reads own properties
 * (keys.ts), applies our operators (operators.ts) or calls our functions by name (call.ts), and charges for it (run.ts).
 */
import { compileCall, compileMethod } from './call.ts';
import type { CompiledFacts, Compiling } from './compiling.ts';
import { ExpressionError } from './errors.ts';
import { copyOwn, readOwn, setOwn, toKey } from './keys.ts';
import { wrongType } from './operands.ts';
import { compileBinary, operandError } from './operators.ts';
import type { Closure, Run } from './run.ts';
import type {
  ArrayNode,
  LogicalNode,
  MemberNode,
  ObjectNode,
  SpreadNode,
  TemplateNode,
  Tree,
  UnaryNode,
} from './tree.ts';
import { isNothing, toText, typeOfValue } from './values.ts';

export interface Compiled extends CompiledFacts {
  run: Closure;
  /** Only reads data that is there: its result needs no measuring. */
  isPath: boolean;
}

export function compileTree(tree: Tree): Compiled {
  const facts: CompiledFacts = { slots: 0, references: new Map(), deterministic: true };
  const run = compileNode(tree, { locals: new Map(), facts, compileNode });
  return {
    ...facts,
    run,
    isPath: tree.kind === 'name' || (tree.kind === 'member' && staticPath(tree) !== undefined),
  };
}

export function compileNode(node: Tree, context: Compiling): Closure {
  switch (node.kind) {
    case 'literal':
      return constant(node.value);
    case 'name':
      return compileName(node.name, context);
    case 'member':
      return compileMember(node, context);
    case 'call':
      return compileCall(node, context);
    case 'method':
      return compileMethod(node, context);
    case 'binary':
      return compileBinary(node, compileNode(node.left, context), compileNode(node.right, context));
    case 'logical':
      return compileLogical(node, context);
    case 'unary':
      return compileUnary(node, context);
    case 'conditional': {
      const test = compileNode(node.test, context);
      const then = compileNode(node.then, context);
      const otherwise = compileNode(node.otherwise, context);
      return (run) => {
        run.step();
        return test(run) ? then(run) : otherwise(run);
      };
    }
    case 'template':
      return compileTemplateText(node, context);
    case 'array':
      return compileArray(node, context);
    case 'object':
      return compileObject(node, context);
  }
}

function constant(value: unknown): Closure {
  return () => value;
}

function compileName(name: string, context: Compiling): Closure {
  const slot = context.locals.get(name);
  if (slot !== undefined) {
    return (run) => {
      run.step();
      return run.slots[slot];
    };
  }
  if (name === 'undefined') return constant(undefined);
  addReference(context, [name]);
  return readPathClosure([name]);
}

/** The keys of `a.b[0].c` where all are known. */
function staticPath(node: Tree): string[] | undefined {
  if (node.kind === 'name') return [node.name];
  if (node.kind !== 'member') return undefined;
  const key = literalKeyOf(node);
  const path = key === undefined ? undefined : staticPath(node.object);
  path?.push(key!);
  return path;
}

function literalKeyOf(node: MemberNode): string | undefined {
  if (typeof node.key === 'string') return node.key;
  return node.key.kind === 'literal' && typeof node.key.value === 'number'
    ? String(node.key.value)
    : undefined;
}

function addReference(context: Compiling, path: string[]): void {
  context.facts.references.set(path.join('\u0000'), path);
}

function compileMember(node: MemberNode, context: Compiling): Closure {
  const path = staticPath(node);
  const slot = path && context.locals.get(path[0]!);
  if (path && slot === undefined) {
    addReference(context, path);
    return readPathClosure(path);
  }
  const object = compileNode(node.object, context);
  const key = literalKeyOf(node);
  if (key !== undefined) {
    return (run) => {
      return readCharged(run, object(run), key);
    };
  }
  return compileComputed(node, object, compileNode(node.key as Tree, context));
}

/** A character of a text that was just joined costs the joining. */
function readCharged(run: Run, target: unknown, key: string | number): unknown {
  if (typeof target === 'string' && key !== 'length') run.chargeText(target.length);
  else run.step();
  return readOwn(target, key);
}

function compileComputed(node: MemberNode, object: Closure, key: Closure): Closure {
  const position = (node.key as Tree).start;
  return (run) => {
    const target = object(run);
    const name = toKey(run, key(run), position);
    if (name === undefined) return undefined;
    return readCharged(run, target, name);
  };
}

function readPathClosure(path: readonly string[]): Closure {
  const [first = '', second = '', third = ''] = path;
  if (path.length === 1) {
    return (run) => {
      run.step();
      return readOwn(run.scope, first);
    };
  }
  if (path.length === 2) {
    return (run) => {
      run.charge(2);
      return readOwn(readOwn(run.scope, first), second);
    };
  }
  if (path.length === 3) {
    return (run) => {
      run.charge(3);
      return readOwn(readOwn(readOwn(run.scope, first), second), third);
    };
  }
  return (run) => {
    run.charge(path.length);
    let value: unknown = run.scope;
    for (const key of path) value = readOwn(value, key);
    return value;
  };
}

function compileLogical(node: LogicalNode, context: Compiling): Closure {
  const left = compileNode(node.left, context);
  const right = compileNode(node.right, context);
  switch (node.operator) {
    case '&&':
      return (run) => {
        run.step();
        return left(run) && right(run);
      };
    case '||':
      return (run) => {
        run.step();
        return left(run) || right(run);
      };
    case '??':
      return (run) => {
        run.step();
        return left(run) ?? right(run);
      };
  }
}

function compileUnary(node: UnaryNode, context: Compiling): Closure {
  const operand = compileNode(node.operand, context);
  if (node.operator === '!') {
    return (run) => {
      run.step();
      return !operand(run);
    };
  }
  return (run) => {
    run.step();
    const value = operand(run);
    if (typeof value !== 'number') throw operandError(node.operand, value, '-');
    return value === 0 ? 0 : -value;
  };
}

function compileTemplateText(node: TemplateNode, context: Compiling): Closure {
  const parts = node.parts.map((part) => compileNode(part, context));
  const [first = '', ...texts] = node.texts;
  return (run) => {
    let out = first;
    for (let index = 0; index < parts.length; index++) {
      const part = toText(run, parts[index]!(run));
      run.checkText(out.length + part.length + texts[index]!.length);
      out += part + texts[index]!;
      run.step();
    }
    return out;
  };
}

function compileArray(node: ArrayNode, context: Compiling): Closure {
  const adders = node.items.map((item) => compileItem(item, context));
  return (run) => {
    const out: unknown[] = [];
    run.charge(1 + adders.length);
    for (const add of adders) add(run, out);
    return out;
  };
}

function compileItem(item: Tree | SpreadNode, context: Compiling): (run: Run, out: unknown[]) => void {
  if (item.kind !== 'spread') {
    const value = compileNode(item, context);
    return (run, out) => {
      out.push(value(run));
    };
  }
  const list = compileNode(item.value, context);
  return (run, out) => {
    const values = list(run);
    if (isNothing(values)) return;
    if (!Array.isArray(values)) throw wrongType(item.value, values, '... in a list needs a list', 'list');
    run.chargeList(values.length);
    for (const value of values) out.push(value);
  };
}

function compileObject(node: ObjectNode, context: Compiling): Closure {
  const adders = node.fields.map((field) => compileField(field, context));
  return (run) => {
    const out: Record<string, unknown> = {};
    run.charge(1 + adders.length);
    for (const add of adders) add(run, out);
    return out;
  };
}

function compileField(
  field: ObjectNode['fields'][number],
  context: Compiling,
): (run: Run, out: Record<string, unknown>) => void {
  const value = compileNode(field.value, context);
  if (field.kind === 'spread') {
    return (run, out) => {
      const fields = value(run);
      if (isNothing(fields)) return;
      if (typeOfValue(fields) !== 'object')
        throw wrongType(field.value, fields, '... in an object needs an object');
      run.chargeList(Object.keys(fields as object).length);
      copyOwn(out, fields as object);
    };
  }
  const { key } = field;
  if (typeof key === 'string') {
    return (run, out) => {
      out[key] = value(run);
    };
  }
  const computed = compileNode(key, context);
  return (run, out) => {
    const name = toKey(run, computed(run), key.start);
    if (name === undefined)
      throw new ExpressionError('type', 'The name of this field is empty', { position: key.start });
    setOwn(out, String(name), value(run));
  };
}
