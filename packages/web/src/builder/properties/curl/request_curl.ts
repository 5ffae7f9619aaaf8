/** A request as a command for a terminal. Secrets are dots: they are never read back. Pure. */

export interface ShownRequest {
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string | null;
  /** For `-u`; a password is dots. */
  user: string | null;
}

/** In single quotes for a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export function requestCurl({ method, url, headers, body, user }: ShownRequest): string {
  const implied = body === null ? 'GET' : 'POST';
  const flag = method === 'HEAD' ? ' -I' : method === implied ? '' : ` -X ${method}`;
  const parts = [`curl${flag} ${quoted(url)}`];
  if (user !== null) parts.push(`-u ${quoted(user)}`);
  for (const [name, value] of headers)
    parts.push(`-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`);
  if (body !== null) parts.push(`--data-raw ${quoted(body)}`);
  return parts.join(' \\\n  ');
}
