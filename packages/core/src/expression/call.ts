/** Calls of functions and methods: which exist, what they are given, and who is named when it does not fit. */
import { closest } from './closest.ts';
import type { Compiling } from './compiling.ts';
import { asExpressionError, ExpressionError } from './errors.ts';
import { isMissing } from './functions/logic.ts';
import { functions } from './functions/table.ts';
import { changingMethods, methodTables } from './methods/table.ts';
import { convertTo, wrongArgument } from './operands.ts';
import { printTree } from './print.ts';
import { familiarFunctions, foreignName } from './refusals.ts';
import { type Closure, Lambda, type Run } from './run.ts';
import { type FunctionSpec, type Param, requiredCount, signatureOf } from './spec.ts';
import type { Argument, ArrowNode, CallNode, MethodNode } from './tree.ts';
import { describeValue, isNothing, typeOfValue, type ValueType } from './values.ts';

/** The rest of a call once its first argument is evaluated. */
type Invoke = (run: Run, first: unknown) => unknown;

export function compileCall(node: CallNode, context: Compiling): Closure {
  const spec = functions.get(node.name);
  if (!spec) throw unknownFunction(node);
  checkCount(spec, node.args.length, node.at);
  if (spec.volatile) context.facts.deterministic = false;
  const args = node.args.map((each, index) => {
    refuseArrow(each, paramAt(spec, index), node.name);
    return compileArgument(each, context);
  });
  const lazy = compileLazy(node.name, args);
  if (lazy) return lazy;
  const [first, ...rest] = args;
  if (!first) return (run) => spec.run(run);
  const invoke = compileInvoke(spec, node.args, rest, node.at);
  return (run) => invoke(run, first(run));
}

/** The functions that work out only the argument that counts. */
function compileLazy(name: string, args: readonly Closure[]): Closure | undefined {
  const [first, second, third] = args;
  if (name === 'if') {
    return (run) => {
      run.step();
      return first!(run) ? second!(run) : third?.(run);
    };
  }
  if (name === 'default') {
    return (run) => {
      run.step();
      const value = first!(run);
      return isMissing(value) ? second!(run) : value;
    };
  }
  if (name !== 'coalesce') return undefined;
  return (run) => {
    for (const arg of args) {
      run.step();
      const value = arg(run);
      if (!isNothing(value)) return value;
    }
    return undefined;
  };
}

function paramAt(spec: FunctionSpec, index: number): Param | undefined {
  return spec.params[index] ?? spec.rest;
}

function refuseArrow(node: Argument, param: Param | undefined, name: string): void {
  if (node.kind !== 'arrow' || param?.kind === 'by') return;
  throw new ExpressionError('forbidden', `${name} takes no function here`, { position: node.start });
}

function checkCount(spec: FunctionSpec, count: number, position: number): void {
  const least = requiredCount(spec);
  const most = spec.rest ? Number.POSITIVE_INFINITY : spec.params.length;
  if (count >= least && count <= most) return;
  const missing = spec.params[count]?.name;
  const message =
    count < least ? `${spec.name} needs "${missing}"` : `${spec.name} takes at most ${most} arguments`;
  throw new ExpressionError('type', message, { position, suggestion: `write ${signatureOf(spec)}` });
}

/** `nodes` are all arguments with the first; `rest` are the compiled ones after it. */
function compileInvoke(
  spec: FunctionSpec,
  nodes: readonly Argument[],
  rest: readonly Closure[],
  position: number,
): Invoke {
  const invoke = bind(spec, nodes, rest);
  return (run, first) => {
    try {
      return invoke(run, first);
    } catch (error) {
      const failure = asExpressionError(error);
      failure.position ??= position;
      throw failure;
    }
  };
}

/** Common numbers of arguments have their own closure, because collecting arguments in a list costs more than most functions. */
function bind(spec: FunctionSpec, nodes: readonly Argument[], rest: readonly Closure[]): Invoke {
  const kind = paramAt(spec, 0)!.kind;
  const convert = convertTo(kind, nodes[0]!, spec.name);
  const passNothing = kind !== 'any';
  const others = rest.map((arg, index) => compileOther(spec, nodes[index + 1]!, index + 1, arg));
  const call = spec.run;
  const [a, b] = others;
  const start = (run: Run, first: unknown): unknown => {
    if (isNothing(first) && spec.strict) throw wrongArgument(nodes[0]!, first, spec.name, kind);
    return convert(run, first);
  };
  if (others.length === 0) {
    return (run, first) =>
      passNothing && isNothing(first) && !spec.strict ? spec.whenNothing : call(run, start(run, first));
  }
  if (others.length === 1) {
    return (run, first) =>
      passNothing && isNothing(first) && !spec.strict
        ? spec.whenNothing
        : call(run, start(run, first), a!(run));
  }
  if (others.length === 2) {
    return (run, first) =>
      passNothing && isNothing(first) && !spec.strict
        ? spec.whenNothing
        : call(run, start(run, first), a!(run), b!(run));
  }
  return (run, first) => {
    if (passNothing && isNothing(first) && !spec.strict) return spec.whenNothing;
    run.charge(others.length);
    const converted = start(run, first);
    return call(run, converted, ...others.map((other) => other(run)));
  };
}

