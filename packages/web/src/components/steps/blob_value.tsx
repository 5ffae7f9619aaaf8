import { executionRoutes } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { callLarge, pathOf } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { strings } from '../../strings/en.ts';
import { formatBytes } from '../format.ts';
import { Button, buttonVariants } from '../ui/button.tsx';
import { FieldError } from '../ui/field.tsx';

const t = strings.blobs;

interface BlobValueProps {
  executionId: string;
  blob: { hash: string; bytes: number };
  /** Its beginning, as text. */
  preview: unknown;
  /** How the whole value is drawn once it is there. */
  children: (value: unknown) => ReactNode;
}

/** A value that is stored apart because it is large: its beginning, and the whole when somebody asks for it. */
export function BlobValue({ executionId, blob, preview, children }: BlobValueProps) {
  const [wanted, setWanted] = useState(false);
  const params = { id: executionId, hash: blob.hash };
  const whole = useQuery({
    queryKey: keys.blob(executionId, blob.hash),
    queryFn: ({ signal }) => callLarge(executionRoutes.blob, { params, signal }),
    enabled: wanted,
    // The hash is of the value: it cannot change. It is large: it is not kept for long.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  if (whole.data !== undefined) return children(whole.data);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto text-muted text-sm">{t.preview(formatBytes(blob.bytes))}</p>
        <Button
          size="sm"
          loading={whole.isFetching}
          onClick={() => (wanted ? void whole.refetch() : setWanted(true))}
        >
          {t.load}
        </Button>
        <a
          href={pathOf(executionRoutes.blob.path, params)}
          download={`${blob.hash.slice(0, 12)}.json`}
          className={buttonVariants({ size: 'sm' })}
        >
          <Download aria-hidden />
          {t.download}
        </a>
      </div>
      {whole.error && <FieldError message={messageOf(whole.error, t.failed)} />}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard has to reach that
        tabIndex={0}
        className="max-h-72 overflow-auto whitespace-pre-wrap break-all rounded-md border border-line bg-surface p-3 font-mono text-xs"
      >
        {typeof preview === 'string' ? `${preview}…` : JSON.stringify(preview, null, 2)}
      </pre>
    </div>
  );
}
