import { useQuery } from '@tanstack/react-query';
import { callersQuery } from '../../api/queries.ts';
import { strings } from '../../strings/en.ts';

const t = strings.workflows;

/** What a deletion takes away, and from which other workflows; asked when it is shown. */
export function DeleteConsequences({ id }: { id: string }) {
  const { data, isError } = useQuery(callersQuery(id));
  const named = (callers: { name: string }[]) => callers.map(({ name }) => name);
  const inSteps = named(data?.filter((caller) => caller.in_step) ?? []);
  const afterFailures = named(data?.filter((caller) => caller.after_failure) ?? []);
  return (
    <>
      {t.delete_hint}
      <span role="status">
        {!data && <Line>{isError ? t.callers_failed : t.callers_loading}</Line>}
        {inSteps.length > 0 && <Line strong>{t.called(inSteps)}</Line>}
        {afterFailures.length > 0 && <Line strong>{t.called_after_failure(afterFailures)}</Line>}
      </span>
    </>
  );
}

function Line({ strong = false, children }: { strong?: boolean; children: string }) {
  return (
    <span className={strong ? 'mt-2 block break-words font-medium text-fg' : 'mt-2 block'}>{children}</span>
  );
}
