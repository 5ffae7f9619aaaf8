import type { LiveEvent } from '@millrace/core';
import { useEffect, useEffectEvent } from 'react';
import { type LiveTopic, live } from './live.ts';

/**
 * Hears the live events of a topic while the component is there. `onReady` is called whenever the subscription comes
 * into force (again): fetch then what may have been missed. `null` watches nothing.
 */
export function useLive(
  topic: LiveTopic | null,
  onEvent: (event: LiveEvent) => void,
  onReady?: () => void,
): void {
  const handleEvent = useEffectEvent(onEvent);
  const handleReady = useEffectEvent(() => onReady?.());
  const watching = topic !== null;
  const workflow_id = topic?.workflow_id;
  const execution_id = topic?.execution_id;

  useEffect(() => {
    if (!watching) return;
    return live.watch(
      { workflow_id, execution_id },
      { onEvent: (event) => handleEvent(event), onReady: () => handleReady() },
    );
  }, [watching, workflow_id, execution_id]);
}
