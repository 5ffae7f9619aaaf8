/** What a palette item carries while it is dragged. */
export const dragType = 'application/x-millrace-node';

/** Carried as well by a trigger, which no edge can take: only the names can be read before it is dropped. */
export const triggerDragType = 'application/x-millrace-trigger';
