export * from './annotations.ts';
export { calledBy, callsOf, type WorkflowCall } from './calls.ts';
export { brokenEdges } from './checks/broken_edges.ts';
export { checkDefinition } from './checks/check_definition.ts';
export { connectionField } from './checks/connection.ts';
export type { CheckContext, KnownConnection, KnownWorkflow } from './checks/subject.ts';
export { type Connectable, canConnect, connectSources, connectTargets } from './connect.ts';
export * from './connection_hosts.ts';
export * from './contract/approvals.ts';
export * from './contract/connections.ts';
export * from './contract/endpoint.ts';
export * from './contract/executions.ts';
export * from './contract/live.ts';
export * from './contract/organization.ts';
export * from './contract/samples.ts';
export * from './contract/test_address.ts';
export * from './contract/tests.ts';
export * from './contract/workflows.ts';
export * from './definition.ts';
export * from './execution.ts';
export { type CatalogEntry, functionCatalog } from './expression/catalog.ts';
export { type Completion, complete } from './expression/complete.ts';
export type { ConfigTemplate } from './expression/config.ts';
export { readDate } from './expression/dates.ts';
export { addExact, divideExact } from './expression/decimal.ts';
export { ExpressionError, type ExpressionErrorCode } from './expression/errors.ts';
export { compileExpression, type Expression } from './expression/expression.ts';
export { type Fix, fixesOf } from './expression/fixes/fixes_of.ts';
export { type Inferred, infer } from './expression/infer.ts';
export { expressionLimits } from './expression/limits.ts';
export { printExpression } from './expression/print.ts';
export { type EvaluateOptions, type Scope, stepDeadline } from './expression/run.ts';
export { type SignatureHelp, signatureAt } from './expression/signature.ts';
export { compileTemplate, type Template } from './expression/template.ts';
export { describeValue } from './expression/values.ts';
export { compileSource, type Evaluable } from './expression_source.ts';
export { formatPath, parsePath } from './field_path.ts';
export { caseWords, fieldWords, type WordedForm, withFieldWords } from './field_words.ts';
export {
  downstream,
  findCycle,
  type Graph,
  graphOf,
  handlesOf,
  incoming,
  outgoing,
  throughHandle,
  topologicalOrder,
  upstream,
} from './graph.ts';
export { inputJsonSchema, outputJsonSchema } from './json_schema.ts';
export { type Loops, loopsOf } from './loops.ts';
export * from './manifest.ts';
export { compileConfig } from './mapping/compile_config.ts';
export {
  type CompiledMappings,
  compileMappings,
  type PreviewedMappings,
  previewMappings,
} from './mapping/compile_mappings.ts';
export { readEntrySource } from './mapping/entry_source.ts';
export * from './mapping/field_mapping.ts';
export { inferMapping, inferSource, misfit } from './mapping/infer_mapping.ts';
export { isMappedObject, mappingsKey } from './mapping/mapped_object.ts';
export { MappingError } from './mapping/mapping_error.ts';
export { sourceReferences } from './mapping/mapping_references.ts';
export {
  each,
  parseTargetPath,
  setPath,
  type TargetPart,
  type TargetPath,
  TargetPathError,
  targetText,
} from './mapping/target_path.ts';
export { applyTransformation, TransformationError } from './mapping/transformation.ts';
export { definitionNameIssues, nameProblem, nameSchema, visibleName } from './name.ts';
export * from './node_kinds.ts';
export {
  type CompiledCondition,
  type ConditionConfig,
  ConditionError,
  compileCondition,
  evaluateFilters,
} from './nodes/condition.ts';
export {
  type Combine,
  type Condition,
  type ConditionEntry,
  type ConditionGroup,
  type ConditionOp,
  conditionOp,
  conditionOps,
  type EventFilter,
  isConditionGroup,
  oneSidedOps,
} from './nodes/condition_schema.ts';
export { controlSchemas, mostIterations } from './nodes/control_schemas.ts';
export { coreManifest } from './nodes/core_manifest.ts';
export {
  dedupeWindow,
  type EventConfig,
  triggerSchemas,
  type WebhookConfig,
  webhookHeaderDefaults,
} from './nodes/trigger_schemas.ts';
export { deepestChild, durationUnits, longestWaitDays } from './nodes/wait_schemas.ts';
export { anyEntry, type Origin, type OriginPath } from './origins/origin.ts';
export { type OriginEnd, type OriginStep, originChain } from './origins/origin_chain.ts';
export { type OriginSide, originsOf } from './origins/origins_of.ts';
export { emptyDefinition, parseDefinition } from './parse_definition.ts';
export {
  checkTimezone,
  describeSchedule,
  nextTimes,
  parseSchedule,
  refusePast,
  type Schedule,
  type ScheduleConfig,
  ScheduleError,
  type ScheduleErrorCode,
  scheduleConfigSchema,
} from './schedule.ts';
export { type Occurrence, type ScheduleOutlook, scheduleOutlook } from './schedule_outlook.ts';
export { schemaSentence } from './schema_sentence.ts';
export { type SecretPath, secretPaths } from './secret_paths.ts';
export { mergeShapes, type Shape, sampleOfSchema, shapeOfSchema, shapeOfValue } from './shape.ts';
export { shapeOfSample } from './shape_of_sample.ts';
export { findUnstorable, type StorableFinding, type StorableLimits } from './storable.ts';
export {
  handleOfOutput,
  type TestBounds,
  type TestPart,
  TestPartError,
  testPart,
} from './test_part.ts';
export { type Difference, differences } from './tests/difference.ts';
export { evaluateExpectations, type TestedResult, type TestFailure } from './tests/evaluate_expectations.ts';
export {
  type Compared,
  type Expectation,
  type ExpectationOp,
  expectationOps,
  expectationSchema,
  opsWithoutValue,
} from './tests/expectation.ts';
export { testLimits } from './tests/limits.ts';
export { errorMock, type MockError, mockErrorOf } from './tests/mock_error.ts';
export { fixedExecutionId, seededBytes } from './tests/seeded.ts';
export { parseValuePath, valueAtPath } from './tests/value_path.ts';
export { type Aggregation, aggregationSchema, resultName } from './transform/aggregate.ts';
export {
  type TransformConfig,
  type Transformed,
  type TransformType,
  transform,
  transformTypes,
} from './transform/transform.ts';
export { TransformError } from './transform/transform_error.ts';
export { headerNameProblem, headerValueProblem, webAddressProblem } from './web_values.ts';
