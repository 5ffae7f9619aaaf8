import {
  describeSchedule,
  nextTimes,
  type Workflow,
  type WorkflowNode,
  webhookHeaderDefaults,
} from '@millrace/core';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { text } from '../../strings/builder.ts';
import { useDocument } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { DeployedWarnings } from '../problems/deployed_warnings.tsx';
import { NextTimes } from '../properties/form/fields/next_times.tsx';
import { useTimezone } from '../properties/use_node_form.ts';
import { useResults } from '../results/context.tsx';
import { DeployWarning } from '../tests/deploy_warning.tsx';
import { Command, Copyable } from './command.tsx';
import { eventCurl, webhookCurl } from './curl.ts';

const words = text.deployed;

/** What a deployed workflow waits for, and how to make it start. */
export function DeployedDialog({ workflow }: { workflow: Workflow }) {
  const open = usePanels((state) => state.dialog === 'deployed');
  const trigger = useDocument((state) =>
    state.saved.draft.definition.nodes.find((node) => node.type === 'trigger' && !node.disabled),
  );
  const panels = usePanelsStore();
  const close = () => panels.getState().openDialog(null);
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()}>
      <DialogContent
        size="md"
        title={words.title}
        // The first control copies; its tooltip would cover the address.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          (event.currentTarget as HTMLElement).focus();
        }}
        footer={
          <Button variant="primary" onClick={close}>
            {words.done}
          </Button>
        }
      >
        <DeployedWarnings />
        <DeployWarning />
        {trigger && <HowToStart trigger={trigger} workflow={workflow} />}
      </DialogContent>
    </Dialog>
  );
}

function HowToStart({ trigger, workflow }: { trigger: WorkflowNode; workflow: Workflow }) {
  if (trigger.subtype === 'webhook') return <WebhookStart trigger={trigger} url={workflow.webhook_url} />;
  if (trigger.subtype === 'schedule') return <ScheduleStart trigger={trigger} />;
  if (trigger.subtype === 'event') return <EventStart type={String(trigger.config.event_type ?? '')} />;
  return <p className="text-sm">{words.manual}</p>;
}

function WebhookStart({ trigger, url }: { trigger: WorkflowNode; url: string | null }) {
  const sample = useResults((state) => state.samples.trigger) as { data?: unknown } | undefined;
  if (!url) return null;
  const command = webhookCurl(url, trigger.config, sample?.data ?? { hello: 'world' }, webhookHeaderDefaults);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted text-sm">{words.webhook}</p>
      <Copyable label={words.address} value={url} />
      <Command
        command={command}
        note={trigger.config.auth && trigger.config.auth !== 'none' ? words.secret_note : null}
      />
    </div>
  );
}

function ScheduleStart({ trigger }: { trigger: WorkflowNode }) {
  const fallback = useTimezone();
  const timezone =
    typeof trigger.config.timezone === 'string' && trigger.config.timezone
      ? trigger.config.timezone
      : fallback;
  const times = nextOf(trigger.config, timezone);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted text-sm">{words.schedule}</p>
      <NextTimes {...times} timezone={timezone} />
    </div>
  );
}

function nextOf(config: Record<string, unknown>, timezone: string) {
  try {
    const times = nextTimes(config, { timezone, after: new Date(), count: 5 }).map((time) =>
      time.toISOString(),
    );
    return { times, description: describeSchedule(config, timezone), problem: null };
  } catch (error) {
    return {
      times: null,
      description: null,
      problem: error instanceof Error ? error.message : String(error),
    };
  }
}

function EventStart({ type }: { type: string }) {
  const sample = useResults((state) => state.samples.trigger) as { data?: unknown } | undefined;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted text-sm">{words.event(type)}</p>
      <Command command={eventCurl(location.origin, type, sample?.data ?? {})} note={words.event_key} />
    </div>
  );
}
