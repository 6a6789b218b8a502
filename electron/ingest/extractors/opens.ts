import { open } from 'node:fs/promises';
import type { OpenableFile } from '../../workers/media-protocol.ts';
import { openPdf } from './pdf/open-pdf.ts';
import { PdfError } from './pdf/pdf-document.ts';
import { opensBySevenZip } from './unpack/seven-zip.ts';

/** Whether a protected PDF or archive opens with a password. */
export async function opens({ path, identity, password = '' }: OpenableFile): Promise<boolean> {
  if (identity.kind === 'pdf') return opensPdf({ path, identity, password });
  const file = await open(typeof path === 'string' ? path : Buffer.from(path));
  try {
    return await opensBySevenZip(file.fd, password);
  } finally {
    await file.close();
  }
}

async function opensPdf({ path, identity, password }: OpenableFile): Promise<boolean> {
  try {
    await openPdf(path, identity.sha256, password);
    return true;
  } catch (error) {
    if (error instanceof PdfError) return false;
    throw error;
  }
}
