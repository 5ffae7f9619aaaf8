/** Field mappings, compiled once and evaluated for every execution: this is the hot path of a data transform. */

import { ExpressionError } from '../expression/errors.ts';
import { checkDeadline, type EvaluateOptions, type Scope } from '../expression/run.ts';
import { describeValue } from '../expression/values.ts';
import { type CompiledMapping, compileMapping, fill } from './compile_mapping.ts';
import { entryName, withListNames } from './entry_source.ts';
import type { FieldMapping } from './field_mapping.ts';
import { MappingError } from './mapping_error.ts';
import { partsOf, referencesOf } from './mapping_references.ts';
import { addToGroup, checkLists, emptyGroup, type TargetGroup, type TargetList } from './target_group.ts';
import { setPath, TargetTree } from './target_path.ts';

export interface CompiledMappings {
  references: readonly (readonly string[])[];
  deterministic: boolean;
  /**
   * A new object with the target fields. What is empty in the source takes the default; without one, nothing (undefined) is
   * left out, while null and empty text are kept.
   * @throws MappingError naming the target field.
   */
  evaluate(scope: Scope, options?: EvaluateOptions): Record<string, unknown>;
}

/** Told of what fails; throws, or returns to go on without that mapping. */
type Failed = (error: MappingError, index: number) => void;

/** One evaluation. */
interface Pass {
  options: EvaluateOptions;
  failed: Failed;
  /** Entries of a list that are made; the others are left out. */
  entries: number;
}

const noOptions: EvaluateOptions = {};
const mostEntries = 100_000;

const refuse: Failed = (error) => {
  throw error;
};

/**
 * @param field wire path of the list, for errors.
 * @throws MappingError for the first mapping that cannot be: its target, its expression, its transformation, a target that
 *   stands in the way of another, or a list that does not follow one list.
 */
export function compileMappings(mappings: readonly FieldMapping[], field = 'mappings'): CompiledMappings {
  const { group, compiled } = compileGroup(mappings, field, refuse);
  return {
    references: compiled.flatMap(referencesOf),
    deterministic: compiled.flatMap(partsOf).every((part) => part.deterministic),
    evaluate: (scope, options = noOptions) =>
      evaluateGroup(group, scope, { options, failed: refuse, entries: mostEntries }),
  };
}

export interface PreviewedMappings {
  /** What those that work give. */
  value: Record<string, unknown>;
  /** Why the others do not, by their position. */
  errors: Map<number, MappingError>;
}

/**
 * What mappings give on sample data while somebody works on them: each that fails is left out and says why.
 * @param entries of a list that are made at most
 */
export function previewMappings(
  mappings: readonly FieldMapping[],
  scope: Scope,
  options: EvaluateOptions = noOptions,
  entries: number = mostEntries,
): PreviewedMappings {
  const errors = new Map<number, MappingError>();
  const failed: Failed = (error, index) => {
    if (!errors.has(index)) errors.set(index, error);
  };
  const { group } = compileGroup(mappings, 'mappings', failed);
  return { value: evaluateGroup(group, scope, { options, failed, entries }), errors };
}

function compileGroup(mappings: readonly FieldMapping[], field: string, failed: Failed) {
  const tree = new TargetTree();
  const group = emptyGroup();
  const compiled: CompiledMapping[] = [];
  for (const [index, mapping] of mappings.entries()) {
    try {
      const one = compileMapping(mapping, index, `${field}[${index}]`);
      const other = tree.add(one.target, mapping.target_field);
      if (other !== undefined) throw conflict(one, other);
      addToGroup(group, one);
      compiled.push(one);
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      failed(error, index);
    }
  }
  checkLists(group, failed);
  return { group, compiled };
}

function conflict({ mapping, field }: CompiledMapping, other: string): MappingError {
  const message =
    other === mapping.target_field
      ? `${other} is mapped twice`
      : `${mapping.target_field} and ${other} cannot both be set: one is inside the other, or one is a list and the other is not`;
  return new MappingError('conflict', `${field}.target_field`, message);
}

function evaluateGroup(group: TargetGroup, scope: Scope, pass: Pass): Record<string, unknown> {
  // Also where nothing but constants are mapped: a list can have millions of entries.
  checkDeadline(pass.options);
  const result: Record<string, unknown> = {};
  for (const part of group.parts) {
    const value = part.kind === 'field' ? filled(part.one, scope, pass) : evaluateList(part, scope, pass);
    if (value === undefined) continue;
    const { place } = part;
    if (place.length === 1) result[place[0]!] = value;
    else setPath(result, place, value);
  }
  return result;
}

function filled(one: CompiledMapping, scope: Scope, { options, failed }: Pass): unknown {
  try {
    return fill(one, scope, options);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    failed(error, one.index);
    return undefined;
  }
}

function evaluateList(list: TargetList, scope: Scope, pass: Pass): unknown[] | undefined {
  const entries = readList(list, scope, pass);
  if (!entries) return undefined;
  const around: Record<string, unknown> = {};
  for (const name of list.names) if (Object.hasOwn(scope, name)) around[name] = scope[name];
  const { entry } = list;
  return entries.slice(0, pass.entries).map((item, index) => {
    const own: Scope = { ...around, [entryName(list.depth)]: item, index };
    const numbered: Failed = (error, at) => pass.failed(withEntry(error, index), at);
    const numberedPass = { ...pass, failed: numbered };
    if (entry.kind === 'object') return evaluateGroup(entry.group, own, numberedPass);
    checkDeadline(pass.options);
    return filled(entry.one, own, numberedPass) ?? null;
  });
}

function readList(
  { from, required, name }: TargetList,
  scope: Scope,
  { options, failed }: Pass,
): readonly unknown[] | undefined {
  const { list, said } = from!;
  const wrong = (one: CompiledMapping, code: string, message: string, cause?: unknown) => {
    failed(new MappingError(code, `${one.field}.source_path`, message, cause), one.index);
    return undefined;
  };
  let value: unknown;
  try {
    value = list.evaluable.evaluate(scope, options);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const message = `${said.mapping.target_field}: ${withListNames(error.message, said.entries!)}`;
    return wrong(said, error.code, message, error);
  }
  if (value === undefined || value === null)
    return required
      ? wrong(required, 'required', `${required.mapping.target_field}: ${list.text} is empty`)
      : undefined;
  if (!Array.isArray(value))
    return wrong(said, 'type', `${name}: ${list.text} is ${describeValue(value)}; a list is needed`);
  if (value.length > mostEntries)
    return wrong(said, 'size', `${name}: ${list.text} has more than 100,000 entries`);
  return value;
}

/** Of inner lists the innermost entry is named first. */
function withEntry(error: MappingError, index: number): MappingError {
  const message = `${error.message} (entry ${index + 1})`;
  return new MappingError(error.code, error.field, message, error.cause);
}
