/**
 * What a start needed once (sources, schemas, migrations) is a sixth of the memory that it leaves behind, and an idle process never
 * gives it back by itself. So it is collected once, when the start is over; it takes about a tenth of a second. Only where Node was
 * started with `--expose-gc`, as `npm start` does.
 */
const WHEN_MS = 3_000;

export function settleMemory(): void {
  const { gc } = globalThis;
  if (!gc) return;
  setTimeout(() => void gc({ type: 'major', execution: 'async', flavor: 'last-resort' }), WHEN_MS).unref();
}
