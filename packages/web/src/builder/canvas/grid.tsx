import { Background, BackgroundVariant, useStore } from '@xyflow/react';

const gap = 20;
/** Dots that lie closer than this on the screen are noise, and thousands of them are slow to paint without a GPU. */
const closest = 12;

/** The dots of the canvas; from far away only every second, fourth, eighth of them. */
export function Grid() {
  const every = useStore((state) => spread(state.transform[2]));
  return <Background variant={BackgroundVariant.Dots} gap={gap * every} size={1.5 * every} />;
}

/** Every how many-th dot is drawn: the smallest power of two that keeps them apart. */
export function spread(zoom: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(closest / (gap * zoom))));
}
