/** The numbers beside a chart of counts: whole, round, from zero to at least the highest count, five or six at most. */
export function countTicks(highest: number): number[] {
  const step = roundStep(Math.max(highest, 1) / 4);
  const count = Math.ceil(Math.max(highest, 1) / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** The next of 1, 2, 5, 10, 20, 50… that is not below. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}
