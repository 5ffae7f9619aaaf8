import type { Definition, Problem } from '@millrace/core';
import { workflowRoutes } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { call } from '../../api/call.ts';
import { allConnectionsQuery } from '../../api/connections.ts';
import { eventTypesQuery, membersQuery, variablesQuery } from '../../api/queries.ts';
import { useManifests } from '../catalog.tsx';
import { useDocument } from '../document/context.tsx';
import { useResults } from '../results/context.tsx';
import { isPinned, lastOf, type Samples } from '../results/samples.ts';
import { type Checker, type CheckSamples, createChecker, startChecks } from './checker.ts';
import { useProblemsStore } from './context.tsx';
import { fillSecrets } from './fill_secrets.ts';
import { useUnfinished } from './use_unfinished.ts';

/** A moment after the last change: nobody wants to be told about a word that is half typed. */
const restMs = 300;
/** More members than these come in pages, and then nothing is said of them. */
const mostMembers = 100;

/** Runs the deploy checks on the draft whenever it has rested, with all that the server knows. */
export function useChecks(): void {
  const definition = useDocument((state) => state.draft.definition);
  const workflow_id = useDocument((state) => state.workflowId);
  const manifests = useManifests();
  const problems = useProblemsStore();
  const known = useKnown();
  const samples = useCheckSamples();
  const checker = useRef<Checker>(null);

  useEffect(() => {
    const made = createChecker(startChecks);
    checker.current = made;
    return () => made.close();
  }, []);

  useEffect(() => {
    if (manifests.length === 0) return;
    const timer = setTimeout(() => {
      const input = {
        definition: fillSecrets(definition),
        about: { ...known, workflow_id },
        manifests,
        samples,
      };
      checker.current?.ask(input, (checked) =>
        problems.getState().setList(checked.problems, new Map(checked.edges), definition),
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [definition, workflow_id, manifests, known, samples, problems]);

  // What the server said of an earlier draft may no longer hold.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs with every change of the definition
  useEffect(() => {
    const { refused, refusal, setRefused, refuse } = problems.getState();
    if (refused.length > 0) setRefused([]);
    if (refusal?.why === 'failed') refuse(null);
  }, [definition, problems]);
  useServerChecks();
  useUnfinished();
}

/** Names of variables, event types and members. */
function useKnown() {
  const variables = useQuery(variablesQuery()).data;
  const eventTypes = useQuery(eventTypesQuery()).data;
  const members = useQuery(membersQuery({ limit: mostMembers })).data;
  const connections = useQuery(allConnectionsQuery()).data;
  return useMemo(
    () => ({
      variables: variables?.data.map((variable) => variable.name),
      event_types: eventTypes?.data.map((type) => type.name),
      event_samples:
        eventTypes && Object.fromEntries(eventTypes.data.map(({ name, sample }) => [name, sample])),
      members: members && members.next_cursor === null ? members.data.map(({ id }) => id) : undefined,
      connections: connections?.map(({ id, name, hosts, status }) => ({ id, name, hosts, status })),
    }),
    [variables, eventTypes, members, connections],
  );
}

/** Samples by the keys of their nodes. The same object as long as neither samples nor keys change. */
function useCheckSamples(): CheckSamples {
  const samples = useResults((state) => state.samples);
  const named = useDocument((state) => namesOf(state.draft.definition));
  return useMemo(() => samplesByKey(samples, named), [samples, named]);
}

/** A text, so that a change of something else is none of it. */
function namesOf({ nodes }: Definition): string {
  return nodes.map(({ id, key, type }) => `${id} ${key} ${type}`).join('\n');
}

function samplesByKey(samples: Samples, named: string): CheckSamples {
  const nodes = named.split('\n').map((line) => {
    const [id = '', key = '', type = ''] = line.split(' ');
    return { id, key, type: type as 'trigger' | 'action' };
  });
  const pinned = nodes.filter(({ id }) => isPinned(samples, id));
  const ran = nodes.filter((node) => lastOf(samples, node) !== undefined);
  return {
    pinned: Object.fromEntries(pinned.map(({ id, key }) => [key, samples.pinned[id]])),
    samples: Object.fromEntries(ran.map((node) => [node.key, lastOf(samples, node)])),
  };
}

/**
 * What other workflows this one calls, and what those call, is known to the server alone: where it calls any, the saved draft is
 * checked there too.
 */
function useServerChecks(): void {
  const id = useDocument((state) => state.workflowId);
  const saved = useDocument((state) => state.saved);
  const draft = useDocument((state) => state.draft.definition);
  const problems = useProblemsStore();
  const isSaved = saved.draft.definition === draft;
  const asks = isSaved && callsOthers(draft);
  const { data } = useQuery({
    queryKey: ['workflow', id, 'validate', saved.updated_at],
    queryFn: ({ signal }) => call(workflowRoutes.validate, { params: { id }, signal }),
    enabled: asks,
    staleTime: 60_000,
  });
  useEffect(() => {
    problems.getState().setFromServer(asks && data ? data.problems.filter(isAboutCalls) : []);
  }, [asks, data, problems]);
}

function callsOthers({ nodes, config }: Definition): boolean {
  return config.error_workflow_id != null || nodes.some(({ subtype }) => subtype === 'sub_workflow');
}

function isAboutCalls({ check }: Problem): boolean {
  return check === 'sub_workflows';
}
