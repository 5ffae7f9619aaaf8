/** What an event looks like, and whether it would pass filters. Pure but for the hook that finds the sample. */
import { type EventFilter, evaluateFilters } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { eventTypesQuery } from '../../../api/queries.ts';
import { isRecord } from '../../document/edits/update_config.ts';
import { pathText } from '../../expressions/regions.ts';
import { useResults } from '../../results/context.tsx';
import { sampleOf } from '../../results/samples.ts';
import { useNodeForm } from './node_form_context.tsx';

export interface EventSample {
  /** The data of an event of the type; undefined when nobody knows one. */
  data: unknown;
  /** Pinned or from a run, or as the type declares it. */
  real: boolean;
  declared: boolean;
}

/** The sample of the event that the node listens to: what really came, else what its type declares. */
export function useEventSample(): EventSample {
  const { node } = useNodeForm();
  // Not from what expressions see: there a missing one is made up.
  const real = useResults((state) =>
    node.type === 'trigger' ? sampleOf(state.samples, node)?.value : undefined,
  );
  const types = useQuery(eventTypesQuery()).data?.data;
  const declared = types?.find(({ name }) => name === node.config.event_type);
  const came = isRecord(real) && 'data' in real;
  return { data: came ? real.data : declared?.sample, real: came, declared: declared !== undefined };
}

export interface SamplePath {
  path: string;
  value: unknown;
}

const mostPaths = 300;
const deepest = 6;

/** Every field of the sample with its value, as a filter names it; of a list its first entry. */
export function samplePaths(data: unknown): SamplePath[] {
  const found: SamplePath[] = [];
  collect(data, [], found);
  return found;
}

function collect(value: unknown, path: readonly (string | number)[], found: SamplePath[]): void {
  if (found.length >= mostPaths || path.length > deepest) return;
  if (Array.isArray(value)) {
    if (path.length > 0) found.push({ path: printed(path), value });
    if (value.length > 0) collect(value[0], [...path, 0], found);
    return;
  }
  if (!isRecord(value)) {
    if (path.length > 0) found.push({ path: printed(path), value });
    return;
  }
  for (const [name, field] of Object.entries(value)) collect(field, [...path, name], found);
}

/** The first name is read directly, unless it is none that an expression could begin with. */
function printed(path: readonly (string | number)[]): string {
  const [first] = path;
  const plain = typeof first === 'string' && /^[A-Za-z_$][\w$]*$/.test(first);
  return pathText(plain ? '' : 'data', path);
}

export type FilterVerdict = { passes: true } | { passes: false; reason: string | null };

/** Whether an event with this data passes; null while the filters say nothing yet. */
export function verdictOf(filters: readonly EventFilter[], data: unknown): FilterVerdict | null {
  const given = filters.filter(({ path }) => typeof path === 'string' && path.trim() !== '');
  if (given.length === 0) return null;
  try {
    return evaluateFilters([...given], data) ? { passes: true } : { passes: false, reason: null };
  } catch (error) {
    return { passes: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
