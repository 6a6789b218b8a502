/** What a codec is called that ffmpeg does not know. */
export const UNKNOWN_CODEC = 'unknown';

/** Codecs of cameras and shops that ffmpeg does not know, or knows since lately, by the tags of their streams. */
const byTag: Readonly<Record<string, string>> = {
  ...named('Blackmagic RAW', 'brhq', 'brst', 'brlt', 'brxq', 'brvn', 'brs2'),
  ...named('ProRes RAW', 'aprn', 'aprh'),
  ...named('Canon RAW', 'CRAW'),
  ...named('encrypted', 'encv', 'enca', 'drmi', 'drms'),
};

function named(name: string, ...tags: readonly string[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => [tag, name]));
}

/** A stream's codec in a word, and as people call it, by what ffprobe tells; of one that is not known, by its tag. */
export function codecNames(stream: { codec_name?: string; codec_long_name?: string; codec_tag_string?: string }): {
  codec: string;
  codecName: string;
} {
  const { codec_name: codec = UNKNOWN_CODEC, codec_long_name: long = codec, codec_tag_string: tag = '' } = stream;
  if (codec !== UNKNOWN_CODEC) return { codec, codecName: long };
  const isReadable = /^[\w .-]{4}$/.test(tag);
  return { codec, codecName: byTag[tag] ?? (isReadable ? `${UNKNOWN_CODEC} (${tag.trim()})` : UNKNOWN_CODEC) };
}
