import type { FunctionSpec } from '../spec.ts';
import type { ValueType } from '../values.ts';
import { dateMethods } from './date.ts';
import { listMethods } from './list.ts';
import { booleanMethods, numberMethods } from './number.ts';
import { textMethods } from './text.ts';

type Methods = ReadonlyMap<string, FunctionSpec>;

function byName(specs: readonly FunctionSpec[]): Methods {
  return new Map(specs.map((spec) => [spec.name, spec]));
}

/** The methods of each type. Objects have none: what looks like a method there is a field, and data has no functions. */
export const methodTables: ReadonlyMap<ValueType, Methods> = new Map<ValueType, Methods>([
  ['text', byName(textMethods)],
  ['list', byName(listMethods)],
  ['number', byName(numberMethods)],
  ['boolean', byName(booleanMethods)],
  ['date', byName(dateMethods)],
]);

/** Methods of JavaScript that change what they are called on, with what to write instead. */
export const changingMethods: ReadonlyMap<string, string> = new Map([
  ['push', '[...list, value]'],
  ['unshift', '[value, ...list]'],
  ['pop', 'last(list)'],
  ['shift', 'first(list)'],
  ['splice', 'list.slice(start, end)'],
  ['forEach', 'list.map(item => …)'],
  ['match', "extract(text, 'pattern')"],
  ['matchAll', "extract(text, 'pattern')"],
  ['test', "matches(text, 'pattern')"],
  ['toLocaleString', "formatNumber(value, '0,0.00')"],
  ['toLocaleDateString', "formatDate(date, 'YYYY-MM-DD')"],
]);
