/** Every name in an expression is there when the node runs; with a suggestion where a name looks misspelt. */
import type { Problem } from '../contract/workflows.ts';
import type { WorkflowNode } from '../definition.ts';
import { closest } from '../expression/closest.ts';
import { fieldWords } from '../field_words.ts';
import type { Shape } from '../shape.ts';
import { shapeOfSample } from '../shape_of_sample.ts';
import { expressionsOf, type Reference } from './node_expressions.ts';
import { type NodeShapes, shapesIn } from './node_shapes.ts';
import { executionShape, type Gap, gapIn, sampledShape, unknownShape, workflowShape } from './shapes.ts';
import { type Check, declaredSample, isBlank, isObject, problem, type Subject } from './subject.ts';

const found = new WeakMap<Subject, Problem[]>();

/** Looked for once: the check of types asks as well. */
export const unknownVariableCheck: Check = (subject) => {
  const problems = found.get(subject) ?? unknownVariables(subject);
  found.set(subject, problems);
  return problems;
};

function unknownVariables(subject: Subject): Problem[] {
  const names = new Names(subject);
  return subject.nodes.flatMap((node) => {
    const seen = new Set<string>();
    return expressionsOf(subject, node).references.flatMap((reference) => {
      const found = names.problemOf(node, reference);
      if (!found || seen.has(`${found.field} ${found.message}`)) return [];
      seen.add(`${found.field} ${found.message}`);
      return [found];
    });
  });
}

/** Names inside lists; elsewhere no other name is meant by them. */
const listNames: ReadonlySet<string> = new Set(['item', 'index']);
/** Enough for a hundred mistakes in the largest workflow. */
const mostComparisons = 100_000;
const always = ['trigger', 'step', 'workflow', 'execution', 'variables'];

class Names {
  private readonly shapes: NodeShapes;
  /** How many names may still be compared for hints: with a thousand problems nobody reads the last ones. */
  private comparisons = mostComparisons;
  private readonly subject: Subject;

  constructor(subject: Subject) {
    this.subject = subject;
    this.shapes = shapesIn(subject);
  }

  problemOf(node: WorkflowNode, { field, path, scope }: Reference): Problem | null {
    const [root] = path;
    if (root === undefined) return null;
    if (scope === 'event') return this.eventProblem(node, field, path);
    if (scope === 'trigger' && root !== 'trigger')
      return this.unknown(node, field, path, 0, () => ['trigger']);
    switch (root) {
      case 'trigger':
        return this.triggerProblem(node, field, path);
      case 'step':
        return path.length < 2 ? null : this.stepProblem(node, field, path);
      case 'workflow':
        return this.gapProblem(node, field, path, gapIn(workflowShape, path, 1));
      case 'execution':
        return this.gapProblem(node, field, path, gapIn(executionShape(this.subject, node), path, 1));
      case 'variables':
        return this.variableProblem(node, field, path);
    }
    const other = this.subject.byKey.get(root);
    if (other) return this.nodeProblem(node, field, path, other, 1);
    if (listNames.has(root)) {
      if (scope === 'item' || scope === 'round') return null;
      const loop = this.subject.loops.loopOf(node.id);
      if (loop !== null) return this.itemProblem(node, field, path, this.subject.graph.node(loop)!);
    }
    if (scope !== 'node' && (root === 'input' || !isBlank(node.config.input)))
      return this.entryProblem(node, field, path);
    const known = () => (listNames.has(root) ? [] : [...always, ...this.earlierKeys(node)]);
    return this.unknown(node, field, path, 0, known);
  }

  /** What an event holds is known only when it is there; what it was declared with is an example. */
  private eventProblem(node: WorkflowNode, field: string, path: readonly string[]): Problem | null {
    const [root] = path as [string];
    const sample = declaredSample(node.config, this.subject.context);
    if (!isObject(sample) || always.includes(root) || this.subject.byKey.has(root)) return null;
    const isWhole = root === 'data' && !Object.hasOwn(sample, root);
    return this.gapProblem(node, field, path, gapIn(shapeOfSample(sample), path, isWhole ? 1 : 0), 'warning');
  }

  /** A name that the input of a transform does not have, as far as it is known. It is a warning: what comes in may have more. */
  private entryProblem(node: WorkflowNode, field: string, path: readonly string[]): Problem | null {
    if (path[0] === 'input' || listNames.has(path[0]!)) return null;
    for (const withSamples of this.subject.context.samples ? [false, true] : [false]) {
      const gap = gapIn(this.shapes.entry(node, withSamples), path, 0);
      if (gap) return this.gapProblem(node, field, path, gap, 'warning');
    }
    return null;
  }

  private earlierKeys(node: WorkflowNode): string[] {
    return this.subject
      .before(node)
      .ids()
      .map((id) => this.subject.graph.node(id)!)
      .filter((other) => this.subject.isVisible(other, node))
      .map(({ key }) => key);
  }

