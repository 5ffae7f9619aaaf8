/** Makes or changes a connection: drawn from the kind of authentication, tried before it is saved. */
import {
  type AppManifest,
  type Connection,
  connectionRoutes,
  readAllowedHost,
  shownHost,
} from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { connectionsChanged } from '../../api/connections.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { appsQuery } from '../../api/queries.ts';
import { connectionText as t } from '../../strings/connections.ts';
import { strings } from '../../strings/en.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { Notice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { Textarea } from '../ui/textarea.tsx';
import { toast } from '../ui/toast.tsx';
import { type AuthField, authFields, hostsOf } from './auth_fields.ts';
import { SecretInput } from './secret_input.tsx';

const formId = 'connection';

interface ConnectionDialogProps {
  /** Null: closed. */
  edited: Connection | 'new' | null;
  app?: string;
  /** The host that a new one is wanted for. */
  host?: string;
  onClose: () => void;
  onSaved?: (connection: Connection) => void;
}

export function ConnectionDialog({
  edited,
  app = 'builtin',
  host = '',
  onClose,
  onSaved,
}: ConnectionDialogProps) {
  const manifests = useQuery({ ...appsQuery(), enabled: edited !== null }).data?.data ?? [];
  const manifest = manifests.find(({ id }) => id === (edited === 'new' || !edited ? app : edited.app));
  return (
    <Dialog open={edited !== null} onOpenChange={(open) => !open && onClose()}>
      {edited !== null && manifest && (
        <ConnectionForm edited={edited} manifest={manifest} host={host} onClose={onClose} onSaved={onSaved} />
      )}
    </Dialog>
  );
}

type Problems = Readonly<Record<string, string>>;

interface FormProps {
  edited: Connection | 'new';
  manifest: AppManifest;
  host: string;
  onClose: () => void;
  onSaved: ((connection: Connection) => void) | undefined;
}

