/**
 * A tree as text, in one canonical form: spaces around operators, single quotes, only the parentheses that are needed.
 * Law: what is printed parses to the same tree, so printing again changes nothing and both mean the same.
 */
import { parseExpression } from './parse.ts';
import type { Argument, ObjectField, SpreadNode, Tree } from './tree.ts';

/** How tightly a node binds; a child that binds less than its place asks for is put in parentheses. */
const tightness = {
  pipe: 0,
  conditional: 1,
  or: 2,
  and: 3,
  equality: 4,
  relation: 5,
  sum: 6,
  product: 7,
  power: 8,
  unary: 9,
  primary: 10,
} as const;

/** The canonical form of an expression. Throws ExpressionError where it cannot be parsed. */
export function printExpression(source: string): string {
  return printTree(parseExpression(source));
}

export function printTree(tree: Tree): string {
  return print(tree, tightness.pipe);
}

function print(tree: Tree, least: number): string {
  const text = printNode(tree);
  return tightnessOf(tree) < least ? `(${text})` : text;
}

function tightnessOf(tree: Tree): number {
  switch (tree.kind) {
    case 'call':
      return tree.piped ? tightness.pipe : tightness.primary;
    case 'conditional':
      return tightness.conditional;
    case 'logical':
      return tree.operator === '&&' ? tightness.and : tightness.or;
    case 'binary':
      return operatorTightness(tree.operator);
    case 'unary':
      return tightness.unary;
    case 'literal':
      return typeof tree.value === 'number' && tree.value < 0 ? tightness.unary : tightness.primary;
    default:
      return tightness.primary;
  }
}

function operatorTightness(operator: string): number {
  if (operator === '==' || operator === '!=') return tightness.equality;
  if (operator.startsWith('<') || operator.startsWith('>')) return tightness.relation;
  if (operator === '+' || operator === '-') return tightness.sum;
  return operator === '**' ? tightness.power : tightness.product;
}

function printNode(tree: Tree): string {
  switch (tree.kind) {
    case 'literal':
      return typeof tree.value === 'string' ? quote(tree.value) : String(tree.value);
    case 'name':
      return tree.name;
    case 'member':
      return printObject(tree.object) + printKey(tree.key);
    case 'call':
      return tree.piped ? printPipe(tree.name, tree.args) : `${tree.name}(${printArguments(tree.args)})`;
    case 'method':
      return `${printObject(tree.object)}.${tree.name}(${printArguments(tree.args)})`;
    case 'binary': {
      const own = operatorTightness(tree.operator);
      const isPower = tree.operator === '**';
      const left = print(tree.left, isPower ? tightness.primary : own);
      return `${left} ${tree.operator} ${print(tree.right, isPower ? own : own + 1)}`;
    }
    case 'logical':
      return `${printOperand(tree.left, tree.operator, 0)} ${tree.operator} ${printOperand(tree.right, tree.operator, 1)}`;
    case 'unary': {
      const isDoubleSign = tree.operator === '-' && startsWithSign(tree.operand);
      return `${tree.operator}${print(tree.operand, isDoubleSign ? tightness.primary : tightness.unary)}`;
    }
    case 'conditional':
      return `${print(tree.test, tightness.or)} ? ${print(tree.then, tightness.or)} : ${print(tree.otherwise, tightness.conditional)}`;
    case 'template':
      return `\`${tree.texts.map((text, index) => templateText(text) + templatePart(tree.parts[index])).join('')}\``;
    case 'array':
      return `[${tree.items.map(printItem).join(', ')}]`;
    case 'object':
      return tree.fields.length === 0 ? '{}' : `{ ${tree.fields.map(printField).join(', ')} }`;
  }
}

function startsWithSign(tree: Tree): boolean {
  return printNode(tree).startsWith('-');
}

/** `??` cannot stand beside `||` or `&&` without parentheses. */
function printOperand(tree: Tree, operator: string, side: number): string {
  const isMixed = tree.kind === 'logical' && (operator === '??') !== (tree.operator === '??');
  const own = operator === '&&' ? tightness.and : tightness.or;
  return print(tree, isMixed ? tightness.primary : own + side);
}

function printObject(tree: Tree): string {
  const isNumber = tree.kind === 'literal' && typeof tree.value === 'number';
  return isNumber ? `(${printNode(tree)})` : print(tree, tightness.primary);
}

const plainName = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** Whether a key can be written after a dot. */
export function isPlainName(key: string): boolean {
  return plainName.test(key);
}

function printKey(key: string | Tree): string {
  if (typeof key !== 'string') return `[${printTree(key)}]`;
  return isPlainName(key) ? `.${key}` : `[${quote(key)}]`;
}

/** Pipes stand in a row; anything looser to read on the left gets parentheses. */
function printPipe(name: string, args: readonly Argument[]): string {
  const [value, ...rest] = args;
  if (!value || value.kind === 'arrow') return `${name}(${printArguments(args)})`;
  const isRow = value.kind === 'call' && value.piped;
  const left = isRow ? printNode(value) : print(value, tightness.equality);
  return `${left} | ${name}${rest.length > 0 ? `(${printArguments(rest)})` : ''}`;
}

function printArguments(args: readonly Argument[]): string {
  return args.map(printArgument).join(', ');
}

function printArgument(node: Argument): string {
  if (node.kind !== 'arrow') return printTree(node);
  const params = node.params.length === 1 ? node.params[0] : `(${node.params.join(', ')})`;
  const body = printTree(node.body);
  return `${params} => ${body.startsWith('{') ? `(${body})` : body}`;
}

function printItem(node: Tree | SpreadNode): string {
  return node.kind === 'spread' ? `...${printTree(node.value)}` : printTree(node);
}

function printField(field: ObjectField | SpreadNode): string {
  if (field.kind === 'spread') return printItem(field);
  const value = printTree(field.value);
  if (typeof field.key !== 'string') return `[${printTree(field.key)}]: ${value}`;
  return `${isPlainName(field.key) ? field.key : quote(field.key)}: ${value}`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** A text as a literal in single quotes. */
export function quote(text: string): string {
  return `'${text.replace(/[\\'\n\r\t\u2028\u2029]/g, (character) => escapes[character]!)}'`;
}

function templateText(text: string): string {
  return text.replace(/[\\`]|\$(?=\{)|\r/g, (character) => (character === '\r' ? '\\r' : `\\${character}`));
}

function templatePart(part: Tree | undefined): string {
  return part ? `\${${printTree(part)}}` : '';
}

/** How a field is read behind its object: `.name`, or `['unit price']`. */
export function accessTo(name: string): string {
  return isPlainName(name) ? `.${name}` : `[${quote(name)}]`;
}
