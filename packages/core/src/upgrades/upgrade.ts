/**
 * Definitions of older formats, brought to the current one step by step. A definition says its format in `format`; where it
 * says none it is format 1. A step is one file of this folder (`to_2.ts`) and one entry here; it is never edited once released,
 * because the definitions of old versions pass through it for ever.
 */
export type UpgradeStep = (definition: Record<string, unknown>) => Record<string, unknown>;

/** `steps[0]` leads from format 1 to format 2, and so on. */
const releasedSteps: readonly UpgradeStep[] = [];

/** Says which format could not be read. */
export class UnknownFormat extends Error {}

/**
 * The definition in the current format, without its `format` mark.
 * @throws UnknownFormat when it was made by a newer Millrace, or its mark is not a format.
 */
export function upgradeDefinition(
  definition: Record<string, unknown>,
  steps: readonly UpgradeStep[] = releasedSteps,
): Record<string, unknown> {
  const { format = 1, ...rest } = definition;
  const current = steps.length + 1;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) {
    throw new UnknownFormat(`format must be a whole number from 1 to ${current}`);
  }
  if (format > current) {
    throw new UnknownFormat(
      `This definition has format ${format} and this Millrace reads up to format ${current}; upgrade Millrace first`,
    );
  }
  return steps.slice(format - 1).reduce((upgraded, step) => step(upgraded), rest);
}
