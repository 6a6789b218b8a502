import { createHash } from 'node:crypto';
import type { SentContent } from '../../shared/contract/policy.ts';

/** How the audit log tells of a text of an asset that goes out: by the very bytes, so that it can be proved which. */
export function sentContent(assetId: string, text: string): SentContent {
  return { assetId, sha256: createHash('sha256').update(text).digest('hex') };
}
