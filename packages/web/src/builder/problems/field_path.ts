/** `mappings[0].source_path` → the keys and positions that lead there. */
export function fieldPath(field: string): (string | number)[] {
  const parts = field.replace(/^config\./, '').matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g);
  return [...parts].map(([, position, quoted, name]) => {
    if (position !== undefined) return Number(position);
    return quoted === undefined ? name! : String(JSON.parse(quoted));
  });
}
