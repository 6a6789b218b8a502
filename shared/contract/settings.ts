import { z } from 'zod';
import { procedure } from './base.ts';

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  /** Whether text and edges stand out more than usual: as the system wants it, or always. */
  contrast: z.enum(['system', 'high']),
  /** Tesseract language codes, best first. */
  ocrLanguages: z.array(z.string()).min(1),
  /** Whether the script of each page is found first, and the page is read in the languages of that script. */
  ocrAutomatic: z.boolean(),
  /** The ffmpeg that videos and sound are read with, or its folder; empty for the one that the system has. */
  ffmpegPath: z.string().trim().max(4096),
  /** Whether tags are written into XMP sidecars beside pictures, sound and video. */
  writeSidecars: z.boolean(),
  /** Whether models look at what is new in the library as it comes. */
  tagNewFiles: z.boolean(),
  /** Set once the first-run path was finished or put aside. */
  welcomed: z.boolean(),
};

export const settingsSchema = z.object({
  theme: fields.theme.default('system'),
  contrast: fields.contrast.default('system'),
  ocrLanguages: fields.ocrLanguages.default(['eng']),
  ocrAutomatic: fields.ocrAutomatic.default(false),
  ffmpegPath: fields.ffmpegPath.default(''),
  writeSidecars: fields.writeSidecars.default(false),
  tagNewFiles: fields.tagNewFiles.default(false),
  welcomed: fields.welcomed.default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A change of some settings. It has no defaults: they would set back what the change does not name. */
export const settingsChangeSchema = z.object(fields).partial();

export const settingsContract = {
  get: procedure.output(settingsSchema),
  /** Changes the given fields and answers with all of them. */
  update: procedure.input(settingsChangeSchema).output(settingsSchema),
};
