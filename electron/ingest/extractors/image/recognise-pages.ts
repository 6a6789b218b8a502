import { messageOf } from '../../../../shared/errors.ts';
import type { MediaRequests } from '../../../workers/media-protocol.ts';
import { recogniseByScript } from './recognise-by-script.ts';
import { SharedRuns } from './shared-runs.ts';

type Ocr = MediaRequests['ocr'];

/** The texts of pages that are read side by side, in their order. */
export async function recognisePages({ pages }: Ocr['request']): Promise<Ocr['response']> {
  const runs = new SharedRuns(pages.length);
  return Promise.all(
    pages.map((page) =>
      recogniseByScript(page, runs)
        .catch(asFault)
        .finally(() => runs.leave()),
    ),
  );
}

/** A broken engine is no matter of one page. */
function asFault(thrown: unknown): { fault: string } {
  if (thrown instanceof WebAssembly.RuntimeError) throw thrown;
  return { fault: messageOf(thrown) };
}
