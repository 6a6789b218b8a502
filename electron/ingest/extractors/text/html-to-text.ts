import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';

/** Elements that set their text apart, so that a table's cell that has one is a part of a layout. */
const blocks = new Set(
  'address article blockquote br center div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr li ol p pre section table ul'.split(
    ' ',
  ),
);

const isCell = ({ name }: DomNode) => name === 'td' || name === 'th';
const holdsBlocks = ({ children = [] }: DomNode) => children.some(({ name }) => name !== undefined && blocks.has(name));

/** A cell of a row of data is set apart from the next one by a bar. */
const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder);
  const cells = element.parent?.children.filter(isCell) ?? [];
  if (cells.at(-1) === element) return;
  if (cells.some(holdsBlocks)) builder.addLineBreak();
  else builder.addInline(' | ');
};

const alternative: FormatCallback = (element, _, builder) => {
  builder.addInline(` ${element.attribs.alt ?? ''} `);
};

/** What stands in for scripts, frames and objects is shown: there are none of these. */
const unseen = ['script', 'style', 'title'];
/** Blocks that the converter does not know as such. */
const further =
  'address caption center dd details dialog dir dl dt fieldset figcaption figure hgroup iframe legend listing menu noscript object plaintext summary svg template xmp'.split(
    ' ',
  );
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const line = { leadingLineBreaks: 1, trailingLineBreaks: 1 };

const options: HtmlToTextOptions = {
  wordwrap: false,
  // Broken pages have text outside their body.
  baseElements: { selectors: [] },
  limits: { maxInputLength: Number.MAX_SAFE_INTEGER },
  formatters: { cell, alternative },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'alternative' },
    ...unseen.map((selector) => ({ selector, format: 'skip' })),
    ...headings.map((selector) => ({ selector, options: { uppercase: false } })),
    ...further.map((selector) => ({ selector, format: 'block', options: line })),
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'block', options: line },
    { selector: 'option', format: 'block', options: line },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
  ],
};

const convert = compile(options);
const convertTitle = compile({ wordwrap: false });

/** The readable text of HTML: no scripts, no styles, links as their text, one paragraph a line. */
export function htmlToText(source: string): string {
  const html = withoutCdata(source);
  try {
    return convert(html);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Elements nested too deep for the converter, which calls itself for each.
    return convert(withoutNesting(html));
  }
}

/** XHTML with what it keeps out of the reach of markup as plain text, which the converter takes for comments. */
function withoutCdata(html: string): string {
  if (!/^\s*<\?xml\b/.test(html) || !html.includes('<![CDATA[')) return html;
  return html.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, text: string) =>
    text.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
  );
}

function withoutNesting(html: string): string {
  return html.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '').replace(/<\/?[a-z][^<>]*>/gi, '<br>');
}

/** What a page says of itself, as rows of metadata. */
export function htmlMetadata(html: string): { label: string; value: string }[] {
  const said = new Map<string, string>();
  for (const [tag] of html.slice(0, 200_000).matchAll(/<meta\s[^>]{1,4000}>/gi)) {
    const name = attributeOf(tag, 'name').toLowerCase();
    if (!said.has(name)) said.set(name, convertTitle(attributeOf(tag, 'content')).replace(/\s+/g, ' ').trim());
  }
  return [...metadataLabels]
    .map(([name, label]) => ({ label, value: said.get(name) ?? '' }))
    .filter(({ value }) => value !== '');
}

const metadataLabels: ReadonlyMap<string, string> = new Map([
  ['author', 'Author'],
  ['keywords', 'Keywords'],
  ['description', 'Description'],
]);

function attributeOf(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? '';
}

/** The title of an HTML document, or empty. */
export function htmlTitle(html: string): string {
  const title = /<title[^>]*>([^<]{0,2000})/i.exec(html.slice(0, 200_000))?.[1] ?? '';
  return convertTitle(title).trim();
}
