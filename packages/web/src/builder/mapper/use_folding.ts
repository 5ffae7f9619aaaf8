import { useCallback, useState } from 'react';

interface Folding<Node> {
  isOpen: (node: Node) => boolean;
  toggle: (node: Node) => void;
}

/** What of a tree is unfolded: what the person said, else what is best at first. */
export function useFolding<Node extends { id: string }>(atFirst: (node: Node) => boolean): Folding<Node> {
  const [said, setSaid] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [first] = useState(() => atFirst);
  const isOpen = useCallback((node: Node) => said.get(node.id) ?? first(node), [said, first]);
  const toggle = useCallback(
    (node: Node) => setSaid((all) => new Map(all).set(node.id, !(all.get(node.id) ?? first(node)))),
    [first],
  );
  return { isOpen, toggle };
}
