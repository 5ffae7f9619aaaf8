export type {
  Clock,
  ExecutionStart,
  FinishedExecution,
  JournalEntry,
  Observer,
  ParkedExecution,
  Registry,
  Storage,
} from './ports.ts';
export { OwnershipLost } from './ports.ts';
