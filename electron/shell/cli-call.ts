/** What a call of the CLI begins with: a command, or an option that only the CLI has. */
const openings = new Set([
  'ingest',
  'search',
  'duplicates',
  'ask',
  'status',
  'tags',
  'derivations',
  'ocr',
  'models',
  'providers',
  'endpoint',
  'policy',
  'audit',
  'serve',
  'transcribe',
  'unlock',
  'doctor',
  'help',
  '--library',
  '--help',
  '-h',
  '--version',
  '-V',
]);

/** Whether the installed app was called as the CLI rather than to open its window. */
export function isCliCall([first]: readonly string[]): boolean {
  return first !== undefined && openings.has(first);
}
