/**
 * Bounds what one execution keeps, so that its record can always be written: each output by what can be stored at all, all of
 * them together by {@link recordLimits}.
 */
import { StepError } from '@millrace/sdk';
import { toStorable } from './storable.ts';

/** In bytes. The same numbers are in `docs/limits.md`. */
export const recordLimits = { execution: 50 * 1024 * 1024, input: 1024 * 1024 } as const;

export class Allowance {
  /** Of the whole execution; a part spends from it too. */
  readonly #whole: Allowance;
  #left: number = recordLimits.execution;
  #spent = 0;

  constructor(whole?: Allowance) {
    this.#whole = whole ?? this;
  }

  /** What is spent through it can be given back together. */
  part(): Allowance {
    return new Allowance(this.#whole);
  }

  /** From now on what another part has spent belongs to this one. */
  absorb(part: Allowance): void {
    this.#spent += part.#spent;
    part.#spent = 0;
  }

  /** What was spent here is no longer kept. */
  giveBack(): void {
    this.#whole.#left += this.#spent;
    this.#spent = 0;
  }

  /** More than half of what the whole execution may keep is spent. */
  get isScarce(): boolean {
    return this.#whole.#left < recordLimits.execution / 2;
  }

  #spend(bytes: number): void {
    this.#spent += bytes;
    this.#whole.#left -= bytes;
  }

  /** An output as it is kept. @throws StepError why it cannot be */
  output(value: unknown): unknown {
    const stored = toStorable(value);
    if (!stored.ok) throw new StepError(stored.message, stored);
    if (stored.bytes > this.#whole.#left) {
      throw new StepError('The outputs of this execution are larger than 50 MB together', {
        code: 'execution_too_large',
        hint: 'Keep only the fields that later steps need, or work in smaller portions.',
      });
    }
    this.#spend(stored.bytes);
    return stored.value;
  }

  /** An input as it is kept: a large one only by name, and never a reason to fail. */
  input(value: unknown): unknown {
    const stored = toStorable(value);
    if (!stored.ok) return `(not kept: ${stored.message.replace('The output', 'the input')})`;
    if (stored.bytes > recordLimits.input)
      return `(not kept: larger than ${recordLimits.input / 1024 / 1024} MB)`;
    if (stored.bytes > this.#whole.#left) return '(not kept: the record of this execution is full)';
    this.#spend(stored.bytes);
    return stored.value;
  }

  /** Counts what an earlier process kept. */
  count(value: unknown): void {
    const stored = toStorable(value);
    if (stored.ok) this.#spend(stored.bytes);
  }
}
