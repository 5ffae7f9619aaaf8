/**
 * Text to the allowed tree. acorn reads the grammar; whatever is not listed here is refused with its position and, where we
 * can guess what was meant, a suggestion.
 */
import type { AnyNode, Expression } from 'acorn';
import { ExpressionError } from './errors.ts';
import { type PipeExpression, parseWithAcorn, tooDeep, unclearPipe } from './grammar.ts';
import { forbiddenKey, forbiddenKeys } from './keys.ts';
import { expressionLimits } from './limits.ts';
import {
  familiarFunctions,
  refusedNames,
  refusedNodes,
  refusedOperators,
  statementWords,
} from './refusals.ts';
import type { Argument, ArrowNode, BinaryNode, ObjectField, SpreadNode, Tree } from './tree.ts';

type AnyExpression = AnyNode | PipeExpression;

/** Parses one expression without braces. Throws ExpressionError with code `syntax`, `forbidden`, `size` or `budget`. */
export function parseExpression(source: string): Tree {
  if (source.length > expressionLimits.source) {
    throw new ExpressionError('size', 'An expression has at most 10,240 characters', { position: 0 });
  }
  if (source.trim() === '') throw new ExpressionError('syntax', 'The expression is empty', { position: 0 });
  return toTree(acornTree(source), 0, 0);
}

