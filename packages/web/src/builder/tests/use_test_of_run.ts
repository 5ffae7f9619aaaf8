import type { Expectation } from '@millrace/core';
import { testing } from '../../strings/tests.ts';
import { useDocumentStore } from '../document/context.tsx';
import { useResults, useResultsStore } from '../results/context.tsx';
import { useTests, useTestsStore } from './context.tsx';
import { knownOf } from './known_of.ts';
import { offeredOfRun } from './offered.ts';
import { type EditedTest, testOfRun } from './test_draft.ts';

/** Makes a test of the run that is shown, where it is a whole test run. */
export function useTestOfRun() {
  const tests = useTestsStore();
  const results = useResultsStore();
  const document = useDocumentStore();
  const steps = useResults((state) => state.run?.steps);
  const given = useTests((state) => state.given);
  const isPossible = given !== null && given.steps === steps;

  /** It is opened; nothing where the run is none of which a test can be made. */
  function make(): EditedTest | null {
    const { run } = results.getState();
    const { given: start } = tests.getState();
    if (!run || !start || start.steps !== run.steps) return null;
    const offered = offeredOfRun(run, knownOf(start, document.getState().draft.definition));
    const test = testOfRun(start, offered, testing.saved.untitled);
    tests.getState().edit(test);
    return test;
  }

  return {
    isPossible,
    make,
    /** The test that is open, else one made of the run. */
    openOr: () => tests.getState().edited ?? make(),
    expect: (expectation: Expectation) => tests.getState().expect(expectation),
  };
}
