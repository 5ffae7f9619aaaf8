/** What is said of the kinds of nodes beside their names: words people look for, what they do to the world, an example. */
import type { NodeSubtype } from '@millrace/core';

export interface KindWords {
  /** Other words for it, as people know them from elsewhere; lower case. */
  also: readonly string[];
  /** What it does outside of the workflow. */
  effect: string;
  example: string;
}

const nothing = 'Changes nothing outside.';

export const kindWords: Record<NodeSubtype, KindWords> = {
  manual: {
    also: ['button', 'start', 'run', 'by hand', 'form', 'api call'],
    effect: nothing,
    example: 'Try a workflow with data of your own.',
  },
  schedule: {
    also: ['cron', 'timer', 'interval', 'every', 'daily', 'hourly', 'weekly', 'clock', 'calendar', 'time'],
    effect: nothing,
    example: 'Every Monday at 9:00, send the report.',
  },
  webhook: {
    also: [
      'web hook',
      'http trigger',
      'callback',
      'api',
      'endpoint',
      'url',
      'receive',
      'catch hook',
      'incoming',
    ],
    effect: 'Opens an address that other systems can call.',
    example: 'A shop calls it with each new order.',
  },
  event: {
    also: ['publish', 'subscribe', 'message', 'listen', 'queue', 'topic', 'bus'],
    effect: nothing,
    example: 'Start when order.created is published.',
  },
  http_request: {
    also: [
      'api',
      'rest',
      'rest api',
      'curl',
      'fetch',
      'get',
      'post',
      'put',
      'url',
      'call',
      'web',
      'download',
      'send',
      'webhook',
    ],
    effect: 'Sends a request: it goes out for real when the workflow runs, never in a test.',
    example: 'POST the order to the warehouse.',
  },
  data_transform: {
    also: [
      'map',
      'map fields',
      'mapper',
      'set',
      'edit fields',
      'filter',
      'sort',
      'aggregate',
      'sum',
      'group',
      'code',
      'function',
      'format',
      'compute',
      'json',
      'rename',
      'split',
      'merge fields',
    ],
    effect: nothing,
    example: 'Keep the orders above 100 and rename their fields.',
  },
  respond: {
    also: ['reply', 'answer', 'return', 'response', 'webhook response', 'respond to webhook'],
    effect: 'Sends the answer that the caller of the webhook waits for.',
    example: 'Answer 201 with the number of the order.',
  },
  if: {
    also: [
      'if',
      'else',
      'branch',
      'condition',
      'filter',
      'check',
      'compare',
      'router',
      'decision',
      'true',
      'false',
    ],
    effect: nothing,
    example: 'Go on only when the total is above 100.',
  },
  switch: {
    also: ['case', 'branch', 'router', 'route', 'paths', 'else if', 'if', 'multiple'],
    effect: nothing,
    example: 'One path for each country.',
  },
  loop: {
    also: [
      'for each',
      'foreach',
      'for',
      'each',
      'iterator',
      'iterate',
      'repeat',
      'while',
      'split in batches',
      'list',
      'items',
    ],
    effect: 'Repeats what is in its body, with what that does outside.',
    example: 'For each line of the order, ask for the stock.',
  },
  break: {
    also: ['exit', 'leave', 'end loop', 'stop loop'],
    effect: nothing,
    example: 'Stop looking once the item is found.',
  },
  continue: {
    also: ['skip', 'next', 'next item', 'next round'],
    effect: nothing,
    example: 'Skip lines without a price.',
  },
  wait: {
    also: ['delay', 'sleep', 'pause', 'timer', 'until', 'callback', 'later', 'resume'],
    effect: 'Holds the execution; it costs nothing meanwhile.',
    example: 'Wait two days, then remind the customer.',
  },
  approval: {
    also: [
      'approve',
      'reject',
      'human',
      'human in the loop',
      'manual',
      'confirm',
      'sign off',
      'review',
      'decision',
    ],
    effect: 'Asks people, and waits for what they decide.',
    example: 'Refunds above 500 are approved by a lead.',
  },
  sub_workflow: {
    also: ['call', 'execute workflow', 'run workflow', 'subflow', 'child', 'function', 'reuse', 'invoke'],
    effect: 'Starts another workflow, which does what it does.',
    example: 'Use “Send invoice” from several workflows.',
  },
  merge: {
    also: ['join', 'combine', 'wait for all', 'sync', 'parallel', 'together'],
    effect: nothing,
    example: 'Go on when both systems have answered.',
  },
  stop: {
    also: ['end', 'exit', 'terminate', 'fail', 'error', 'throw', 'finish', 'abort'],
    effect: 'Ends the execution there and then.',
    example: 'End with an error when the customer is unknown.',
  },
};
