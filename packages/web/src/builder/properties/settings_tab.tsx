import type { WorkflowEdge, WorkflowNode } from '@millrace/core';
import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { Field } from '../../components/ui/field.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { Switch } from '../../components/ui/switch.tsx';
import { Textarea } from '../../components/ui/textarea.tsx';
import { text } from '../../strings/builder.ts';
import { forms } from '../../strings/forms.ts';
import { portLabel } from '../canvas/flow_nodes.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { type NodePatch, updateNode } from '../document/edits/update_node.ts';
import { type PartProps, Retry } from './retry_settings.tsx';
import { failureSummary } from './settings_summary.ts';

const words = text.properties;
const titles = forms.settings;

/** What every node has beside its parameters: retry, errors, time-out, notes, on or off, connections. */
export function SettingsTab({ node }: { node: WorkflowNode }) {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  // Nodes that only steer the flow call nobody: they are not tried again. What an import gave them can be taken away.
  const calls = node.type === 'action' || node.type === 'connector';
  const patch = (change: NodePatch) =>
    store.getState().edit((definition) => updateNode(definition, node.id, change), {
      group: `node ${node.id} ${Object.keys(change).join()}`,
    });
  return (
    <div className="flex flex-col gap-6">
      {node.type !== 'trigger' && (
        <>
          <Part title={titles.runs}>
            <div data-field="disabled">
              <Field label={words.disabled} hint={words.disabled_hint}>
                {(control) => (
                  <Switch
                    {...control}
                    aria-label={words.disabled}
                    checked={node.disabled ?? false}
                    disabled={readOnly}
                    onCheckedChange={(checked) => patch({ disabled: checked || undefined })}
                  />
                )}
              </Field>
            </div>
          </Part>
          <Part title={titles.fails} summary={failureSummary(node, calls)}>
            {(calls || node.retry) && (
              <div data-field="retry">
                <Retry node={node} onChange={patch} readOnly={readOnly} />
              </div>
            )}
            <div data-field="on_error">
              <OnError node={node} onChange={patch} readOnly={readOnly} />
            </div>
            {(calls || node.timeout_seconds !== undefined) && (
              <div data-field="timeout_seconds">
                <TimeLimit node={node} onChange={patch} readOnly={readOnly} />
              </div>
            )}
            {(calls || node.on_unknown) && (
              <div data-field="on_unknown">
                <OnUnknown node={node} onChange={patch} readOnly={readOnly} />
              </div>
            )}
          </Part>
        </>
      )}
      <Part title={titles.about}>
        <div data-field="notes">
          <Field label={words.notes}>
            {(control) => (
              <Textarea
                {...control}
                value={node.notes ?? ''}
                maxLength={10_000}
                readOnly={readOnly}
                onChange={(event) => patch({ notes: event.target.value || undefined })}
              />
            )}
          </Field>
        </div>
        <Connections node={node} />
      </Part>
    </div>
  );
}

interface SettingsPartProps {
  title: string;
  /** What the settings below come to. */
  summary?: string;
  children: ReactNode;
}

function Part({ title, summary, children }: SettingsPartProps) {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-4 not-first:border-line not-first:border-t not-first:pt-5"
    >
      <div className="flex flex-col gap-1">
        <h3 className="font-semibold text-sm">{title}</h3>
        {summary && (
          <p aria-live="polite" className="text-muted text-xs">
            {summary}
          </p>
        )}
      </div>
      {children}
    </section>
  );
}

function TimeLimit({ node, onChange, readOnly }: PartProps) {
  return (
    <Field label={words.timeout} hint={words.timeout_hint}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0.1}
          max={3_600}
          step="any"
          placeholder="30"
          value={node.timeout_seconds ?? ''}
          readOnly={readOnly}
          onChange={(event) => onChange({ timeout_seconds: positive(event.target.valueAsNumber, 3_600) })}
        />
      )}
    </Field>
  );
}

function positive(value: number, max: number): number | undefined {
  return Number.isFinite(value) && value > 0 ? Math.min(value, max) : undefined;
}

const reactions = (['stop', 'continue', 'branch'] as const).map((value) => ({
  value,
  label: words[value],
  description: words[`${value}_hint`],
}));

function OnError({ node, onChange, readOnly }: PartProps) {
  return (
    <Field label={words.on_error}>
      {({ id }) => (
        <Select
          id={id}
          aria-label={words.on_error}
          options={reactions}
          value={node.on_error ?? 'stop'}
          disabled={readOnly}
          onChange={(on_error) => onChange({ on_error: on_error === 'stop' ? undefined : on_error })}
        />
      )}
    </Field>
  );
}

const unknownWishes = [
  { value: 'effect', label: words.unknown_default, description: words.unknown_default_hint },
  ...(['ask', 'repeat', 'skip'] as const).map((value) => ({
    value,
    label: words.unknown_wishes[value],
    description: words.unknown_hints[value],
  })),
] as const;

/** What is done about a call of which nobody knows whether it happened, because the process died during it. */
function OnUnknown({ node, onChange, readOnly }: PartProps) {
  return (
    <Field label={words.on_unknown} hint={words.on_unknown_hint}>
      {({ id, 'aria-describedby': describedBy }) => (
        <Select
          id={id}
          aria-label={words.on_unknown}
          aria-describedby={describedBy}
          options={unknownWishes}
          value={node.on_unknown ?? 'effect'}
          disabled={readOnly}
          onChange={(wish) => onChange({ on_unknown: wish === 'effect' ? undefined : wish })}
        />
      )}
    </Field>
  );
}

interface ConnectionRow {
  edge: WorkflowEdge;
  way: string;
  port: string | null;
  label: string;
}

/** What leads here and what follows, each to be disconnected without a mouse. */
function Connections({ node }: { node: WorkflowNode }) {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const definition = useDocument((state) => state.draft.definition);
  const labelOf = (id: string) => definition.nodes.find((other) => other.id === id)?.label ?? id;
  const rows = definition.edges.flatMap((edge): ConnectionRow[] => {
    if (edge.target === node.id)
      return [{ edge, way: words.incoming, port: null, label: labelOf(edge.source) }];
    if (edge.source === node.id)
      return [
        { edge, way: words.outgoing, port: portLabel(node, edge.sourceHandle), label: labelOf(edge.target) },
      ];
    return [];
  });
  return (
    <section>
      <h4 className="mb-1 font-medium text-sm">{words.connections}</h4>
      {rows.length === 0 && <p className="text-muted text-xs">{words.nothing}</p>}
      <ul>
        {rows.map(({ edge, way, port, label }) => (
          <li
            key={edge.id}
            className="flex items-center gap-2 border-line border-b py-0.5 text-sm last:border-b-0"
          >
            <span className="w-10 shrink-0 text-muted text-xs">{way}</span>
            <span className="min-w-0 flex-1 truncate">
              {label}
              {port && <span className="text-muted"> ({port})</span>}
            </span>
            {!readOnly && (
              <IconButton
                size="sm"
                label={words.disconnect}
                onClick={() =>
                  store
                    .getState()
                    .edit((current) => deleteSelection(current, { nodes: [], edges: [edge.id] }))
                }
              >
                <Unplug aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
