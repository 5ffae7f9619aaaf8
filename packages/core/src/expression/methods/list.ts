/** The familiar methods of lists. None changes the list: sort and reverse give a new one. */
import type { Shape } from '../../shape.ts';
import { ExpressionError } from '../errors.ts';
import {
  everyOf,
  filterList,
  findIn,
  flattenList,
  mapList,
  reverseList,
  sliceList,
  someOf,
  sortList,
} from '../functions/list_operations.ts';
import { joinList } from '../functions/text.ts';
import type { Run } from '../run.ts';
import { declare, type FunctionSpec, type Selector } from '../spec.ts';
import { equalValues } from '../values.ts';

type List = readonly unknown[];

const unknown: Shape = { type: 'unknown' };
const itemOf = (args: readonly Shape[]): Shape => args[0]?.item ?? unknown;
const sameList = (args: readonly Shape[]): Shape => ({ type: 'list', item: itemOf(args) });
const maybeItem = (args: readonly Shape[]): Shape => ({ ...itemOf(args), optional: true });

function indexOfValue(run: Run, list: List, value: unknown, from = 0): number {
  run.charge(list.length);
  return list.findIndex((item, index) => index >= from && equalValues(run, item, value));
}

function lastIndexOfValue(run: Run, list: List, value: unknown): number {
  run.charge(list.length);
  return list.findLastIndex((item) => equalValues(run, item, value));
}

function concatLists(run: Run, list: List, others: readonly unknown[]): unknown[] {
  const length = others.reduce<number>(
    (sum, each) => sum + (Array.isArray(each) ? each.length : 1),
    list.length,
  );
  run.chargeList(length);
  return list.concat(...others);
}

/** Folds a list. Without a start it begins with the first element, as the method of JavaScript does. */
function reduceList(run: Run, list: List, by: Selector, start: readonly unknown[]): unknown {
  if (list.length === 0 && start.length === 0) {
    throw new ExpressionError('value', 'An empty list cannot be reduced without a start', {
      suggestion: 'give a start: list.reduce((sum, n) => sum + n, 0)',
    });
  }
  let result = start.length > 0 ? start[0] : list[0];
  for (let index = start.length > 0 ? 0 : 1; index < list.length; index++) {
    result = by.call(run, result, list[index], index);
  }
  return result;
}

