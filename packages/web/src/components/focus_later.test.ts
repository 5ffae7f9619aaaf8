import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FocusEvents, laterFocus } from './focus_later.ts';

function page() {
  const listeners = new Map<string, Set<(event: { repeat?: boolean }) => void>>();
  const of = (type: string) => listeners.get(type) ?? listeners.set(type, new Set()).get(type)!;
  const events: FocusEvents = {
    addEventListener: (type, listen) => void of(type).add(listen),
    removeEventListener: (type, listen) => void of(type).delete(listen),
  };
  return {
    events,
    happens: (type: string, event = {}) => of(type).forEach((listen) => void listen(event)),
    listening: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

describe('a focus that is given later', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const cases: [string, [string, object?][], boolean][] = [
    ['comes where nothing happens', [], true],
    ['comes where the page moves it by itself', [['focusout'], ['focusin']], true],
    ['comes where keys move nothing', [['keydown'], ['keydown']], true],
    ['comes where the key that asked is still held', [['keydown', { repeat: true }], ['focusin']], true],
    ['does not come where a key has moved it', [['keydown'], ['focusin']], false],
    ['does not come where a click has taken it away', [['pointerdown'], ['focusout']], false],
  ];
  for (const [name, happened, comes] of cases)
    it(name, () => {
      const { events, happens, listening } = page();
      const focus = vi.fn();
      const settled = vi.fn();
      const later = laterFocus(events);
      later.after(80, focus, settled);
      for (const [type, event] of happened) happens(type, event);
      vi.advanceTimersByTime(79);
      expect(focus).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(focus).toHaveBeenCalledTimes(comes ? 1 : 0);
      expect(settled).toHaveBeenCalledTimes(1);
      expect(listening()).toBe(0);
    });

  it('knows what happened before its time began, while the form was still loaded', () => {
    const { events, happens } = page();
    const focus = vi.fn();
    const later = laterFocus(events);
    happens('keydown');
    happens('focusin');
    later.after(80, focus);
    vi.advanceTimersByTime(80);
    expect(focus).not.toHaveBeenCalled();
  });

  it.each([
    ['waits for what it goes to', 300],
    ['does not wait for ever', 10_000],
  ])('%s', (_, there) => {
    const { events, listening } = page();
    const focus = vi.fn();
    let isThere = false;
    setTimeout(() => {
      isThere = true;
    }, there);
    laterFocus(events).after(80, focus, undefined, () => isThere);
    vi.advanceTimersByTime(250);
    expect(focus).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3_000);
    expect(focus).toHaveBeenCalledTimes(1);
    expect(listening()).toBe(0);
  });

  it('does not come where somebody has moved it while it was waited for', () => {
    const { events, happens } = page();
    const focus = vi.fn();
    laterFocus(events).after(80, focus, undefined, () => false);
    vi.advanceTimersByTime(200);
    happens('keydown');
    happens('focusin');
    vi.advanceTimersByTime(3_000);
    expect(focus).not.toHaveBeenCalled();
  });

  it('does not come once it is forgotten', () => {
    const { events, listening } = page();
    const focus = vi.fn();
    const later = laterFocus(events);
    later.after(80, focus);
    later.cancel();
    vi.advanceTimersByTime(100);
    expect(focus).not.toHaveBeenCalled();
    expect(listening()).toBe(0);
  });
});
