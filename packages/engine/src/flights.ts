/** The attempts of an execution that are under way: launched, landed, or cut off. */
import { cutOffStep } from './call_record.ts';
import { TimedOut } from './errors.ts';
import { Flight, type Landed } from './flight.ts';
import { isoText } from './iso_text.ts';
import type { Place } from './place.ts';
import type { StepCall, Turn } from './turn.ts';

export class Flights {
  readonly #turn: Turn;
  readonly #wake: () => void;
  /** Made with the first: an execution that only computes has none. */
  #open: Map<Place, Flight> | null = null;
  #landed: Landed[] = [];

  /** @param wake is called when one has landed */
  constructor(turn: Turn, wake: () => void) {
    this.#turn = turn;
    this.#wake = wake;
  }

  get size(): number {
    return this.#open?.size ?? 0;
  }

  get hasLanded(): boolean {
    return this.#landed.length > 0;
  }

  get(place: Place): Flight | undefined {
    return this.#open?.get(place);
  }

  delete(place: Place): void {
    this.#open?.delete(place);
  }

  places(): Iterable<Place> {
    return this.#open?.keys() ?? [];
  }

  /** Those that landed since the last time; they are no longer under way. */
  takeLanded(): readonly Landed[] {
    const landed = this.#landed;
    if (landed.length === 0) return landed;
    this.#landed = [];
    for (const { call } of landed) this.delete(call.place);
    return landed;
  }

  /** Launches calls: at once, or after a commit where they may do something outside. */
  launch(calls: readonly StepCall[], afterCommit: (act: () => void) => void): void {
    const unsafe: Flight[] = [];
    this.#open ??= new Map();
    for (const call of calls) {
      const { place, effect, attempt, started_at: at } = call;
      if (place.walk.ended) continue;
      const flight = new Flight(call, (landed) => {
        this.#landed.push(landed);
        this.#wake();
      });
      this.#open.set(place, flight);
      if (effect === 'local' || effect === 'read') {
        this.#begin(flight);
        continue;
      }
      unsafe.push(flight);
      this.#turn.ledger.note({ kind: 'started', path: place.path, attempt, at }, false);
    }
    if (unsafe.length === 0) return;
    afterCommit(() => {
      for (const flight of unsafe) this.#begin(flight);
    });
  }

  #begin(flight: Flight): void {
    const { call } = flight;
    const { means, whole } = this.#turn;
    if (!flight.isOpen) return;
    const { node, path } = call.place;
    if (!call.pending) {
      call.began = means.clock.monotonic();
      call.started_at = isoText(means.clock.now());
      means.observer?.stepStarted?.(whole.start, { node_id: node.id, label: node.label, path });
    }
    const seconds = node.timeout_seconds;
    flight.begin(
      means.clock,
      seconds,
      () => new TimedOut(seconds),
      () => call.pending ?? call.action.run(call.context),
    );
  }

  /** Abandons what is under way: everything, or what has no effect that somebody should know the end of. */
  cutOff(everything: boolean): void {
    const { whole } = this.#turn;
    for (const [place, flight] of this.#open ?? []) {
      if (!everything && isUncertain(flight)) continue;
      this.delete(place);
      flight.abandon(new Error(whole.ending?.reason ?? 'The execution stopped'));
      if (whole.ending && flight.begun) place.walk.cutOff(place, cutOffStep(this.#turn, flight.call));
    }
  }
}

/** An attempt whose end somebody should know, because it may have done something outside. */
export function isUncertain({ begun, call: { effect } }: Flight): boolean {
  return begun && effect !== 'read' && effect !== 'local';
}
