import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../components/ui/toast.tsx';
import { testing } from '../../../strings/tests.ts';
import { recordedMocks } from './recorded_mocks.ts';
import { recordedQuery, useLastExecutions } from './use_executions.ts';
import type { TestForm } from './use_test_form.ts';

const words = testing.dialog;

/** Takes what steps really answered, each from the newest of the last executions in which it ran. */
export function useRecorder(form: TestForm) {
  const executions = useLastExecutions().data?.data ?? [];
  const client = useQueryClient();
  const [recording, setRecording] = useState(false);

  async function record(nodeIds: readonly string[]) {
    setRecording(true);
    try {
      const missing = new Set(nodeIds);
      for (const { id } of executions) {
        if (missing.size === 0) break;
        const { steps } = await client.fetchQuery(recordedQuery(id));
        for (const [nodeId, mock] of recordedMocks(steps))
          if (missing.delete(nodeId)) form.setMock(nodeId, JSON.stringify(mock, null, 2));
      }
      const found = nodeIds.length - missing.size;
      if (found === 0) toast.info(words.nothing_recorded);
      else toast.success(words.recorded(found, missing.size));
    } catch {
      toast.error(words.not_loaded);
    } finally {
      setRecording(false);
    }
  }

  return { hasExecutions: executions.length > 0, recording, record };
}
