import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { messageOf } from '../../../../api/errors.ts';
import { allMembersQuery } from '../../../../api/queries.ts';
import { badgeVariants } from '../../../../components/ui/badge.tsx';
import { cn } from '../../../../components/ui/cn.ts';
import { Combobox } from '../../../../components/ui/combobox.tsx';
import { FieldError } from '../../../../components/ui/field.tsx';
import { text } from '../../../../strings/builder.ts';
import { approverName, approverOptions } from '../approver_options.ts';
import type { FieldProps } from '../field_props.ts';
import { rowsOf } from './rows.tsx';

const words = text.fields.approvers;

/** Members and roles, several of them; an expression that gives one can be typed. */
export function ApproversField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const members = useQuery(allMembersQuery());
  const options = approverOptions(members.data ?? []);
  const chosen = rowsOf<unknown>(value).filter((entry): entry is string => typeof entry === 'string');
  const set = (next: string[]) => onChange(next.length === 0 ? undefined : next);
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={spec.title} className="flex flex-wrap gap-1.5">
        {chosen.length === 0 && (
          <li className={cn(badgeVariants({ tone: 'outline' }), 'h-6')}>{words.anybody}</li>
        )}
        {chosen.map((entry) => {
          const name = approverName(entry, options, members.isPending);
          return (
            <li key={entry} className={cn(badgeVariants({ tone: 'neutral' }), 'h-6 max-w-full')}>
              <span className="truncate" title={name}>
                {name}
              </span>
              {!readOnly && (
                <button
                  type="button"
                  aria-label={words.remove(name)}
                  className="-mr-1 flex size-5 shrink-0 items-center justify-center rounded-xs hover:bg-hover"
                  onClick={() => set(chosen.filter((other) => other !== entry))}
                >
                  <X aria-hidden />
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {!readOnly && (
        <Combobox
          id={id}
          aria-label={words.choose}
          aria-describedby={describedBy}
          aria-invalid={invalid ? true : undefined}
          placeholder={words.choose}
          searchPlaceholder={words.search}
          emptyText={members.isPending ? words.loading : undefined}
          value={undefined}
          allowCustom={(typed) => typed.includes('{{')}
          options={options.filter((option) => !chosen.includes(option.value))}
          onChange={(next) => set([...chosen.filter((other) => other !== next), next])}
        />
      )}
      {members.error && <FieldError message={messageOf(members.error, words.load_failed)} />}
    </div>
  );
}
