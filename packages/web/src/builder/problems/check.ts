/** What the worker of the checks answers; it remembers what is sent once. */
import { type AppManifest, brokenEdges, type CheckContext, checkDefinition } from '@millrace/core';
import type { Checked, CheckQuestion, CheckSamples } from './checker.ts';

let manifests: readonly AppManifest[] = [];
let samples: CheckSamples = {};

/** What does not change with every key is sent once. */
export function check(question: CheckQuestion): Checked {
  if (question.manifests) manifests = question.manifests;
  if (question.samples) samples = question.samples;
  const context: CheckContext = { ...question.about, ...samples, manifests };
  const problems = checkDefinition(question.definition, context);
  return { id: question.id, problems, edges: [...brokenEdges(question.definition, problems)] };
}
