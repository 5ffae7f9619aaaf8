import type { Shape } from '../../shape.ts';
import { declare } from '../spec.ts';
import { isNothing, toText } from '../values.ts';
import {
  chunkList,
  everyOf,
  filterList,
  findIn,
  flattenList,
  groupList,
  mapList,
  rangeList,
  reverseList,
  selected,
  sliceList,
  someOf,
  sortList,
  uniqueList,
  zipLists,
} from './list_operations.ts';
import { numbersOf, sumExact } from './number.ts';
import { joinPath, readPath } from './paths.ts';
import { containsValue } from './text.ts';

const unknown: Shape = { type: 'unknown' };
const itemOf = (shape: Shape | undefined): Shape => shape?.item ?? unknown;
const sameList = (args: readonly Shape[]): Shape => ({ type: 'list', item: itemOf(args[0]) });
const maybeItem = (args: readonly Shape[]): Shape => ({ ...itemOf(args[0]), optional: true });

export const listFunctions = [
  declare({
    name: 'first',
    params: ['list: list', 'count?: number'],
    returns: (args) => (args.length > 1 ? sameList(args) : maybeItem(args)),
    description: 'The first element, or the first `count` as a list.',
    examples: [
      ['first([5, 6, 7])', 5],
      ['first([5, 6, 7], 2)', [5, 6]],
    ],
    run: (run, list, count) => (count === undefined ? list[0] : sliceList(run, list, 0, Math.max(0, count))),
  }),
  declare({
    name: 'last',
    params: ['list: list', 'count?: number'],
    returns: (args) => (args.length > 1 ? sameList(args) : maybeItem(args)),
    description: 'The last element, or the last `count` as a list.',
    examples: [
      ['last([5, 6, 7])', 7],
      ['last([5, 6, 7], 2)', [6, 7]],
    ],
    run: (run, list, count) =>
      count === undefined
        ? list.at(-1)
        : sliceList(run, list, Math.max(0, list.length - Math.max(0, Math.floor(count)))),
  }),
  declare({
    name: 'count',
    params: ['list: list', 'where?: by'],
    returns: 'number',
    whenNothing: 0,
    description: 'How many elements there are, or for how many a condition is true; 0 for nothing.',
    examples: [
      ['count([5, 6, 7])', 3],
      ['count([5, 6, 7], n => n > 5)', 2],
    ],
    run: (run, list, where) => (where ? filterList(run, list, where).length : list.length),
  }),
  declare({
    name: 'map',
    params: ['list: list', 'by: by'],
    returns: (args) => ({ type: 'list', item: args[1] ?? unknown }),
    description: 'A list of what the function gives for each element.',
    examples: [['map([1, 2], n => n * 10)', [10, 20]]],
    run: mapList,
  }),
  declare({
    name: 'where',
    params: ['list: list', 'condition: by'],
    returns: sameList,
    description: 'The elements for which the condition is true.',
    examples: [['where([1, 2, 3], n => n > 1)', [2, 3]]],
    run: filterList,
  }),
  declare({
    name: 'filter',
    params: ['list: list', 'condition: by'],
    returns: sameList,
    description: 'The elements for which the condition is true; the same as where.',
    examples: [["filter([{ a: 1 }, { a: null }], 'a')", [{ a: 1 }]]],
    run: filterList,
  }),
  declare({
    name: 'find',
    params: ['list: list', 'condition: by'],
    returns: maybeItem,
    description: 'The first element for which the condition is true, or nothing.',
    examples: [['find([1, 2, 3], n => n > 1)', 2]],
    run: findIn,
  }),
  declare({
    name: 'sort',
    params: ['list: list', 'by?: by', 'direction?: text'],
    returns: sameList,
    description:
      "A sorted list, by a field or a function of each element, 'asc' or 'desc'. Nothing comes last.",
    examples: [
      ['sort([10, 9, 1])', [1, 9, 10]],
      ["sort([{ n: 1 }, { n: 2 }], 'n', 'desc')", [{ n: 2 }, { n: 1 }]],
    ],
    run: sortList,
  }),
  declare({
    name: 'unique',
    params: ['list: list', 'by?: by'],
    returns: sameList,
    description: 'Every value once, or the first element for every value of a field or function.',
    examples: [
      ['unique([1, 1, 2])', [1, 2]],
      ["unique([{ a: 1, b: 1 }, { a: 1, b: 2 }], 'a')", [{ a: 1, b: 1 }]],
    ],
    run: uniqueList,
  }),
  declare({
    name: 'flatten',
    params: ['list: list', 'depth?: number'],
    returns: (args) => {
      const item = itemOf(args[0]);
      return { type: 'list', item: args.length > 1 ? unknown : item.type === 'list' ? itemOf(item) : item };
    },
    description: 'The elements of lists within the list, one level deep or as deep as told.',
    examples: [
      ['flatten([1, [2, [3]]])', [1, 2, [3]]],
      ['flatten([1, [2, [3]]], 2)', [1, 2, 3]],
    ],
    run: (run, list, depth = 1) => flattenList(run, list, depth),
  }),
  declare({
    name: 'groupBy',
    params: ['list: list', 'by: by'],
    returns: (args) => ({ type: 'object', open: true, item: sameList(args) }),
    description: 'An object with one list of elements for every value of a field or function.',
    examples: [
      [
        "groupBy([{ s: 'x', n: 1 }, { s: 'y', n: 2 }], 's')",
        { x: [{ s: 'x', n: 1 }], y: [{ s: 'y', n: 2 }] },
      ],
    ],
    run: groupList,
  }),
  declare({
    name: 'pluck',
    params: ['list: list', 'field: text'],
    returns: () => ({ type: 'list', item: unknown }),
    description: 'The values of one field of each element.',
    examples: [["pluck([{ sku: 'A' }, { sku: 'B' }], 'sku')", ['A', 'B']]],
    run: (run, list, field) => {
      run.chargeList(list.length);
      const path = joinPath(run, field);
      return list.map((item) => readPath(run, item, path));
    },
  }),
  declare({
    name: 'chunk',
    params: ['list: list', 'size: number'],
    returns: (args) => ({ type: 'list', item: sameList(args) }),
    description: 'Lists of at most `size` elements.',
    examples: [['chunk([1, 2, 3], 2)', [[1, 2], [3]]]],
    run: chunkList,
  }),
  declare({
    name: 'slice',
    params: ['list: any', 'start: number', 'end?: number'],
    returns: (args) => args[0] ?? unknown,
    description:
      'The elements of a list, or characters of a text, from `start` up to, not including, `end`; negative counts from the end.',
    examples: [
      ['slice([1, 2, 3], 1)', [2, 3]],
      ["slice('invoice', 0, 2)", 'in'],
    ],
    run: (run, list, start, end) => {
      if (isNothing(list)) return undefined;
      if (Array.isArray(list)) return sliceList(run, list, start, end);
      const text = toText(run, list);
      run.chargeText(text.length);
      return text.slice(start, end);
    },
  }),
  declare({
    name: 'reverse',
    params: ['list: list'],
    returns: sameList,
    description: 'The list from its end.',
    examples: [['reverse([1, 2, 3])', [3, 2, 1]]],
    run: reverseList,
  }),
  declare({
    name: 'includes',
    params: ['list: any', 'value: any'],
    returns: 'boolean',
    description: 'Whether a list has this value, or a text this part.',
    examples: [["includes(['a', 'b'], 'b')", true]],
    run: containsValue,
  }),
  declare({
    name: 'some',
    params: ['list: list', 'condition: by'],
    returns: 'boolean',
    whenNothing: false,
    description: 'Whether the condition is true for at least one element.',
    examples: [['some([1, 2], n => n > 1)', true]],
    run: someOf,
  }),
  declare({
    name: 'every',
    params: ['list: list', 'condition: by'],
    returns: 'boolean',
    whenNothing: true,
    description: 'Whether the condition is true for all elements; true for none.',
    examples: [['every([1, 2], n => n > 1)', false]],
    run: everyOf,
  }),
  declare({
    name: 'sum',
    params: ['list: list', 'by?: by'],
    returns: 'number',
    whenNothing: 0,
    description:
      'The exact sum of numbers, or of what a field or function gives for each element; nothing is left out.',
    examples: [
      ['sum([0.1, 0.2])', 0.3],
      ['sum([{ n: 2 }, { n: 3 }], i => i.n)', 5],
    ],
    run: (run, list, by) => sumExact(numbersOf(run, selected(run, list, by), 'sum')),
  }),
  declare({
    name: 'avg',
    params: ['list: list', 'by?: by'],
    returns: () => ({ type: 'number', optional: true }),
    description: 'The average of numbers, or of what a field or function gives; nothing for an empty list.',
    examples: [['avg([1, 2, 6])', 3]],
    run: (run, list, by) => {
      const numbers = numbersOf(run, selected(run, list, by), 'avg');
      return numbers.length === 0 ? undefined : sumExact(numbers) / numbers.length;
    },
  }),
  declare({
    name: 'compact',
    params: ['list: list'],
    returns: sameList,
    description: 'The list without nothing and empty texts.',
    examples: [["compact([1, null, '', 0])", [1, 0]]],
    run: (run, list) => {
      run.chargeList(list.length);
      return list.filter((item) => !isNothing(item) && item !== '');
    },
  }),
  declare({
    name: 'range',
    params: ['start: number', 'end?: number', 'step?: number'],
    returns: () => ({ type: 'list', item: { type: 'number' } }),
    description:
      'The numbers from `start` up to, not including, `end`; from 0 if there is only one argument.',
    examples: [
      ['range(3)', [0, 1, 2]],
      ['range(1, 8, 3)', [1, 4, 7]],
    ],
    run: (run, start, end, step = 1) => rangeList(run, start, end, step),
  }),
  declare({
    name: 'zip',
    params: ['...lists: list'],
    returns: () => ({ type: 'list', item: { type: 'list', item: unknown } }),
    description: 'Lists of the first elements, of the second elements, and so on.',
    examples: [
      [
        "zip(['a', 'b'], [1, 2])",
        [
          ['a', 1],
          ['b', 2],
        ],
      ],
    ],
    run: (run, ...lists) => zipLists(run, lists),
  }),
];
