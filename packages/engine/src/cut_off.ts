/** Ends what is under way in a round that is over, where that is allowed. */
import { cutOffStep, stillStep } from './call_record.ts';
import { closeUnreached } from './close_waits.ts';
import type { Execution } from './execute.ts';
import { isUncertain } from './flights.ts';
import { cutOffLoop } from './loop.ts';
import type { Place } from './place.ts';
import type { Walk } from './walk.ts';

/** Everything that is open in a round but such attempts, which land as usual; nothing follows from them. */
export function cutOffRound(execution: Execution, round: Walk): void {
  for (const place of [...round.open]) {
    const loop = round.loops.get(place.node.index);
    const flight = execution.flights.get(place);
    if (loop) cutOffLoop(loop);
    else if (!flight) cutOffStill(execution, place);
    else if (!isUncertain(flight)) {
      execution.flights.delete(place);
      flight.abandon(new Error('The round of the loop ended'));
      const { effect, attempt } = flight.call;
      const step = cutOffStep(execution, flight.call);
      // That it starts was noted already, and nobody is to wonder whether it happened.
      if (effect !== 'read' && effect !== 'local')
        execution.ledger.note({ kind: 'settled', path: place.path, attempt, step, cut_off: true }, false);
      round.cutOff(place, step);
    }
  }
  closeUnreached(execution, round);
}

/** A step that waits, or whose call was not begun. Whoever could end its wait is told that it is over. */
function cutOffStill(execution: Execution, place: Place): void {
  const { path, walk } = place;
  execution.delayed.delete(place);
  const at = execution.calls.findIndex((call) => call.place === place);
  if (at >= 0) execution.calls.splice(at, 1);
  const open = execution.waits.get(path);
  execution.waits.delete(path);
  const step = stillStep(execution, place, open !== undefined);
  const attempt = execution.ledger.openWaits.get(path);
  if (attempt !== undefined)
    execution.ledger.note({ kind: 'settled', path, attempt, step, cut_off: true }, true);
  walk.cutOff(place, step);
}
