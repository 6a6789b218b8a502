/** With what settings something was made, a few words each; `json` is how the library keeps them. */
export function describeParameters(json: string): string[] {
  if (json === '') return [];
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed !== 'object' || parsed === null) return [String(parsed)];
  return Object.entries(parsed)
    .filter(([, value]) => value !== null && value !== '' && value !== 0)
    .map(
      ([name, value]) =>
        `${name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${written(value)}`,
    );
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(' + ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
