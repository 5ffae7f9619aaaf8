/**
 * Saved tests of the open workflow as the builder works with them: what the shown test was started with, the one being edited,
 * and how they ended here. Invariants:
 *  1. one test is edited at a time; choosing another one drops what was not saved, and whoever does it is asked first;
 *  2. an outcome belongs to the definition that it ran on; it is marked as old when the draft changes.
 */
import type { Expectation, TestOutcome } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type EditedTest, type TestGiven, tickedOf } from './test_draft.ts';

export interface TestsState {
  /** Of the test in the results; null for a run. */
  given: TestGiven | null;
  edited: EditedTest | null;
  /** Counts the tests that were opened: what an editor holds by itself belongs to one of them. */
  opened: number;
  /** By test id; what is not saved yet has none. */
  outcomes: ReadonlyMap<string, TestOutcome>;
  /** The definition that the outcomes are of. */
  ranOn: unknown;
  setGiven(given: TestGiven | null): void;
  edit(test: EditedTest | null): void;
  change(change: Partial<Omit<EditedTest, 'id' | 'changed'>>): void;
  expect(expectation: Expectation): void;
  /** It was saved under this id. */
  saved(id: string): void;
  /** Expects what a run offers, or no more. */
  tick(expectation: Expectation, ticked: boolean): void;
  setOutcomes(outcomes: readonly TestOutcome[], ranOn: unknown): void;
  forget(id: string): void;
}

export type TestsStore = StoreApi<TestsState>;

export function createTestsStore(): TestsStore {
  return createStore<TestsState>()((set, get) => ({
    given: null,
    edited: null,
    opened: 0,
    outcomes: new Map(),
    ranOn: null,
    setGiven: (given) => set({ given }),
    edit: (edited) => set({ edited, opened: get().opened + 1 }),
    change(change) {
      const { edited } = get();
      if (edited) set({ edited: { ...edited, ...change, changed: true } });
    },
    expect(expectation) {
      const { edited } = get();
      if (edited) get().change({ expectations: [...edited.expectations, expectation] });
    },
    tick(expectation, ticked) {
      const unticked = get().edited?.unticked?.filter((each) => each !== expectation);
      if (unticked) get().change({ unticked: ticked ? unticked : [...unticked, expectation] });
    },
    saved(id) {
      const { edited } = get();
      const outcomes = new Map(get().outcomes);
      outcomes.delete(id);
      set({ outcomes });
      if (edited?.id === id || edited?.id === null)
        set({ edited: { ...edited, id, expectations: tickedOf(edited), unticked: null, changed: false } });
    },
    setOutcomes(outcomes, ranOn) {
      const kept = get().ranOn === ranOn ? get().outcomes : [];
      set({ ranOn, outcomes: new Map([...kept, ...outcomes.map((each) => [each.test_id, each] as const)]) });
    },
    forget(id) {
      const { edited } = get();
      const outcomes = new Map(get().outcomes);
      outcomes.delete(id);
      set({ outcomes, edited: edited?.id === id ? null : edited });
    },
  }));
}
