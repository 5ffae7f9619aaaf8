/** Every expression of a node's configuration: what it reads, or why it does not compile, each with its wire path. */
import type { WorkflowNode } from '../definition.ts';
import { ExpressionError } from '../expression/errors.ts';
import { compileExpression } from '../expression/expression.ts';
import { compileTemplate } from '../expression/template.ts';
import { compileSource, type Evaluable } from '../expression_source.ts';
import { formatPath } from '../field_path.ts';
import { compileMapping } from '../mapping/compile_mapping.ts';
import { compileMappings } from '../mapping/compile_mappings.ts';
import { type FieldMapping, fieldMappingSchema } from '../mapping/field_mapping.ts';
import { isMappedObject, mappingsKey, readMappedObject } from '../mapping/mapped_object.ts';
import { MappingError } from '../mapping/mapping_error.ts';
import { referencesOf } from '../mapping/mapping_references.ts';
import { ConditionError, compileRow, conditionSource, ofFilters } from '../nodes/condition.ts';
import { type Condition, isConditionGroup } from '../nodes/condition_schema.ts';
import { isShown } from './missing_input.ts';
import { isObject, type Subject } from './subject.ts';

/** Which names an expression sees besides the usual ones; see `scope` in `manifest.ts`. */
export type ExpressionScope = 'node' | 'input' | 'item' | 'round' | 'trigger' | 'event';

export interface Reference {
  field: string;
  path: readonly string[];
  scope: ExpressionScope;
}

export interface ExpressionProblem {
  check: 'invalid_expression' | 'invalid_mapping' | 'invalid_condition';
  field: string;
  message: string;
}

export interface NodeExpressions {
  references: Reference[];
  problems: ExpressionProblem[];
  /** What compiles, for the check of types: expressions, and texts with templates. */
  sources: { field: string; source: string; scope: ExpressionScope }[];
  /** Objects that are mapped, with their mappings that are good. */
  mapped: MappedField[];
}

export interface MappedField {
  path: readonly PropertyKey[];
  /** Wire path of their list. */
  field: string;
  mappings: { mapping: FieldMapping; field: string }[];
}

/** More is no workflow that a person wrote, and each costs the checks, which hold up everything else meanwhile. */
export const mostExpressions = 10_000;

interface Known {
  nodes: Map<string, NodeExpressions>;
  /** How many more are read. */
  allowance: { left: number };
}

const known = new WeakMap<Subject, Known>();

/** Read once for all checks of a definition. */
export function expressionsOf(subject: Subject, node: WorkflowNode): NodeExpressions {
  const { nodes, allowance } = known.get(subject) ?? {
    nodes: new Map(),
    allowance: { left: mostExpressions },
  };
  known.set(subject, { nodes, allowance });
  const found = nodes.get(node.id) ?? readExpressions(subject, node, allowance);
  nodes.set(node.id, found);
  return found;
}

function readExpressions(
  subject: Subject,
  node: WorkflowNode,
  allowance: Known['allowance'],
): NodeExpressions {
  const fields = subject.fields(node);
  const found = new Collector(allowance);
  for (const [name, value] of Object.entries(node.config)) {
    const schema = fields[name] ?? {};
    const shown = isShown(schema, fields, node.config);
    if (!schema.raw) found.templates(value, [name], shown);
    else if (shown) {
      const scope = (schema.scope as ExpressionScope | undefined) ?? 'node';
      kinds[String(schema.field)]?.(found, value, name, scope);
    }
  }
  return found;
}

type Kind = (found: Collector, value: unknown, field: string, scope: ExpressionScope) => void;

const entries = (value: unknown): [number, Record<string, unknown>][] =>
  Array.isArray(value)
    ? [...value.entries()].filter((entry): entry is [number, Record<string, unknown>] => isObject(entry[1]))
    : [];

const expression: Kind = (found, value, field, scope) => {
  if (typeof value === 'string' && value.trim() !== '')
    found.add(
      field,
      scope,
      () => compileSource(value),
      () => value,
    );
};
const condition: Kind = (found, value, field, scope) => {
  if (typeof value === 'string' && value.trim() !== '') {
    const source = () => conditionSource(value);
    found.add(field, scope, () => compileExpression(source()), source);
  }
};

const conditions: Kind = (found, value, field, scope) => {
  for (const [index, entry] of entries(value)) {
    const { left, op = 'equals', right } = entry;
    const place = `${field}[${index}]`;
    if (isConditionGroup(entry)) group(found, entry.conditions, `${place}.conditions`, scope);
    else if (typeof op === 'string') found.row({ left, op, right }, place, scope);
  }
};
/** Its rows; groups do not lie in groups, and an empty one would say nothing. */
const group: Kind = (found, value, field, scope) => {
  const rows = entries(value);
  if (rows.length === 0)
    found.problems.push({ check: 'invalid_condition', field, message: 'There is no condition in a group' });
  for (const [index, { left, op = 'equals', right }] of rows)
    if (typeof op === 'string') found.row({ left, op, right }, `${field}[${index}]`, scope);
};

