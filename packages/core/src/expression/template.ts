import { RecentCache } from './cache.ts';
import { ExpressionError } from './errors.ts';
import { CompiledExpression, type Expression, withSource } from './expression.ts';
import { expressionLimits } from './limits.ts';
import { acquireRun, type EvaluateOptions, type Run, releaseRun, type Scope } from './run.ts';
import { type Segment, scanTemplate } from './scan.ts';
import { toText } from './values.ts';

/** A compiled text with templates. */
export interface Template extends Expression {
  /** Without any `{{ }}`: its value is known. */
  readonly isStatic: boolean;
}

const cache = new RecentCache<CompiledTemplate>(5_000, 1_000_000);
/** Longer texts are not kept: a configuration compiles them once and keeps them itself. */
const longestKept = 20_000;

/**
 * Compiles a text that may contain `{{ expression }}`. A text that is one template and nothing else keeps the type of its
 * value; otherwise every value is rendered as text (nothing → empty, lists and objects → JSON, dates → ISO). `\{{` is a
 * literal `{{`. Values are rendered and never read as templates again. Throws ExpressionError.
 */
export function compileTemplate(text: string): CompiledTemplate {
  const known = cache.get(text);
  if (known) return known;
  const template = new CompiledTemplate(text);
  if (text.length <= longestKept) cache.set(text, template);
  return template;
}

type Part = string | CompiledExpression;

export class CompiledTemplate implements Template {
  readonly source: string;
  readonly isStatic: boolean;
  readonly references: readonly (readonly string[])[];
  readonly deterministic: boolean;
  private readonly parts: readonly Part[];
  private readonly only: CompiledExpression | undefined;

  constructor(text: string) {
    this.source = text;
    try {
      const segments = scanTemplate(text);
      if (segments.filter(({ kind }) => kind === 'expression').length > expressionLimits.templates)
        throw new ExpressionError('size', 'A text holds at most 1,000 expressions');
      this.parts = segments.map((segment) => compileSegment(text, segment));
    } catch (error) {
      throw withSource(error, text, 0);
    }
    const expressions = this.parts.filter((part) => typeof part !== 'string');
    this.isStatic = expressions.length === 0;
    this.only = this.parts.length === 1 ? expressions[0] : undefined;
    this.references = expressions.flatMap((each) => each.references);
    this.deterministic = expressions.every((each) => each.deterministic);
  }

  evaluate(scope: Scope, options?: EvaluateOptions): unknown {
    if (this.isStatic) return this.parts[0] ?? '';
    const run = acquireRun(scope, options);
    try {
      return this.evaluateIn(run);
    } finally {
      releaseRun(run);
    }
  }

  /** Within a run that has begun, with its budget. */
  evaluateIn(run: Run): unknown {
    return this.only ? this.only.evaluateIn(run) : this.render(run);
  }

  private render(run: Run): string {
    let out = '';
    for (const part of this.parts) {
      out = typeof part === 'string' ? out + part : this.append(run, out, part.evaluateIn(run));
    }
    return out;
  }

  private append(run: Run, before: string, value: unknown): string {
    try {
      const text = toText(run, value);
      run.checkText(before.length + text.length);
      return before + text;
    } catch (error) {
      throw withSource(error, this.source, 0);
    }
  }
}

function compileSegment(text: string, segment: Segment): Part {
  if (segment.kind === 'text') return segment.text;
  if (segment.source.trim() === '') {
    throw new ExpressionError('syntax', 'There is nothing between these braces', { position: segment.open });
  }
  return new CompiledExpression(text, segment.source, segment.start);
}
