import type { ExecutionStatus, StepStatus, Workflow } from '@millrace/core';
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  Clock,
  Hourglass,
  type LucideIcon,
  Pencil,
  Redo2,
  TriangleAlert,
} from 'lucide-react';
import { strings } from '../strings/en.ts';
import { Badge, type Tone } from './ui/badge.tsx';

type Looks = Record<string, { tone: Tone; icon: LucideIcon; moves?: boolean }>;

const executionLooks = {
  queued: { tone: 'neutral', icon: CircleDashed },
  running: { tone: 'info', icon: CircleDot, moves: true },
  waiting: { tone: 'warning', icon: Hourglass },
  success: { tone: 'success', icon: CircleCheck },
  partial_success: { tone: 'warning', icon: TriangleAlert },
  error: { tone: 'danger', icon: CircleAlert },
  cancelled: { tone: 'neutral', icon: Ban },
  timed_out: { tone: 'danger', icon: Clock },
} satisfies Record<ExecutionStatus, Looks[string]>;

const stepLooks = {
  pending: { tone: 'neutral', icon: CircleDashed },
  running: { tone: 'info', icon: CircleDot, moves: true },
  success: { tone: 'success', icon: CircleCheck },
  error: { tone: 'danger', icon: CircleAlert },
  skipped: { tone: 'neutral', icon: Redo2 },
  waiting: { tone: 'warning', icon: Hourglass },
} satisfies Record<StepStatus, Looks[string]>;

const workflowLooks = {
  draft: { tone: 'neutral', icon: Pencil },
  active: { tone: 'success', icon: CircleCheck },
  paused: { tone: 'warning', icon: CirclePause },
  error: { tone: 'danger', icon: CircleAlert },
} satisfies Record<Workflow['status'], Looks[string]>;

function LookBadge({ look, text }: { look: Looks[string]; text: string }) {
  const Icon = look.icon;
  return (
    <Badge tone={look.tone}>
      <Icon aria-hidden className={look.moves ? 'animate-pulse motion-reduce:animate-none' : undefined} />
      {text}
    </Badge>
  );
}

/** The status of an execution, in a word and a colour. */
export function ExecutionStatusBadge({ status }: { status: ExecutionStatus }) {
  return <LookBadge look={executionLooks[status]} text={strings.execution_status[status]} />;
}

/** The status of a step, in a word and a colour. */
export function StepStatusBadge({ status }: { status: StepStatus }) {
  return <LookBadge look={stepLooks[status]} text={strings.step_status[status]} />;
}

/** The status of a workflow, in a word and a colour. */
export function WorkflowStatusBadge({ status }: { status: Workflow['status'] }) {
  return <LookBadge look={workflowLooks[status]} text={strings.workflow_status[status]} />;
}

/** The tone of a step's status, for what draws it otherwise (bars, rings). */
export function stepTone(status: StepStatus): Tone {
  return stepLooks[status].tone;
}
