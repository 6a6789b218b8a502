import type { OcrLanguages } from '../../../shared/contract/ocr.ts';
import { useSession } from '../../app/session.ts';
import { useOcrText } from './text.ts';

/** How chosen languages are written for people. */
export function useLanguagesText(): (languages: OcrLanguages) => string {
  const t = useOcrText();
  const known = useSession((session) => session.info?.ocrLanguages) ?? [];
  const nameOf = (code: string) => known.find((language) => language.code === code)?.name ?? code;
  return (languages) => (languages === 'automatic' ? t.automatic : languages.map(nameOf).join(', '));
}
