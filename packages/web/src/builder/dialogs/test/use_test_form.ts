import { type Definition, sampleOfSchema, type WorkflowNode, type WorkflowTestBody } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { eventTypesQuery } from '../../../api/queries.ts';
import { useManifests } from '../../catalog.tsx';
import { useDocumentStore } from '../../document/context.tsx';
import { isRecord } from '../../document/edits/update_config.ts';
import { parseJson } from '../../expressions/parse_json.ts';
import { useResultsStore } from '../../results/context.tsx';
import { exampleInput } from '../../results/example_input.ts';
import { isPinned, pinnedMocks, sampleOf } from '../../results/samples.ts';
import { asText, mockedNodes, startInput, startMock, triggerOf } from '../run_input.ts';
import { isTime } from './fixed_time.tsx';
import { keepChoice, keptChoice } from './kept_choice.ts';

export interface TestForm extends ReturnType<typeof useTestForm> {}

/** What a test is started with. */
export interface TestStart {
  input?: unknown;
  request?: WorkflowTestBody['request'];
  mocks: Record<string, unknown>;
  at?: string | null;
}

export interface MockRow {
  node: WorkflowNode;
  text: string;
  /** Made from the schema of what the step gives; undefined where nobody knows it. */
  made: string | undefined;
}

/** A sample that the input can be taken from, besides the executions. */
export interface KnownSample {
  source: 'pinned' | 'last' | 'event' | 'made';
  value: unknown;
}

/** The texts of the editors, and what they stand for once all of them are JSON. */
export function useTestForm() {
  const store = useDocumentStore();
  const manifests = useManifests();
  const results = useResultsStore();
  const eventTypes = useQuery(eventTypesQuery()).data;
  const [{ definition, workflowId }] = useState(() => {
    const { draft, workflowId } = store.getState();
    return { definition: draft.definition, workflowId };
  });
  const [kept] = useState(() => keptChoice(workflowId));
  const trigger = triggerOf(definition);
  const { samples } = results.getState();
  const eventSample = eventTypes?.data.find((type) => type.name === trigger?.config.event_type)?.sample;
  const first = asText(startInput(definition, samples, eventSample));
  // Null until somebody types: what arrives late (the sample of an event type) may still fill the editor.
  const [typed, setTyped] = useState<string | null>(kept.typed);
  const [request, setRequest] = useState(
    kept.request ?? requestOf(trigger && sampleOf(samples, trigger)?.value),
  );
  const [at, setAt] = useState(kept.at);
  const [mocks, setMocks] = useState((): MockRow[] =>
    mockedNodes(definition, manifests).map(({ node, operation }) => {
      const start = asText(startMock(node, operation, samples));
      const remembered = isPinned(samples, node.id) ? undefined : kept.mocks[node.id];
      const made = sampleOfSchema(operation.output);
      return { node, text: remembered ?? start, made: made === undefined ? undefined : asText(made) };
    }),
  );
  const takesInput = trigger?.subtype !== 'schedule';
  const input = typed ?? first;

  function start(): TestStart | null {
    const given = parseJson(takesInput ? input : '');
    const entries = mocks.map((mock) => ({ key: mock.node.key, parsed: parseJson(mock.text) }));
    if (!given.ok || entries.some(({ parsed }) => !parsed.ok) || (at !== null && !isTime(at))) return null;
    const filled = entries.flatMap(({ key, parsed }) =>
      parsed.ok && parsed.value !== undefined ? [[key, parsed.value] as const] : [],
    );
    const pinned = pinnedMocks(samples, definition.nodes);
    return {
      ...(given.value !== undefined && { input: given.value }),
      ...(request && trigger?.subtype === 'webhook' && { request }),
      mocks: { ...pinned, ...Object.fromEntries(filled) },
      at,
    };
  }

  return {
    trigger,
    takesInput,
    input,
    first,
    isTyped: typed !== null && typed !== first,
    setInput: (text: string | null) => setTyped(text),
    takeTrigger: (value: unknown) => {
      setTyped(asText(dataOf(value)));
      setRequest(requestOf(value));
    },
    known: knownSamples(definition, samples, eventSample),
    request,
    setRequest,
    at,
    setAt,
    mocks,
    setMock: (nodeId: string, text: string) =>
      setMocks((all) => all.map((mock) => (mock.node.id === nodeId ? { ...mock, text } : mock))),
    start,
    remember: () =>
      keepChoice(workflowId, {
        typed: typed === first ? null : typed,
        mocks: Object.fromEntries(mocks.map(({ node, text }) => [node.id, text])),
        request: request ?? null,
        at,
      }),
  };
}

function knownSamples(
  definition: Definition,
  samples: ReturnType<ReturnType<typeof useResultsStore>['getState']>['samples'],
  eventSample: unknown,
): KnownSample[] {
  const trigger = triggerOf(definition);
  const all: KnownSample[] = [
    {
      source: 'pinned',
      value: trigger && isPinned(samples, trigger.id) ? samples.pinned[trigger.id] : undefined,
    },
    { source: 'last', value: samples.trigger },
    { source: 'event', value: eventSample === undefined ? undefined : { data: eventSample } },
    { source: 'made', value: { data: exampleInput(definition) ?? {} } },
  ];
  return all.filter(({ value }) => value !== undefined);
}

function dataOf(trigger: unknown): unknown {
  return isRecord(trigger) && 'data' in trigger ? trigger.data : trigger;
}

/** What of a call there is besides its data. */
function requestOf(trigger: unknown): WorkflowTestBody['request'] | null {
  if (!isRecord(trigger)) return null;
  const { headers, query, method } = trigger as NonNullable<WorkflowTestBody['request']>;
  if (!headers && !query && !method) return null;
  return { ...(headers && { headers }), ...(query && { query }), ...(method && { method }) };
}
