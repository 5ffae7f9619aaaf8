import type { FinishedExecution } from '@millrace/engine';
import type { SaveData } from './kept_data.ts';
import type { Opening } from './write_opened.ts';

/** Who writes for an execution. One for each execution that this process runs. */
export interface Hold {
  owner: string;
  /** Set once its row is (being) committed as `running`; null while it lives in memory only. */
  accepted: Promise<void> | null;
  /** Priority of the job when it is parked. */
  priority: number;
  /** What is kept of the data of an execution that ended. */
  save_data: SaveData;
  /**
   * A step of it waits, or waited, for something outside; absent: not known of one that another process had. What the claim
   * says, and from then on kept by the storage.
   */
  waited?: boolean;
  /** Some of its values are stored apart; as `waited`. */
  large?: boolean;
  /** The definition could not be read, so nobody knows what its settings ask for. */
  settings_unknown?: boolean;
  /** Another process took it over: nothing is written for it any more. */
  lost?: boolean;
  /** Set when its end, or its park, is on its way to the database. */
  finishing?: boolean;
  /** Set when the database refused the data: what was stored instead. */
  stored?: FinishedExecution;
  /** Its row while it may still take entries with it. Of the storage. */
  opening?: Opening;
}
