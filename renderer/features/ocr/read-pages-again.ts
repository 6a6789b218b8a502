import type { OcrScope } from '../../../shared/contract/ocr.ts';
import { tell, tellError } from '../../components/toasts.ts';
import { host } from '../../rpc.ts';
import type { useOcrText } from './text.ts';

/** Has pages read again that were read in other languages than those that are chosen for them. */
export async function readPagesAgain(scope: OcrScope, t: ReturnType<typeof useOcrText>): Promise<void> {
  try {
    const { pages } = await host.ocr.readAgain({ scope });
    tell(t.readingAgain(pages));
  } catch (error) {
    tellError(error);
  }
}
