import { z } from 'zod';
import { procedure } from './base.ts';
import { assetIdSchema } from './library.ts';
import { tagNameSchema } from './tagging.ts';

/** Mean confidence (0–100) of a page below which its text is rather a guess. */
export const UNSURE_BELOW = 70;

/** In what a page is read: Tesseract's codes of languages, best first; or in those of the script that is found on it. */
export const ocrLanguagesSchema = z.union([
  z.literal('automatic'),
  z
    .array(z.string().regex(/^\w{2,20}$/, 'That is no code of a language.'))
    .min(1)
    .max(12),
]);
export type OcrLanguages = z.infer<typeof ocrLanguagesSchema>;

/** A language that pages can be read in. */
export const ocrLanguageSchema = z.object({
  /** Tesseract's code of it. */
  code: z.string(),
  /** In the language itself. */
  name: z.string(),
  /** Whether its data ship with Holdfast, are installed for the system's Tesseract, or were added by the owner. */
  from: z.enum(['shipped', 'system', 'added']),
});
export type OcrLanguage = z.infer<typeof ocrLanguageSchema>;

/** What languages are chosen for: everything, a folder with all below it, the files with a tag, or one file. */
export const ocrScopeSchema = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('library') }),
  z.object({ scope: z.literal('folder'), path: z.string().min(1).max(4096) }),
  z.object({ scope: z.literal('tag'), tag: tagNameSchema }),
  z.object({ scope: z.literal('file'), id: assetIdSchema }),
]);
export type OcrScope = z.infer<typeof ocrScopeSchema>;

export const ocrChoiceSchema = z.object({
  scope: ocrScopeSchema,
  languages: ocrLanguagesSchema,
  /** What a file is called; empty for the others, which have their names in the scope. */
  file: z.string(),
});
export type OcrChoice = z.infer<typeof ocrChoiceSchema>;

/** Pages that were read in other languages than those that are chosen for them now, or not at all. */
const outdatedSchema = z.object({ files: z.number(), pages: z.number() });
export type OutdatedPages = z.infer<typeof outdatedSchema>;

export const ocrOfFileSchema = z.object({
  /** In what its pages are read. */
  languages: ocrLanguagesSchema,
  /** What these were chosen for: the library's hold where nothing nearer to the file has its own. */
  from: ocrScopeSchema,
  /** Pages that were read by OCR. */
  pages: z.number(),
  /** Mean confidence of these, 0–100, by how much is on each; null where no text was found. */
  confidence: z.number().nullable(),
  /** Pages that were read with little confidence, and by no model since. */
  unsurePages: z.array(z.number()),
  /** Pages whose text a model has read. */
  pagesByModel: z.array(z.number()),
});
export type OcrOfFile = z.infer<typeof ocrOfFileSchema>;

const scoped = z.object({ scope: ocrScopeSchema });

export const ocrContract = {
  /** Every choice that the owner made, that for the library first. */
  choices: procedure.output(z.array(ocrChoiceSchema)),
  /** How a file is read. NOT_FOUND */
  file: procedure.input(z.object({ id: assetIdSchema })).output(ocrOfFileSchema),
  /**
   * Chooses languages, or with null leaves it to what is chosen further out; the nearest choice holds: for the file, then
   * for its tags, then for the folders that it lies in. Nothing is read again by that: answers what could be. INVALID_INPUT
   * for a language without data, NOT_FOUND for a file that is not there
   */
  choose: procedure.input(scoped.extend({ languages: ocrLanguagesSchema.nullable() })).output(outdatedSchema),
  /** The pages that were read in other languages than those that are chosen for them now. */
  outdated: procedure.input(scoped).output(outdatedSchema),
  /**
   * Copies the data of a language (“spa.traineddata”) into the library, to be used in place of others for that language;
   * answers its code, and the pages that were to be read in it and could not. INVALID_INPUT for what are no such data,
   * PATH_UNREADABLE
   */
  addLanguage: procedure
    .input(z.object({ path: z.string().min(1) }))
    .output(z.object({ code: z.string(), outdated: outdatedSchema })),
  /** Takes added data out again; NOT_FOUND where there are none, CONFLICT where pages are to be read in that language alone. */
  removeLanguage: procedure.input(z.object({ code: z.string() })),
  /** Reads those pages again, and nothing else of their files. INVALID_INPUT when there are none */
  readAgain: procedure.input(scoped).output(outdatedSchema.extend({ jobId: z.number() })),
};
