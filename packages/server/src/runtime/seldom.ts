/**
 * Calls `say` at once for the first of a kind, and then at most once every `every_ms` with how many there were since; nothing is
 * kept running for it. What came last before a long silence is told with the next one.
 */
export function seldom(
  every_ms: number,
  say: (count: number) => void,
  now: () => number = () => performance.now(),
): () => void {
  let count = 0;
  let said = Number.NEGATIVE_INFINITY;
  return () => {
    count += 1;
    if (now() - said < every_ms) return;
    said = now();
    say(count);
    count = 0;
  };
}
