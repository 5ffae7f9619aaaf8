/** Every kind of node there is: its type, its name for people, its place in the palette and its handles. */

export const nodeTypes = ['trigger', 'action', 'connector', 'conditional', 'control'] as const;
export type NodeType = (typeof nodeTypes)[number];

export const paletteGroups = ['Triggers', 'Actions', 'Connectors', 'Logic', 'Apps', 'Custom tools'] as const;
export type PaletteGroup = (typeof paletteGroups)[number];

export interface NodeKind {
  type: NodeType;
  label: string;
  description: string;
  group: PaletteGroup;
  /** Prefix of the key that a node without one gets, and the name it has in expressions. */
  key: string;
  /** Source handles; `switch` (null here) has one for each case, and a `wait` for a call or an event also `timeout` (`handlesOf`). */
  handles: readonly string[] | null;
}

const trigger = (label: string, description: string): NodeKind => ({
  type: 'trigger',
  label,
  description,
  group: 'Triggers',
  key: 'trigger',
  handles: ['out'],
});

export const nodeKinds = {
  manual: trigger('Manual Trigger', 'Starts when someone presses Run or calls the API.'),
  schedule: trigger('Schedule Trigger', 'Starts at set times: cron, interval or once.'),
  webhook: trigger('Webhook Trigger', 'Starts when another system sends an HTTP request.'),
  event: trigger('Event Trigger', 'Starts when an event of a type is published.'),
  http_request: {
    type: 'action',
    label: 'HTTP Request',
    description: 'Calls a web address and returns its answer.',
    group: 'Actions',
    key: 'http_response',
    handles: ['out'],
  },
  data_transform: {
    type: 'action',
    label: 'Data Transform',
    description: 'Maps fields, filters lists, aggregates, or computes a value.',
    group: 'Actions',
    key: 'transform',
    handles: ['out'],
  },
  respond: {
    type: 'action',
    label: 'Respond',
    description: 'Answers the caller of the webhook.',
    group: 'Actions',
    key: 'respond',
    handles: ['out'],
  },
  if: {
    type: 'conditional',
    label: 'Conditional',
    description: 'Goes one way when the condition holds, another when not.',
    group: 'Logic',
    key: 'condition',
    handles: ['true', 'false'],
  },
  switch: {
    type: 'conditional',
    label: 'Switch',
    description: 'Takes the first case that holds.',
    group: 'Logic',
    key: 'switch_case',
    handles: null,
  },
  loop: {
    type: 'control',
    label: 'Loop',
    description: 'Runs its body once for each item of a list, or while a condition holds.',
    group: 'Logic',
    key: 'loop',
    handles: ['body', 'done'],
  },
  break: {
    type: 'control',
    label: 'Break',
    description: 'Ends the loop it is in: no further item is begun.',
    group: 'Logic',
    key: 'break_loop',
    handles: [],
  },
  continue: {
    type: 'control',
    label: 'Continue',
    description: 'Ends this round of the loop it is in and goes on with the next item.',
    group: 'Logic',
    key: 'continue_loop',
    handles: [],
  },
  wait: {
    type: 'control',
    label: 'Wait',
    description: 'Waits for a time, a call from outside, or an event. Nothing is held meanwhile.',
    group: 'Logic',
    key: 'wait',
    handles: ['out'],
  },
  approval: {
    type: 'control',
    label: 'Approval',
    description: 'Asks people to approve or reject, and waits for them.',
    group: 'Logic',
    key: 'approval',
    handles: ['approved', 'rejected', 'timeout'],
  },
  sub_workflow: {
    type: 'control',
    label: 'Sub-workflow',
    description: 'Runs another workflow and takes its output, or starts it and goes on.',
    group: 'Logic',
    key: 'sub_workflow',
    handles: ['out'],
  },
  merge: {
    type: 'control',
    label: 'Merge',
    description: 'Waits for its branches and joins them.',
    group: 'Logic',
    key: 'merge',
    handles: ['out'],
  },
  stop: {
    type: 'control',
    label: 'Stop',
    description: 'Ends the execution with success or an error.',
    group: 'Logic',
    key: 'stop',
    handles: [],
  },
} as const satisfies Record<string, NodeKind>;

export type NodeSubtype = keyof typeof nodeKinds;
export const nodeSubtypes = Object.keys(nodeKinds) as [NodeSubtype, ...NodeSubtype[]];

/** What is known of a subtype. */
export function nodeKind(subtype: NodeSubtype): NodeKind {
  return nodeKinds[subtype];
}