  private itemProblem(
    node: WorkflowNode,
    field: string,
    path: readonly string[],
    loop: WorkflowNode,
  ): Problem | null {
    if (path[0] !== 'item') return null;
    return this.gapsProblem(node, field, path, 1, loop, (withSamples) => this.shapes.item(loop, withSamples));
  }

  private triggerProblem(node: WorkflowNode, field: string, path: readonly string[]): Problem | null {
    const [trigger] = this.subject.triggers;
    return trigger ? this.shapeProblem(node, field, path, trigger, 1) : null;
  }

  private stepProblem(node: WorkflowNode, field: string, path: readonly string[]): Problem | null {
    const other = this.subject.byKey.get(path[1]!);
    if (!other) return this.unknown(node, field, path, 1, () => this.earlierKeys(node));
    if (path.length < 3 || path[2] === 'status') return null;
    if (path[2] !== 'output') return this.unknown(node, field, path, 2, () => ['output', 'status']);
    return this.nodeProblem(node, field, path, other, 3);
  }

  private variableProblem(node: WorkflowNode, field: string, path: readonly string[]): Problem | null {
    const { variables } = this.subject.context;
    if (path.length < 2 || !variables || variables.includes(path[1]!)) return null;
    return this.unknown(node, field, path, 1, () => variables);
  }

  private nodeProblem(
    node: WorkflowNode,
    field: string,
    path: readonly string[],
    other: WorkflowNode,
    from: number,
  ): Problem | null {
    if (this.subject.loops.around(node.id).includes(other.id)) {
      return this.gapsProblem(node, field, path, from, other, (withSamples) =>
        this.shapes.aroundShape(other, withSamples),
      );
    }
    if (this.subject.isVisible(other, node)) return this.shapeProblem(node, field, path, other, from);
    const name = path.slice(0, from === 3 ? 2 : 1).join('.');
    const message = `${node.label} uses ${name}, but ${this.whyHidden(node, other)}`;
    return problem('unknown_variable', node, message, { field });
  }

  private whyHidden(node: WorkflowNode, other: WorkflowNode): string {
    const { before, loops, graph } = this.subject;
    if (other.id === node.id) return 'it cannot see its own result';
    const left = loops.around(other.id).findLast((loop) => !loops.bodyOf(loop).has(node.id));
    if (left === node.id) return `${other.label} repeats in its body, after it`;
    if (left !== undefined) {
      const { label, key } = graph.node(left)!;
      return `${other.label} is inside the loop ${label} and gives one value for each round; use ${key}.results`;
    }
    return before(other).has(node.id)
      ? `${other.label} runs after it`
      : `${other.label} does not run before it`;
  }

  private shapeProblem(
    node: WorkflowNode,
    field: string,
    path: readonly string[],
    other: WorkflowNode,
    from: number,
  ): Problem | null {
    return this.gapsProblem(node, field, path, from, other, (withSamples) =>
      withSamples ? (sampledShape(this.subject, other) ?? unknownShape) : this.shapes.output(other, false),
    );
  }

  /** What is declared to be missing is an error, what an earlier run did not show a warning. */
  private gapsProblem(
    node: WorkflowNode,
    field: string,
    path: readonly string[],
    from: number,
    source: WorkflowNode,
    shape: (withSamples: boolean) => Shape,
  ): Problem | null {
    const declared = gapIn(shape(false), path, from);
    const found = declared
      ? this.gapProblem(node, field, path, declared)
      : this.subject.context.samples
        ? this.gapProblem(node, field, path, gapIn(shape(true), path, from), 'warning')
        : null;
    return found && { ...found, from_node_id: source.id };
  }

  private gapProblem(
    node: WorkflowNode,
    field: string,
    path: readonly string[],
    gap: Gap | null,
    severity: Problem['severity'] = 'error',
  ): Problem | null {
    return gap ? this.unknown(node, field, path, gap.at, () => gap.known, severity) : null;
  }

  /** The source is what is wrong: which mapping it is of is all that there is to say. */
  private placeOf(node: WorkflowNode, field: string): string {
    const form = { fields: this.subject.fields(node), config: node.config };
    return fieldWords(field.replace(/\.source_path$/, ''), form);
  }

  private meant(typed: string, known: () => readonly string[]): string | undefined {
    if (this.comparisons <= 0) return undefined;
    const names = known();
    this.comparisons -= names.length + 1;
    return closest(typed, names);
  }

  private unknown(
    node: WorkflowNode,
    field: string,
    path: readonly string[],
    at: number,
    known: () => readonly string[],
    severity: Problem['severity'] = 'error',
  ): Problem {
    const before = path.slice(0, at);
    const meant = this.meant(path[at]!, known);
    const hint = meant ? `; did you mean ${[...before, meant].join('.')}?` : '';
    const name = [...before, path[at]].join('.');
    const message = `Unknown variable ${name} in ${node.label} (${this.placeOf(node, field)})${hint}`;
    return problem('unknown_variable', node, message, { field, severity });
  }
}
