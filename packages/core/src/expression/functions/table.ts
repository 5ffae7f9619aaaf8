import type { FunctionSpec } from '../spec.ts';
import { dateFunctions } from './date.ts';
import { encodingFunctions } from './encoding.ts';
import { listFunctions } from './list.ts';
import { logicFunctions } from './logic.ts';
import { numberFunctions } from './number.ts';
import { objectFunctions } from './object.ts';
import { patternFunctions } from './pattern.ts';
import { textFunctions } from './text.ts';

export type FunctionGroup = 'text' | 'number' | 'date' | 'list' | 'object' | 'logic' | 'encoding';

export const functionGroups: readonly (readonly [FunctionGroup, readonly FunctionSpec[]])[] = [
  ['text', [...textFunctions, ...patternFunctions]],
  ['number', numberFunctions],
  ['date', dateFunctions],
  ['list', listFunctions],
  ['object', objectFunctions],
  ['logic', logicFunctions],
  ['encoding', encodingFunctions],
];

/** Every function by its name. A Map, so that no name of a prototype is ever a function. */
export const functions: ReadonlyMap<string, FunctionSpec> = new Map(
  functionGroups.flatMap(([, specs]) => specs.map((spec) => [spec.name, spec] as const)),
);
