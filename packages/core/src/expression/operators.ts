import { ExpressionError } from './errors.ts';
import { joinTexts, toDateArgument, wrongType } from './operands.ts';
import type { Closure, Run } from './run.ts';
import type { ArithmeticOperator, BinaryNode, ComparisonOperator, Tree } from './tree.ts';
import { compareTexts, describeValue, equalValues, isNothing } from './values.ts';

type Calculate = (a: number, b: number) => number;

const calculations: Readonly<Record<Exclude<ArithmeticOperator, '+'>, Calculate>> = {
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

/** Compiles an operator over two compiled operands. */
export function compileBinary(node: BinaryNode, left: Closure, right: Closure): Closure {
  switch (node.operator) {
    case '==':
      return (run) => equalOperands(run, left(run), right(run));
    case '!=':
      return (run) => !equalOperands(run, left(run), right(run));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileComparison(node, node.operator, left, right);
    case '+':
      return compilePlus(node, left, right);
    default:
      return compileArithmetic(node, node.operator, left, right);
  }
}

function equalOperands(run: Run, a: unknown, b: unknown): boolean {
  run.step();
  return equalValues(run, a, b);
}

function compilePlus(node: BinaryNode, left: Closure, right: Closure): Closure {
  return (run) => {
    const a = left(run);
    const b = right(run);
    run.step();
    if (typeof a === 'number' && typeof b === 'number') return finite(a + b, node);
    if (typeof a === 'string' || typeof b === 'string') return joinTexts(run, a, b);
    throw notANumber(node, a, b);
  };
}

function compileArithmetic(
  node: BinaryNode,
  operator: Exclude<ArithmeticOperator, '+'>,
  left: Closure,
  right: Closure,
): Closure {
  const calculate = calculations[operator];
  const divides = operator === '/' || operator === '%';
  return (run) => {
    const a = left(run);
    const b = right(run);
    run.step();
    if (typeof a !== 'number' || typeof b !== 'number') throw notANumber(node, a, b);
    if (divides && b === 0) {
      throw new ExpressionError('value', 'Division by zero', { position: node.right.start });
    }
    return finite(calculate(a, b), node);
  };
}

function finite(value: number, node: BinaryNode): number {
  if (Number.isFinite(value)) return value;
  const message = Number.isNaN(value) ? 'This calculation has no result' : 'The number is too large';
  throw new ExpressionError('value', message, { position: node.start });
}

function notANumber(node: BinaryNode, a: unknown, b: unknown): ExpressionError {
  const [operand, value] = typeof a === 'number' ? [node.right, b] : [node.left, a];
  return operandError(operand, value, node.operator);
}

/** Where text is in the way, the way out says enough: "order.total is text "12,50"; use toNumber". */
export function operandError(operand: Tree, value: unknown, operator: string): ExpressionError {
  if (value instanceof Date) {
    const error = wrongType(operand, value, `${operator} needs a number`, 'number');
    const suggestion = 'use addTime or diffTime for dates';
    return new ExpressionError('type', `${error.message}; ${suggestion}`, {
      position: operand.start,
      suggestion,
    });
  }
  return wrongType(operand, value, `${operator} needs a number`, 'number');
}

const outcomes: Readonly<Record<Exclude<ComparisonOperator, '==' | '!='>, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compileComparison(
  node: BinaryNode,
  operator: '<' | '<=' | '>' | '>=',
  left: Closure,
  right: Closure,
): Closure {
  const outcome = outcomes[operator];
  return (run) => {
    const a = left(run);
    const b = right(run);
    run.step();
    if (typeof a === 'number' && typeof b === 'number') return outcome(a - b);
    // What is not there is neither more nor less than anything.
    if (isNothing(a) || isNothing(b)) return false;
    return outcome(orderOf(run, node, a, b));
  };
}

function orderOf(run: Run, node: BinaryNode, a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(run, a, b);
  if (a instanceof Date || b instanceof Date) {
    return instant(run, node.left, a) - instant(run, node.right, b);
  }
  if (typeof a === 'number')
    throw wrongType(node.right, b, `${node.operator} compares it with a number`, 'number');
  if (typeof b === 'number')
    throw wrongType(node.left, a, `${node.operator} compares it with a number`, 'number');
  throw new ExpressionError('type', `${describeValue(a)} and ${describeValue(b)} have no order`, {
    position: node.start,
    suggestion: 'use == to compare whether they are the same',
  });
}

/** A date beside a date may be written as ISO text. */
function instant(run: Run, operand: Tree, value: unknown): number {
  if (typeof value === 'number') throw wrongType(operand, value, 'it is compared with a date');
  return toDateArgument(run, value, operand, 'the comparison').getTime();
}
