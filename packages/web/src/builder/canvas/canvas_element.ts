/** The elements of the canvas on the page. */

/** How long the view, or what is tidied, takes to move: no time for who wants no motion. */
export function motionMs(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
}

/** The canvas on the screen. */
export function canvasBox(): DOMRect | undefined {
  return document.querySelector('.react-flow')?.getBoundingClientRect();
}

/** Narrower than this nothing can be shown beside what lies over the canvas. */
const leastSeen = 160;

/** The part of the canvas that nothing lies over: in a small window palette, outline and properties do. */
export function seenBox(): DOMRect | undefined {
  const box = canvasBox();
  if (!box) return undefined;
  let { left, right } = box;
  for (const over of document.querySelectorAll<HTMLElement>('[data-over]')) {
    const lies = over.getBoundingClientRect();
    if (over.dataset.over === 'right') right = Math.min(right, lies.left);
    else left = Math.max(left, lies.right);
  }
  return right - left < leastSeen ? box : new DOMRect(left, box.top, right - left, box.height);
}

/** The card of a node, or a note by its id on the canvas. */
export function drawnElement(flowId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(flowId)}"]`);
}

/** The node under a place on the screen; notes and frames do not count. */
export function nodeIdAt({ x, y }: { x: number; y: number }): string | null {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('.react-flow__node-step');
  return element?.dataset.id ?? null;
}

/** The output under a place on the screen: its dot, or its row on the card. */
export function portAt({ x, y }: { x: number; y: number }): string | null {
  const element = document.elementFromPoint(x, y);
  const dot = element?.closest<HTMLElement>('.react-flow__handle.source');
  return dot?.dataset.handleid ?? element?.closest<HTMLElement>('[data-port]')?.dataset.port ?? null;
}

export function isPane({ x, y }: { x: number; y: number }): boolean {
  const element = document.elementFromPoint(x, y);
  return element !== null && element.closest('.react-flow') !== null;
}

/** The edge under a place on the screen, whatever card or button lies above it. */
export function edgeIdAt({ x, y }: { x: number; y: number }): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest<SVGElement>('.react-flow__edge');
    if (edge) return edge.dataset.id ?? null;
  }
  return null;
}

/** Marks the canvas while what is dragged would be copied. */
export function markCopying(on: boolean): void {
  document.querySelector('.millrace-canvas')?.toggleAttribute('data-copying', on);
}
