import { checkDefinition } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { eventTypesQuery, variablesQuery } from '../../api/queries.ts';
import { useManifests } from '../catalog.tsx';
import { useDocument } from '../document/context.tsx';
import { useResultsStore } from '../results/context.tsx';
import { sampleOf } from '../results/samples.ts';
import { useProblemsStore } from './context.tsx';
import { fillSecrets } from './fill_secrets.ts';

/** A moment after the last change: nobody wants to be told about a word that is half typed. */
const restMs = 300;

/** Runs the deploy checks on the draft whenever it has rested. */
export function useChecks(): void {
  const definition = useDocument((state) => state.draft.definition);
  const manifests = useManifests();
  const problems = useProblemsStore();
  const results = useResultsStore();
  const variables = useQuery(variablesQuery()).data;
  const eventTypes = useQuery(eventTypesQuery()).data;

  useEffect(() => {
    if (manifests.length === 0) return;
    const timer = setTimeout(() => {
      const { samples } = results.getState();
      const byKey = Object.fromEntries(
        definition.nodes.flatMap((node) => {
          const sample = sampleOf(samples, node);
          return sample ? [[node.key, sample.value]] : [];
        }),
      );
      const found = checkDefinition(fillSecrets(definition), {
        manifests: [...manifests],
        variables: variables?.data.map((variable) => variable.name),
        event_types: eventTypes?.data.map((type) => type.name),
        samples: byKey,
      });
      problems.getState().setList(found);
    }, restMs);
    return () => clearTimeout(timer);
  }, [definition, manifests, variables, eventTypes, problems, results]);

  // What the server said of an earlier draft may no longer hold.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs with every change of the definition
  useEffect(() => {
    if (problems.getState().refused.length > 0) problems.getState().setRefused([]);
  }, [definition, problems]);
}
