/**
 * acorn's expression parser with three changes:
 * 1. `|` is the pipe. It binds loosest of all: it takes everything to its left within the same brackets, argument or arrow
 *    body. Its right side is always a function's name, with arguments if it needs them; what follows works on the result:
 *      `a ?? b | upper`        is `upper(a ?? b)`
 *      `c ? 'a' : 'b' | upper` is `upper(c ? 'a' : 'b')`
 *      `items | count > 3`     is `count(items) > 3`
 *      `items | where(i => i.name | lower == 'x') | first.name`
 *    Where people would read it either way (`vip && items | count`), parentheses are required.
 * 2. `if` and `default` are ordinary names, because functions are called so.
 * 3. Nesting is counted while parsing, so that no source can overflow the stack.
 */
import { type Expression, Parser, tokTypes } from 'acorn';
import { expressionLimits } from './limits.ts';

/** acorn's tree plus the pipe. */
export interface PipeExpression {
  type: 'PipeExpression';
  start: number;
  end: number;
  left: Expression;
  callee: { name: string; start: number; end: number };
  arguments: Expression[];
}

/** The members of acorn's parser that a plugin builds on; its own types leave them out. */
interface ParserInternals {
  type: unknown;
  start: number;
  end: number;
  startLoc: unknown;
  input: string;
  keywords: RegExp;
  next(): void;
  nextToken(): void;
  eat(type: unknown): boolean;
  expect(type: unknown): void;
  raise(position: number, message: string): never;
  unexpected(position?: number): never;
  startNodeAt(position: number, location: unknown): Record<string, unknown>;
  finishNode(node: object, type: string): Expression;
  checkExpressionErrors(errors: unknown): boolean;
  parseIdent(): { type: 'Identifier'; name: string; start: number; end: number };
  parseExpression(): Expression;
  parseExprList(close: unknown, trailingComma: boolean, empty: boolean): Expression[];
  parseExprOps(forInit: unknown, errors: unknown): Expression;
  parseSubscripts(base: Expression, start: number, location: unknown, noCalls: boolean): Expression;
  parseMaybeAssign(forInit?: unknown, errors?: unknown, afterLeft?: unknown): Expression;
  parseMaybeConditional(forInit: unknown, errors: unknown): Expression;
  parseMaybeUnary(errors: unknown, sawUnary: boolean, incDec: boolean, forInit: unknown): Expression;
  parseExprOp(
    left: Expression,
    start: number,
    location: unknown,
    minimum: number,
    forInit?: unknown,
  ): Expression;
}
type ParserClass = new (options: object, input: string, start?: number) => ParserInternals;

const Acorn = Parser as unknown as ParserClass;
/** Enough for the deepest and longest tree that the limits allow; the limits themselves are held by `parse.ts`. */
const stackGuard = 3 * expressionLimits.depth + expressionLimits.chain;
const namesDespiteKeyword = new Set(['if', 'default']);

export const tooDeep = 'The expression is nested too deeply';
export const unclearPipe = 'It is unclear what the pipe applies to';

class ExpressionParser extends Acorn {
  private depth = 0;

  constructor(input: string, onComment: (block: boolean, text: string, start: number) => void) {
    super(
      { ecmaVersion: 2024, sourceType: 'script', allowHashBang: false, preserveParens: true, onComment },
      input,
      0,
    );
    const words = this.keywords.source.match(/[a-z]{2,}/g) ?? [];
    this.keywords = new RegExp(`^(?:${words.filter((word) => !namesDespiteKeyword.has(word)).join('|')})$`);
  }

  /** The whole input as one expression. */
  parseWhole(): Expression {
    this.nextToken();
    const tree = this.parseExpression();
    if (this.type !== tokTypes.eof) this.unexpected();
    return tree;
  }

  override parseMaybeAssign(forInit?: unknown, errors?: unknown, afterLeft?: unknown): Expression {
    const { start, startLoc } = this;
    let left = this.nested(1, () => super.parseMaybeAssign(forInit, errors, afterLeft));
    while (this.type === tokTypes.bitwiseOR) left = this.parsePipe(left, start, startLoc);
    return left;
  }

  override parseMaybeConditional(forInit: unknown, errors: unknown): Expression {
    const { start, startLoc } = this;
    const test = this.parseExprOps(forInit, errors);
    if (this.checkExpressionErrors(errors)) return test;
    const isArrow = test.type === 'ArrowFunctionExpression' && test.start === start;
    return isArrow ? test : this.parseConditionalTail(test, start, startLoc);
  }

  override parseMaybeUnary(
    errors: unknown,
    sawUnary: boolean,
    incDec: boolean,
    forInit: unknown,
  ): Expression {
    return this.nested(1, () => super.parseMaybeUnary(errors, sawUnary, incDec, forInit));
  }

  /** Leaves `|` alone at every precedence, so that it ends up with {@link parseMaybeAssign}. */
  override parseExprOp(
    left: Expression,
    start: number,
    location: unknown,
    minimum: number,
    forInit?: unknown,
  ): Expression {
    if (this.type === tokTypes.bitwiseOR) return left;
    return this.nested(0.5, () => super.parseExprOp(left, start, location, minimum, forInit));
  }

  /** The last branch stops before a pipe: the pipe takes the whole conditional. */
  private parseConditionalTail(test: Expression, start: number, location: unknown): Expression {
    if (!this.eat(tokTypes.question)) return test;
    const node = this.startNodeAt(start, location);
    node.test = test;
    node.consequent = this.parseMaybeAssign();
    this.expect(tokTypes.colon);
    node.alternate = this.nested(1, () => super.parseMaybeAssign());
    return this.finishNode(node, 'ConditionalExpression');
  }

  private parsePipe(left: Expression, start: number, location: unknown): Expression {
    const pipeAt = this.start;
    if (hasUnclearAnd(left)) this.raise(pipeAt, unclearPipe);
    this.next();
    const node = this.startNodeAt(start, location);
    node.left = left;
    node.callee = this.parseIdent();
    node.arguments = this.eat(tokTypes.parenL) ? this.parseExprList(tokTypes.parenR, true, false) : [];
    const call = this.finishNode(node, 'PipeExpression');
    const value = this.parseSubscripts(call, start, location, false);
    const whole = this.parseConditionalTail(this.parseExprOp(value, start, location, -1), start, location);
    if (whole !== value && isChoice(left)) this.raise(pipeAt, unclearPipe);
    return whole;
  }

  private nested(weight: number, parse: () => Expression): Expression {
    this.depth += weight;
    if (this.depth > stackGuard) this.raise(this.start, tooDeep);
    const tree = parse();
    this.depth -= weight;
    return tree;
  }
}

/** `a && b | f`: a default (`a ?? b | f`) is meant as a whole, a condition hardly ever. */
function hasUnclearAnd(tree: Expression): boolean {
  return tree.type === 'LogicalExpression' && (tree.operator === '&&' || hasUnclearAnd(tree.right));
}

function isChoice(tree: Expression): boolean {
  return (
    (tree.type === 'LogicalExpression' && tree.operator !== '??') || tree.type === 'ConditionalExpression'
  );
}

/** Parses text to acorn's tree. Throws acorn's SyntaxError with `pos`. */
export function parseWithAcorn(source: string): Expression {
  let commentAt = -1;
  const parser = new ExpressionParser(source, (_block, _text, start) => {
    if (commentAt < 0) commentAt = start;
  });
  const tree = parser.parseWhole();
  if (commentAt >= 0) parser.raise(commentAt, 'Comments do not exist in expressions');
  return tree;
}
