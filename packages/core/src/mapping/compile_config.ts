/** A node's configuration with what is special in it: objects that are mapped. */
import {
  type ConfigOptions,
  type ConfigTemplate,
  compileConfig as compileTexts,
} from '../expression/config.ts';
import { stepDeadline } from '../expression/run.ts';
import type { Evaluable } from '../expression_source.ts';
import { compileMappings } from './compile_mappings.ts';
import { isMappedObject, mappingsKey, readMappedObject } from './mapped_object.ts';

/**
 * Compiles a configuration. Its templates throw ExpressionError whose `field` is the wire path of the text (`headers.X`,
 * `rows[0].name`), its mapped objects MappingError with a `field` such as `body.$mappings[0].source_path`.
 */
export function compileConfig(config: unknown, { raw }: Pick<ConfigOptions, 'raw'> = {}): ConfigTemplate {
  return compileTexts(config, { ...(raw && { raw }), special: compileMapped });
}

function compileMapped(object: Record<string, unknown>, path: string): Evaluable | null {
  if (!isMappedObject(object)) return null;
  const field = path === '' ? mappingsKey : `${path}.${mappingsKey}`;
  const compiled = compileMappings(readMappedObject(object, path), field);
  return {
    references: compiled.references,
    deterministic: compiled.deterministic,
    // Each mapping has a budget of its own; together they have the time of a step.
    evaluate: (scope, options = {}) =>
      compiled.evaluate(scope, { ...options, deadline: options.deadline ?? stepDeadline() }),
  };
}
