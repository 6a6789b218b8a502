import { shippedLanguages, shippedPath } from '../../language-data.ts';

/** The data of the languages that ship, by their codes. */
export const shippedData = Object.fromEntries(shippedLanguages.map((code) => [code, shippedPath(code)]));
