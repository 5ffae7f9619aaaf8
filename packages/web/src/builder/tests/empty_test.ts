import { testing } from '../../strings/tests.ts';
import type { EditedTest } from './test_draft.ts';

/** A test that nobody has written anything into. */
export const EMPTY_TEST: EditedTest = {
  id: null,
  name: testing.saved.untitled,
  input: '{}',
  mocks: '{}',
  request: null,
  at: null,
  expectations: [{ on: 'status', equals: 'success' }],
  unticked: null,
  changed: true,
};
