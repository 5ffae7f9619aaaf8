import { expect, test } from 'vitest';
import { conflictSentence, conflictWords, takenWords } from './conflict_words.ts';
import { personOf } from './person.ts';

const members = [
  { user_id: 'ada', name: 'Ada Lovelace' },
  { user_id: 'grace', name: 'Grace Hopper' },
];

test.each([
  ['somebody of the organization', 'grace', 'What Grace Hopper changed', /^Not saved: Grace Hopper saved/],
  ['somebody who is not known', 'alan', 'What Someone changed', /^Not saved: someone else saved/],
  ['nobody that is told', null, 'What Someone changed', /^Not saved: someone else saved/],
  ['oneself in another tab', 'ada', 'What you changed there', /you saved another version in another tab/],
])('%s is named as they are', (_, updated_by, theirs, sentence) => {
  const person = personOf(updated_by, members, 'ada');
  expect(conflictWords(person).theirs).toBe(theirs);
  expect(conflictSentence(person)).toMatch(sentence);
});

test('with oneself nobody else is spoken of', () => {
  const me = personOf('ada', members, 'ada');
  const { body, marked, prefer, ...others } = conflictWords(me);
  const said = [body('now'), marked(2), ...Object.values(prefer), ...Object.values(others)];
  const all = [...said, ...Object.values(takenWords(me)), conflictSentence(me)].join(' ');
  expect(all).not.toMatch(/someone|somebody|\btheirs?\b|Ada/i);
});
