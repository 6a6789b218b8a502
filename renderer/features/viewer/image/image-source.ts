/** Image types that the host serves as such and Chromium shows by itself; others are shown through their preview. */
const shownByBrowser = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);

export type Rendition = 'thumb' | 'preview' | 'original' | `page${number}`;

/** Address of an asset's bytes or of a picture of it, relative to the page. */
export function contentUrl(id: string, rendition: Rendition): string {
  return `content/${id}/${rendition}`;
}

/** Which renditions to show of an image's page, best first; a preview was made of what has a thumbnail. */
export function imageRenditions(
  { mime, hasThumbnail }: { mime: string; hasThumbnail: boolean },
  page = 1,
): Rendition[] {
  if (page > 1) return [`page${page}`];
  const previews: Rendition[] = hasThumbnail ? ['preview'] : [];
  return shownByBrowser.has(mime) ? ['original', ...previews] : previews;
}
