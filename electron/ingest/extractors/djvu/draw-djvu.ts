import type { SourcePath } from '../../../workers/media-protocol.ts';
import { decodeNetpbm } from '../image/netpbm.ts';
import { ImageError, type Pixels } from '../image/pixels.ts';
import { djvuLibre, drawnPage, toldOf } from './djvulibre.ts';

/** Larger pages are drawn so that they have about as many pixels as OCR takes. */
const MOST_PIXELS = 24_000_000;
const SIDE_OF_LARGE = 4900;

/**
 * A page of a DjVu document, counted from 1.
 * @throws ImageError where it cannot be drawn, or DjVuLibre is not there
 */
export async function drawDjvu(path: SourcePath, page: number): Promise<Pixels> {
  const tools = await djvuLibre();
  if (!tools) throw new ImageError('It is a DjVu document, which is drawn by DjVuLibre, which is not there.');
  const told = await toldOf(tools, path, `select ${page}; size`);
  const [, width = 0, height = 0] = /^width=(\d+) height=(\d+)/m.exec(told)?.map(Number) ?? [];
  const isLarge = width * height > MOST_PIXELS;
  const pixmap = await drawnPage(tools, path, { page, side: isLarge ? SIDE_OF_LARGE : undefined });
  const pixels = pixmap && decodeNetpbm(pixmap);
  if (!pixels) throw new ImageError('The page is damaged and cannot be drawn. Get another copy of the file.');
  return pixels;
}
