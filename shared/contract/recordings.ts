import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';
import { assetIdSchema, timedLineSchema } from './library.ts';

/** A word with its moment, in milliseconds from the recording's start. */
export const spokenWordSchema = z.object({ start: z.number(), end: z.number(), text: z.string() });
export type SpokenWord = z.infer<typeof spokenWordSchema>;

/** What is known of a transcription: which model heard the recording, or why none did. */
export const transcriptionStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done'), model: z.string() }),
  /** Waiting, or being transcribed: `until` is the moment up to which it was. */
  z.object({ state: z.literal('running'), until: z.number() }),
  z.object({ state: z.literal('failed'), reason: z.string() }),
  /** It was not asked for, or no model serves. */
  z.object({ state: z.literal('none'), served: z.boolean() }),
  /** There is no sound, or it cannot be decoded. */
  z.object({ state: z.literal('impossible'), reason: z.string() }),
]);
export type TranscriptionState = z.infer<typeof transcriptionStateSchema>;

export const recordingSchema = z.object({
  /** Milliseconds; 0 where it is not known. */
  duration: z.number(),
  hasPicture: z.boolean(),
  hasSound: z.boolean(),
  /** What a window can play: the file itself, perhaps; a copy that was made for that; or nothing yet. */
  playing: z.enum(['original', 'proxy', 'none']),
  chapters: z.array(z.object({ start: z.number(), end: z.number(), title: z.string() })),
  /** Milliseconds at which scenes begin. */
  scenes: z.array(z.number()),
  /** Frames from all over it in one picture (`/content/<id>/strip`), row by row; sizes of one in pixels. */
  strip: z.object({ frames: z.number(), columns: z.number(), width: z.number(), height: z.number() }).nullable(),
  /** Whether `/content/<id>/waveform` tells how loud it is: a byte for each part of it. */
  waveform: z.boolean(),
  /** What is said in it, by the subtitles in the file or by a model. */
  texts: z.array(
    z.object({
      source: z.enum(['subtitles', 'transcript']),
      /** ISO 639 code; empty where it is not told. */
      language: z.string(),
      lines: z.array(timedLineSchema.extend({ words: z.array(spokenWordSchema).optional() })),
    }),
  ),
  transcription: transcriptionStateSchema,
});
export type Recording = z.infer<typeof recordingSchema>;

/** The ffmpeg that is used; without one, why. */
export const ffmpegSchema = z.discriminatedUnion('found', [
  z.object({ found: z.literal(true), path: z.string(), version: z.string() }),
  z.object({ found: z.literal(false), reason: z.string() }),
]);
export type Ffmpeg = z.infer<typeof ffmpegSchema>;

export const recordingsContract = {
  get: procedure.input(z.object({ id: assetIdSchema })).output(recordingSchema),
  /**
   * Has a model write down what is said in recordings, also where one has before. Those without sound are left out.
   * CONFLICT when no model serves.
   */
  transcribe: procedure
    .input(z.object({ ids: z.array(assetIdSchema).min(1) }))
    .output(z.object({ jobId: z.number(), recordings: z.number() })),
  /**
   * Makes a copy that a window can play, and tells how much of it is done, 0 to 1; the last is 1. It goes on while somebody
   * listens to this. CONFLICT without ffmpeg.
   */
  makeProxy: procedure.input(z.object({ id: assetIdSchema })).output(eventIterator(z.object({ progress: z.number() }))),
  ffmpeg: procedure.output(ffmpegSchema),
  /** Looks for ffmpeg again. Recordings that were read without it are read anew once there is one. */
  findFfmpeg: procedure.output(z.object({ ffmpeg: ffmpegSchema, readAgain: z.number() })),
};
