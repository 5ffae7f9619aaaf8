/** A small driver for tests: definitions in few words. */
import { type Definition, type NodeSubtype, nodeKinds, parseDefinition } from '@millrace/core';

type Config = Record<string, unknown>;

/** `draw({ a: 'manual', b: ['http_request', { url: 'x' }] }, 'a>b', 'c:true>d')` */
export function draw(nodes: Record<string, string | [string, Config]>, ...edges: string[]): Definition {
  return parseDefinition({
    nodes: Object.entries(nodes).map(([id, given], index) => {
      const [subtype, config] = typeof given === 'string' ? [given, {}] : given;
      return { id, type: typeOf(subtype), subtype, key: id, config, position: { x: index * 320, y: 0 } };
    }),
    edges: edges.map((edge) => {
      const [from = '', target = ''] = edge.split('>');
      const [source = '', sourceHandle = 'out'] = from.split(':');
      return { source, sourceHandle, target };
    }),
  });
}

function typeOf(subtype: string): string {
  return Object.hasOwn(nodeKinds, subtype) ? nodeKinds[subtype as NodeSubtype].type : 'action';
}

/** The edges of a definition as `draw` takes them. */
export function edgesOf(definition: Definition): string[] {
  return definition.edges.map(({ source, sourceHandle, target }) =>
    sourceHandle === 'out' ? `${source}>${target}` : `${source}:${sourceHandle}>${target}`,
  );
}