/** How a raw field is read, by its kind of control. */
const kinds: Readonly<Record<string, Kind>> = {
  expression,
  condition,
  conditions,
  cases: (found, value, field, scope) => {
    for (const [index, one] of entries(value)) {
      condition(found, one.condition, `${field}[${index}].condition`, scope);
      conditions(found, one.conditions, `${field}[${index}].conditions`, scope);
    }
  },
  filters: (found, value, field, scope) => {
    for (const [index, { path, op = 'equals', value: right }] of entries(value)) {
      if (typeof op === 'string')
        found.row({ left: path, op, right }, `${field}[${index}]`, scope, ofFilters);
    }
  },
  aggregations: (found, value, field, scope) => {
    for (const [index, one] of entries(value))
      expression(found, one.field, `${field}[${index}].field`, scope);
  },
  mappings: (found, value, field, scope) => {
    found.mappings(value, field, scope);
  },
};

class Collector implements NodeExpressions {
  readonly references: Reference[] = [];
  readonly problems: ExpressionProblem[] = [];
  readonly sources: NodeExpressions['sources'] = [];
  readonly mapped: MappedField[] = [];
  private readonly allowance: Known['allowance'];

  constructor(allowance: Known['allowance']) {
    this.allowance = allowance;
  }

  /** Whether one more may be read; said once where it may not. */
  private takes(field: string): boolean {
    if (--this.allowance.left === -1) {
      const message =
        'This workflow has more than 10,000 expressions; the others were not checked. Split it.';
      this.problems.push({ check: 'invalid_expression', field, message });
    }
    return this.allowance.left >= 0;
  }

  add(field: string, scope: ExpressionScope, compile: () => Evaluable, source: () => string): void {
    if (!this.takes(field)) return;
    try {
      for (const path of compile().references) this.references.push({ field, path, scope });
      this.sources.push({ field, source: source(), scope });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.problems.push({ check: 'invalid_expression', field, message: withPosition(error) });
    }
  }

  /** Every text with templates in it. What is hidden is only compiled, because it is still evaluated. */
  templates(value: unknown, path: PropertyKey[], shown: boolean): void {
    if (typeof value === 'string') {
      if (!value.includes('{{')) return;
      const before = this.references.length;
      const sources = this.sources.length;
      this.add(
        formatPath(path),
        'node',
        () => compileTemplate(value),
        () => value,
      );
      if (shown) return;
      this.references.length = before;
      this.sources.length = sources;
    } else if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) this.templates(one, [...path, index], shown);
    } else if (isMappedObject(value)) {
      this.mappedObject(value, path, shown);
    } else if (isObject(value)) {
      for (const [key, one] of Object.entries(value)) this.templates(one, [...path, key], shown);
    }
  }

  private mappedObject(value: Record<string, unknown>, path: PropertyKey[], shown: boolean): void {
    const before = this.references.length;
    const sources = this.sources.length;
    try {
      const field = formatPath([...path, mappingsKey]);
      const good = this.mappings(readMappedObject(value, formatPath(path)), field, 'node');
      if (shown) this.mapped.push({ path, field, mappings: good });
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      this.problems.push({ check: 'invalid_mapping', field: error.field, message: error.message });
    }
    if (shown) return;
    this.references.length = before;
    this.sources.length = sources;
  }

  /** Reads a list of mappings and gives those that are good by themselves. */
  mappings(value: unknown, field: string, scope: ExpressionScope): MappedField['mappings'] {
    const good: MappedField['mappings'] = [];
    for (const [index, given] of entries(value)) {
      const place = `${field}[${index}]`;
      const parsed = fieldMappingSchema.safeParse(given);
      if (parsed.success && this.mapping(parsed.data, place, scope))
        good.push({ mapping: parsed.data, field: place });
    }
    this.conflicts(good, field);
    return good;
  }

  row(row: Condition, field: string, scope: ExpressionScope, names?: typeof ofFilters): void {
    if (!this.takes(field)) return;
    try {
      for (const reference of compileRow(row, field, names).references)
        this.references.push({ ...reference, scope });
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      this.problems.push({ check: 'invalid_condition', field: error.field, message: error.message });
    }
  }

  private mapping(mapping: FieldMapping, field: string, scope: ExpressionScope): boolean {
    if (!this.takes(field)) return false;
    try {
      const compiled = compileMapping(mapping, 0, field);
      for (const path of referencesOf(compiled))
        this.references.push({ field: `${field}.source_path`, path, scope });
      if (mapping.source_path.trim() === '' && mapping.default_value === undefined) {
        const message = `${mapping.target_field}: the source is missing`;
        throw new MappingError('missing', `${field}.source_path`, message);
      }
      if (mapping.source_path.trim())
        this.sources.push({ field: `${field}.source_path`, source: mapping.source_path, scope });
      return true;
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      const { cause } = error;
      const at = cause instanceof ExpressionError ? positionOf(cause) : '';
      this.problems.push({ check: 'invalid_mapping', field: error.field, message: error.message + at });
      return false;
    }
  }

  /** What they do to each other, told of the first. */
  private conflicts(good: MappedField['mappings'], field: string): void {
    try {
      compileMappings(good.map(({ mapping }) => mapping));
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      const place = error.field.replace(
        /^mappings\[(\d+)\]/,
        (_, at: string) => good[Number(at)]?.field ?? field,
      );
      this.problems.push({ check: 'invalid_mapping', field: place, message: error.message });
    }
  }
}

function withPosition(error: ExpressionError): string {
  return error.message + positionOf(error);
}

function positionOf({ position }: ExpressionError): string {
  return position === undefined ? '' : ` (at character ${position + 1})`;
}
