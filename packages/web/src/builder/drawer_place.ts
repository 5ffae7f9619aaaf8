/** Where the drawer of the results lies: below the canvas, or where that is too narrow below everything. */
import { type RefObject, useEffectEvent, useLayoutEffect, useState } from 'react';

export type DrawerPlace = 'canvas' | 'all';

/** So wide the steps and the data of one stand side by side, and their buttons keep their words. */
const comfortable = 560;

export interface Widths {
  /** What outline, canvas and properties share. */
  room: number;
  /** Nothing while it is closed. */
  outline: number;
  properties: number;
}

/**
 * The properties count whether they are open or not: the drawer must not jump with every selection. Somebody who works
 * in a form beside the results wants the form whole, so it gives way only where the drawer could not be used.
 */
export function drawerPlace({ room, outline, properties }: Widths): DrawerPlace {
  return room - outline - properties < comfortable ? 'all' : 'canvas';
}

interface Asked {
  room: RefObject<HTMLElement | null>;
  /** Of the panels at its sides, at this moment. */
  widths: () => Omit<Widths, 'room'>;
  /** What opens and closes beside or in it. */
  open: readonly [outline: boolean, drawer: boolean];
}

/** The place, and a function that looks again: after somebody has dragged a border, not while. */
export function useDrawerPlace({ room, widths, open: [outline, drawer] }: Asked): [DrawerPlace, () => void] {
  const [place, setPlace] = useState<DrawerPlace>('canvas');
  const look = () => {
    if (room.current) setPlace(drawerPlace({ room: room.current.clientWidth, ...widths() }));
  };
  const lookNow = useEffectEvent(look);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is open decides, and is read where it stands
  useLayoutEffect(() => lookNow(), [outline, drawer]);
  useLayoutEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(() => lookNow());
    observer.observe(room.current);
    return () => observer.disconnect();
  }, [room]);
  return [place, look];
}
