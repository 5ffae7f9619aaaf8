/** The second line of a node card: what it will do, in a few words, from its configuration. */
import { conditionOp, isConditionGroup, nodeKind, oneSidedOps, type WorkflowNode } from '@millrace/core';
import { durationWords } from '../properties/form/duration.ts';

const longest = 60;

/** What the configuration says, with the name of the workflow that it calls; the kind's name where it says nothing yet, its type where that is the name already. */
export function nodeSummary(node: WorkflowNode, called?: string): string {
  const summary = (called ? callWords(node.config, called) : summaries[node.subtype]?.(node.config))?.trim();
  if (!summary)
    return node.label === nodeKind(node.subtype).label ? typeNames[node.type] : nodeKind(node.subtype).label;
  const read = withoutPaths(summary);
  return read.length > longest ? `${read.slice(0, longest - 1)}…` : read;
}

/** `Order {{ trigger.data.order_id }}` as `Order {order_id}`: the line is short, and the end of a path says most. */
function withoutPaths(summary: string): string {
  return summary.replace(/\{\{\s*(?:[\w$]+\.)*([\w$]+)\s*\}\}/g, '{$1}');
}

const typeNames: Record<WorkflowNode['type'], string> = {
  trigger: 'Trigger',
  action: 'Action',
  connector: 'Connector',
  conditional: 'Logic',
  control: 'Logic',
};

type Config = Readonly<Record<string, unknown>>;

const summaries: Partial<Record<string, (config: Config) => string | undefined>> = {
  schedule: (config) => {
    if (config.schedule_type === 'interval') return intervalWords(config.interval);
    if (config.schedule_type === 'once') return config.at ? `Once at ${text(config.at)}` : undefined;
    return config.cron ? `Cron ${text(config.cron)}` : undefined;
  },
  webhook: (config) =>
    [text(config.method) || 'POST', config.path ? `/${text(config.path).replace(/^\//, '')}` : ''].join(' '),
  event: (config) => text(config.event_type),
  http_request: (config) =>
    config.url ? `${text(config.method) || 'GET'} ${withoutScheme(text(config.url))}` : undefined,
  data_transform: (config) => transformWords(config),
  respond: (config) => (config.status === undefined ? undefined : `Status ${text(config.status)}`),
  if: (config) => text(config.condition) || conditionWords(config),
  switch: (config) => count(config.cases, 'case', 'cases'),
  loop: (config) => loopWords(config),
  wait: (config) => waitWords(config),
  approval: (config) => text(config.title),
  sub_workflow: (config) => (config.wait === false ? 'Starts it and goes on' : undefined),
  stop: (config) =>
    text(config.message) || (config.status === 'error' ? 'Ends with an error' : 'Ends with success'),
};

function callWords({ wait }: Config, name: string): string {
  return wait === false ? `Starts ${name}` : `Calls ${name}`;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

function count(list: unknown, one: string, many: string): string | undefined {
  const length = Array.isArray(list) ? list.length : 0;
  return length === 0 ? undefined : `${length} ${length === 1 ? one : many}`;
}

function intervalWords(interval: unknown): string | undefined {
  const { value, unit } = (interval ?? {}) as { value?: unknown; unit?: unknown };
  if (!value || !unit) return undefined;
  return Number(value) === 1 ? `Every ${text(unit).replace(/s$/, '')}` : `Every ${text(value)} ${text(unit)}`;
}

function loopWords(config: Config): string | undefined {
  if (config.mode === 'while') return config.condition ? `While ${text(config.condition)}` : undefined;
  if (Array.isArray(config.items)) return count(config.items, 'item', 'items');
  const items = text(config.items).replace(/[{}]/g, '').trim();
  return items ? `Each of ${items}` : undefined;
}

function waitWords(config: Config): string | undefined {
  if (config.mode === 'until') return config.until ? `Until ${text(config.until)}` : undefined;
  if (config.mode === 'callback') return 'Until an address is called';
  if (config.mode === 'event') return config.event_type ? `For ${text(config.event_type)}` : undefined;
  const words = durationWords(config.duration);
  return words ? `For ${words}` : undefined;
}

function transformWords(config: Config): string | undefined {
  if (config.transform_type === 'filter_array')
    return config.condition ? `Keep where ${text(config.condition)}` : 'Filter a list';
  if (config.transform_type === 'aggregate')
    return config.group_by ? `Group by ${text(config.group_by)}` : 'Aggregate a list';
  if (config.transform_type === 'custom') return text(config.expression) || 'Compute a value';
  const fields = count(config.mappings, 'field', 'fields');
  return fields ? `Map ${fields}` : undefined;
}

function conditionWords(config: Config): string | undefined {
  const entries = Array.isArray(config.conditions) ? (config.conditions as Config[]) : [];
  const rows = entries.flatMap((entry) =>
    isConditionGroup(entry) ? (entry.conditions as readonly Config[]) : [entry],
  );
  const [first] = rows;
  if (!first?.left) return undefined;
  const op = conditionOp(text(first.op)) ?? 'equals';
  const right = oneSidedOps.has(op) ? '' : text(first.right);
  const words = [text(first.left).replace(/[{}]/g, '').trim(), opWords(first.op), right];
  const rest = rows.length - 1;
  return words.filter(Boolean).join(' ') + (rest > 0 ? ` + ${rest} more` : '');
}

const signs: Partial<Record<string, string>> = {
  equals: '=',
  not_equals: '≠',
  greater: '>',
  greater_or_equal: '≥',
  less: '<',
  less_or_equal: '≤',
  is_present: 'exists',
  is_absent: 'does not exist',
};

/** A comparison as a person reads it between its sides. */
function opWords(op: unknown): string {
  return signs[text(op)] ?? text(op).replaceAll('_', ' ');
}
