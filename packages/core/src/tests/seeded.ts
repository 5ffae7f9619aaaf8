/** What is the same every time a test with a fixed time is run: the time, the random bytes, the id of its execution. */

export const fixedExecutionId = '00000000-0000-7000-8000-000000000000';

/** Bytes that look random and are the same for the same seed (mulberry32). Never for secrets. */
export function seededBytes(seed: number): (count: number) => Uint8Array {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 24;
  };
  return (count) => Uint8Array.from({ length: count }, next);
}
