import heif from 'libheif-js/wasm-bundle.js';
import type { Embedded } from './embedded-metadata.ts';
import { ImageError, type Pixels, type Size } from './pixels.ts';

/** Of enums of libheif/heif.h. */
const RGB = 1;
const INTERLEAVED_RGB = 10;
const INTERLEAVED = 10;
const UNSUPPORTED_CODEC = 3000;
/** Blocks of metadata of a picture that are looked at, and the bytes of one. */
const MOST_BLOCKS = 16;
const LARGEST_BLOCK = 64 * 1024 * 1024;

/** The size of the picture as it is seen; undefined where there is none. */
export function heicSize(bytes: Buffer): Size | undefined {
  return withPicture(bytes, ({ handle }) => ({
    width: heif._heif_image_handle_get_width(handle),
    height: heif._heif_image_handle_get_height(handle),
  }));
}

/**
 * Decodes the main picture of HEIC, upright as the file itself says: by libheif and libde265 (LGPL 3) in WebAssembly,
 * an unchanged package of its own that can be replaced. sharp reads AV1 alone.
 * @throws ImageError where it is packed in a way that is not read
 */
export function decodeHeic(bytes: Buffer): Pixels | undefined {
  return withPicture(bytes, ({ handle, scratch }) => {
    heif._heif_decode_image(scratch, handle, scratch + 12, RGB, INTERLEAVED_RGB, 0);
    const [code, subcode] = wordsAt(scratch, 2);
    if (subcode === UNSUPPORTED_CODEC)
      throw new ImageError('The picture is packed by a codec that Holdfast does not have.');
    if (code !== 0) return undefined;
    const [image = 0] = wordsAt(scratch + 12, 1);
    try {
      return pixelsOf(image, scratch + 16, profileOf(handle, scratch));
    } finally {
      heif._heif_image_release(image);
    }
  });
}

/** What is written beside the picture; its orientation is left out, as it is applied. */
export function heicMetadata(bytes: Buffer): Embedded {
  const found = withPicture(bytes, ({ handle, scratch }): Embedded => {
    const count = Math.min(MOST_BLOCKS, heif._heif_image_handle_get_number_of_metadata_blocks(handle, 0));
    const ids = heif._malloc(count * 4 + 4);
    try {
      const listed = heif._heif_image_handle_get_list_of_metadata_block_IDs(handle, 0, ids, count);
      const blocks = wordsAt(ids, Math.min(count, listed)).map((id) => blockOf(handle, id, scratch));
      const exif = blocks.find(({ type }) => type === 'Exif')?.content;
      const xmp = blocks.find(({ type, contentType }) => type === 'mime' && contentType.includes('rdf'))?.content;
      return {
        // Four bytes that say where the TIFF begins go before it.
        ...(exif && exif.length > 4 && { exif: exif.subarray(4 + exif.readUInt32BE(0)) }),
        ...(xmp && { xmp: xmp.toString('utf8') }),
        profile: profileOf(handle, scratch),
        upright: true,
      };
    } finally {
      heif._free(ids);
    }
  });
  return found ?? {};
}

interface Picture {
  handle: number;
  /** A few words of memory to have answers written to. */
  scratch: number;
}

function withPicture<T>(bytes: Buffer, use: (picture: Picture) => T): T | undefined {
  const input = heif._malloc(bytes.length);
  if (input === 0) throw new ImageError('The picture is too large for the memory that there is.');
  const scratch = heif._malloc(64);
  const context = heif._heif_context_alloc();
  let handle = 0;
  try {
    heif.HEAPU8.set(bytes, input);
    heif._heif_context_read_from_memory(scratch, context, input, bytes.length, 0);
    if (wordsAt(scratch, 1)[0] !== 0) return undefined;
    heif._heif_context_get_primary_image_handle(scratch, context, scratch + 12);
    if (wordsAt(scratch, 1)[0] !== 0) return undefined;
    handle = wordsAt(scratch + 12, 1)[0] ?? 0;
    return use({ handle, scratch });
  } finally {
    if (handle !== 0) heif._heif_image_handle_release(handle);
    heif._heif_context_free(context);
    heif._free(scratch);
    heif._free(input);
  }
}

function pixelsOf(image: number, stridePointer: number, profile: Buffer | undefined): Pixels {
  const width = heif._heif_image_get_width(image, INTERLEAVED);
  const height = heif._heif_image_get_height(image, INTERLEAVED);
  const plane = heif._heif_image_get_plane_readonly(image, INTERLEAVED, stridePointer);
  const [stride = 0] = wordsAt(stridePointer, 1);
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const at = plane + row * stride;
    pixels.set(heif.HEAPU8.subarray(at, at + width * 3), row * width * 3);
  }
  return { width, height, channels: 3, pixels, damaged: false, profile };
}

function profileOf(handle: number, scratch: number): Buffer | undefined {
  const size = heif._heif_image_handle_get_raw_color_profile_size(handle);
  return size > 0 && size <= LARGEST_BLOCK
    ? filled(size, (to) => heif._heif_image_handle_get_raw_color_profile(scratch, handle, to))
    : undefined;
}

function blockOf(handle: number, id: number, scratch: number): { type: string; contentType: string; content: Buffer } {
  const size = heif._heif_image_handle_get_metadata_size(handle, id);
  return {
    type: textAt(heif._heif_image_handle_get_metadata_type(handle, id)),
    contentType: textAt(heif._heif_image_handle_get_metadata_content_type(handle, id)),
    content:
      size > 0 && size <= LARGEST_BLOCK
        ? filled(size, (to) => heif._heif_image_handle_get_metadata(scratch, handle, id, to))
        : Buffer.alloc(0),
  };
}

/** Bytes that a call writes to memory of this size. */
function filled(size: number, fill: (pointer: number) => void): Buffer {
  const pointer = heif._malloc(size);
  try {
    fill(pointer);
    return Buffer.from(heif.HEAPU8.slice(pointer, pointer + size));
  } finally {
    heif._free(pointer);
  }
}

function wordsAt(pointer: number, count: number): number[] {
  return Array.from(heif.HEAPU32.subarray(pointer / 4, pointer / 4 + count));
}

function textAt(pointer: number): string {
  const end = heif.HEAPU8.indexOf(0, pointer);
  return pointer === 0 ? '' : Buffer.from(heif.HEAPU8.subarray(pointer, end)).toString('utf8');
}