export const listMethods: readonly FunctionSpec[] = [
  declare({
    name: 'map',
    params: ['list: list', 'by: by'],
    returns: (args) => ({ type: 'list', item: args[1] ?? unknown }),
    description: 'What the function gives for each element.',
    examples: [['[1, 2].map(n => n * 10)', [10, 20]]],
    run: mapList,
  }),
  declare({
    name: 'filter',
    params: ['list: list', 'condition: by'],
    returns: sameList,
    description: 'The elements for which the condition is true.',
    examples: [['[1, 2].filter(n => n > 1)', [2]]],
    run: filterList,
  }),
  declare({
    name: 'find',
    params: ['list: list', 'condition: by'],
    returns: maybeItem,
    description: 'The first element for which the condition is true.',
    examples: [['[1, 2].find(n => n > 1)', 2]],
    run: findIn,
  }),
  declare({
    name: 'findIndex',
    params: ['list: list', 'condition: by'],
    returns: 'number',
    description: 'Where the first such element is, or -1.',
    examples: [['[1, 2].findIndex(n => n > 1)', 1]],
    run: (run, list, by) => list.findIndex((item, index) => Boolean(by.call(run, item, index))),
  }),
  declare({
    name: 'findLast',
    params: ['list: list', 'condition: by'],
    returns: maybeItem,
    description: 'The last element for which the condition is true.',
    examples: [['[1, 2, 3].findLast(n => n < 3)', 2]],
    run: (run, list, by) => list.findLast((item, index) => Boolean(by.call(run, item, index))),
  }),
  declare({
    name: 'some',
    params: ['list: list', 'condition: by'],
    returns: 'boolean',
    description: 'Whether the condition is true for at least one element.',
    examples: [['[1, 2].some(n => n > 1)', true]],
    run: someOf,
  }),
  declare({
    name: 'every',
    params: ['list: list', 'condition: by'],
    returns: 'boolean',
    description: 'Whether the condition is true for all elements.',
    examples: [['[1, 2].every(n => n > 1)', false]],
    run: everyOf,
  }),
  declare({
    name: 'reduce',
    params: ['list: list', 'by: by', '...start: any'],
    returns: () => unknown,
    description: 'Folds the list: a function of the result so far and the next element.',
    examples: [['[1, 2, 3].reduce((sum, n) => sum + n, 0)', 6]],
    run: (run, list, by, ...start) => reduceList(run, list, by, start),
  }),
  declare({
    name: 'flatMap',
    params: ['list: list', 'by: by'],
    returns: (args) => ({ type: 'list', item: args[1]?.item ?? unknown }),
    description: 'The elements of the lists that the function gives.',
    examples: [['[1, 2].flatMap(n => [n, n])', [1, 1, 2, 2]]],
    run: (run, list, by) => flattenList(run, mapList(run, list, by), 1),
  }),
  declare({
    name: 'includes',
    params: ['list: list', 'value: any'],
    returns: 'boolean',
    description: 'Whether the list has this value.',
    examples: [['[1, 2].includes(2)', true]],
    run: (run, list, value) => indexOfValue(run, list, value) >= 0,
  }),
  declare({
    name: 'indexOf',
    params: ['list: list', 'value: any', 'from?: number'],
    returns: 'number',
    description: 'Where a value is, or -1.',
    examples: [["['a', 'b'].indexOf('b')", 1]],
    run: indexOfValue,
  }),
  declare({
    name: 'lastIndexOf',
    params: ['list: list', 'value: any'],
    returns: 'number',
    description: 'Where a value is for the last time, or -1.',
    examples: [['[1, 2, 1].lastIndexOf(1)', 2]],
    run: lastIndexOfValue,
  }),
  declare({
    name: 'slice',
    params: ['list: list', 'start?: number', 'end?: number'],
    returns: sameList,
    description: 'The elements from start to end; negative counts from the end.',
    examples: [['[1, 2, 3].slice(1)', [2, 3]]],
    run: sliceList,
  }),
  declare({
    name: 'concat',
    params: ['list: list', '...others: any'],
    returns: () => ({ type: 'list', item: unknown }),
    description: 'The list with other lists or elements after it.',
    examples: [['[1].concat([2], 3)', [1, 2, 3]]],
    run: (run, list, ...others) => concatLists(run, list, others),
  }),
  declare({
    name: 'join',
    params: ['list: list', 'separator?: text'],
    returns: 'text',
    description: 'The elements as one text, with a comma between them if nothing else is given.',
    examples: [["[1, 2].join('-')", '1-2']],
    run: (run, list, separator = ',') => joinList(run, list, separator),
  }),
  ...['reverse', 'toReversed'].map((name) =>
    declare({
      name,
      params: ['list: list'],
      returns: sameList,
      description: 'A list from the end of this one.',
      examples: [[`[1, 2].${name}()`, [2, 1]]],
      run: reverseList,
    }),
  ),
  ...['sort', 'toSorted'].map((name) =>
    declare({
      name,
      params: ['list: list', 'by?: by'],
      returns: sameList,
      description: 'A sorted list: by value, by a function of an element, or by one that compares two.',
      examples: [
        [`[10, 9, 1].${name}()`, [1, 9, 10]],
        [`[1, 2].${name}((a, b) => b - a)`, [2, 1]],
      ],
      run: (run, list, by) => sortList(run, list, by),
    }),
  ),
  declare({
    name: 'flat',
    params: ['list: list', 'depth?: number'],
    returns: () => ({ type: 'list', item: unknown }),
    description: 'The elements of lists within the list.',
    examples: [['[1, [2]].flat()', [1, 2]]],
    run: (run, list, depth = 1) => flattenList(run, list, depth),
  }),
  declare({
    name: 'at',
    params: ['list: list', 'index: number'],
    returns: maybeItem,
    description: 'The element at a position; negative counts from the end.',
    examples: [['[1, 2].at(-1)', 2]],
    run: (run, list, index) => {
      run.step();
      return list.at(index);
    },
  }),
];
