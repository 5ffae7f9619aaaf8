export * from './contract/endpoint.ts';
export * from './contract/executions.ts';
export * from './contract/live.ts';
export * from './contract/organization.ts';
export * from './contract/workflows.ts';
export * from './definition.ts';
export * from './execution.ts';
export { type CatalogEntry, functionCatalog } from './expression/catalog.ts';
export { type ConfigOptions, type ConfigTemplate, compileConfig } from './expression/config.ts';
export { ExpressionError, type ExpressionErrorCode } from './expression/errors.ts';
export { compileExpression, type Expression } from './expression/expression.ts';
export { expressionLimits } from './expression/limits.ts';
export { printExpression } from './expression/print.ts';
export type { EvaluateOptions, Scope } from './expression/run.ts';
export { compileTemplate, type Template } from './expression/template.ts';
export {
  type Connectable,
  canConnect,
  downstream,
  findCycle,
  type Graph,
  graphOf,
  handlesOf,
  incoming,
  outgoing,
  topologicalOrder,
  upstream,
} from './graph.ts';
export { inputJsonSchema, outputJsonSchema } from './json_schema.ts';
export * from './manifest.ts';
export * from './mapping/field_mapping.ts';
export * from './node_kinds.ts';
export {
  type Condition,
  type ConditionOp,
  conditionOp,
  conditionOps,
  conditionSchema,
  conditionShape,
  type EventFilter,
  filterSchema,
} from './nodes/condition_schema.ts';
export { controlOutputs, controlSchemas } from './nodes/control_schemas.ts';
export { coreManifest } from './nodes/core_manifest.ts';
export {
  type EventConfig,
  triggerOutputs,
  triggerSchemas,
  type WebhookConfig,
  webhookHeaderDefaults,
} from './nodes/trigger_schemas.ts';
export { emptyDefinition, parseDefinition } from './parse_definition.ts';
export {
  checkTimezone,
  describeSchedule,
  intervalLimits,
  nextTimes,
  parseSchedule,
  refusePast,
  type Schedule,
  type ScheduleConfig,
  ScheduleError,
  type ScheduleErrorCode,
  scheduleConfigSchema,
} from './schedule.ts';
export { mergeShapes, type Shape, sampleOfSchema, shapeOfSchema, shapeOfValue } from './shape.ts';
export { findUnstorable, type StorableFinding, type StorableLimits } from './storable.ts';
