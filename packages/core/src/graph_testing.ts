/** Graphs for tests, written as edges. */
import { parseDefinition } from './parse_definition.ts';

const kinds: readonly (readonly [RegExp, string, string])[] = [
  [/^t$/, 'trigger', 'manual'],
  [/^if/, 'conditional', 'if'],
  [/^stop/, 'control', 'stop'],
  [/^break/, 'control', 'break'],
  [/^continue/, 'control', 'continue'],
  [/^L/, 'control', 'loop'],
];

/**
 * `t>a a>b L:body>x`: a workflow whose node ids say what they are (`t` trigger, `if…`, `stop…`, `break…`, `continue…`, `L…` a
 * loop; all else merges). Labels are the ids in capitals.
 */
export function graph(text: string) {
  const pairs = text.split(' ').map((pair) => pair.split('>') as [string, string?]);
  const ids = [...new Set(pairs.flat().map((end) => end!.split(':')[0]!))];
  return parseDefinition({
    nodes: ids.map((id) => {
      const [, type, subtype] = kinds.find(([pattern]) => pattern.test(id)) ?? [null, 'control', 'merge'];
      return { id, type, subtype, label: id.toUpperCase() };
    }),
    edges: pairs.flatMap(([from, target]) => {
      const [source, sourceHandle] = from.split(':');
      return target === undefined ? [] : [{ source, target, sourceHandle }];
    }),
  });
}
