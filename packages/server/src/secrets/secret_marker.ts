/** What stands in a definition for a secret: sealed in the database, `set` for everybody who reads it. */
export interface SecretMarker {
  $secret: string;
}

export const presentedSecret: SecretMarker = { $secret: 'set' };

export function isSecretMarker(value: unknown): value is SecretMarker {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, '$secret') &&
    typeof (value as SecretMarker).$secret === 'string'
  );
}

/** The same data with every marker replaced; what holds none is returned as it is, not copied. */
export function replaceMarkers<T>(data: T, replace: (marker: SecretMarker) => unknown): T {
  return walk(data) as T;

  function walk(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (isSecretMarker(value)) return replace(value);
    if (Array.isArray(value)) return copyIfChanged(value, value.map(walk));
    const entries = Object.entries(value);
    const walked = entries.map(([, child]) => walk(child));
    return entries.every(([, child], index) => child === walked[index])
      ? value
      : Object.fromEntries(entries.map(([name], index) => [name, walked[index]]));
  }
}

function copyIfChanged(before: unknown[], after: unknown[]): unknown[] {
  return after.every((item, index) => item === before[index]) ? before : after;
}
