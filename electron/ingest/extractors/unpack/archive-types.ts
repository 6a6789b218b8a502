/** A document with the signature that was put to it (`.p7m`). */
export const SIGNED = 'application/pkcs7-mime';

/** How an archive is unpacked: by ZIP's own list, as a stream, out of what was signed, or by 7-Zip. */
export type ArchiveFormat = 'zip' | 'tar' | 'gzip' | 'zstd' | 'compressed' | 'signed' | 'seven-zip';

const formats: Readonly<Record<string, ArchiveFormat>> = {
  'application/zip': 'zip',
  'application/x-tar': 'tar',
  'application/gzip': 'gzip',
  'application/zstd': 'zstd',
  'application/x-bzip2': 'compressed',
  'application/x-xz': 'compressed',
  'application/x-lzma': 'compressed',
  'application/x-compress': 'compressed',
  [SIGNED]: 'signed',
  'application/x-7z-compressed': 'seven-zip',
  'application/x-rar-compressed': 'seven-zip',
  'application/x-lzh-compressed': 'seven-zip',
  'application/x-arj': 'seven-zip',
  'application/x-cpio': 'seven-zip',
  'application/x-unix-archive': 'seven-zip',
  'application/vnd.ms-cab-compressed': 'seven-zip',
  'application/x-iso9660-image': 'seven-zip',
};

/** How a file of this type is unpacked; undefined where it is no archive that is. */
export function archiveFormat(mime: string): ArchiveFormat | undefined {
  return formats[mime];
}
