import { closest } from '../expression/closest.ts';
import { type Check, problem } from './subject.ts';

/** The event that starts the workflow, or that it waits for, is one that somebody has declared; anyone may still publish it later. */
export const eventTypeCheck: Check = ({ nodes, context }) => {
  const known = context.event_types;
  if (!known) return [];
  return nodes.flatMap((node) => {
    const type = node.config.event_type;
    const isRead = node.subtype === 'event' || (node.subtype === 'wait' && node.config.mode === 'event');
    if (!isRead || typeof type !== 'string' || type === '' || type.includes('{{') || known.includes(type))
      return [];
    const meant = closest(type, known);
    const message = `${node.label}: no event type "${type}" is declared${meant ? `; did you mean ${meant}?` : '; Settings, Event types, is the place for it and its fields'}`;
    return [problem('event_type', node, message, { field: 'event_type', severity: 'warning' })];
  });
};
