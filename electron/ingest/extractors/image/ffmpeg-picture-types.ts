/** Formats of pictures of which the facts are read here, and which ffmpeg draws: what people call them. */
const names: Readonly<Record<string, string>> = {
  'image/x-dpx': 'DPX',
  'image/x-exr': 'OpenEXR',
  'image/fits': 'FITS',
  'image/jxl': 'JPEG XL',
  'image/jls': 'JPEG-LS',
  'image/x-pcx': 'PCX',
  'image/x-sgi': 'SGI',
  'image/x-sun-raster': 'Sun raster',
  'image/x-qoi': 'QOI',
  'image/x-portable-floatmap': 'PFM',
  'image/vnd-ms.dds': 'DDS',
  'image/x-ilbm': 'ILBM',
  'image/x-xwindowdump': 'XWD',
  'image/x-photo-cd': 'Photo CD',
};

/** What people call a format that ffmpeg draws; undefined for every other. */
export function ffmpegPictureName(mime: string): string | undefined {
  return Object.hasOwn(names, mime) ? names[mime] : undefined;
}
