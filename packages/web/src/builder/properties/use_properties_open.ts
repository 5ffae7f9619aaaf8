import { useEffect, useState } from 'react';
import { useDocument } from '../document/context.tsx';
import { usePanels } from '../panels.tsx';
import { useSmall } from '../small/use_small.ts';

/**
 * Whether the properties take their place: while one node is selected. When several are, they stay as they were: nothing is
 * to be seen of several that would be worth a jump of the canvas. Not before a drag has ended, either: the canvas would
 * shrink under the pointer. And not where they are put away in a small window.
 */
export function usePropertiesOpen(): boolean {
  const selected = useDocument((state) => state.selection.nodes.length);
  const moving = usePanels((state) => state.moving);
  const small = useSmall();
  const aside = usePanels((state) => state.aside);
  const [open, setOpen] = useState(selected === 1);
  useEffect(() => {
    if (!moving) setOpen((before) => opensFor(selected, before));
  }, [selected, moving]);
  return open && !(small && aside);
}

/** Whether they are open with so many nodes selected. */
export function opensFor(selected: number, before: boolean): boolean {
  return selected > 1 ? before : selected === 1;
}
