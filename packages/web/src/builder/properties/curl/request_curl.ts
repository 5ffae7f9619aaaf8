/** A request as a command for a terminal. Secrets are dots: they are never read back. Pure. */

export interface ShownRequest {
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string | null;
  /** For `-u`; a password is dots. */
  user: string | null;
  /** Instead of a body: the parts of a form, files by their names. */
  form?: readonly { name: string; value: string; is_file: boolean }[] | null;
}

/** In single quotes for a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export function requestCurl({ method, url, headers, body, user, form = null }: ShownRequest): string {
  const implied = body === null ? 'GET' : 'POST';
  const flag = method === 'HEAD' ? ' -I' : method === implied ? '' : ` -X ${method}`;
  const parts = [`curl${flag} ${quoted(url)}`];
  if (user !== null) parts.push(`-u ${quoted(user)}`);
  // With the parts of a form curl writes the header itself: only it knows what stands between them.
  const sent = form ? headers.filter(([name]) => name.toLowerCase() !== 'content-type') : headers;
  for (const [name, value] of sent)
    parts.push(`-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`);
  for (const { name, value, is_file } of form ?? [])
    parts.push(`${is_file ? '-F' : '--form-string'} ${quoted(`${name}=${is_file ? '@' : ''}${value}`)}`);
  if (body !== null && !form) parts.push(`--data-raw ${quoted(body)}`);
  return parts.join(' \\\n  ');
}
