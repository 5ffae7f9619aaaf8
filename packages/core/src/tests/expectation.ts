/** What a saved test expects of an execution. */
import { z } from 'zod';
import { finalStatuses, stepStatusSchema } from '../execution.ts';
import { conditionOps, oneSidedOps } from '../nodes/condition_schema.ts';

/** The operators of conditions, and whether a value is built like another one. */
export const expectationOps = [...conditionOps, 'matches_shape'] as const;
export type ExpectationOp = (typeof expectationOps)[number];

/** Operators that look at the actual value alone. */
export const opsWithoutValue: ReadonlySet<ExpectationOp> = oneSidedOps;

const longestPath = 1_000;

const compared = {
  /** Where in the value: `lines[0].sku`; the whole value without it. */
  path: z.string().max(longestPath).optional(),
  op: z.enum(expectationOps).optional(),
  value: z.unknown().optional(),
};

const step = z.string().min(1, 'names the step by its key').max(200);
/** Of a step in a loop: which time it ran, from 0; without it every time. */
const round = z.int().min(0).max(1_000_000).optional();

const onStatus = z.strictObject({ on: z.literal('status'), equals: z.enum(finalStatuses) });
const onStep = z.strictObject({
  on: z.literal('step'),
  step,
  round,
  status: stepStatusSchema.extract(['success', 'error', 'skipped']).optional(),
  ...compared,
});
/** What an outgoing step was about to send: its resolved input. */
const onCall = z.strictObject({
  on: z.literal('call'),
  step,
  round,
  /** How often it was called. */
  count: z.int().min(0).max(1_000_000).optional(),
  ...compared,
});
const onOutput = z.strictObject({ on: z.literal('output'), ...compared });

export const expectationSchema = z
  .discriminatedUnion('on', [onStatus, onStep, onCall, onOutput])
  .superRefine((expectation, context) => {
    const message = whatIsMissing(expectation);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type Expectation = z.infer<typeof expectationSchema>;
/** An expectation that looks at a value. */
export type Compared = Exclude<Expectation, { on: 'status' }>;

/** An expectation that could not fail would say nothing. */
function whatIsMissing(expectation: Expectation): string | null {
  if (expectation.on === 'status') return null;
  const { op, value, path } = expectation;
  if (op !== undefined && !opsWithoutValue.has(op) && value === undefined)
    return `"${op}" needs a value to compare with`;
  if (op === undefined && (value !== undefined || path !== undefined))
    return 'says no operator ("op") to compare with';
  if (expectation.on === 'output' && op === undefined) return 'expects nothing: give it an operator ("op")';
  if (expectation.on === 'step' && op === undefined && expectation.status === undefined)
    return 'expects nothing: give it a status or an operator ("op")';
  if (expectation.on === 'call' && op === undefined && expectation.count === undefined)
    return 'expects nothing: give it a count or an operator ("op")';
  return null;
}
