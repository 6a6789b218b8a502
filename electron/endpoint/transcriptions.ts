import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { badRequest } from './api-error.ts';
import { type Call, check, type Reply } from './http.ts';
import { receiveRecording } from './receive-recording.ts';
import type { RouteContext } from './route-context.ts';
import { timedFormats, transcriptFormats, writtenTranscript } from './transcript-formats.ts';

const purpose = 'transcribe for another program';

const fieldsSchema = z.object({
  model: z.string(),
  language: z.string().min(2).max(20).optional(),
  response_format: z.enum(transcriptFormats).default('json'),
  stream: z.literal('false', 'A transcript is given whole.').optional(),
});

/** `POST /v1/audio/transcriptions`: what is said in a recording, which is on the disk only for as long as this takes. */
export async function transcriptions(call: Call, { find, use, recordingsFolder }: RouteContext): Promise<Reply> {
  const recording = await receiveRecording(call, recordingsFolder);
  try {
    const { model: name, language, response_format: format } = check(recording.fields, fieldsSchema);
    const model = find(name, 'transcription');
    const options = { purpose, signal: call.signal, ...(language === undefined ? {} : { language }) };
    const transcript = await use(model, (backend) => backend.transcribe(recording.path, options));
    if (timedFormats.includes(format) && transcript.segments.length === 0 && transcript.text !== '')
      throw badRequest(`${model.model.name} does not tell when something was said. Ask for json or text.`);
    const { type, text } = writtenTranscript(transcript, format);
    return { status: 200, headers: { 'content-type': type }, body: text };
  } finally {
    await rm(recording.path, { force: true });
  }
}
