import { CircleAlert, TriangleAlert } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from '../../../components/ui/button.tsx';
import { cn } from '../../../components/ui/cn.ts';
import { dialogClasses, overlayClasses } from '../../../components/ui/dialog.tsx';
import { Opened, useReturnedFocus } from '../../../components/ui/use_returned_focus.ts';
import { text } from '../../../strings/builder.ts';
import { connectionText } from '../../../strings/connections.ts';
import { strings } from '../../../strings/en.ts';
import { forms } from '../../../strings/forms.ts';
import { inline } from '../../expressions/evaluate.ts';
import type { RequestPreview } from './request_preview.ts';

const words = forms.request;
/** Of a body; the rest is only counted. */
const shownCharacters = 2_000;

interface RequestDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  preview: RequestPreview;
  onSend: () => void;
}

/** Asks before a request goes out, and shows all that will go out. */
export function RequestDialog({ open, onOpenChange, preview, onSend }: RequestDialogProps) {
  const returned = useReturnedFocus();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={overlayClasses} />
        <AlertDialog.Content className={cn(dialogClasses, 'max-w-xl')} {...returned.content}>
          <Opened say={returned.opened} />
          <header className="border-line border-b px-5 py-3">
            <AlertDialog.Title className="font-semibold text-lg">{words.title}</AlertDialog.Title>
            <AlertDialog.Description className="mt-0.5 text-muted text-sm">
              {words.description}
            </AlertDialog.Description>
          </header>
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: long requests scroll, and what scrolls must take the focus
            tabIndex={0}
            aria-label={words.title}
            className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4"
          >
            <p className="break-all rounded-md border border-line-strong bg-sunken px-3 py-2 font-mono text-sm">
              <span className="font-semibold">{preview.method}</span> {preview.url || '—'}
            </p>
            <Effect preview={preview} />
            <Sent preview={preview} />
            <Expressions expressions={preview.expressions} more={preview.more_expressions} />
          </section>
          <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">
            <AlertDialog.Cancel asChild>
              <Button>{strings.common.cancel}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button variant="primary" disabled={preview.problem !== null} onClick={onSend}>
                {text.properties.send}
              </Button>
            </AlertDialog.Action>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Effect({ preview }: { preview: RequestPreview }) {
  if (preview.problem !== null) {
    return (
      <p role="alert" className="flex items-start gap-2 text-danger text-sm">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words">
          {words.cannot} {preview.problem}
        </span>
      </p>
    );
  }
  if (preview.effect === 'read') return <p className="text-muted text-sm">{words.effects.read}</p>;
  return (
    <p className="flex items-start gap-2 text-sm text-warning">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {words.effects[preview.effect]}
    </p>
  );
}

function Sent({ preview: { headers, user, body, connection } }: { preview: RequestPreview }) {
  const rows = [
    ...headers,
    ...(user === null ? [] : [['Authorization', `Basic ${user}`] as const]),
    ...(connection ? [[connectionText.in_request, connectionText.in_request_value] as const] : []),
  ];
  return (
    <>
      {rows.length > 0 && (
        <Part title={words.headers}>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 font-mono text-xs">
            {rows.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="min-w-0 break-all">{value}</dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
      {body !== null && (
        <Part title={words.body}>
          <pre className="whitespace-pre-wrap break-all font-mono text-xs">
            {body.slice(0, shownCharacters)}
            {body.length > shownCharacters && (
              <span className="text-muted"> {words.cut(body.length - shownCharacters)}</span>
            )}
          </pre>
        </Part>
      )}
    </>
  );
}

function Expressions({ expressions, more }: Pick<RequestPreview, 'expressions'> & { more: number }) {
  if (expressions.length === 0) return null;
  return (
    <Part title={words.filled_in}>
      <ul className="flex flex-col gap-1 text-xs">
        {expressions.map(({ source, value, origin }) => (
          <li key={source} className="flex min-w-0 items-baseline gap-2">
            <code className="min-w-0 max-w-1/2 shrink-0 truncate font-mono" title={source}>
              {source}
            </code>
            <span aria-hidden className="text-muted">
              =
            </span>
            <code className="min-w-0 flex-1 truncate font-mono text-muted" title={inline(value, 2_000)}>
              {inline(value)}
            </code>
            <span
              className={cn('shrink-0', origin === 'schema' ? 'text-warning' : 'text-muted')}
              title={origin === 'schema' ? words.made_up : undefined}
            >
              {words.origins[origin]}
            </span>
          </li>
        ))}
        {more > 0 && <li className="text-muted">{words.more_values(more)}</li>}
      </ul>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium text-sm">{title}</h3>
      <div className="rounded-md border border-line bg-sunken/50 px-3 py-2">{children}</div>
    </section>
  );
}
