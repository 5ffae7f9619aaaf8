/** Commands that can be pasted into a terminal. Pure. */
import { quoted } from '../properties/curl/request_curl.ts';

type Config = Readonly<Record<string, unknown>>;

/** A call of a webhook as its trigger wants it. Secrets are dots: they are never read back. */
export function webhookCurl(
  url: string,
  config: Config,
  data: unknown,
  headers: { header: string; hmac: string },
): string {
  const given = typeof config.method === 'string' ? config.method : 'POST';
  const method = given === 'ANY' ? 'POST' : given;
  const body = JSON.stringify(data);
  const name =
    typeof config.header_name === 'string' && config.header_name !== '' ? config.header_name : null;
  if (config.auth === 'hmac') return signedCurl(url, method, body, name ?? headers.hmac);
  const parts = [`curl -X ${method} ${quoted(url)}`];
  if (config.auth === 'header') parts.push(`-H ${quoted(`${name ?? headers.header}: …`)}`);
  if (config.auth === 'basic') parts.push(`-u ${quoted(`${String(config.username ?? '')}:…`)}`);
  if (method !== 'GET') parts.push(`-H 'Content-Type: application/json'`, `-d ${quoted(body)}`);
  return parts.join(' \\\n  ');
}

/** The signature is computed of the very bytes that are sent: of none where the method has no body. */
function signedCurl(url: string, method: string, body: string, header: string): string {
  const sent = method === 'GET' ? '' : body;
  const parts = [`curl -X ${method} ${quoted(url)}`, `-H "${header}: $SIGNATURE"`];
  if (sent !== '') parts.push(`-H 'Content-Type: application/json'`, '-d "$BODY"');
  return [
    `BODY=${quoted(sent)}`,
    `SIGNATURE=$(printf '%s' "$BODY" | openssl dgst -sha256 -hmac '…' -r | cut -d ' ' -f 1)`,
    parts.join(' \\\n  '),
  ].join('\n');
}

/** Publishes an event of a type. */
export function eventCurl(origin: string, type: string, data: unknown): string {
  const parts = [
    `curl -X POST ${quoted(`${origin}/api/integrations/events`)}`,
    `-H 'Authorization: Bearer …'`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify({ type, data }))}`,
  ];
  return parts.join(' \\\n  ');
}
