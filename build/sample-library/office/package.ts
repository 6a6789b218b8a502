import { strToU8, type Zippable, zipSync } from 'fflate';

/** The parts of an office document by their path in the package, in order: text, or the bytes of a picture. */
export type Parts = Readonly<Record<string, string | Uint8Array>>;

/** ZIP keeps local time, so this date is made in it and is the same everywhere. */
const MODIFIED = new Date(2024, 5, 24, 12);

/** The package of an office document. Parts named in `stored` are not compressed, as ODF wants of its type. */
export function packageOf(parts: Parts, stored: readonly string[] = []): Uint8Array {
  const files: Zippable = {};
  for (const [path, content] of Object.entries(parts)) {
    const bytes = typeof content === 'string' ? strToU8(content) : content;
    files[path] = [bytes, { level: stored.includes(path) ? 0 : 9, mtime: MODIFIED }];
  }
  return zipSync(files);
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in XML, in content and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const SCHEMAS = 'http://schemas.openxmlformats.org';
export const officeRelations = `${SCHEMAS}/officeDocument/2006/relationships`;

/** A relationships part: the target of each id, with the last segment of the relationship's type. */
export function relationships(targets: readonly { id: string; type: string; target: string }[]): string {
  const entries = targets.map(({ id, type, target }) => {
    const url = type.startsWith('http') ? type : `${officeRelations}/${type}`;
    return `<Relationship Id="${id}" Type="${url}" Target="${target}"/>`;
  });
  return `${xmlHead}<Relationships xmlns="${SCHEMAS}/package/2006/relationships">${entries.join('')}</Relationships>`;
}

/** The list of content types: of extensions, and of single parts. */
export function contentTypes(overrides: Readonly<Record<string, string>>): string {
  const parts = Object.entries(overrides).map(
    ([part, type]) => `<Override PartName="${part}" ContentType="application/${type}+xml"/>`,
  );
  return `${xmlHead}<Types xmlns="${SCHEMAS}/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>${parts.join('')}</Types>`;
}

/** Who wrote a document and what it is called. */
export interface About {
  title: string;
  author: string;
  /** ISO 8601 with a zone. */
  created: string;
}

/** Title, author and date of an OOXML package. */
export function coreProperties({ title, author, created }: About): string {
  return `${xmlHead}<cp:coreProperties xmlns:cp="${SCHEMAS}/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title>\
<dc:creator>${escapeXml(author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${created}</dcterms:created>\
</cp:coreProperties>`;
}

/** The relationships of an OOXML package itself: its main part and its properties. */
export function packageRelationships(main: string): string {
  return relationships([
    { id: 'rId1', type: 'officeDocument', target: main },
    { id: 'rId2', type: `${SCHEMAS}/package/2006/relationships/metadata/core-properties`, target: 'docProps/core.xml' },
  ]);
}
