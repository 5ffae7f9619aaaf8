/** Why a call proves nothing, for the person who listens; the caller is not told which part was wrong. */
import { type WebhookConfig, webhookHeaderDefaults } from '@millrace/core';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * What is missing: in the trigger, or in the call. With null in the place of the headers everything was there, and so it was
 * wrong. Null when nothing is missing.
 */
export function proofReason(config: WebhookConfig, headers: Headers | null): string | null {
  const { auth, secret, username } = config;
  if (auth === 'none') return null;
  if (!secret)
    return 'The trigger has no secret yet, so no call can prove itself. Fill it in, then listen again.';
  if (auth === 'basic') {
    if (!username) return 'The trigger has no user name yet. Fill it in, then listen again.';
    if (!headers) return 'The user name or the password was wrong.';
    return headers.authorization === undefined ? 'It came without user name and password.' : null;
  }
  const name = config.header_name || webhookHeaderDefaults[auth];
  const what = auth === 'header' ? 'token' : 'signature';
  if (!headers)
    return auth === 'header'
      ? `The token in the header ${name} was wrong.`
      : `The signature in the header ${name} does not fit the body and the secret: HMAC-SHA256 of the very bytes that are sent, in hex or base64.`;
  return headers[name.toLowerCase()] === undefined
    ? `It came without the header ${name}, which carries the ${what}.`
    : null;
}
