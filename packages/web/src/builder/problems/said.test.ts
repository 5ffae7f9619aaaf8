import type { Problem } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { ControlKind } from '../properties/form/field_spec.ts';
import { openLine, openWords, saidBeside, unsaid } from './said.ts';

describe('beside the name of its node a finding does not name it again, and says what to do', () => {
  it.each<[string, string, string, ControlKind?]>([
    ['HTTP Request node missing URL', 'HTTP Request', 'Fill in URL', 'url'],
    ['HTTP Request node missing URL', 'HTTP Request', 'Fill in URL'],
    ['HTTP Request node missing Connection', 'HTTP Request', 'Choose Connection', 'connection'],
    ['Switch node missing Cases', 'Switch', 'Add Cases', 'cases'],
    [
      'Trigger node not configured: Event Trigger node missing Event type',
      'Event Trigger',
      'Choose Event type',
      'event_type',
    ],
    ['Schedule Trigger: the minute field has 61', 'Schedule Trigger', 'The minute field has 61'],
    ['HTTP Request: x-api-key is kept in clear', 'HTTP Request', 'x-api-key is kept in clear'],
    ['Loop has nothing to repeat', 'Loop', 'Loop has nothing to repeat'],
    ['A: b', 'Another', 'A: b'],
  ])('%s', (message, label, said, kind) => {
    expect(saidBeside(message, { label }, kind)).toBe(said);
  });
});

it.each([
  ['HTTP Request node missing URL', 'Fill in URL', 'HTTP Request', 'HTTP Request node missing URL. '],
  ['Wait: the time is over', 'The time is over', 'Wait', 'Wait: '],
  ['Wait: It is over', 'It is over', 'Wait', 'Wait: '],
  ['Wait is not connected', 'Wait is not connected', 'Wait', ''],
])('who hears a list without its headings hears the whole of "%s"', (message, said, label, before) => {
  expect(unsaid(message, said, { label })).toBe(before);
});

describe('what is not filled in yet', () => {
  const open = (field: string | null, message = '', check = 'missing_input'): Problem => ({
    node_id: 'n',
    field,
    severity: 'error',
    message,
    check,
  });

  it.each<[string, Problem[], string]>([
    ['one field', [open('url', 'Get node missing URL')], 'Needs URL'],
    [
      'a row of a field',
      [open('conditions[0].left', 'If: There is no value to compare')],
      'Needs Conditions',
    ],
    [
      'two rows of one field',
      [open('conditions[0].left', 'x'), open('conditions[1].right', 'y')],
      'Needs Conditions',
    ],
    [
      'the condition of a case',
      [open('cases[1].condition', 'Conditional: case 2 has no condition')],
      'Needs condition of case 2',
    ],
    [
      'the condition of a case with a name',
      [open('cases[0].condition', 'Route: case “EU” has no condition')],
      'Needs condition of case “EU”',
    ],
    [
      'two rows of one case',
      [open('cases[1].conditions[0].left', 'x'), open('cases[1].conditions[1].right', 'y')],
      'Needs condition of case 2',
    ],
    [
      'two fields',
      [open('to', 'Mail node missing To'), open('text', 'Mail node missing Text')],
      'Needs To and Text',
    ],
    [
      'more',
      ['A', 'B', 'C'].map((title) => open(title.toLowerCase(), `Mail node missing ${title}`)),
      'Needs A and 2 more',
    ],
    ['a way to it', [open(null, 'Get is not connected', 'connected')], 'Not connected yet'],
    ['a way on', [open(null, 'Nothing follows', 'trigger')], 'Nothing follows yet'],
    ['a field before a way', [open(null, '', 'connected'), open('url', 'Get node missing URL')], 'Needs URL'],
    ['nothing', [], ''],
  ])('%s', (_, problems, line) => {
    expect(openLine(openWords(problems))).toBe(line);
  });
});
