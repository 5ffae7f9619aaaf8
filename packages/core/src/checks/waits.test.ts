import { describe, expect, it } from 'vitest';
import { check, http, lines, manual, node } from './check_testing.ts';

const wait = (config: object, more: object = {}) => node('w', 'wait', { ...config }, more);
const checked = (tested: object, context: object = {}, joined = 't>w w>h') =>
  lines(check([manual, tested, http()], joined, context));

describe('a wait', () => {
  const invalid = 'error w duration.value: Wait:';
  it.each<[object, string[]]>([
    [{}, ['error w duration: Wait node missing How long']],
    [{ duration: { value: 5, unit: 'minutes' } }, []],
    [{ duration: { value: 0 } }, []],
    [{ duration: { value: '{{ trigger.data.minutes }}', unit: 'minutes' } }, []],
    [{ duration: { value: '15' } }, []],
    [{ duration: { value: 366, unit: 'days' } }, []],
    [
      { duration: { value: 367, unit: 'days' } },
      [`${invalid} duration is 367 days; the longest is 366 days`],
    ],
    [
      { duration: { value: 9_000, unit: 'hours' } },
      [`${invalid} duration is 9,000 hours; the longest is 366 days`],
    ],
    [{ duration: { value: -1 } }, [`${invalid} How long must be at least 0`]],
    [{ duration: { value: '-1' } }, [`${invalid} duration cannot be less than 0`]],
    [
      { duration: { value: 'soon' } },
      [`${invalid} duration must be a number of minutes, or an expression in {{ }}; it is text "soon"`],
    ],
    [{ duration: { unit: 'days' } }, [`${invalid} How long is missing`]],
    [
      { duration: { value: 1, unit: 'weeks' } },
      ['error w duration.unit: Wait: How long (unit) must be "seconds", "minutes", "hours" or "days"'],
    ],
    [{ duration: 5 }, ['error w duration: Wait: How long must be an object, not a number']],
    [{ mode: 'until' }, ['error w until: Wait node missing Until']],
    [{ mode: 'until', until: '2026-11-20T12:00:01Z' }, []],
    [{ mode: 'until', until: '{{ addTime(now(), 1, "day") }}' }, []],
    [
      { mode: 'until', until: '2026-11-20T11:00:00Z' },
      ['warning w until: Wait: 2026-11-20T11:00:00Z was an hour ago: the wait is over at once'],
    ],
    [
      { mode: 'until', until: '2026-11-20' },
      ['warning w until: Wait: 2026-11-20 was 12 hours ago: the wait is over at once'],
    ],
    [
      { mode: 'until', until: '2025-11-20' },
      ['warning w until: Wait: 2025-11-20 was 365 days ago: the wait is over at once'],
    ],
    [
      { mode: 'until', until: '2026-11-20T12:00:00Z' },
      ['warning w until: Wait: 2026-11-20T12:00:00Z was a second ago: the wait is over at once'],
    ],
    [
      { mode: 'until', until: '2028-01-01' },
      ['error w until: Wait: 2028-01-01 is more than 366 days away; nothing waits longer'],
    ],
    [
      { mode: 'until', until: 'tomorrow' },
      [
        'error w until: Wait: "tomorrow" is not a date; write one such as 2027-01-31T09:00:00Z, or an expression in {{ }}',
      ],
    ],
    [
      { mode: 'until', until: '2026-02-31' },
      [
        'error w until: Wait: "2026-02-31" is not a date; write one such as 2027-01-31T09:00:00Z, or an expression in {{ }}',
      ],
    ],
    [{ mode: 'callback' }, []],
    [
      { mode: 'callback', timeout: { value: 400, unit: 'days' } },
      [
        'error w timeout.value: Wait: timeout is 400 days; the longest is 366 days',
        'warning w timeout: Wait fails when its time is over, because nothing follows its timeout handle',
      ],
    ],
    [{ mode: 'event' }, ['error w event_type: Wait node missing Event type']],
    [
      { mode: 'event', event_type: 'order.paid', match: [{ path: 'id', value: '{{ trigger.data.id }}' }] },
      [],
    ],
    [{ mode: 'event', event_type: '{{ trigger.data.type }}' }, []],
    [
      { mode: 'event', event_type: 'order.piad' },
      ['warning w event_type: Wait: no event type "order.piad" is declared; did you mean order.paid?'],
    ],
    [
      { mode: 'event', event_type: 'Order Paid' },
      [
        'error w event_type: Wait: Event type must be lower case words joined by dots, as in order.created',
        'warning w event_type: Wait: no event type "Order Paid" is declared; did you mean order.paid?',
      ],
    ],
    [
      { mode: 'event', event_type: 'order.paid', match: [{ value: 1 }] },
      ['error w match[0].path: Wait: field of comparison 1 is missing'],
    ],
    [{ mode: 'sleep' }, ['error w mode: Wait: Wait must be "delay", "until", "callback" or "event"']],
    // What belongs to another mode is not read.
    [{ mode: 'callback', duration: { value: 400, unit: 'days' }, until: 'tomorrow' }, []],
  ])('%j', (config, expected) => {
    expect(checked(wait(config), { event_types: ['order.paid'] })).toEqual(expected);
  });

  it("reads a date without an offset in the workflow's time zone", () => {
    const nodes = [manual, wait({ mode: 'until', until: '2026-11-20T12:30:00' }), http()];
    const zones = (timezone: string) => lines(check(nodes, 't>w w>h', {}, { timezone }));
    expect(zones('America/New_York')).toEqual([]);
    expect(zones('Europe/Berlin')).toEqual([
      'warning w until: Wait: 2026-11-20T12:30:00 was 30 minutes ago: the wait is over at once',
    ]);
    expect(zones('Mars/Olympus')).toEqual([
      'error - timezone: Workflow settings: There is no time zone "Mars/Olympus"; use a name such as Europe/Berlin or UTC',
    ]);
  });
});

