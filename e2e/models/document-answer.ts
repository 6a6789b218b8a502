/** What a made model says of a document, in the form that it is held to. */
export function documentAnswer({
  title,
  summary,
  people = [],
  tags = [],
}: {
  title: string;
  summary: string;
  people?: string[];
  tags?: [tag: string, sure: string][];
}): string {
  const given = {
    title,
    summary,
    language: 'en',
    people,
    organisations: [],
    places: [],
    dates: [],
    tags: tags.map(([tag, sure]) => ({ tag, sure })),
  };
  return asGrammar(given);
}

/** JSON with a space after each colon and comma, as the grammar of node-llama-cpp wants it. */
function asGrammar(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asGrammar).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, one]) => `${JSON.stringify(key)}: ${asGrammar(one)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
