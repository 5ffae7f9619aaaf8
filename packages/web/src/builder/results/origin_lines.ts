/** The way of a value back, as lines for a person: each place with its value, as far as the shown test or run has it. Pure. */
import {
  anyEntry,
  type OriginEnd,
  type OriginPath,
  type OriginStep,
  type Step,
  type WorkflowNode,
} from '@millrace/core';
import { printPath, valueAt } from '../../components/json_viewer/path.ts';
import { roundsOf } from '../../steps/round_path.ts';

export interface OriginLine {
  id: string;
  /** 0 is one step back. */
  depth: number;
  nodeId: string | null;
  node: WorkflowNode | undefined;
  /** As expressions write it; one of many entries is `[…]`. */
  text: string;
  via: string;
  end: OriginEnd | null;
  /** Undefined: not known, or one of many. */
  value: unknown;
  /** The step whose output has it. */
  stepPath: string | null;
}

interface Shown {
  nodes: readonly WorkflowNode[];
  steps: readonly Step[];
  /** The step that the value was chosen in: of a loop its own round is meant. */
  from: Step;
}

export function originLines(chain: readonly OriginStep[], shown: Shown): OriginLine[] {
  const lines: OriginLine[] = [];
  const add = (steps: readonly OriginStep[], depth: number, prefix: string) => {
    for (const [at, { origin, from, end }] of steps.entries()) {
      const id = `${prefix}${at}`;
      const step = origin.node_id === null ? undefined : stepOf(origin.node_id, shown);
      const isKnown = step && origin.key !== 'index' && !origin.path.includes(anyEntry);
      lines.push({
        id,
        depth,
        nodeId: origin.node_id,
        node: shown.nodes.find((node) => node.id === origin.node_id),
        text: originText(origin.key, origin.path),
        via: origin.via,
        end,
        value: isKnown ? valueAt(step.output, origin.path) : undefined,
        stepPath: step?.path ?? null,
      });
      add(from, depth + 1, `${id}.`);
    }
  };
  add(chain, 0, '');
  return lines;
}

/** The step of a node that has to do with another one: in the same rounds, or around them. */
function stepOf(nodeId: string, { steps, from }: Shown): Step | undefined {
  const own = steps.filter((step) => step.node_id === nodeId);
  const inside = roundsOf(from.path).map(({ loop, index }) => `${loop}[${index}]`);
  const fits = own.filter((step) =>
    roundsOf(step.path).every(({ loop, index }, depth) => inside[depth] === `${loop}[${index}]`),
  );
  return fits.at(-1) ?? (own.length === 1 ? own[0] : undefined);
}

/** `order.lines[…].sku`; the item of a round is called by its loop's list. */
export function originText(key: string, path: OriginPath): string {
  // Which round it was is said where it is known.
  const isItem = key === 'item' && path[0] === 'items';
  const shown = isItem ? (path[1] === anyEntry ? path.slice(1) : path.slice(2)) : path;
  return shown.reduce<string>(
    (text, part) => (part === anyEntry ? `${text}[…]` : printPath([part], text)),
    key,
  );
}

/** Which round of each loop the step was in. */
export function roundsAt(step: Step): Record<string, number> {
  return Object.fromEntries(roundsOf(step.path).map(({ loop, index }) => [loop, index]));
}
