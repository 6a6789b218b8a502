import type { Examination, Identity, SourcePath } from '../../workers/media-protocol.ts';
import { extract } from './extract.ts';
import { identify } from './identify/identify.ts';

/** Bytes of a text up to which it is read as soon as it is identified. */
const SMALL = 256 * 1024;

/** What a file is, and what is in it when it is a small text: most files of most people are. */
export async function examine({ path }: { path: SourcePath }): Promise<Examination> {
  const identity = await identify({ path });
  return { identity, extraction: isSmallText(identity) ? await extract({ path, identity }) : null };
}

function isSmallText({ size, mime, kind }: Identity): boolean {
  return size > 0 && size <= SMALL && (kind === 'text' || mime.startsWith('text/') || mime === 'message/rfc822');
}
