/** The id by which a webhook call is recognized when it comes again. */
import { createHash } from 'node:crypto';
import { compileSource, describeValue, type TriggerInput, type WebhookConfig } from '@millrace/core';
import { invalid } from '../errors.ts';
import { triggerScope } from './start_scope.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Null: this call has none, and is never taken for another. @throws ApiError `validation_failed` when it cannot be told */
export type DeliveryId = (headers: Headers, trigger: TriggerInput) => string | null;

const longest = 500;
const shownCharacters = 200;

/** How the calls of a webhook are told apart: by a header, or by what an expression makes of the call. Null: they are not. */
export function deliveryIdOf({
  dedupe_header,
  dedupe_expression,
}: Pick<WebhookConfig, 'dedupe_header' | 'dedupe_expression'>): DeliveryId | null {
  if (dedupe_header) {
    const name = dedupe_header.toLowerCase();
    return (headers) => {
      const value = headers[name];
      return typeof value === 'string' ? keyOf(value) : null;
    };
  }
  return dedupe_expression?.trim() ? computed(dedupe_expression) : null;
}

function computed(source: string): DeliveryId {
  let expression: ReturnType<typeof compileSource> | Error;
  try {
    expression = compileSource(source);
  } catch (error) {
    expression = error as Error;
  }
  return (_headers, trigger) => {
    if (expression instanceof Error) throw refusal(expression.message);
    return textOf(evaluate(expression, trigger));
  };
}

function evaluate(expression: ReturnType<typeof compileSource>, trigger: TriggerInput): unknown {
  try {
    return expression.evaluate({ trigger: triggerScope(trigger) });
  } catch (error) {
    throw refusal((error as Error).message);
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return keyOf(String(value));
  throw refusal(`it must be a text or a number, and is ${describeValue(value).slice(0, shownCharacters)}`);
}

/** Whole, never cut: two deliveries that only begin alike are two. */
function keyOf(value: string): string | null {
  if (value === '') return null;
  return value.length <= longest ? value : createHash('sha256').update(value).digest('base64url');
}

/** Taken as it is, a call that comes twice would start twice; the sender is told instead, and nothing starts. */
function refusal(reason: string): Error {
  return invalid([
    {
      path: 'dedupe_expression',
      message: `The id of this delivery cannot be computed (dedupe_expression of the webhook): ${reason}`,
    },
  ]);
}
