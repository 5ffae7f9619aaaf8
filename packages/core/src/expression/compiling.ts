import type { Closure } from './run.ts';
import type { Tree } from './tree.ts';

/** What is known while one expression is compiled. */
export interface Compiling {
  /** Slots of the arrow parameters that are visible here. */
  readonly locals: ReadonlyMap<string, number>;
  readonly facts: CompiledFacts;
  /** Handed down, so that what compiles calls need not import what compiles trees. */
  compileNode(node: Tree, context: Compiling): Closure;
}

/** Shared by all of one expression. */
export interface CompiledFacts {
  slots: number;
  references: Map<string, string[]>;
  deterministic: boolean;
}
