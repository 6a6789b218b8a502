import type { SliceRequest, SliceResponse, SpeechSegment, SpeechWord } from '../whisper-protocol.ts';
import { type Heard, WhisperModel } from './engine.ts';
import { readWhisperFile } from './ggml-file.ts';
import { whisperLanguages, withoutSpaces } from './languages.ts';
import { speechRate } from './resample.ts';
import { readSlice } from './slice.ts';

/** Below −60 dB there is no speech, in which Whisper would hear some. */
const silence = 0.001;
/** Between words of two segments, where words are asked for. */
const longestPauseMs = 800;
const mostWords = 30;
const partOfLetter = '\ufffd';

/** Transcribes one slice. Throws an error with a sentence. */
export async function transcribeSlice(request: SliceRequest, signal: AbortSignal): Promise<SliceResponse> {
  const { path, speech, startMs } = request;
  const language = languageFor(path, request.language);
  const { samples, isLast } = readSlice(speech, startMs);
  const lengthMs = (samples.length / speechRate) * 1000;
  const nextMs = isLast ? null : Math.round(startMs + lengthMs);
  if (samples.every((sample) => Math.abs(sample) < silence)) return { segments: [], language, nextMs };
  const model = await WhisperModel.open(path);
  const options = { language, prompt: request.prompt, signal };
  const placed = ({ segments }: Heard) =>
    segments
      .filter(({ text }) => text.trim() !== '')
      .map(({ startMs: from, endMs: to, text }) => ({
        startMs: Math.round(startMs + Math.min(Math.max(from, 0), lengthMs)),
        endMs: Math.round(startMs + Math.min(Math.max(to, from, 0), lengthMs)),
        text,
      }));
  const wantsWords = request.words && !withoutSpaces.has(language);
  const heard = await model.hear(samples, { ...options, tokens: wantsWords });
  // A letter of several bytes may be parted between tokens; the text is worth more than the times of its words.
  const isParted = wantsWords && heard.segments.some(({ text }) => text.includes(partOfLetter));
  if (wantsWords && !isParted)
    return { segments: sentencesOf(wordsOf(placed(heard))), language: heard.language, nextMs };
  const whole = isParted ? await model.hear(samples, { ...options, language: heard.language, tokens: false }) : heard;
  const segments = placed(whole).map((segment) => ({ ...segment, text: segment.text.trim(), words: [] }));
  return { segments, language: whole.language, nextMs };
}

function languageFor(path: string, wanted: string): string {
  if (wanted !== 'auto' && !whisperLanguages.has(wanted))
    throw new Error(`Whisper does not know the language "${wanted}".`);
  const { multilingual } = readWhisperFile(path);
  if (multilingual) return wanted;
  if (wanted === 'auto' || wanted === 'en') return 'en';
  throw new Error(`It knows English alone, and not the language "${wanted}". Choose a multilingual model.`);
}

/** Tokens that begin with a space begin a word. */
function wordsOf(tokens: readonly SpeechWord[]): SpeechWord[] {
  const words: SpeechWord[] = [];
  for (const token of tokens) {
    const last = words.at(-1);
    if (!last || token.text.startsWith(' ')) words.push({ ...token, text: token.text.trim() });
    else words.splice(-1, 1, { startMs: last.startMs, endMs: token.endMs, text: last.text + token.text.trimEnd() });
  }
  return words;
}

/** Whisper's own segments are lost where each token is one: these end with a sentence, at a pause, or when they grow long. */
function sentencesOf(words: readonly SpeechWord[]): SpeechSegment[] {
  const sentences: SpeechWord[][] = [];
  for (const word of words) {
    const current = sentences.at(-1);
    const last = current?.at(-1);
    const isOver =
      !current ||
      !last ||
      /[.!?…]$/.test(last.text) ||
      word.startMs - last.endMs > longestPauseMs ||
      current.length >= mostWords;
    if (isOver) sentences.push([word]);
    else current.push(word);
  }
  return sentences.map((sentence) => ({
    startMs: sentence[0]?.startMs ?? 0,
    endMs: sentence.at(-1)?.endMs ?? 0,
    text: sentence.map(({ text }) => text).join(' '),
    words: sentence,
  }));
}
