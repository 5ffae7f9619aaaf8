/** What must be durable at the moment when something happens outside. */
import { isDeepStrictEqual } from 'node:util';
import { type Definition, incoming } from '@millrace/core';
import type { ExecutionStart, JournalEntry } from '../ports.ts';
import type { FakeWorld, OutsideCall } from './fake_apps.ts';
import type { MemoryStorage } from './memory_storage.ts';

/** The laws that a call breaks, as sentences; none when all is well. */
export function lawsOfEffects(
  call: OutsideCall,
  start: ExecutionStart,
  storage: MemoryStorage,
  world: FakeWorld,
): string[] {
  const row = storage.rows.get(start.id);
  const has = (path: string, kind: JournalEntry['kind']) =>
    row?.journal.values().some((entry) => entry.path === path && entry.kind === kind) ?? false;
  const broken: string[] = [];
  if (row?.settled.has(call.path)) broken.push(`${call.path} ran after it was settled`);
  if (call.effect === 'read') return broken;
  if (!row) return [...broken, `${call.path} ran before the execution was accepted`];
  if (!has(call.path, 'started')) broken.push(`${call.path} ran before its start was durable`);
  const before = world.calls.find(({ key }) => key === call.key);
  if (before && !isDeepStrictEqual(before.input, call.input))
    broken.push(`${call.path} was repeated with another input`);
  const waited = waitedFor(start.definition, call.path);
  for (const key of world.delivered) {
    const path = key.slice(start.id.length + 1);
    const loop = waited.loops.find((each) => path.startsWith(`${each}[`));
    if (!waited.steps.has(path) && loop === undefined) continue;
    if (row.settled.has(path) || (loop !== undefined && row.settled.has(loop))) continue;
    broken.push(`${call.path} ran before what ${path} gave was durable`);
  }
  return broken;
}

/** What must have ended before a step runs: all before it, but not behind a merge that takes the first arrival. */
function waitedFor(definition: Definition, path: string): { steps: Set<string>; loops: string[] } {
  const steps = new Set<string>();
  const loops: string[] = [];
  const open = [path];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const cut = next.lastIndexOf('/') + 1;
    const round = next.slice(0, cut);
    const node = definition.nodes.find((each) => each.id === next!.slice(cut))!;
    if (node.subtype === 'merge' && node.config.mode === 'first') continue;
    for (const { source, sourceHandle } of incoming(definition, node.id)) {
      const isBody = sourceHandle === 'body';
      // The loop around it has begun and not ended.
      const before = isBody ? round.slice(0, round.lastIndexOf('[')) : round + source;
      if (steps.has(before)) continue;
      if (!isBody) {
        steps.add(before);
        if (definition.nodes.find(({ id }) => id === source)!.subtype === 'loop') loops.push(before);
      }
      open.push(before);
    }
  }
  return { steps, loops };
}
