import { coreManifest } from '@millrace/core';
import { expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { check } from './check.ts';
import { type Checked, type CheckInput, type CheckQuestion, createChecker } from './checker.ts';

/** A worker that answers when it is told to. */
function slowWorker() {
  const questions: CheckQuestion[] = [];
  let listener: ((event: MessageEvent<Checked>) => void) | undefined;
  return {
    questions,
    answer: () => listener!({ data: check(questions.at(-1)!) } as MessageEvent<Checked>),
    worker: {
      postMessage: (question: CheckQuestion) => void questions.push(question),
      terminate: () => {},
      addEventListener: (_: string, heard: never) => {
        listener = heard;
      },
    } as unknown as Worker,
  };
}

const manifests = [coreManifest()];
const samples = {};
const input = (subtype: 'loop' | 'merge', more: Partial<CheckInput> = {}): CheckInput => ({
  definition: draw({ t: 'manual', x: subtype }, 't>x'),
  about: {},
  manifests,
  samples,
  ...more,
});

it('asks one thing at a time, then only the newest, and sends what is large once', () => {
  const slow = slowWorker();
  const checker = createChecker(() => slow.worker);
  const heard: string[] = [];
  const hear = (name: string) => () => heard.push(name);
  checker.ask(input('merge'), hear('first'));
  checker.ask(input('loop'), hear('second'));
  checker.ask(input('loop'), hear('third'));
  expect(slow.questions).toHaveLength(1);
  slow.answer();
  expect(slow.questions).toHaveLength(2);
  slow.answer();
  expect(heard).toEqual(['third']);
  expect(slow.questions.map(({ manifests: sent }) => sent !== undefined)).toEqual([true, false]);
  checker.ask(input('merge', { samples: { pinned: { x: 1 } } }), hear('fourth'));
  expect(slow.questions.at(-1)).toMatchObject({ samples: { pinned: { x: 1 } } });
});

it('finds what the server finds, and which edges bring it', () => {
  const definition = draw(
    {
      t: 'manual',
      l: ['loop', { items: '{{ trigger.data.orders }}' }],
      s: ['stop', { message: '{{ l.resuts }}' }],
    },
    't>l',
    'l:done>s',
  );
  const { problems, edges } = check({ id: 1, definition, about: {}, manifests, samples });
  const [found] = problems.filter(({ check: by }) => by === 'unknown_variable');
  expect(found).toMatchObject({ node_id: 's', field: 'message', from_node_id: 'l' });
  expect(edges.map(([, of]) => of)).toEqual([[found]]);
});
