import { type RetrySettings, retrySchema, type WorkflowEdge, type WorkflowNode } from '@millrace/core';
import { Unplug } from 'lucide-react';
import { Field } from '../../components/ui/field.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { Input } from '../../components/ui/input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { Switch } from '../../components/ui/switch.tsx';
import { Textarea } from '../../components/ui/textarea.tsx';
import { text } from '../../strings/builder.ts';
import { portLabel } from '../canvas/flow_nodes.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { type NodePatch, updateNode } from '../document/edits/update_node.ts';

const words = text.properties;

/** What every node has beside its parameters: retry, errors, time-out, notes, on or off, connections. */
export function SettingsTab({ node }: { node: WorkflowNode }) {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const patch = (change: NodePatch) =>
    store.getState().edit((definition) => updateNode(definition, node.id, change), {
      group: `node ${node.id} ${Object.keys(change).join()}`,
    });
  return (
    <div className="flex flex-col gap-5">
      {node.type !== 'trigger' && (
        <>
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
          <OnError node={node} onChange={patch} readOnly={readOnly} />
          <Retry node={node} onChange={patch} readOnly={readOnly} />
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
                onChange={(event) => patch({ timeout_seconds: positive(event.target.valueAsNumber, 3_600) })}
              />
            )}
          </Field>
        </>
      )}
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
      <Connections node={node} />
    </div>
  );
}

interface PartProps {
  node: WorkflowNode;
  onChange: (patch: NodePatch) => void;
  readOnly: boolean;
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

const retryModes = [
  { value: 'workflow', label: words.retry_default },
  { value: 'own', label: words.retry_own },
] as const;
const backoffs = [
  { value: 'fixed', label: words.fixed },
  { value: 'exponential', label: words.exponential },
] as const;

function Retry({ node, onChange, readOnly }: PartProps) {
  const settings = node.retry ? { ...retrySchema.parse({}), ...node.retry } : null;
  const set = (change: Partial<RetrySettings>) => onChange({ retry: { ...node.retry, ...change } });
  return (
    <div className="flex flex-col gap-3">
      <Field label={words.retry}>
        {({ id }) => (
          <Select
            id={id}
            aria-label={words.retry}
            options={retryModes}
            value={settings ? 'own' : 'workflow'}
            disabled={readOnly}
            onChange={(mode) => onChange({ retry: mode === 'own' ? { max_attempts: 3 } : undefined })}
          />
        )}
      </Field>
      {settings && (
        <div className="grid grid-cols-2 gap-3 border-line border-l-2 pl-3">
          <NumberSetting
            label={words.attempts}
            value={settings.max_attempts}
            min={1}
            max={10}
            readOnly={readOnly}
            onChange={(max_attempts) => set({ max_attempts })}
          />
          <NumberSetting
            label={words.delay}
            value={settings.delay_ms}
            min={0}
            max={86_400_000}
            readOnly={readOnly}
            onChange={(delay_ms) => set({ delay_ms })}
          />
          <Field label={words.backoff}>
            {({ id }) => (
              <Select
                id={id}
                aria-label={words.backoff}
                options={backoffs}
                value={settings.backoff}
                disabled={readOnly}
                onChange={(backoff) => set({ backoff })}
              />
            )}
          </Field>
          <NumberSetting
            label={words.max_delay}
            value={settings.max_delay_ms}
            min={0}
            max={86_400_000}
            readOnly={readOnly}
            onChange={(max_delay_ms) => set({ max_delay_ms })}
          />
        </div>
      )}
    </div>
  );
}

interface NumberSettingProps {
  label: string;
  value: number;
  min: number;
  max: number;
  readOnly: boolean;
  onChange: (value: number) => void;
}

function NumberSetting({ label, value, min, max, readOnly, onChange }: NumberSettingProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={min}
          max={max}
          step={1}
          value={value}
          readOnly={readOnly}
          onChange={(event) => {
            const next = Math.round(event.target.valueAsNumber);
            if (Number.isFinite(next)) onChange(Math.min(max, Math.max(min, next)));
          }}
        />
      )}
    </Field>
  );
}

function positive(value: number, max: number): number | undefined {
  return Number.isFinite(value) && value > 0 ? Math.min(value, max) : undefined;
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
      <h3 className="mb-1 font-medium text-sm">{words.connections}</h3>
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