function acornTree(source: string): Expression {
  try {
    return parseWithAcorn(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw syntaxError(source, error as SyntaxError & { pos: number });
  }
}

function syntaxError(source: string, error: SyntaxError & { pos: number }): ExpressionError {
  const position = Math.min(error.pos, source.length);
  const reason = error.message.replace(/ \(\d+:\d+\)$/, '');
  if (reason === tooDeep) return new ExpressionError('budget', tooDeep, { position });
  if (reason === unclearPipe) {
    const suggestion = 'put parentheses around the part that goes into the pipe: a && (b | f)';
    return new ExpressionError('syntax', unclearPipe, { position, suggestion });
  }
  if (reason === 'Identifier directly after number') {
    const suggestion = 'a step is read by its key, not by a number: order.total';
    return new ExpressionError('syntax', 'A name cannot follow a number', { position, suggestion });
  }
  if (!reason.startsWith('Unexpected token')) return new ExpressionError('syntax', reason, { position });
  if (position >= source.trimEnd().length) {
    return new ExpressionError('syntax', 'The expression ends too early', { position });
  }
  const found = /^(?:[\p{L}\p{N}_$]+|[=!<>&|+*/?.-]+|.)/u.exec(source.slice(position))?.[0] ?? '';
  if (found === ':' && objectBody.test(source.slice(0, position + 1)))
    return new ExpressionError('syntax', 'An object after => stands in ( )', {
      position: source.slice(0, position).lastIndexOf('{'),
      suggestion: objectInParentheses,
    });
  return new ExpressionError('syntax', `"${found}" cannot stand here`, {
    position,
    suggestion: syntaxSuggestion(source, position, found),
  });
}

function syntaxSuggestion(source: string, position: number, found: string): string | undefined {
  const before = source.slice(0, position).trimEnd();
  const statement = statementWords.get(found) ?? statementWords.get(/[\p{L}]+$/u.exec(before)?.[0] ?? '');
  if (statement) return statement;
  if (objectBody.test(source)) return objectInParentheses;
  if (/^if\s*\(/.test(source.trim())) return "write condition ? 'a' : 'b'";
  if (found === ':' && /\|\s*\w+$/.test(before))
    return 'what a function takes stands in ( ): value | round(2)';
  if (found.startsWith('~')) return 'use + to join';
  if (/^[\p{L}]/u.test(found) && /['"]$/.test(source.slice(0, position)))
    return "a quote inside a text is written \\', or the text stands in the other quotes";
  if (found === ';') return 'an expression has no semicolon';
  if (source.startsWith('{{', position) || before.endsWith('{'))
    return 'braces cannot stand inside an expression';
  if (before.endsWith('|')) return 'a pipe is followed by the name of a function: name | upper';
  if (/^['"“”‘’„]/.test(found)) return 'use straight quotes that match: \'text\' or "text"';
  if (/^(?:and|or|not)$/i.test(found)) return 'use && for "and", || for "or", ! for "not"';
  if (/^[\p{L}\p{N}]/u.test(found) && /[\p{L}\p{N})\]]$/u.test(before)) {
    return "is an operator or a comma missing? A name with blanks or dashes is read with ['…']";
  }
  return undefined;
}

/** `i => { id: i }`: in JavaScript too the brace begins a body, and nothing comes of it. */
const objectBody = /=>\s*\{\s*(?:\}|\.\.\.|(?:[\p{L}_$][\p{L}\p{N}_$]*|'[^']*'|"[^"]*")\s*[:,}])/u;
const objectInParentheses = 'put ( ) around the object: i => ({ id: i.id })';

function isObjectBody(body: readonly AnyNode[]): boolean {
  const [first] = body;
  return !first || first.type === 'LabeledStatement';
}

function refuse(node: AnyExpression, kind = node.type): ExpressionError {
  const refusal = refusedNodes[kind] ?? { message: 'This does not exist in expressions' };
  return new ExpressionError('forbidden', refusal.message, {
    position: node.start,
    suggestion: refusal.suggestion,
  });
}

/** `depth` counts nesting; `chain` counts operands on the left of a row of operators, which do not nest for a reader. */
function toTree(node: AnyExpression, depth: number, chain: number): Tree {
  if (depth > expressionLimits.depth || chain > expressionLimits.chain) {
    throw new ExpressionError('budget', tooDeep, { position: node.start });
  }
  const { start, end } = node;
  const inner = (child: AnyExpression): Tree => toTree(child, depth + 1, 0);
  const left = (child: AnyExpression): Tree => toTree(child, depth, chain + 1);
  switch (node.type) {
    case 'ParenthesizedExpression':
      return toTree(node.expression, depth, chain);
    case 'ChainExpression':
      return toTree(node.expression, depth, chain);
    case 'Literal':
      return literal(node);
    case 'Identifier':
      return { kind: 'name', name: checkedName(node.name, start), start, end };
    case 'MemberExpression':
      return {
        kind: 'member',
        object: left(node.object),
        key: node.computed ? literalKey(inner(node.property)) : memberName(node.property),
        start,
        end,
      };
    case 'PipeExpression': {
      const args = [left(node.left), ...node.arguments.map((each) => argument(each, depth + 1))];
      return { kind: 'call', name: node.callee.name, at: node.callee.start, args, piped: true, start, end };
    }
    case 'CallExpression':
      return call(node, depth, chain);
    case 'BinaryExpression':
      return {
        kind: 'binary',
        operator: binaryOperator(node.operator, node.left.end),
        left: left(node.left),
        right: inner(node.right),
        start,
        end,
      };
    case 'LogicalExpression':
      return {
        kind: 'logical',
        operator: node.operator,
        left: left(node.left),
        right: inner(node.right),
        start,
        end,
      };
    case 'UnaryExpression':
      if (node.operator !== '!' && node.operator !== '-') throw refusedOperator(node.operator, start);
      return { kind: 'unary', operator: node.operator, operand: inner(node.argument), start, end };
    case 'ConditionalExpression': {
      const [test, then, otherwise] = [inner(node.test), inner(node.consequent), inner(node.alternate)];
      return { kind: 'conditional', test, then, otherwise, start, end };
    }
    case 'TemplateLiteral': {
      const texts = node.quasis.map((quasi) => quasi.value.cooked ?? '');
      return { kind: 'template', texts, parts: node.expressions.map(inner), start, end };
    }
    case 'ArrayExpression': {
      const items = node.elements.map((item) => {
        if (!item) throw new ExpressionError('syntax', 'A list cannot have gaps', { position: start });
        return item.type === 'SpreadElement' ? spread(item, depth) : inner(item);
      });
      return { kind: 'array', items, start, end };
    }
    case 'ObjectExpression':
      return { kind: 'object', fields: node.properties.map((each) => objectField(each, depth)), start, end };
    default:
      throw refuse(node);
  }
}

function literal(node: Extract<AnyNode, { type: 'Literal' }>): Tree {
  const { start, end, value } = node;
  if (node.regex) {
    const suggestion = "write the pattern as text: matches(text, '^[a-z]+$')";
    throw new ExpressionError('forbidden', 'Regular expressions are written as text', {
      position: start,
      suggestion,
    });
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    if (value !== null || node.bigint === undefined) return { kind: 'literal', value, start, end };
  }
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'literal', value, start, end };
  throw new ExpressionError('forbidden', 'This number is too large to be exact', { position: start });
}

function checkedName(name: string, position: number): string {
  if (forbiddenKeys.has(name)) throw forbiddenKey(name, position);
  if (refusedNames.has(name)) {
    throw new ExpressionError('forbidden', `"${name}" does not exist here`, { position });
  }
  return name;
}

function memberName(node: AnyNode): string {
  if (node.type !== 'Identifier') throw refuse(node);
  if (forbiddenKeys.has(node.name)) throw forbiddenKey(node.name, node.start);
  return node.name;
}

/** `a['b']` is `a.b`. */
function literalKey(key: Tree): string | Tree {
  if (key.kind !== 'literal' || typeof key.value !== 'string') return key;
  if (forbiddenKeys.has(key.value)) throw forbiddenKey(key.value, key.start);
  return key.value;
}

const binaryOperators: Readonly<Record<string, BinaryNode['operator']>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '%': '%',
  '**': '**',
  '==': '==',
  '===': '==',
  '!=': '!=',
  '!==': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function binaryOperator(operator: string, position: number): BinaryNode['operator'] {
  const known = Object.hasOwn(binaryOperators, operator) ? binaryOperators[operator] : undefined;
  if (!known) throw refusedOperator(operator, position);
  return known;
}

function refusedOperator(operator: string, position: number): ExpressionError {
  const refusal = refusedOperators[operator] ?? { message: `The operator ${operator} does not exist here` };
  return new ExpressionError('forbidden', refusal.message, { position, suggestion: refusal.suggestion });
}

function call(node: Extract<AnyNode, { type: 'CallExpression' }>, depth: number, chain: number): Tree {
  const { start, end } = node;
  const callee = withoutParens(node.callee);
  const args = node.arguments.map((each) => argument(each, depth + 1));
  if (callee.type === 'Identifier') {
    const name = checkedName(callee.name, callee.start);
    return { kind: 'call', name, at: callee.start, args, piped: false, start, end };
  }
  if (callee.type !== 'MemberExpression') {
    if (refusedNodes[callee.type]) throw refuse(callee);
    throw new ExpressionError('forbidden', 'Only functions and methods by name can be called', {
      position: start,
    });
  }
  if (callee.computed) {
    const suggestion = 'write the method by name: text.trim()';
    throw new ExpressionError('forbidden', 'A method cannot be computed', {
      position: callee.start,
      suggestion,
    });
  }
  const name = memberName(callee.property);
  refuseFamiliar(callee.object, name);
  return { kind: 'method', object: toTree(callee.object, depth, chain + 1), name, args, start, end };
}

function refuseFamiliar(object: AnyNode, name: string): void {
  if (object.type !== 'Identifier') return;
  const ours = familiarFunctions.get(`${object.name}.${name}`);
  if (!ours) return;
  throw new ExpressionError('unknown_function', `${object.name}.${name} does not exist here`, {
    position: object.start,
    suggestion: `use ${ours}(…)`,
  });
}

function withoutParens(node: AnyNode): AnyNode {
  return node.type === 'ParenthesizedExpression' || node.type === 'ChainExpression'
    ? withoutParens(node.expression)
    : node;
}

function argument(node: AnyNode, depth: number): Argument {
  if (node.type === 'SpreadElement') {
    const suggestion = 'pass the list itself: max(list)';
    throw new ExpressionError('forbidden', 'A list cannot be spread into arguments', {
      position: node.start,
      suggestion,
    });
  }
  return node.type === 'ArrowFunctionExpression' ? arrow(node, depth) : toTree(node, depth, 0);
}

function arrow(node: Extract<AnyNode, { type: 'ArrowFunctionExpression' }>, depth: number): ArrowNode {
  const { start, end } = node;
  if (node.async) throw new ExpressionError('forbidden', '"async" does not exist here', { position: start });
  if (node.body.type === 'BlockStatement') {
    if (isObjectBody(node.body.body))
      throw new ExpressionError('syntax', 'An object after => stands in ( )', {
        position: node.body.start,
        suggestion: objectInParentheses,
      });
    const suggestion = 'write the value after the arrow: i => i.price';
    throw new ExpressionError('forbidden', 'A function has no body in braces here', {
      position: node.body.start,
      suggestion,
    });
  }
  const params = node.params.map((param) => {
    if (param.type === 'Identifier') return checkedName(param.name, param.start);
    const suggestion = 'write i => i.price';
    throw new ExpressionError('forbidden', 'A parameter is a plain name here', {
      position: param.start,
      suggestion,
    });
  });
  return { kind: 'arrow', params, body: toTree(node.body, depth + 1, 0), start, end };
}

function spread(node: Extract<AnyNode, { type: 'SpreadElement' }>, depth: number): SpreadNode {
  return { kind: 'spread', value: toTree(node.argument, depth + 1, 0), start: node.start, end: node.end };
}

function objectField(node: AnyNode, depth: number): ObjectField | SpreadNode {
  if (node.type === 'SpreadElement') return spread(node, depth);
  if (node.type !== 'Property' || node.kind !== 'init' || node.method) {
    throw new ExpressionError('forbidden', 'Functions cannot be defined here', { position: node.start });
  }
  const { start, end } = node;
  return {
    kind: 'field',
    key: fieldKey(node.key, node.computed, depth),
    value: toTree(node.value, depth + 1, 0),
    start,
    end,
  };
}

function fieldKey(key: AnyNode, computed: boolean, depth: number): string | Tree {
  if (computed) return literalKey(toTree(key, depth + 1, 0));
  if (key.type === 'Identifier') return memberName(key);
  const { value } = key as { value?: unknown };
  if (typeof value !== 'string' && typeof value !== 'number') throw refuse(key);
  const name = String(value);
  if (forbiddenKeys.has(name)) throw forbiddenKey(name, key.start);
  return name;
}
