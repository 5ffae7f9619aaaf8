import type { Shape } from '../shape.ts';
import { printTree } from './print.ts';
import type { Tree } from './tree.ts';

/** What is known while the type of one expression is inferred. */
export interface Inferring {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Parameters of the arrow functions around. */
  readonly locals: ReadonlyMap<string, Shape>;
  /** A field that is not there has a fallback, and is no problem. */
  readonly lenient?: boolean;
  /** Handed down, so that what infers calls need not import what infers trees. */
  inferTree(node: Tree, context: Inferring): Shape;
  /** Told of every name before it is looked up, and of every field with the shape it is read from. */
  visitName?(name: string, context: Inferring): void;
  visitMember?(key: string, object: Shape, node: Tree): void;
}

/** What is wrong with the types of an expression, in words. */
export class InferProblem extends Error {
  position: number;
  readonly suggestion: string | undefined;
  /** A name or field that is not there, or a type that does not fit. */
  readonly subject: 'missing' | 'type';

  constructor(
    message: string,
    position: number,
    suggestion?: string,
    subject: InferProblem['subject'] = 'type',
  ) {
    super(message);
    this.position = position;
    this.suggestion = suggestion;
    this.subject = subject;
  }
}

/** What the author wrote, as far as it is worth repeating. */
export function nameOf(node: Tree): string {
  const text = printTree(node);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
