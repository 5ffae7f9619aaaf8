import { expect, it } from 'vitest';
import { check, http, lines, manual, node } from './check_testing.ts';

const off = { disabled: true };
const leadsNowhere = (label: string) => [
  `warning x -: ${label} is turned off, and no edge leads past it: what follows it does not run`,
];

it.each<[string, object, string, string[]]>([
  ['an action', node('x', 'http_request', {}, off), 't>x x>h', []],
  ['a loop is passed by at done', node('x', 'loop', {}, off), 't>x x/done>h', []],
  ['a decision', node('x', 'if', {}, off), 't>x x/true>h', leadsNowhere('Conditional')],
  ['a switch', node('x', 'switch', {}, off), 't>x x/else>h', leadsNowhere('Switch')],
  ['a loop with a body only', node('x', 'loop', {}, off), 't>x x/body>h', leadsNowhere('Loop')],
  ['the last node', node('x', 'if', {}, off), 't>x t>h', []],
  [
    'an approval',
    node('x', 'approval', {}, off),
    't>x x/approved>h',
    ['warning x -: Approval is turned off: nobody is asked, and it goes on as approved'],
  ],
  [
    'an approval without consent',
    node('x', 'approval', {}, off),
    't>x x/rejected>h',
    leadsNowhere('Approval'),
  ],
])('%s that is turned off', (_, tested, joined, expected) => {
  expect(lines(check([manual, tested, http()], joined))).toEqual(expected);
});