function ConnectionForm({ edited, manifest, host, onClose, onSaved }: FormProps) {
  const before = edited === 'new' ? null : edited;
  const kinds = manifest.auth ?? [];
  const [auth, setAuth] = useState(before?.auth ?? kinds[0]?.id ?? '');
  const [name, setName] = useState(before?.name ?? '');
  const [hosts, setHosts] = useState(before?.hosts.join('\n') ?? host);
  const [testUrl, setTestUrl] = useState(before?.test_url ?? '');
  const [values, setValues] = useState<Record<string, unknown>>(before?.fields ?? {});
  const [problems, setProblems] = useState<Problems>({});
  const [failed, setFailed] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const kind = kinds.find(({ id }) => id === auth);
  const fields = kind ? authFields(kind) : [];
  const title = before ? t.edit_title(before.name) : t.create_title;

  /** What was found out about other credentials says nothing about these. */
  function change<T>(set: (value: T) => void): (value: T) => void {
    return (value) => {
      setFailed(null);
      set(value);
    };
  }

  async function save(tests: boolean) {
    const body = {
      name: name.trim(),
      hosts: hostsOf(hosts),
      test_url: testUrl.trim() || null,
      fields: given(fields, values),
    };
    const found = problemsOf(body, fields);
    setProblems(found);
    setFailed(null);
    if (Object.keys(found).length > 0) return;
    setWorking(true);
    try {
      if (tests && body.test_url !== null) {
        const tried = await call(connectionRoutes.try, {
          body: { ...body, app: manifest.id, auth, ...(before && { connection_id: before.id }) },
        });
        if (!tried.ok) {
          setFailed(tried.message);
          return;
        }
      }
      const saved = before
        ? await call(connectionRoutes.update, { params: { id: before.id }, body })
        : await call(connectionRoutes.create, { body: { ...body, app: manifest.id, auth } });
      // It was tried with just these credentials; the list should say so at once.
      const known =
        tests && body.test_url !== null
          ? await call(connectionRoutes.test, { params: { id: saved.id } })
          : null;
      await connectionsChanged();
      toast.success(t.saved(saved.name));
      onSaved?.(known ? { ...saved, status: known.status } : saved);
      onClose();
    } catch (error) {
      setProblems(serverProblems(error));
    } finally {
      setWorking(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    // It may stand inside the form of a node.
    event.stopPropagation();
    void save(true);
  }

  return (
    <DialogContent
      title={title}
      description={t.dialog_intro}
      size="md"
      footer={
        <>
          <DialogClose asChild>
            <Button>{strings.common.cancel}</Button>
          </DialogClose>
          {failed !== null && (
            <Button disabled={working} onClick={() => void save(false)}>
              {t.save_anyway}
            </Button>
          )}
          <Button type="submit" form={formId} variant="primary" loading={working}>
            {testUrl.trim() === '' ? t.save : t.test_save}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t.name} hint={t.name_hint} required error={problems.name}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={100}
              placeholder={t.name_placeholder}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.auth} hint={kind?.description} error={problems.auth}>
          {(control) => (
            <Select
              {...control}
              aria-label={t.auth}
              options={kinds.map(({ id, name: label }) => ({ value: id, label }))}
              value={auth}
              disabled={before !== null}
              onChange={change(setAuth)}
            />
          )}
        </Field>
        {fields.map((field) => (
          <Field
            key={`${auth} ${field.name}`}
            label={field.title}
            hint={hintOf(field)}
            required={field.required}
            error={problems[`fields.${field.name}`]}
          >
            {(control) => {
              const set = change((value: unknown) => setValues((now) => ({ ...now, [field.name]: value })));
              const value = values[field.name];
              return field.secret ? (
                <SecretInput
                  control={control}
                  title={field.title}
                  value={value}
                  stored={before !== null}
                  onChange={set}
                />
              ) : (
                <Input
                  {...control}
                  value={typeof value === 'string' ? value : ''}
                  placeholder={field.placeholder}
                  autoComplete="off"
                  onChange={(event) => set(event.target.value)}
                />
              );
            }}
          </Field>
        ))}
        <Field label={t.hosts} hint={t.hosts_hint} required error={problems.hosts}>
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              className="min-h-14 font-mono text-xs"
              spellCheck={false}
              value={hosts}
              placeholder={t.hosts_placeholder}
              onChange={(event) => change(setHosts)(event.target.value)}
            />
          )}
        </Field>
        <ReadHosts hosts={hostsOf(hosts)} />
        <Field label={t.test_url} hint={t.test_url_hint} error={problems.test_url}>
          {(control) => (
            <Input
              {...control}
              value={testUrl}
              placeholder={t.test_url_placeholder}
              onChange={(event) => change(setTestUrl)(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-col gap-2 empty:hidden">
          {problems.root && <Notice tone="danger" title={problems.root} />}
          {failed !== null && (
            <Notice tone="danger" title={t.failed_test}>
              {failed}
            </Notice>
          )}
        </div>
      </form>
    </DialogContent>
  );
}

/** Hosts whose letters are not those they are called by: what is really meant, before it is saved. */
function ReadHosts({ hosts }: { hosts: readonly string[] }) {
  const read = hosts.filter((host) => shownHost(host) !== host);
  if (read.length === 0) return null;
  return (
    <p role="status" className="-mt-2 break-all text-muted text-xs">
      {t.hosts_read} <span className="font-mono">{read.map(shownHost).join(', ')}</span>
    </p>
  );
}

const hintOf = ({ secret, description }: AuthField) => description ?? (secret ? t.secret_hint : undefined);

/** Of what was typed what this kind asks for; an empty field is none. */
function given(fields: readonly AuthField[], values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = values[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

function problemsOf(
  { name, hosts, fields }: { name: string; hosts: string[]; fields: Record<string, unknown> },
  wanted: readonly AuthField[],
): Problems {
  const found: Record<string, string> = {};
  if (name === '') found.name = t.missing_field(t.name);
  for (const field of wanted)
    if (field.required && fields[field.name] === undefined)
      found[`fields.${field.name}`] = t.missing_field(field.title);
  if (hosts.length === 0) found.hosts = t.hosts_missing;
  const bad = hosts
    .map((host) => [host, readAllowedHost(host)] as const)
    .find(([, read]) => typeof read === 'string');
  if (bad) found.hosts = `“${bad[0]}” ${bad[1] as string}`;
  return found;
}

function serverProblems(error: unknown): Problems {
  const found: Record<string, string> = {};
  if (error instanceof ApiError) {
    if (error.code === 'name_taken') return { name: error.message };
    for (const { path, message } of error.issues)
      found[path.replace(/^(hosts)\[.*/, '$1') || 'root'] = message;
  }
  return Object.keys(found).length > 0 ? found : { root: messageOf(error, strings.errors.unknown) };
}
