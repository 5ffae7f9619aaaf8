/** Durations as people give them: a number, or an expression for one, and a unit. Pure. */
import { durationUnits } from '@millrace/core';
import { isRecord } from '../../document/edits/update_config.ts';

export type DurationUnit = (typeof durationUnits)[number];

export interface Duration {
  /** Undefined while nothing is given yet. */
  value: number | string | undefined;
  unit: DurationUnit;
}

/** The unit of a duration that names none. */
const usualUnit: DurationUnit = 'minutes';

/** Reads a stored duration, which an import may have given another shape. */
export function readDuration(stored: unknown): Duration {
  const { value, unit } = isRecord(stored) ? stored : {};
  return {
    value: typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : undefined,
    unit: durationUnits.includes(unit as DurationUnit) ? (unit as DurationUnit) : usualUnit,
  };
}

/** What is stored: nothing without a value, and a number where one was typed. */
export function storedDuration({
  value,
  unit,
}: Duration): { value: number | string; unit: DurationUnit } | undefined {
  if (value === undefined || value === '' || Number.isNaN(value)) return undefined;
  return { value, unit };
}

/** `5 minutes`, `1 hour`, `delay days` for an expression; null where nothing is given. */
export function durationWords(stored: unknown): string | null {
  const { value, unit } = readDuration(stored);
  if (value === undefined) return null;
  const shown = typeof value === 'number' ? String(value) : value.replace(/[{}]/g, '').trim();
  return `${shown} ${Number(value) === 1 ? unit.slice(0, -1) : unit}`;
}