describe('a time that is set', () => {
  const limited = { mode: 'callback', timeout: { value: 1, unit: 'days' } };
  const warning =
    'warning w timeout: Wait fails when its time is over, because nothing follows its timeout handle';
  it('leads somewhere, or says what happens', () => {
    expect(checked(wait(limited))).toEqual([warning]);
    expect(checked(wait(limited), {}, 't>w w>h w/timeout>h')).toEqual([]);
    expect(checked(wait(limited, { on_error: 'continue' }))).toEqual([]);
    expect(checked(wait({ mode: 'callback' }))).toEqual([]);
    expect(checked(wait({ duration: { value: 1 } }), {}, 't>w w/timeout>h')).toEqual([
      'error w -: An edge leaves Wait at "timeout"; it has "out" only',
    ]);
  });
  it('is said of approvals too', () => {
    const ask = (config: object) => node('w', 'approval', { title: 'Go?', ...config });
    const deadline = { value: 2, unit: 'hours' };
    expect(checked(ask({ deadline }), {}, 't>w w/approved>h')).toEqual([
      'warning w deadline: Approval fails when its time is over, because nothing follows its timeout handle',
    ]);
    expect(checked(ask({ deadline }), {}, 't>w w/approved>h w/timeout>h')).toEqual([]);
    expect(checked(ask({ deadline: { value: 1e9 } }), {}, 't>w w/timeout>h')).toEqual([
      'error w deadline.value: Approval: deadline is 1,000,000,000 minutes; the longest is 366 days',
    ]);
  });
});

describe('an approval', () => {
  const members = ['m1', 'm2'];
  it.each<[object, string[]]>([
    [{ title: '' }, ['error w title: Approval node missing Title']],
    [{ title: 'Refund {{ trigger.data.total }}?' }, []],
    [{ approvers: ['m1', 'admin'], required: 2 }, []],
    [{ approvers: ['m1', 'm2'], required: 2 }, []],
    [{ required: 5 }, []],
    [
      { approvers: ['m1', 'm2', 'm1'], required: 3 },
      [
        'error w required: Approval: 3 approvals are needed and 2 members are named; it could never be approved',
      ],
    ],
    [
      { approvers: ['m1'], required: 2 },
      [
        'error w required: Approval: 2 approvals are needed and one member is named; it could never be approved',
      ],
    ],
    [{ approvers: ['{{ trigger.data.manager }}'], required: 2 }, []],
    [
      { approvers: ['m1', 'gone'] },
      ['error w approvers[1]: Approval: "gone" is neither a member of this organization nor a role'],
    ],
    [{ required: 0 }, ['error w required: Approval: Approvals needed must be at least 1']],
    [{ approvers: 'm1' }, ['error w approvers: Approval: Who may decide must be a list, not text']],
    [{ approvers: [7] }, ['error w approvers[0]: Approval: approver 1 must be text, not a number']],
  ])('%j', (config, expected) => {
    const ask = node('w', 'approval', { title: 'Go?', ...config });
    expect(checked(ask, { members }, 't>w w/approved>h')).toEqual(expected);
  });
  it('is not asked for members that are not known', () => {
    const ask = node('w', 'approval', { title: 'Go?', approvers: ['gone'] });
    expect(checked(ask, {}, 't>w w/approved>h')).toEqual([]);
  });
  it('leads somewhere', () => {
    const ask = node('w', 'approval', { title: 'Go?' });
    expect(lines(check([manual, ask], 't>w'))).toEqual(['warning w -: Approval decides and nothing follows']);
  });
});

describe('the id of a delivery', () => {
  const hook = (config: object) => node('w', 'webhook', { ...config });
  it.each<[object, string[]]>([
    [{ dedupe_expression: 'trigger.data.event.id' }, []],
    [{ dedupe_expression: '{{ trigger.headers["x-id"] }}-{{ trigger.data.n }}' }, []],
    [{ dedupe_header: 'x-id', dedupe_window_seconds: 60 }, []],
    [
      { dedupe_expression: 'http_response.id' },
      ['error w dedupe_expression: Unknown variable http_response in Webhook Trigger (Delivery id)'],
    ],
    [
      { dedupe_expression: 'trigger.hedaers.id' },
      [
        'error w dedupe_expression: Unknown variable trigger.hedaers in Webhook Trigger (Delivery id); did you mean trigger.headers?',
      ],
    ],
    [
      { dedupe_expression: 'variables.x' },
      ['error w dedupe_expression: Unknown variable variables in Webhook Trigger (Delivery id)'],
    ],
    [
      { dedupe_expression: 'trigger.' },
      [expect.stringMatching(/^error w dedupe_expression: Webhook Trigger: /)],
    ],
    [
      { dedupe_header: 'x-id', dedupe_expression: 'trigger.data.id' },
      [
        'error w dedupe_expression: Webhook Trigger takes the id of a delivery from a header and computes it too; keep one of them',
      ],
    ],
    [
      { dedupe_header: 'x-id', dedupe_window_seconds: 0 },
      [
        'error w dedupe_window_seconds: Webhook Trigger: Delivery ids are remembered for (seconds) must be at least 1',
      ],
    ],
    [
      { dedupe_header: 'x-id', dedupe_window_seconds: 2_592_001 },
      [
        'error w dedupe_window_seconds: Webhook Trigger: Delivery ids are remembered for (seconds) must be at most 2592000',
      ],
    ],
  ])('%j', (config, expected) => {
    expect(lines(check([hook(config), http()], 'w>h'))).toEqual(expected);
  });
});
