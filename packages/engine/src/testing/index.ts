export { engineOn, engineParts, startWith } from './engine_on.ts';
export { FakeWorld, type OutsideCall } from './fake_apps.ts';
export { FakeClock } from './fake_clock.ts';
export { fakeMakers } from './fake_makers.ts';
export { type Child, Crash, type CrashPoint, MemoryStorage } from './memory_storage.ts';
export type { KeptWait } from './memory_waits.ts';
export type { ScriptedChild, ScriptedSignal } from './outside.ts';
export { type Given, type Report, runEverywhere, runWorkflow } from './run_workflow.ts';
export { act, control, respond, trigger, workflow } from './workflow.ts';