function compileOther(spec: FunctionSpec, node: Argument, index: number, arg: Closure): Closure {
  const param = paramAt(spec, index);
  if (!param) return () => undefined;
  const convert = convertTo(param.kind, node, spec.name);
  if (param.kind === 'any') return arg;
  if (!param.optional) return (run) => convert(run, arg(run));
  return (run) => {
    const value = arg(run);
    return isNothing(value) ? undefined : convert(run, value);
  };
}

/** Which method is meant is only known when the value is there; every possible one is prepared. */
export function compileMethod(node: MethodNode, context: Compiling): Closure {
  const object = context.compileNode(node.object, context);
  const specs = [...methodTables].flatMap(([type, table]) => {
    const spec = table.get(node.name);
    return spec ? [[type, spec] as const] : [];
  });
  refuseUnusedArrows(
    node,
    specs.map(([, spec]) => spec),
  );
  const args = node.args.map((each) => compileArgument(each, context));
  const invokes = new Map(specs.map(([type, spec]) => [type, prepare(node, spec, args)]));
  return (run) => {
    const self = object(run);
    run.step();
    if (isNothing(self) && invokes.size > 0) return undefined;
    const invoke = invokes.get(typeOfValue(self));
    if (!invoke) throw unknownMethod(node, self);
    return invoke(run, self);
  };
}

function prepare(node: MethodNode, spec: FunctionSpec, args: readonly Closure[]): Invoke {
  try {
    checkCount(spec, args.length + 1, node.start);
    for (const [index, each] of node.args.entries()) refuseArrow(each, paramAt(spec, index + 1), node.name);
  } catch (error) {
    return () => {
      throw error;
    };
  }
  return compileInvoke(spec, [node.object, ...node.args], args, node.start);
}

function refuseUnusedArrows(node: MethodNode, specs: readonly FunctionSpec[]): void {
  for (const [index, each] of node.args.entries()) {
    if (specs.some((spec) => paramAt(spec, index + 1)?.kind === 'by')) continue;
    refuseArrow(each, undefined, node.name);
  }
}

/** An argument: a value, or the one function that an arrow is. */
function compileArgument(node: Argument, context: Compiling): Closure {
  if (node.kind !== 'arrow') return context.compileNode(node, context);
  const lambda = compileArrow(node, context);
  return () => lambda;
}

function compileArrow(node: ArrowNode, context: Compiling): Lambda {
  const { facts, compileNode } = context;
  const slots = node.params.map(() => facts.slots++);
  const locals = new Map(context.locals);
  node.params.forEach((name, index) => {
    locals.set(name, slots[index]!);
  });
  return new Lambda(slots, compileNode(node.body, { locals, facts, compileNode }));
}

function unknownFunction(node: CallNode): ExpressionError {
  return new ExpressionError('unknown_function', `There is no function ${node.name}`, {
    position: node.at,
    suggestion: functionSuggestion(node.name),
  });
}

/** What may have been meant by a function's name. */
export function functionSuggestion(name: string): string | undefined {
  const foreign = foreignName(name);
  if (foreign) return foreign;
  const ours = familiarFunctions.get(name) ?? closest(name, functions.keys());
  if (ours) return `use ${ours}`;
  return [...methodTables.values()].some((table) => table.has(name)) ? `write value.${name}(…)` : undefined;
}

function unknownMethod(node: MethodNode, self: unknown): ExpressionError {
  const name = printTree(node.object);
  if (isNothing(self)) {
    return new ExpressionError('unknown_function', `There is no method ${node.name}`, {
      position: node.start,
    });
  }
  const message = `${name.length > 60 ? 'This' : name} is ${describeValue(self)} and has no method ${node.name}`;
  return new ExpressionError('type', message, {
    position: node.start,
    suggestion: methodSuggestion(node.name, typeOfValue(self)),
  });
}

/** What may have been meant by a method's name on a value of this type. */
export function methodSuggestion(name: string, type: ValueType): string | undefined {
  const instead = changingMethods.get(name);
  if (instead) return `use ${instead}`;
  if (functions.has(name)) return `write value | ${name}`;
  const known = closest(name, methodTables.get(type)?.keys() ?? []);
  return known && `use ${known}`;
}
