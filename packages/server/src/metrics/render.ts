/** The text format of Prometheus, of several processes in one answer: each sample says which process it is of. */
import type { MetricObjectWithValues, MetricValue, Registry } from 'prom-client';

export type Metrics = MetricObjectWithValues<MetricValue<string> & { metricName?: string }>[];

/** What a process measured; it passes through the channel between processes. */
export async function readMetrics(registry: Registry): Promise<Metrics> {
  return (await registry.getMetricsAsJSON()) as Metrics;
}

export interface ProcessMetrics {
  /** Null: of the installation, not of a process. */
  process: string | null;
  metrics: Metrics;
}

export function renderMetrics(all: readonly ProcessMetrics[]): string {
  const byName = new Map<string, { head: string; lines: string[] }>();
  for (const { process, metrics } of all)
    for (const { name, help, type, values } of metrics) {
      const head = `# HELP ${name} ${escapeText(help)}\n# TYPE ${name} ${String(type)}`;
      const found = byName.get(name) ?? { head, lines: [] };
      byName.set(name, found);
      for (const { metricName = name, labels, value } of values)
        found.lines.push(
          `${metricName}${labelsOf({ ...labels, ...(process === null ? {} : { process }) })} ${numberOf(value)}`,
        );
    }
  return [...byName.values()].map(({ head, lines }) => `${[head, ...lines].join('\n')}\n`).join('\n');
}

function labelsOf(labels: Partial<Record<string, string | number>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberOf(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}

const escapeText = (text: string): string => text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
const escapeLabel = (text: string): string => escapeText(text).replace(/"/g, '\\"');
