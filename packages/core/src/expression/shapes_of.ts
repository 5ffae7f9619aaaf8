/** Words about shapes, and what fits where. */
import type { Shape } from '../shape.ts';
import type { Kind } from './spec.ts';
import { typeOfValue } from './values.ts';

export const unknownShape: Shape = { type: 'unknown' };

/** "text", "a number", "a list". */
export function shapeWord(shape: Shape): string {
  if (shape.type === 'text' || shape.type === 'nothing') return shape.type === 'text' ? 'text' : 'empty';
  if (shape.type === 'unknown') return 'of an unknown type';
  return shape.type === 'object'
    ? 'an object'
    : shape.type === 'boolean'
      ? 'true or false'
      : `a ${shape.type}`;
}

/** Nothing is known that would speak against it. */
export function isOpenType(shape: Shape): boolean {
  return shape.type === 'unknown' || shape.type === 'nothing';
}

const accepted: Readonly<Record<Kind, readonly Shape['type'][]>> = {
  text: ['text', 'number'],
  number: ['number'],
  date: ['date', 'text', 'number'],
  list: ['list'],
  object: ['object'],
  any: ['text', 'number', 'boolean', 'date', 'list', 'object'],
  by: ['text', 'number'],
};

/** Whether a value of this shape can be given to a parameter of this kind. */
export function fits(shape: Shape, kind: Kind): boolean {
  return isOpenType(shape) || accepted[kind].includes(shape.type);
}

export const kindWords: Readonly<Record<Kind, string>> = {
  text: 'text',
  number: 'a number',
  date: 'a date',
  list: 'a list',
  object: 'an object',
  any: 'a value',
  by: 'a function like x => x.name, or the name of a field',
};

export function literalShape(value: unknown): Shape {
  const type = typeOfValue(value);
  return { type: type === 'unknown' ? 'unknown' : type };
}
