/**
 * The workflow as rows of a tree: steps in the order in which they run, branches as groups of steps, joins once and from
 * everywhere else a reference to them; then what no trigger leads to, groups and notes. Pure.
 */
import {
  type Definition,
  type Graph,
  graphOf,
  type NodeGroup,
  type StickyNote,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';
import { portLabel } from '../canvas/flow_nodes.ts';
import { type Branch, type FlowTree, flowList, flowTree, looseList } from '../document/flow_tree.ts';

export type Section = 'loose' | 'groups' | 'notes';

export type RowContent =
  /** `follows`: the steps before it, where that is not the one above it alone. */
  | { kind: 'node'; node: WorkflowNode; follows: readonly string[] }
  | { kind: 'branch'; branch: Branch; port: string | null; empty: boolean }
  | { kind: 'reference'; target: string; label: string }
  | { kind: 'section'; section: Section; count: number }
  | { kind: 'group'; group: NodeGroup }
  | { kind: 'note'; note: StickyNote };

export interface OutlineRow {
  id: string;
  content: RowContent;
  /** From 1, as assistive technology counts. */
  level: number;
  parent: string | null;
  /** Its place among its siblings, from 1. */
  position: number;
  siblings: number;
  /** Null for a row that holds nothing. */
  expanded: boolean | null;
}

interface Item {
  id: string;
  content: RowContent;
  children: Item[];
}

/** The rows that are seen while some are folded. */
export function outlineRows(definition: Definition, folded: ReadonlySet<string>): OutlineRow[] {
  const rows: OutlineRow[] = [];
  flatten(outlineItems(definition), 1, null);
  return rows;

  function flatten(items: readonly Item[], level: number, parent: string | null): void {
    items.forEach(({ id, content, children }, at) => {
      const expanded = children.length === 0 ? null : !folded.has(id);
      rows.push({ id, content, level, parent, position: at + 1, siblings: items.length, expanded });
      if (expanded) flatten(children, level + 1, id);
    });
  }
}

/** The ids of the rows around a node, the outermost first: unfolded they show it. */
export function rowsAround(definition: Definition, nodeId: string): string[] {
  const find = (items: readonly Item[], above: string[]): string[] | null => {
    for (const { id, children } of items) {
      if (id === nodeId) return above;
      const found = find(children, [...above, id]);
      if (found) return found;
    }
    return null;
  };
  return find(outlineItems(definition), []) ?? [];
}

function outlineItems(definition: Definition): Item[] {
  const graph = graphOf(definition);
  const tree = flowTree(definition);
  const steps = new Steps(tree, graph);
  const { groups = [], notes = [] } = definition;
  return [
    ...steps.of(flowList),
    ...section('loose', steps.of(looseList)),
    ...section(
      'groups',
      groups.map((group) => leaf(`group ${group.id}`, { kind: 'group', group })),
    ),
    ...section(
      'notes',
      notes.map((note) => leaf(`note ${note.id}`, { kind: 'note', note })),
    ),
  ];
}

function section(name: Section, children: Item[]): Item[] {
  const content: RowContent = { kind: 'section', section: name, count: children.length };
  return children.length === 0 ? [] : [{ id: `section ${name}`, content, children }];
}

function leaf(id: string, content: RowContent): Item {
  return { id, content, children: [] };
}

class Steps {
  readonly #tree: FlowTree;
  readonly #graph: Graph;

  constructor(tree: FlowTree, graph: Graph) {
    this.#tree = tree;
    this.#graph = graph;
  }

  /** The steps of a list, each followed by where it goes on when that is not the next row. */
  of(list: string): Item[] {
    return this.#tree.list(list).flatMap((id) => {
      const node = this.#graph.node(id);
      if (!node) return [];
      const onward = this.#tree.onward(id);
      const children = this.#tree.branchesOf(id).map((branch) => this.#branch(node, branch));
      const content: RowContent = { kind: 'node', node, follows: this.#follows(id) };
      return [{ id, content, children }, ...this.#reference(onward)];
    });
  }

  #branch(node: WorkflowNode, branch: Branch): Item {
    const paths = branch.paths.map((path) => this.#branch(node, path));
    const children = [...paths, ...this.#reference(branch.edge ?? undefined), ...this.of(branch.id)];
    const port = portLabel(node, branch.handle);
    return {
      id: `branch ${branch.id}`,
      content: { kind: 'branch', branch, port, empty: children.length === 0 },
      children,
    };
  }

  #reference(edge: WorkflowEdge | undefined): Item[] {
    const target = edge && this.#graph.node(edge.target);
    if (!target || this.#isNextRow(edge)) return [];
    return [leaf(`reference ${edge.id}`, { kind: 'reference', target: target.id, label: target.label })];
  }

  /** Whether the row after the edge's beginning is the one that it leads to. */
  #isNextRow(edge: WorkflowEdge): boolean {
    const list = this.#tree.listOfEdge(edge);
    if (this.#tree.listOf(edge.target) !== list) return false;
    const ids = this.#tree.list(list);
    const before = this.#tree.listOf(edge.source) === list ? ids.indexOf(edge.source) : -1;
    return ids[before + 1] === edge.target;
  }

  #follows(id: string): string[] {
    const edges = this.#graph.incoming(id);
    if (edges.length < 2 && edges.every((edge) => this.#isNextRow(edge))) return [];
    const sources = new Set(edges.map(({ source }) => source));
    return [...sources].flatMap((source) => this.#graph.node(source)?.label ?? []);
  }
}
