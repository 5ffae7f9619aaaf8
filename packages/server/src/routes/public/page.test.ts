import { describe, expect, test } from 'vitest';
import { ApiError } from '../../errors.ts';
import { approvalPage, escapeHtml, noticePage, pageHeaders, resumePage } from './page.ts';
import { createRefusalLimit, refusalLimit } from './refusal_limit.ts';

const asked = { title: 'Refund?', message: 'For Ada', required: 1, approved: 0, expires_at: null };

describe('a page behind an address', () => {
  test.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    '</textarea><script>1</script>',
    '</title><script>1</script>',
  ])('shows %s as text, as title and as message', (text) => {
    for (const html of [
      approvalPage({ ...asked, title: text, message: text }, text),
      noticePage(text, text),
    ]) {
      expect(html).toContain(escapeHtml(text));
      expect(html).not.toContain(text);
      expect(html.match(/<(script|img)/g)).toBeNull();
    }
  });

  test('loads nothing and runs nothing: its one style is named by its hash', async () => {
    const policy = pageHeaders['content-security-policy']!;
    for (const html of [approvalPage(asked), resumePage(new Date()), noticePage('a', 'b')]) {
      const [, style] = /<style>([\s\S]*?)<\/style>/.exec(html)!;
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
      expect(policy).toContain(`'sha256-${Buffer.from(digest).toString('base64')}'`);
      expect(html).not.toMatch(/<script|\son\w+=|\sstyle=|\ssrc=|\shref=/);
      expect(html).toContain('<html lang="en">');
    }
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test('asks with a form that works by keyboard and has a name for each field', () => {
    const html = approvalPage({
      ...asked,
      required: 3,
      approved: 1,
      expires_at: new Date('2026-12-01T10:30:00Z'),
    });
    expect(html).toContain('<form method="post">');
    expect(html).toMatch(/<label for="comment">/);
    expect(html.match(/<button type="submit" name="decision" value="(approved|rejected)"/g)).toHaveLength(2);
    expect(html).toContain('1 of 3 approvals');
    expect(html).toContain('<time datetime="2026-12-01T10:30:00.000Z">2026-12-01 10:30 UTC</time>');
  });
});

describe('refused calls', () => {
  const wrong = () => Promise.reject(new ApiError('not_found'));
  const right = async () => 'found';
  const codeOf = (asked: Promise<unknown>) =>
    asked.then(
      () => 'found',
      (error: ApiError) => error.code,
    );

  test('are limited by network, for a minute; other networks are not', async () => {
    let now = 1_000;
    const limit = createRefusalLimit(() => now);
    for (let i = 0; i < refusalLimit.refusals; i += 1)
      expect(await codeOf(limit.guard(`2001:db8::${i.toString(16)}`, wrong))).toBe('not_found');
    expect(await codeOf(limit.guard('2001:db8::ffff', wrong))).toBe('rate_limited');
    expect(await codeOf(limit.guard('2001:db8:0:1::1', wrong))).toBe('not_found');
    expect(await codeOf(limit.guard('10.0.0.1', wrong))).toBe('not_found');
    now += refusalLimit.window_ms;
    expect(await codeOf(limit.guard('2001:db8::1', wrong))).toBe('not_found');
  });

  test('lock out nobody with a right address, who may stand behind the same proxy: those are looked up one by one', async () => {
    const limit = createRefusalLimit(() => 0);
    for (let i = 0; i < refusalLimit.refusals; i += 1) await codeOf(limit.guard('10.0.0.1', wrong));
    expect(await codeOf(limit.guard('10.0.0.1', right))).toBe('found');
    const look = Promise.withResolvers<void>();
    const first = codeOf(limit.guard('10.0.0.1', () => look.promise));
    expect(await codeOf(limit.guard('10.0.0.1', right))).toBe('rate_limited');
    look.resolve();
    expect(await first).toBe('found');
    expect(await codeOf(limit.guard('10.0.0.1', right))).toBe('found');
  });

  test('say how long to wait', async () => {
    let now = 0;
    const limit = createRefusalLimit(() => now);
    for (let i = 0; i < refusalLimit.refusals; i += 1) await codeOf(limit.guard('10.0.0.1', wrong));
    now += 15_500;
    const refusal = await limit.guard('10.0.0.1', wrong).catch((error: ApiError) => error);
    expect(refusal).toMatchObject({ details: { headers: { 'retry-after': '45' } } });
  });
});
