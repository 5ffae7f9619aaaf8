/**
 * From the kind of a field to its control. A new kind is one component and one line here. Fields reach it through
 * `controls_context.tsx`: a group draws fields in turn, and may not import what imports it.
 */
import type { Controls } from './controls_context.tsx';
import { AggregationsField } from './fields/aggregations.tsx';
import { ApproversField } from './fields/approvers.tsx';
import { CasesField } from './fields/cases.tsx';
import { ConditionField } from './fields/condition.tsx';
import { ConditionsField } from './fields/conditions.tsx';
import { ConnectionField } from './fields/connection.tsx';
import { CronField } from './fields/cron.tsx';
import { DateField } from './fields/date.tsx';
import { DurationField } from './fields/duration.tsx';
import { EventTypeField } from './fields/event_type.tsx';
import { ExpressionField } from './fields/expression.tsx';
import { FileField } from './fields/file.tsx';
import { FiltersField } from './fields/filters.tsx';
import { GroupField, VariantField } from './fields/group.tsx';
import { IntervalField } from './fields/interval.tsx';
import { JsonField } from './fields/json.tsx';
import { KeyValueField } from './fields/key_value.tsx';
import { ListField } from './fields/list.tsx';
import { MappingsField } from './fields/mappings.tsx';
import { MatchField } from './fields/match.tsx';
import { NumberField } from './fields/number.tsx';
import { OptionsField } from './fields/options.tsx';
import { SecretField } from './fields/secret.tsx';
import { SelectField } from './fields/select.tsx';
import { SwitchField } from './fields/switch.tsx';
import { MultilineField, TextField } from './fields/text.tsx';
import { TimezoneField } from './fields/timezone.tsx';
import { WorkflowField } from './fields/workflow.tsx';

export const controls: Controls = {
  text: TextField,
  url: TextField,
  multiline: MultilineField,
  markdown: MultilineField,
  code: ExpressionField,
  json: JsonField,
  expression: ExpressionField,
  condition: ConditionField,
  conditions: ConditionsField,
  mappings: MappingsField,
  aggregations: AggregationsField,
  key_value: KeyValueField,
  secret: SecretField,
  date: DateField,
  datetime: DateField,
  duration: DurationField,
  interval: IntervalField,
  cron: CronField,
  timezone: TimezoneField,
  cases: CasesField,
  filters: FiltersField,
  event_type: EventTypeField,
  match: MatchField,
  approvers: ApproversField,
  workflow: WorkflowField,
  options: OptionsField,
  connection: ConnectionField,
  file: FileField,
  number: NumberField,
  switch: SwitchField,
  select: SelectField,
  list: ListField,
  group: GroupField,
  variant: VariantField,
};
