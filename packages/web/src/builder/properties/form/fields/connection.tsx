import { type Connection, shownHost, type WorkflowNode } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { allConnectionsQuery } from '../../../../api/connections.ts';
import { messageOf } from '../../../../api/errors.ts';
import { useCan } from '../../../../api/session.ts';
import { hostOfAddress } from '../../../../components/connections/auth_fields.ts';
import { ConnectionDialog } from '../../../../components/connections/connection_dialog.tsx';
import { ConnectionStatus } from '../../../../components/connections/connection_status.tsx';
import { Button } from '../../../../components/ui/button.tsx';
import { Combobox } from '../../../../components/ui/combobox.tsx';
import { FieldError } from '../../../../components/ui/field.tsx';
import { IconButton } from '../../../../components/ui/icon_button.tsx';
import { connectionText } from '../../../../strings/connections.ts';
import { useManifests } from '../../../catalog.tsx';
import { useDocumentStore } from '../../../document/context.tsx';
import { updateNode } from '../../../document/edits/update_node.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { operationOfNode } from '../operation_of_node.ts';

const t = connectionText.field;

/** The connection that the node is called with. It is kept in the node itself, and not in its configuration. */
export function ConnectionField({ spec, id, describedBy, invalid, readOnly }: FieldProps) {
  const { node } = useNodeForm();
  const store = useDocumentStore();
  const app = operationOfNode(useManifests(), node)?.app ?? 'builtin';
  const query = useQuery(allConnectionsQuery());
  const mayEdit = useCan('editor') && !readOnly;
  const [edited, setEdited] = useState<Connection | 'new' | null>(null);
  const known = query.data?.filter((connection) => connection.app === app);
  const chosen = known?.find((connection) => connection.id === node.connection_id);
  const isGone = Boolean(node.connection_id) && known !== undefined && !chosen && !query.isFetching;
  const choose = (connection_id: string) =>
    store.getState().edit((current) => updateNode(current, node.id, { connection_id }));

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <Combobox
          id={id}
          className="min-w-0 flex-1"
          options={optionsOf(known ?? [], node, isGone)}
          value={node.connection_id ?? undefined}
          onChange={choose}
          placeholder={query.isPending ? t.loading : t.choose}
          searchPlaceholder={t.search}
          emptyText={query.isPending ? t.loading : t.none}
          disabled={readOnly}
          aria-label={spec.title}
          aria-describedby={describedBy}
          aria-invalid={invalid || isGone ? true : undefined}
        />
        {chosen && mayEdit && (
          <IconButton size="md" label={t.edit} onClick={() => setEdited(chosen)}>
            <Pencil aria-hidden />
          </IconButton>
        )}
      </div>
      {chosen && (
        <p className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
          <ConnectionStatus connection={chosen} />
          <span className="truncate" title={chosen.hosts.map(shownHost).join(', ')}>
            {t.hosts(chosen.hosts.map(shownHost).join(', '))}
          </span>
        </p>
      )}
      {isGone && !invalid && <FieldError message={t.missing_hint} />}
      {query.isError && (
        <p role="alert" className="flex items-center gap-2 text-danger text-xs">
          {messageOf(query.error, t.failed)}
          <Button size="sm" onClick={() => void query.refetch()}>
            {t.retry}
          </Button>
        </p>
      )}
      {mayEdit && (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setEdited('new')}>
          <Plus aria-hidden />
          {t.connect_new}
        </Button>
      )}
      <ConnectionDialog
        edited={edited}
        app={app}
        host={hostOfAddress(node.config.url)}
        onClose={() => setEdited(null)}
        onSaved={(saved) => choose(saved.id)}
      />
    </div>
  );
}

function optionsOf(known: readonly Connection[], { connection_id }: WorkflowNode, isGone: boolean) {
  const options = known.map(({ id, name, hosts, status }) => ({
    value: id,
    label: name,
    description: `${hosts.map(shownHost).join(', ')} · ${connectionText.status[status]}`,
  }));
  return isGone
    ? [{ value: connection_id!, label: t.missing, description: t.missing_hint }, ...options]
    : options;
}
