/**
 * A record as text: its name, then a line for each of its fields that has a value, then what is written about it after
 * an empty line. Lines end in `\n`.
 */
export function recordText(
  name: string,
  fields: readonly (readonly [label: string, value: string])[],
  prose: string,
): string {
  const lines = fields
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label}: ${value.replace(/\s*\n\s*/g, ', ')}`);
  const head = [name.replace(/\s*\n\s*/g, ' '), ...lines].filter((line) => line !== '').join('\n');
  return [head, prose].filter((part) => part !== '').join('\n\n');
}
