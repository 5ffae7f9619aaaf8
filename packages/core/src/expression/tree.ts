/** The allowed tree: all that an expression can be after parsing. Positions are indexes into the source. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '**';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type LogicalOperator = '&&' | '||' | '??';

interface Placed {
  start: number;
  end: number;
}

export interface LiteralNode extends Placed {
  kind: 'literal';
  value: string | number | boolean | null;
}
export interface NameNode extends Placed {
  kind: 'name';
  name: string;
}
export interface MemberNode extends Placed {
  kind: 'member';
  object: Tree;
  /** Text of `a.b`, a tree of `a[b]`. */
  key: string | Tree;
}
export interface CallNode extends Placed {
  kind: 'call';
  name: string;
  /** Where the name stands, which in a pipe is not the start. */
  at: number;
  args: Argument[];
  /** Written `x | f(a)`. */
  piped: boolean;
}
export interface MethodNode extends Placed {
  kind: 'method';
  object: Tree;
  name: string;
  args: Argument[];
}
export interface ArrowNode extends Placed {
  kind: 'arrow';
  params: string[];
  body: Tree;
}
export interface BinaryNode extends Placed {
  kind: 'binary';
  operator: ArithmeticOperator | ComparisonOperator;
  left: Tree;
  right: Tree;
}
export interface LogicalNode extends Placed {
  kind: 'logical';
  operator: LogicalOperator;
  left: Tree;
  right: Tree;
}
export interface UnaryNode extends Placed {
  kind: 'unary';
  operator: '!' | '-';
  operand: Tree;
}
export interface ConditionalNode extends Placed {
  kind: 'conditional';
  test: Tree;
  then: Tree;
  otherwise: Tree;
}
export interface TemplateNode extends Placed {
  kind: 'template';
  /** One more text than parts: text, part, text, part, text. */
  texts: string[];
  parts: Tree[];
}
export interface SpreadNode extends Placed {
  kind: 'spread';
  value: Tree;
}
export interface ArrayNode extends Placed {
  kind: 'array';
  items: (Tree | SpreadNode)[];
}
export interface ObjectField extends Placed {
  kind: 'field';
  key: string | Tree;
  value: Tree;
}
export interface ObjectNode extends Placed {
  kind: 'object';
  fields: (ObjectField | SpreadNode)[];
}

export type Tree =
  | LiteralNode
  | NameNode
  | MemberNode
  | CallNode
  | MethodNode
  | BinaryNode
  | LogicalNode
  | UnaryNode
  | ConditionalNode
  | TemplateNode
  | ArrayNode
  | ObjectNode;
/** Arrow functions exist only here. */
export type Argument = Tree | ArrowNode;
