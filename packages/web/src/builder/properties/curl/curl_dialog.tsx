import type { WorkflowNode } from '@millrace/core';
import { Info, LockKeyhole } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../../components/ui/dialog.tsx';
import { Field } from '../../../components/ui/field.tsx';
import { Textarea } from '../../../components/ui/textarea.tsx';
import { strings } from '../../../strings/en.ts';
import { forms } from '../../../strings/forms.ts';
import { isRecord } from '../../document/edits/update_config.ts';
import { configOfCurl, type FilledIn } from './curl_config.ts';
import { useFillIn } from './use_fill_in.ts';

const words = forms.curl;

interface CurlDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  node: WorkflowNode;
}

/** A cURL command in, a filled request out; shows beforehand what it was understood as. */
export function CurlDialog({ open, onOpenChange, node }: CurlDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Content node={node} onClose={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function Content({ node, onClose }: { node: WorkflowNode; onClose: () => void }) {
  const [command, setCommand] = useState('');
  const read = useMemo(() => attempt(command, node.config), [command, node.config]);
  const fillIn = useFillIn(node);
  const filled = 'config' in read ? read : null;

  function fill() {
    if (!filled) return;
    fillIn(filled);
    onClose();
  }

  return (
    <DialogContent
      size="md"
      title={words.title}
      description={words.description}
      footer={
        <>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button variant="primary" disabled={!filled} onClick={fill}>
            {words.fill}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={words.label} error={'problem' in read ? read.problem : null}>
          {(control) => (
            <Textarea
              {...control}
              autoFocus
              spellCheck={false}
              className="min-h-40 resize-y font-mono text-xs"
              placeholder={"curl https://api.example.com/orders \\\n  -H 'Authorization: Bearer …'"}
              value={command}
              onChange={(event) => setCommand(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) fill();
              }}
            />
          )}
        </Field>
        {filled && <Understood filled={filled} />}
      </div>
    </DialogContent>
  );
}

type Read = FilledIn | { problem: string } | { nothing: true };

function attempt(command: string, before: WorkflowNode['config']): Read {
  if (command.trim() === '') return { nothing: true };
  try {
    return configOfCurl(command, before);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const titles: Readonly<Record<string, string>> = {
  token: 'Token',
  password: 'Password',
  header_value: 'Header value',
};

function Understood({ filled: { config, secrets, notes } }: { filled: FilledIn }) {
  const parts = words.parts(countOf(config.headers), countOf(config.query));
  const body = words.body[(config.body_type as keyof typeof words.body | undefined) ?? 'none'];
  return (
    <section aria-label={words.understood} className="flex flex-col gap-2 text-sm">
      <p className="break-all rounded-md border border-line-strong bg-sunken px-3 py-2 font-mono">
        <span className="font-semibold">{String(config.method)}</span> {String(config.url)}
      </p>
      <p className="text-muted text-xs">{[parts, body].filter(Boolean).join(' · ')}</p>
      {secrets.length > 0 && (
        <p className="flex items-start gap-2 text-xs">
          <LockKeyhole aria-hidden className="mt-0.5 size-3.5 shrink-0 text-success" />
          {words.secrets(secrets.map((name) => titles[name] ?? name).join(', '))}
        </p>
      )}
      {notes.length > 0 && (
        <div className="flex items-start gap-2 text-warning text-xs">
          <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <ul aria-label={words.noted} className="flex min-w-0 flex-col gap-1">
            {notes.map((note) => (
              <li key={note} className="break-words">
                {note}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function countOf(value: unknown): number {
  return isRecord(value) ? Object.keys(value).length : 0;
}
