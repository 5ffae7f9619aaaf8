import { describeSchedule, parseSchedule, refusePast, ScheduleError, scheduleOutlook } from '@millrace/core';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { FieldError } from '../../../../components/ui/field.tsx';
import { useNodeForm } from '../node_form_context.tsx';
import { NextTimes } from './next_times.tsx';

/**
 * The schedule of the node in words with its next five times, or why it is none. `field` is whose problems are said here;
 * `told`: the checks say what is wrong with it already.
 */
export function SchedulePreview({ field, told }: { field: 'cron' | 'interval' | 'at'; told: boolean }) {
  const { node, timezone } = useNodeForm();
  const config = useDeferredValue(node.config);
  const now = useNow();
  const shown = useMemo(() => previewOf(config, timezone, now), [config, timezone, now]);
  if ('problem' in shown) {
    return told || shown.field !== field ? null : <FieldError message={shown.problem} />;
  }
  return <NextTimes {...shown} />;
}

const refresh_ms = 30_000;

/** What is next would soon be past. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), refresh_ms);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function previewOf(config: Readonly<Record<string, unknown>>, fallback: string, after: Date) {
  const own = typeof config.timezone === 'string' ? config.timezone.trim() : '';
  const timezone = own || fallback;
  try {
    refusePast(parseSchedule(config, { timezone }), after);
    const { times, ahead } = scheduleOutlook(config, { timezone, after, count: 5 });
    return {
      times: times.map(({ at }) => at.toISOString()),
      notes: times.map(({ note }) => note),
      ahead,
      description: describeSchedule(config, timezone),
      timezone,
    };
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return { problem: error.message, field: error.field };
  }
}
