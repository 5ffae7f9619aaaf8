/** Where what is added goes, in words. Pure. */
import type { Definition } from '@millrace/core';
import { places as words } from '../../strings/adding.ts';
import type { QuickAddTarget } from '../panels.tsx';
import { portLabel } from './flow_nodes.ts';

/** Null for the first node of a workflow, which goes nowhere in particular. */
export function placeWords(definition: Definition, target: QuickAddTarget): string | null {
  const node = (id: string | undefined) => definition.nodes.find((one) => one.id === id);
  switch (target.kind) {
    case 'port': {
      const source = node(target.source);
      return source ? words.after(source.label, portLabel(source, target.sourceHandle)) : null;
    }
    case 'edge': {
      const edge = definition.edges.find(({ id }) => id === target.edgeId);
      const [from, to] = [node(edge?.source), node(edge?.target)];
      return from && to ? words.between(from.label, to.label) : null;
    }
    case 'before': {
      const follower = node(target.nodeId);
      return follower ? words.before(follower.label) : null;
    }
    case 'free':
      return definition.nodes.length === 0 ? null : words.free;
  }
}
