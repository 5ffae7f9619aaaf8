export { connectedHttp } from './connected_http.ts';
export type {
  DraftResult,
  Engine,
  EngineParts,
  NodeOptions,
  Running,
  RunOptions,
  TestOptions,
} from './engine.ts';
export { createEngine } from './engine.ts';
export { HandBack } from './errors.ts';
export { unknownOutcome } from './journal.ts';
export type {
  Clock,
  Connections,
  ExecutionStart,
  FinishedExecution,
  JournalEntry,
  Makers,
  Observer,
  OpenConnection,
  ParkedExecution,
  Registry,
  Signal,
  Storage,
  Wait,
  WaitResult,
} from './ports.ts';
export { OwnershipLost } from './ports.ts';
export { secretEraser } from './secrets.ts';
export { type Stored, storableLimits, storableText, toStorable } from './storable.ts';
export type { Answer } from './whole.ts';
