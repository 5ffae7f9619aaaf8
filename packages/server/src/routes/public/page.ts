/**
 * The small pages behind the addresses of waits and approvals, for people who have no account here.
 *  1. They work without scripts: every style is in one element whose hash the policy names, nothing else is loaded or run.
 *  2. Whatever a workflow says in them is text: it goes through {@link escapeHtml}, never around it.
 *  3. The address is the permission: it is kept out of caches, search engines and referrers.
 */
import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --text: #16181d; --quiet: #5b6270; --line: #d5d9e0; --accent: #3b5bdb; --on-accent: #fff; --danger: #c92a2a; }
@media (prefers-color-scheme: dark) { :root { --back: #101216; --card: #191c22; --text: #e8eaee; --quiet: #a2a9b6; --line: #363b45; --accent: #8ea6ff; --on-accent: #101216; --danger: #ff8787; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 36rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
.message { white-space: pre-wrap; }
.quiet { color: var(--quiet); font-size: .875rem; }
.problem { color: var(--danger); }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
textarea { width: 100%; min-height: 6rem; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--quiet); border-radius: .5rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
button { min-height: 2.75rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; border-radius: .5rem; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.reject { background: transparent; border-color: var(--danger); color: var(--danger); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** Of every answer behind such an address, also of one that is no page. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
};

/** Text that is safe inside an element and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A whole page; `body` is HTML. */
function page(title: string, body: string): string {
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${name} · Millrace</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${name}</h1>
${body}
</main>
</body>
</html>
`;
}

/** A page that only says something. */
export function noticePage(title: string, text: string): string {
  return page(title, `<p role="status">${escapeHtml(text)}</p>`);
}

/** Asks before it goes on: whoever only looks at an address, a mail scanner for one, must not end the wait. */
export function resumePage(expires_at: Date | null): string {
  return page(
    'Continue?',
    `<p>A workflow waits until somebody confirms here. Press the button to let it go on.</p>
${until(expires_at)}<form method="post">
<div class="actions"><button type="submit">Continue</button></div>
</form>`,
  );
}

export interface AskedApproval {
  title: string;
  message: string;
  required: number;
  approved: number;
  expires_at: Date | null;
}

/** Title and message of an approval, a comment, and the two decisions. */
export function approvalPage(asked: AskedApproval, problem?: string): string {
  const message = asked.message.trim() === '' ? '' : `<p class="message">${escapeHtml(asked.message)}</p>\n`;
  const several =
    asked.required > 1
      ? `<p class="quiet">${asked.approved} of ${asked.required} approvals are there. One rejection rejects.</p>\n`
      : '';
  const wrong = problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>\n`;
  return page(
    asked.title.trim() === '' ? 'Approval' : asked.title,
    `${message}${several}${until(asked.expires_at)}${wrong}<form method="post">
<label for="comment">Comment (optional)</label>
<textarea id="comment" name="comment" maxlength="5000" rows="4"></textarea>
<div class="actions">
<button type="submit" name="decision" value="approved">Approve</button>
<button type="submit" name="decision" value="rejected" class="reject">Reject</button>
</div>
</form>`,
  );
}

function until(expires_at: Date | null): string {
  if (expires_at === null) return '';
  const iso = expires_at.toISOString();
  const words = `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
  return `<p class="quiet">Possible until <time datetime="${iso}">${words}</time>.</p>\n`;
}
