/** An engine by itself, for tests that hold one process and its execution in their own hands. */
import { createEngine } from '../engine.ts';
import type { ExecutionStart } from '../ports.ts';
import { FakeWorld } from './fake_apps.ts';
import { FakeClock } from './fake_clock.ts';
import { fakeMakers } from './fake_makers.ts';
import { MemoryStorage } from './memory_storage.ts';
import { startOf } from './run_workflow.ts';

/** What an engine is made of, but its storage. */
export function engineParts(clock: FakeClock, world: FakeWorld) {
  return {
    clock,
    registry: world.registry,
    http: { request: () => Promise.reject(new Error('The fake apps use no HTTP')) },
    log: { info: () => {}, warn: () => {} },
    makers: fakeMakers(),
  };
}

/** @param crash where its process dies */
export function engineOn(clock: FakeClock, crash: Parameters<MemoryStorage['process']>[0] = null) {
  const storage = new MemoryStorage(clock);
  const world = new FakeWorld(clock);
  const engine = createEngine({ ...engineParts(clock, world), storage: storage.process(crash) });
  return { clock, storage, world, engine };
}

/** The start of an execution that no test looks at closely. */
export function startWith(definition: ExecutionStart['definition']): ExecutionStart {
  return startOf({ definition, trigger: { data: {} } }, new FakeClock(new Date(0)));
}
