import { messageOf } from '../../../../shared/errors.ts';
import type { FfmpegTools, SourcePath } from '../../../workers/media-protocol.ts';
import { readBeginning } from '../read-whole.ts';
import { FfmpegError, outputOf } from '../recording/ffmpeg.ts';
import { ffmpegPictureName } from './ffmpeg-picture-types.ts';
import type { PictureHeader, ReadHeader } from './header/picture-header.ts';
import { decodeNetpbm } from './netpbm.ts';
import { ImageError, type Pixels } from './pixels.ts';

/** How a format is read of which the facts are read here, and which ffmpeg draws. */
interface FfmpegPicture {
  /** ffmpeg's reader: it is always told which one to use. */
  demuxer: string;
  /** Options of its decoder. */
  options?: readonly string[];
  header: () => Promise<ReadHeader>;
}

const simple = () => import('./header/simple-headers.ts');

const formats: Readonly<Record<string, FfmpegPicture>> = {
  'image/x-dpx': { demuxer: 'dpx_pipe', header: async () => (await import('./header/dpx.ts')).dpxHeader },
  'image/x-exr': {
    demuxer: 'exr_pipe',
    // Its values are light, and are shown by the curve of sRGB.
    options: ['-apply_trc', 'iec61966_2_1'],
    header: async () => (await import('./header/exr.ts')).exrHeader,
  },
  'image/fits': { demuxer: 'fits', header: async () => (await import('./header/fits.ts')).fitsHeader },
  'image/jxl': {
    demuxer: 'jpegxl_pipe',
    header: async () => (await import('./header/jpeg-xl.ts')).jpegXlHeader,
  },
  'image/jls': { demuxer: 'jpegls_pipe', header: async () => (await simple()).jpegLsHeader },
  'image/x-pcx': { demuxer: 'pcx_pipe', header: async () => (await simple()).pcxHeader },
  'image/x-sgi': { demuxer: 'sgi_pipe', header: async () => (await simple()).sgiHeader },
  'image/x-sun-raster': { demuxer: 'sunrast_pipe', header: async () => (await simple()).sunHeader },
  'image/x-qoi': { demuxer: 'qoi_pipe', header: async () => (await simple()).qoiHeader },
  'image/x-portable-floatmap': {
    demuxer: 'pfm_pipe',
    header: async () => (await simple()).floatMapHeader,
  },
  'image/vnd-ms.dds': { demuxer: 'dds_pipe', header: async () => (await simple()).ddsHeader },
  'image/x-ilbm': { demuxer: 'iff', header: async () => (await simple()).ilbmHeader },
  'image/x-xwindowdump': { demuxer: 'xwd_pipe', header: async () => (await simple()).xwdHeader },
  'image/x-photo-cd': { demuxer: 'photocd_pipe', header: async () => (await simple()).photoCdHeader },
};

/** Bytes at a file's start in which a header stands, with what is written in the picture. */
const LONGEST_HEADER = 1 << 20;
const DRAWING_MS = 45_000;
/** Bytes of the largest picture. */
const LARGEST = 8192 * 8192 * 3 + 64;

/** What the header of such a picture says; undefined where it is damaged. */
export async function pictureHeader(path: SourcePath, mime: string): Promise<PictureHeader | undefined> {
  const readHeader = await formats[mime]?.header();
  const { bytes, size } = readBeginning(path, LONGEST_HEADER);
  return readHeader?.(bytes, size);
}

/**
 * The picture as ffmpeg draws it, in 8 bits a sample, without transparency.
 * @throws ImageError where it cannot
 */
export async function drawByFfmpeg(path: SourcePath, mime: string, tools: FfmpegTools): Promise<Pixels> {
  const { demuxer, options = [] } = formats[mime] ?? { demuxer: 'image2pipe' };
  const name = ffmpegPictureName(mime) ?? mime;
  let log = '';
  const pixmap = await outputOf(tools.ffmpeg, {
    input: { path, demuxer },
    before: ['-v', 'error', '-nostdin', '-threads', '1', ...options],
    after: ['-map', '0:v:0', '-frames:v', '1', '-pix_fmt', 'rgb24', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:1'],
    timeoutMs: DRAWING_MS,
    most: LARGEST,
    onLog: (written) => {
      log = written;
    },
  }).catch((error) => {
    if (!(error instanceof FfmpegError)) throw error;
    throw new ImageError(notDrawn(name, messageOf(error)));
  });
  const pixels = decodeNetpbm(pixmap);
  if (!pixels) throw new ImageError(notDrawn(name, 'ffmpeg found no picture in it.'));
  // It goes on where a part cannot be decoded, and says so.
  return { ...pixels, damaged: pixels.damaged || log.trim() !== '' };
}

/** What ffmpeg says of all that it makes nothing of, and that tells nobody more. */
const TELLS_NOTHING =
  /Invalid data found|Error (while|marking|submitting|opening|configuring|initializing)|Conversion failed|Nothing was written|no reason|makes nothing/;

function notDrawn(name: string, reason: string): string {
  const told = TELLS_NOTHING.test(reason) ? '' : ` ${reason.replace(/[.\s]*$/, '.')}`;
  return `The picture (${name}) is damaged, cut off, or of a kind that ffmpeg does not decode.${told}`;
}
