/** The languages whose OCR data ship with Holdfast, by Tesseract's codes. */
export const ocrLanguages = [
  { code: 'eng', name: 'English' },
  { code: 'deu', name: 'Deutsch' },
  { code: 'fra', name: 'Français' },
] as const;

/** What a new library reads pictures in: the system's language, where its data ship, and English. */
export function defaultOcrLanguages(locale: string): string[] {
  const system = ({ de: 'deu', fr: 'fra' } as Record<string, string>)[locale.slice(0, 2).toLowerCase()];
  return system ? [system, 'eng'] : ['eng'];
}
