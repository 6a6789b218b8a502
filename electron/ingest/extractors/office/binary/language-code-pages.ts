/** Code pages of Windows by languages, for those whose script is not that of Western Europe; see [MS-LCID]. */
const byLanguage: Readonly<Record<number, number>> = {
  1: 1256, // Arabic
  2: 1251, // Bulgarian
  4: 936, // Chinese
  5: 1250, // Czech
  8: 1253, // Greek
  13: 1255, // Hebrew
  14: 1250, // Hungarian
  17: 932, // Japanese
  18: 949, // Korean
  21: 1250, // Polish
  24: 1250, // Romanian
  25: 1251, // Russian
  26: 1250, // Croatian and Serbian
  27: 1250, // Slovak
  28: 1250, // Albanian
  30: 874, // Thai
  31: 1254, // Turkish
  32: 1256, // Urdu
  34: 1251, // Ukrainian
  35: 1251, // Belarusian
  36: 1250, // Slovenian
  37: 1257, // Estonian
  38: 1257, // Latvian
  39: 1257, // Lithuanian
  41: 1256, // Persian
  42: 1258, // Vietnamese
  47: 1251, // Macedonian
};

/** Of languages that are written in two ways, the one that the language alone does not tell. */
const byLocale: Readonly<Record<number, number>> = {
  1028: 950, // Chinese of Taiwan
  3076: 950, // Chinese of Hong Kong
  3098: 1251, // Serbian in Cyrillic
};

/** The code page of text that a program of Windows wrote in a language, by Windows' number of that. */
export function codePageOf(locale: number): number {
  return byLocale[locale] ?? byLanguage[locale & 0x3ff] ?? 1252;
}
