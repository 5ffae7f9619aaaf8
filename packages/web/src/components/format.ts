/** How times, durations and numbers are written everywhere in the product. */

const days = atFirstUse(() => new Intl.RelativeTimeFormat('en', { numeric: 'auto' }));
const exact = atFirstUse(() => new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' }));
const shortDate = atFirstUse(
  () => new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' }),
);
const digits = atFirstUse(() => new Intl.NumberFormat('en'));

/** Made once, and not before the first page is drawn: on a slow phone all together cost a twentieth of a second. */
function atFirstUse<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** `320 ms`, `1.2 s`, `3 min 5 s`, `2 h 4 min`; a dash where there is none. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '—';
  if (ms < 1) return ms <= 0 ? '0 ms' : '<1 ms';
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 60) return `${tenths} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** What is further away than this is told by its date. */
export const relativeDays = 30;

/** `just now`, `3 min ago`, `yesterday`; a date when it is more than 30 days away. */
export function formatRelative(at: string, now: number): string {
  const seconds = Math.round((Date.parse(at) - now) / 1_000);
  const distance = Math.abs(seconds);
  if (distance < 10) return 'just now';
  if (distance < 60) return away(seconds, 's');
  const minutes = whole(seconds / 60);
  if (Math.abs(minutes) < 60) return away(minutes, 'min');
  const hours = whole(seconds / 3_600);
  if (Math.abs(hours) < 24) return away(hours, 'h');
  if (distance < relativeDays * 86_400) return days().format(whole(seconds / 86_400), 'day');
  return shortDate().format(new Date(at));
}

/** The same of a moment that somebody waits for: one that is as good as here has not happened yet. */
export function formatComing(at: string, now: number): string {
  return Math.abs(Date.parse(at) - now) < 9_500 ? 'in a moment' : formatRelative(at, now);
}

/** What is past is as old as it has become; what is to come is as far as it nearly is: 47 hours are two days. */
function whole(count: number): number {
  return count < 0 ? Math.trunc(count) : Math.round(count);
}

/** With the units of {@link formatDuration}. */
function away(count: number, unit: string): string {
  return count < 0 ? `${-count} ${unit} ago` : `in ${count} ${unit}`;
}

/** What happened and what to do in one text: a point between them, and a capital letter after it. */
export function sentences(first: string, second: string | null | undefined): string {
  if (!second || has(first, second)) return first;
  const begun = /^[a-z]+[ ,]/.test(second) ? `${second.charAt(0).toUpperCase()}${second.slice(1)}` : second;
  return `${first}${/[.!?…:]$/.test(first) ? '' : '.'} ${begun}`;
}

/** What to do, as a sentence of its own beside what happened; null where that says it already. */
export function adviceBeside({
  message,
  hint,
}: {
  message: string;
  hint?: string | undefined;
}): string | null {
  return hint && !has(message, hint) ? sentences('', hint).replace(/^\.? /, '') : null;
}

/** Some sentences end with what others leave to the hint. */
function has(sentence: string, hint: string): boolean {
  return sentence.toLowerCase().includes(hint.toLowerCase().replace(/[.!]$/, ''));
}

/** The exact local time with its time zone. */
export function formatExact(at: string): string {
  return exact().format(new Date(at));
}

/** `12,345`. */
export function formatNumber(value: number): string {
  return digits().format(value);
}

/** `98.7 %`; a dash where there is none. A share below one is never rounded up to 100. */
export function formatShare(share: number | null): string {
  if (share === null) return '—';
  const percent = share === 1 ? 100 : Math.min(99.9, Math.round(share * 1_000) / 10);
  return `${percent} %`;
}

/** `1.2 MB` of a number of bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 100) / 10} kB`;
  return `${Math.round(bytes / 100_000) / 10} MB`;
}
