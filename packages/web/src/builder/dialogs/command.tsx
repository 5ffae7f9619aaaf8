import { CopyButton } from '../../components/ui/copy_button.tsx';
import { text } from '../../strings/builder.ts';

const words = text.deployed;

/** A text that is there to be copied, with its label. */
export function Copyable({ label, value, copy }: { label: string; value: string; copy?: string }) {
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-sm">{label}</span>
      <div className="flex items-center gap-1 rounded-md border border-line-strong bg-sunken pl-3">
        <code className="min-w-0 flex-1 select-all break-all py-1.5 font-mono text-xs">{value}</code>
        <CopyButton text={value} {...(copy ? { label: copy } : {})} />
      </div>
    </div>
  );
}

/** A command for a terminal. */
export function Command({
  label = words.try_it,
  command,
  note,
}: {
  label?: string;
  command: string;
  note: string | null;
}) {
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-sm">{label}</span>
      <div className="relative rounded-md border border-line-strong bg-sunken">
        <pre className="overflow-x-auto whitespace-pre-wrap break-all p-3 pr-10 font-mono text-xs">
          {command}
        </pre>
        <CopyButton className="absolute top-1 right-1" text={command} label={words.copy_curl} />
      </div>
      {note && <p className="text-muted text-xs">{note}</p>}
    </div>
  );
}
