import { z } from 'zod';
import { procedure } from './base.ts';

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Tesseract language codes, best first. */
  ocrLanguages: z.array(z.string()).min(1).default(['eng']),
  /** Set once the first-run path was finished or put aside. */
  welcomed: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsContract = {
  get: procedure.output(settingsSchema),
  /** Changes the given fields and answers with all of them. */
  update: procedure.input(settingsSchema.partial()).output(settingsSchema),
};
