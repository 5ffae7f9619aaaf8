import { type Check, isBlank, problem } from './subject.ts';

/** A delivery has one id. */
export const webhookDedupeCheck: Check = ({ nodes }) =>
  nodes
    .filter(({ subtype }) => subtype === 'webhook')
    .filter(({ config }) => !isBlank(config.dedupe_header) && !isBlank(config.dedupe_expression))
    .map((node) =>
      problem(
        'webhook_dedupe',
        node,
        `${node.label} takes the id of a delivery from a header and computes it too; keep one of them`,
        { field: 'dedupe_expression' },
      ),
    );
