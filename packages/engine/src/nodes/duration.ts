/** Durations and dates as people and expressions write them, within what may be waited for. */
import { type durationUnits, longestWaitDays } from '@millrace/core';
import { StepError } from '@millrace/sdk';

type Unit = (typeof durationUnits)[number];

const units: Readonly<Record<Unit, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

export const longestWait = longestWaitDays * units.days;

/** In milliseconds. @param field its wire path @throws StepError when it is no duration, or too long */
export function durationOf({ value, unit }: { value: unknown; unit: Unit }, field: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    const shown =
      typeof value === 'string' ? `"${value.slice(0, 60)}"` : JSON.stringify(value ?? null).slice(0, 60);
    throw new StepError(`A duration is a number; this is ${shown}`, {
      code: 'validation',
      field: `${field}.value`,
    });
  }
  if (number < 0)
    throw new StepError(`A duration cannot be negative; this is ${number}`, {
      code: 'validation',
      field: `${field}.value`,
    });
  const ms = Math.round(number * units[unit]);
  if (ms > longestWait) throw tooLong(`${number} ${unit}`, field);
  return ms;
}

export function tooLong(what: string, field: string): StepError {
  return new StepError(`Nothing waits longer than ${longestWaitDays} days; this is ${what}`, {
    code: 'wait_too_long',
    field,
  });
}

/** The largest unit that says it: `3 hours`, `1 day`. */
export function inWords(ms: number): string {
  const [unit, size] = Object.entries(units).findLast(([, size]) => ms >= size) ?? ['seconds', 1_000];
  const count = Math.floor(ms / size);
  return `${count.toLocaleString('en')} ${count === 1 ? unit.slice(0, -1) : unit}`;
}
