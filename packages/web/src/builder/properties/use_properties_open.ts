import { useEffect, useState } from 'react';
import { useDocument } from '../document/context.tsx';
import { usePanels } from '../panels.tsx';

/**
 * Whether the properties take their place: while something is selected. Not before a drag has ended, though: the
 * canvas would shrink under the pointer.
 */
export function usePropertiesOpen(): boolean {
  const selected = useDocument((state) => state.selection.nodes.length > 0);
  const moving = usePanels((state) => state.moving);
  const [open, setOpen] = useState(selected);
  useEffect(() => {
    if (!moving) setOpen(selected);
  }, [selected, moving]);
  return open;
}
