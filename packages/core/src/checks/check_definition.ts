/** The deploy checks: everything that would fail when it runs and can be known before. One file per check beside this one. */
import type { Problem } from '../contract/workflows.ts';
import type { Definition } from '../definition.ts';
import { approversCheck } from './approvers.ts';
import { concurrencyCheck } from './concurrency.ts';
import { connectedCheck } from './connected.ts';
import { connectionCheck } from './connection.ts';
import { cycleCheck } from './cycle.ts';
import { duplicateKeyCheck } from './duplicate_key.ts';
import { eventTypeCheck } from './event_type.ts';
import { fixedValuesCheck } from './fixed_values.ts';
import { halfComparisonCheck } from './half_comparison.ts';
import { handlesCheck } from './handles.ts';
import { invalidExpressionCheck } from './invalid_expression.ts';
import { invalidInputCheck } from './invalid_input.ts';
import { loopBodiesCheck } from './loop_bodies.ts';
import { loopItemsCheck } from './loop_items.ts';
import { mappedFieldsCheck } from './mapped_fields.ts';
import { missingInputCheck } from './missing_input.ts';
import { noEffectCheck } from './no_effect.ts';
import { pinnedSampleCheck } from './pinned_sample.ts';
import { respondCheck } from './respond.ts';
import { scheduleCheck } from './schedule.ts';
import { secretHostCheck } from './secret_host.ts';
import { secretInClearCheck } from './secret_in_clear.ts';
import { subWorkflowsCheck } from './sub_workflows.ts';
import { type Check, type CheckContext, subjectOf } from './subject.ts';
import { triggerCheck } from './trigger.ts';
import { turnedOffCheck } from './turned_off.ts';
import { typeMismatchCheck } from './type_mismatch.ts';
import { unknownVariableCheck } from './unknown_variable.ts';
import { waitingCheck } from './waiting.ts';
import { webhookDedupeCheck } from './webhook_dedupe.ts';

/** In the order in which a person would mend them. */
const checks: readonly Check[] = [
  triggerCheck,
  connectedCheck,
  cycleCheck,
  loopBodiesCheck,
  handlesCheck,
  turnedOffCheck,
  duplicateKeyCheck,
  missingInputCheck,
  invalidInputCheck,
  fixedValuesCheck,
  secretInClearCheck,
  secretHostCheck,
  connectionCheck,
  webhookDedupeCheck,
  scheduleCheck,
  eventTypeCheck,
  loopItemsCheck,
  waitingCheck,
  approversCheck,
  subWorkflowsCheck,
  concurrencyCheck,
  invalidExpressionCheck,
  halfComparisonCheck,
  unknownVariableCheck,
  typeMismatchCheck,
  pinnedSampleCheck,
  mappedFieldsCheck,
  respondCheck,
  noEffectCheck,
];

/** All problems of a definition, errors and warnings; a workflow without errors may be deployed. Never throws. */
export function checkDefinition(definition: Definition, context: CheckContext): Problem[] {
  const subject = subjectOf(definition, context);
  return checks.flatMap((check) => check(subject));
}
