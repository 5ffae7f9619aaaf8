/** Whether the database can be reached, as this process sees it: by its listener and by its writes. */

export interface Outage {
  /** The listener lost its connection. */
  lost(): void;
  /** The listener is connected. */
  found(): void;
  isAway(): boolean;
}

/** A listener that reconnects at once is no outage. */
const AWAY_AFTER_MS = 1_000;

export function watchOutage(storage: { readonly away_ms: number; readonly waiting: number }): Outage {
  let lost_at: number | null = null;
  return {
    lost() {
      lost_at ??= performance.now();
    },
    found() {
      lost_at = null;
    },
    isAway() {
      const unheard = lost_at !== null && performance.now() - lost_at > AWAY_AFTER_MS;
      return unheard || (storage.away_ms > AWAY_AFTER_MS && storage.waiting > 0);
    },
  };
}
