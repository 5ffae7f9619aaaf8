const mb = 1024 * 1024;

/** Of saved tests. Bytes are those of the JSON text in UTF-8. */
export const testLimits = {
  per_workflow: 200,
  bytes: mb,
  /** Of all tests of a workflow together. */
  workflow_bytes: 20 * mb,
  depth: 64,
  expectations: 200,
  mocks: 1_000,
  /** What one run of several tests may take, in milliseconds, and one of them. */
  run_ms: 60_000,
  test_ms: 20_000,
  /** Results that come along; of more, those of tests that passed are left out. */
  results_bytes: 8 * mb,
  /** Test runs of an organization at the same time. */
  at_once: 8,
} as const;
