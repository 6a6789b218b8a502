import { z } from 'zod';
import { procedure } from './base.ts';
import { modelFileExtensions } from './models.ts';
import { ocrLanguageSchema } from './ocr.ts';

export const systemInfoSchema = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'browser', 'cli']),
  libraryPath: z.string(),
  /** Whether `pickFolder` and `pickFile` open the system's own dialog. */
  nativeDialogs: z.boolean(),
  ocrLanguages: z.array(ocrLanguageSchema),
  /** Whether the sample library is among the folders. */
  sampleAdded: z.boolean(),
});
export type SystemInfo = z.infer<typeof systemInfoSchema>;

/** Files that the person is asked for one of. */
export const fileKinds = ['model', 'adapter', 'recording', 'ocr-language'] as const;
export type FileKind = (typeof fileKinds)[number];

/** How their names end. Holdfast's own models hear WAV files; a server may take the others too. */
export const fileExtensions: Record<FileKind, readonly string[]> = {
  model: modelFileExtensions,
  adapter: ['gguf'],
  'ocr-language': ['traineddata', 'gz'],
  recording: ['wav', 'mp3', 'm4a', 'flac', 'ogg', 'opus', 'webm', 'mp4'],
};

const picked = z.object({ path: z.string().nullable() });

export const systemContract = {
  info: procedure.output(systemInfoSchema),
  /** Opens the system's dialog; null when the person cancelled. CONFLICT in a shell without dialogs. */
  pickFolder: procedure.output(picked),
  pickFile: procedure.input(z.object({ kind: z.enum(fileKinds) })).output(picked),
  /** The folders in a folder, and its files with these extensions, for the app's own picker; `path` empty is the home folder. */
  browse: procedure.input(z.object({ path: z.string(), extensions: z.array(z.string()).default([]) })).output(
    z.object({
      path: z.string(),
      parent: z.string().nullable(),
      entries: z.array(z.object({ name: z.string(), path: z.string(), directory: z.boolean() })),
    }),
  ),
  /** Adds the sample library that ships with the app and starts reading it. */
  addSample: procedure.output(z.object({ jobId: z.number() })),
  /** Shows the asset's file in the system's file browser. CONFLICT in a shell that cannot. */
  revealAsset: procedure.input(z.object({ id: z.string() })),
};
