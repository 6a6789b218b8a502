/** Blocks longer than this are no prose, and what is done to prose would take too long. */
const LONGEST_PROSE = 100_000;
/** Where in Unicode (a private area) characters are put that are to stand as they are. */
const SHELTER = 0xe000;

/** Blanks what no reader sees of the HTML in a Markdown text; every line keeps its number. */
export function withoutHiddenHtml(markdown: string): string {
  if (!markdown.includes('<')) return markdown;
  // Code and escaped signs come first, as HTML in code is shown.
  const fenced = '^ {0,3}(`{3,}|~{3,})[^\\n]*\\n[\\s\\S]*?(?:^ {0,3}\\1[`~]*[ \\t]*$|$(?![\\s\\S]))';
  const inline = '(?<!`)(`{1,3})(?!`)[^\\n]{1,500}?(?<!`)\\2(?!`)';
  const hidden = '<(script|style|template)\\b[^>]{0,2000}>[\\s\\S]*?(?:<\\/\\3\\s*>|$(?![\\s\\S]))|<!--[\\s\\S]*?-->';
  return markdown.replace(new RegExp(`${fenced}|${inline}|\\\\<|${hidden}`, 'gim'), (part) =>
    /^<(?:script|style|template|!--)/i.test(part) ? part.replace(/[^\n]+/g, '') : part,
  );
}

/** The title in the front matter, else the first heading; empty where there is neither. */
export function markdownTitle(text: string): string {
  const frontMatter = /^---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  const named = /^title:\s*["']?(.+?)["']?\s*$/m.exec(frontMatter)?.[1];
  const heading = /^#{1,2}\s+(.+?)\s*#*$/m.exec(text)?.[1];
  return plainMarkdown(named ?? heading ?? '').trim();
}

/** A line of plain text as Markdown that shows it: what could be a sign of Markdown is escaped. */
export function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\`*_[\]<>|~$]/g, '\\$&')
    .replace(/&(?=#?\w)/g, '\\&')
    .replace(/^(\s*)([#+=-]|\d{1,9}(?=[.)]))/, (_, space: string, sign: string) =>
      /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`,
    );
}

/** Tags of HTML that set apart what stands before and behind them. */
const blockTags =
  /<\/?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|section|summary|table|td|th|tr|ul)\b[^>]{0,1000}>/gi;

/** Markdown's words without its signs. */
export function plainMarkdown(markdown: string): string {
  if (markdown.length > LONGEST_PROSE) return markdown;
  const hasSigns = /[\\[*_`~<&\ue000-\ue07f]/.test(markdown);
  return hasSigns ? withoutSigns(markdown) : plainLines(markdown).replace(emptyLines, '\n');
}

function withoutSigns(markdown: string): string {
  const escaped = markdown.replace(/\\([\\`*_{}[\]()#+\-.!|<>~&$^=:"'])/g, (_, sign: string) => sheltered(sign));
  const plain = plainLines(escaped)
    .replace(/!?\[([^\]]{0,1000})\]\([^)]{0,2000}\)/g, '$1')
    .replace(/(\*\*|__|~~|`+)/g, '')
    .replace(/(^|[\s(])[*_](?=\S)|(?<=\S)[*_](?=[\s).,;:!?]|$)/gm, '$1')
    .replace(blockTags, '\n')
    .replace(/<\/?[a-z][^>]{0,1000}>/gi, '')
    .replace(emptyLines, '\n')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => entities[name] ?? '');
  return plain.replace(/[\ue000-\ue07f]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - SHELTER));
}

const emptyLines = /\n(?:[^\S\n]*\n)+/g;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

function sheltered(sign: string): string {
  return String.fromCharCode(SHELTER + sign.charCodeAt(0));
}

function plainLines(markdown: string): string {
  return markdown
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '')
    .join('\n');
}

/** A line without what makes it a heading, an item, a quotation or a row of a table. */
function plainLine(line: string): string {
  const words = line.replace(/^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?)/, '');
  const text = words.includes('[^')
    ? words.replace(/^\[\^([^\]]{1,100})\]:\s*/, '').replace(/\[\^[^\]]{1,100}\]/g, '')
    : words;
  return text.includes('|') ? withoutOuterBars(line, text) : text;
}

/** A row of a table; empty for the one that sets its head apart. */
function withoutOuterBars(line: string, text: string): string {
  if (/^[\s:|-]*$/.test(line)) return '';
  return text.replace(/^[ \t]*\|[ \t]*/, '').replace(/[ \t]*\|[ \t]*$/, '');
}
