/**
 * A whole configuration with templates in its texts. What has no template is copied and frozen when it is compiled, and
 * shared by every evaluation; only objects and lists on the way to a template are made anew.
 */

import type { Evaluable } from '../expression_source.ts';
import { asExpressionError, ExpressionError } from './errors.ts';
import { forbiddenKey, forbiddenKeys } from './keys.ts';
import { isPlainName } from './print.ts';
import { acquireRun, type EvaluateOptions, type Run, releaseRun, type Scope } from './run.ts';
import { type CompiledTemplate, compileTemplate } from './template.ts';

export interface ConfigOptions {
  /** Paths that are taken as they are: code, or expressions that are compiled apart. */
  raw?: (path: string) => boolean;
  /** Compiles objects that stand for something else as a whole; null for all others. */
  special?: (object: Record<string, unknown>, path: string) => Evaluable | null;
}

/** A compiled configuration. */
export interface ConfigTemplate {
  readonly isStatic: boolean;
  readonly references: readonly (readonly string[])[];
  readonly deterministic: boolean;
  /** The configuration with its values. Parts without templates are frozen. Throws ExpressionError with `field`. */
  evaluate(scope: Scope, options?: EvaluateOptions): unknown;
}

type Fill = (run: Run) => unknown;
/** A part of a configuration: known now, or filled in later. */
type Part = { value: unknown } | { fill: Fill };

const deepest = 100;

/** Compiles a configuration. Throws ExpressionError whose `field` is the wire path of the text: `headers.X`, `rows[0].name`. */
export function compileConfig(config: unknown, options: ConfigOptions = {}): ConfigTemplate {
  const compiler = new ConfigCompiler(options);
  const part = compiler.part(config, '', 0);
  const isStatic = 'value' in part;
  return {
    isStatic,
    references: compiler.templates.flatMap((each) => each.references),
    deterministic: compiler.templates.every((each) => each.deterministic),
    evaluate: isStatic
      ? () => part.value
      : (scope, evaluateOptions) => evaluate(part.fill, scope, evaluateOptions),
  };
}

function evaluate(fill: Fill, scope: Scope, options: EvaluateOptions | undefined): unknown {
  const run = acquireRun(scope, options);
  try {
    return fill(run);
  } finally {
    releaseRun(run);
  }
}

class ConfigCompiler {
  readonly templates: Pick<Evaluable, 'references' | 'deterministic'>[] = [];
  private readonly options: ConfigOptions;

  constructor(options: ConfigOptions) {
    this.options = options;
  }

  private raw(path: string): boolean {
    return this.options.raw?.(path) === true;
  }

  part(value: unknown, path: string, depth: number): Part {
    if (depth > deepest)
      throw at(path, new ExpressionError('size', 'The configuration is nested deeper than 100 levels'));
    if (typeof value === 'string') return this.text(value, path);
    if (typeof value !== 'object' || value === null) return { value };
    if (Array.isArray(value)) return this.list(value, path, depth);
    return value instanceof Date ? { value } : this.object(value as Record<string, unknown>, path, depth);
  }

  private text(text: string, path: string): Part {
    if (!text.includes('{{') || this.raw(path)) return { value: text };
    const template = compiledAt(path, text);
    if (template.isStatic) return { value: template.evaluate({}) };
    this.templates.push(template);
    return {
      fill: (run) => {
        try {
          const value = template.evaluateIn(run);
          run.next();
          return value;
        } catch (error) {
          throw at(path, error);
        }
      },
    };
  }

  private list(list: readonly unknown[], path: string, depth: number): Part {
    const parts = list.map((item, index) => this.part(item, `${path}[${index}]`, depth + 1));
    if (parts.every((part) => 'value' in part))
      return { value: Object.freeze(parts.map((part) => part.value)) };
    const fills = parts.map(filling);
    return { fill: (run) => fills.map((fill) => fill(run)) };
  }

  private object(object: Record<string, unknown>, path: string, depth: number): Part {
    const special = this.raw(path) ? null : this.options.special?.(object, path);
    if (special) {
      this.templates.push(special);
      return { fill: (run) => special.evaluate(run.scope, run.options) };
    }
    const keys = Object.keys(object);
    const parts = keys.map((key) => {
      const inner = keyPath(path, key);
      if (forbiddenKeys.has(key)) throw at(inner, forbiddenKey(key));
      return this.part(object[key], inner, depth + 1);
    });
    if (parts.every((part) => 'value' in part)) {
      return {
        value: Object.freeze(Object.fromEntries(parts.map((part, index) => [keys[index], part.value]))),
      };
    }
    const fills = parts.map(filling);
    return {
      fill: (run) => {
        const out: Record<string, unknown> = {};
        for (let index = 0; index < keys.length; index++) out[keys[index]!] = fills[index]!(run);
        return out;
      },
    };
  }
}

function filling(part: Part): Fill {
  if ('fill' in part) return part.fill;
  const { value } = part;
  return () => value;
}

function compiledAt(path: string, text: string): CompiledTemplate {
  try {
    return compileTemplate(text);
  } catch (error) {
    throw at(path, error);
  }
}

function keyPath(path: string, key: string): string {
  if (path === '') return key;
  return isPlainName(key) || /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function at(path: string, error: unknown): ExpressionError {
  const failure = asExpressionError(error);
  failure.field ??= path;
  return failure;
}
