import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { harbourLines, madeWhisper, type WhisperOptions } from '../../../e2e/models/whisper.ts';
import { HoldfastError } from '../../../shared/errors.ts';
import type { WorkerProcess } from '../../platform/platform.ts';
import { forkForTests } from '../../workers/fork-for-tests.ts';
import { encodeWav, tone } from '../../workers/whisper/wav-for-tests.ts';
import { Processors } from './processors.ts';
import { type TranscriptionProgress, WhisperRuntime } from './whisper-runtime.ts';

const entry = join(import.meta.dirname, '../../workers/whisper-worker.ts');
const rate = 16_000;
let folder: string;
let english: string;
let german: string;
const processes: WorkerProcess[] = [];
let runtime: WhisperRuntime;
const processors = new Processors();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-whisper-'));
  english = await make('ggml-tiny.en', {});
  german = await make('ggml-tiny', { language: 'de' });
  runtime = new WhisperRuntime({
    processors,
    start: () => {
      const process = forkForTests(entry);
      processes.push(process);
      return process;
    },
  });
});

afterAll(async () => {
  await runtime.stop();
  await rm(folder, { recursive: true });
});

async function file(name: string, bytes: Buffer | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const make = (name: string, options: WhisperOptions) => file(`${name}.bin`, madeWhisper(options));

/** Sound of a length, with a pause of half a second before each of some times. */
function speech(seconds: number, ...pauses: number[]): Float32Array {
  const samples = tone(440, rate, seconds);
  for (const pause of pauses) samples.fill(0, (pause - 0.5) * rate, pause * rate);
  return samples;
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => {
      expect(reason).toBeInstanceOf(HoldfastError);
      return reason as HoldfastError;
    },
  );

describe('a Whisper model', () => {
  test('says what it is without being loaded', async () => {
    const common = { type: 'other', quantisation: 'F16', layers: { encoder: 1, decoder: 1 }, size: expect.any(Number) };
    expect(await runtime.inspect(english)).toEqual({ ...common, name: 'ggml-tiny.en', multilingual: false });
    expect(await runtime.inspect(german)).toEqual({ ...common, name: 'ggml-tiny', multilingual: true });
    await runtime.load(english);
  });

  test('tells what is said and when', async () => {
    const { segments, language, durationMs } = await runtime.transcribe(english, { samples: speech(12) });
    expect({ language, durationMs }).toEqual({ language: 'en', durationMs: 12_000 });
    expect(segments).toEqual([
      { startMs: 0, endMs: 4000, text: 'The harbour was dredged.', words: [] },
      { startMs: 4500, endMs: 9000, text: 'And the lighthouse shone!', words: [] },
    ]);
  });

  test('tells the times of words', async () => {
    const { segments } = await runtime.transcribe(english, { samples: speech(12) }, { words: true });
    expect(segments.map(({ text }) => text)).toEqual(['The harbour was dredged.', 'And the lighthouse shone!']);
    expect(segments[0]?.words.map(({ text }) => text)).toEqual(['The', 'harbour', 'was', 'dredged.']);
    const words = segments.flatMap((segment) => segment.words);
    for (const [index, { startMs, endMs }] of words.entries()) {
      expect(startMs).toBeGreaterThanOrEqual(words[index - 1]?.endMs ?? 0);
      expect(endMs).toBeGreaterThan(startMs);
    }
    expect(segments.at(-1)).toMatchObject({ endMs: 9000 });
  });

  test('whose tokens part letters still gives whole text', async () => {
    const [accented, sign] = [Buffer.from('é'), Buffer.from(' €')];
    const bytes = [sign.subarray(0, 2), sign.subarray(2, 3), sign.subarray(3)];
    const tokens = [' The', ' caf', accented.subarray(0, 1), accented.subarray(1), ...bytes];
    const path = await make('cafe', { lines: [{ fromMs: 0, toMs: 2000, tokens }] });
    const { segments } = await runtime.transcribe(path, { samples: speech(3) }, { words: true });
    expect(segments).toEqual([{ startMs: 0, endMs: 2000, text: 'The café €', words: [] }]);
  });

  test('hears the language, or takes the one that is given', async () => {
    const samples = speech(2);
    expect((await runtime.transcribe(german, { samples })).language).toBe('de');
    expect((await runtime.transcribe(german, { samples }, { language: 'fr' })).language).toBe('fr');
    expect((await failureOf(runtime.transcribe(german, { samples }, { language: 'xx' }))).message).toMatch(
      /"ggml-tiny\.bin" failed\. Whisper does not know the language "xx"/,
    );
    expect((await failureOf(runtime.transcribe(english, { samples }, { language: 'de' }))).message).toMatch(
      /English alone.*multilingual/,
    );
  });

  test('hears nothing in silence', async () => {
    const nothing = { segments: [], durationMs: 3000 };
    expect(await runtime.transcribe(german, { samples: new Float32Array(3 * rate) })).toEqual({
      ...nothing,
      language: 'auto',
    });
    expect(await runtime.transcribe(english, { samples: new Float32Array() })).toMatchObject({ segments: [] });
  });

  test('frees its memory and comes back', async () => {
    await runtime.unload(english);
    expect((await runtime.transcribe(english, { samples: speech(2) })).segments).not.toHaveLength(0);
  });
});

describe('a recording', () => {
  test('of another rate, depth and number of channels is read as a file', async () => {
    const sound = tone(440, 44_100, 11);
    const path = await file('stereo ü.wav', encodeWav([sound, sound], { rate: 44_100, bits: 24, extensible: true }));
    for (const place of [path, Buffer.from(path)]) {
      const { durationMs, segments } = await runtime.transcribe(english, { path: place });
      expect(durationMs).toBe(11_000);
      expect(segments).toHaveLength(2);
    }
  });

  test.each(['samples', 'file'])('that is long is cut at its pauses, as %s', async (kind) => {
    const samples = speech(70, 24, 50);
    const path = await file('long.wav', encodeWav([samples], { rate, bits: 16 }));
    const progress: TranscriptionProgress[] = [];
    const { segments } = await runtime.transcribe(english, kind === 'file' ? { path } : { samples }, {
      onProgress: (event) => progress.push(event),
    });
    expect(progress.map(({ durationMs }) => durationMs)).toEqual([70_000, 70_000, 70_000]);
    const [first = 0, second = 0, last] = progress.map(({ doneMs }) => doneMs);
    expect(first).toBeGreaterThan(23_500);
    expect(first).toBeLessThan(24_000);
    expect(second).toBeGreaterThan(49_500);
    expect(second).toBeLessThan(50_000);
    expect(last).toBe(70_000);
    expect(segments.map(({ startMs }) => startMs)).toEqual([0, first, second].flatMap((at) => [at, at + 4500]));
    expect(progress.flatMap((event) => event.segments)).toEqual(segments);
  });

  test('lets other work in between its slices', async () => {
    let order = '';
    const samples = speech(45, 24);
    const transcription = runtime.transcribe(english, { samples }, { onProgress: () => (order += 's') });
    await setImmediate();
    await processors.inSlice('onnx', undefined, async () => {
      order += 'o';
    });
    await transcription;
    expect(order).toMatch(/^(so|os)s$/);
  });

  test('waits between its slices while somebody waits for another engine', async () => {
    let order = '';
    const other = new WhisperRuntime({ start: () => forkForTests(entry) });
    const answer = async () => {
      order += '[';
      // Takes longer than a slice.
      await other.transcribe(english, { samples: speech(45, 24) });
      order += ']';
    };
    let answered: Promise<void> | undefined;
    const onProgress = () => {
      order += 's';
      answered ??= processors.atOnce('llama.cpp', answer);
    };
    await runtime.transcribe(english, { samples: speech(70, 24, 50) }, { onProgress });
    await answered;
    await other.stop();
    expect(order).toBe('s[]ss');
  });

  test('can be cancelled, and the next one works', async () => {
    const controller = new AbortController();
    const call = runtime.transcribe(
      english,
      { samples: speech(300) },
      {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      },
    );
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    const inSlice = new AbortController();
    const second = runtime.transcribe(english, { samples: speech(20) }, { signal: inSlice.signal });
    setTimeout(() => inSlice.abort(), 50);
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect((await runtime.transcribe(english, { samples: speech(2) })).segments).not.toHaveLength(0);
    expect(processes).toHaveLength(1);
  });

  test.each<[string, Buffer | string, RegExp]>([
    ['empty', '', /no WAV file.*ffmpeg/],
    ['a text', 'Once upon a time', /no WAV file.*ffmpeg/],
    ['an MP3', Buffer.from('ID3\x04\0\0\0\0\0\0\0\0'), /an MP3 file.*ffmpeg/],
    ['a FLAC', 'fLaC\0\0\0\x22aaaa', /a FLAC file.*ffmpeg/],
    ['a header alone', encodeWav([new Float32Array(9)], { rate, bits: 16 }).subarray(0, 20), /cut short or damaged/],
    ['compressed', encodeWav([new Float32Array(9)], { rate, bits: 16, code: 0x55 }), /compressed sound/],
    ['of no channel', encodeWav([], { rate, bits: 16 }), /0 channels/],
    ['of a rate that cannot be', encodeWav([new Float32Array(9)], { rate: 3, bits: 16 }), /3 Hz/],
    ['of odd bits', encodeWav([new Float32Array(9)], { rate, bits: 16, saidBits: 13 }), /13 bits/],
  ])('that cannot be read is refused with the reason: %s', async (name, bytes, expected) => {
    const failure = await failureOf(runtime.transcribe(english, { path: await file(`${name}.wav`, bytes) }));
    expect(failure).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringMatching(expected) });
  });
});

describe('a file that cannot be used', () => {
  const whole = madeWhisper();
  test.each<[string, Buffer | string, RegExp]>([
    ['empty', '', /is empty/],
    ['a web page', '<!DOCTYPE html><html>404</html>', /web page/],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /Git LFS/],
    ['of another engine', 'GGUF\x03\0\0\0', /GGUF file/],
    ['noise', Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 7919) % 251)), /no ggml file/],
    ['a magic number alone', whole.subarray(0, 4), /cut short/],
    ['cut in the header', whole.subarray(0, 30), /cut short/],
    ['cut in the words', whole.subarray(0, 64_400), /cut short/],
    ['cut in the weights', whole.subarray(0, whole.length / 2), /cut short/],
    ['cut at its end', whole.subarray(0, -1), /cut short/],
    ['a header and noise', Buffer.concat([whole.subarray(0, 48), Buffer.alloc(9999, 0xa7)]), /cut short or damaged/],
    ['of no heads', madeWhisper({ header: { audioHeads: 0 } }), /its audioHeads is 0/],
    ['of heads that do not divide', madeWhisper({ header: { textHeads: 5 } }), /numbers in its header do not fit/],
    [
      'of a vocabulary without end',
      madeWhisper({ header: { vocabulary: 2 ** 31 - 1 } }),
      /its vocabulary is 2147483647/,
    ],
    ['of negative layers', madeWhisper({ header: { textLayers: -1 } }), /its textLayers is -1/],
    ['of more layers than it has', madeWhisper({ header: { textLayers: 2 } }), /"decoder\.blocks\.1\.\S+" are missing/],
    [
      'of fewer layers than it has',
      madeWhisper({ header: { audioLayers: 4, textContext: 100 } }),
      /shape that its header says/,
    ],
    ['without some weights', madeWhisper({ without: 'decoder.ln.bias' }), /"decoder\.ln\.bias" are missing/],
    ['without a space', madeWhisper({ vocabulary: ['x'] }), /lacks the space/],
    ['of another kind of numbers', madeWhisper({ header: { fileType: 7 } }), /whisper\.cpp does not take it/],
  ])('%s', async (name, bytes, expected) => {
    const failure = await failureOf(runtime.load(await file(`${name}.bin`, bytes)));
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringMatching(expected) });
    expect(failure.message).toContain(`"${name}.bin"`);
  });

  test('missing', async () => {
    const failure = await failureOf(runtime.inspect(join(folder, 'nowhere.bin')));
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringMatching(/no such file/) });
  });

  test('leaves the process and what is loaded as they were', async () => {
    expect((await runtime.transcribe(english, { samples: speech(2) })).segments).not.toHaveLength(0);
    expect(processes).toHaveLength(1);
  });
});

describe('when the process dies while it listens', () => {
  let kills = 0;
  let dying: WhisperRuntime;

  beforeAll(() => {
    const start = (): WorkerProcess => {
      const process = forkForTests(entry);
      const send = (message: unknown) => {
        process.send(message);
        if ((message as { kind: string }).kind === 'transcribeSlice' && kills-- > 0) process.kill();
      };
      return { ...process, send };
    };
    dying = new WhisperRuntime({ start });
  });
  afterAll(() => dying.stop());

  test('once, it goes on with the slice that it was at', async () => {
    const onProgress = ({ doneMs }: TranscriptionProgress) => {
      kills = doneMs < 30_000 ? 1 : 0;
    };
    const { segments } = await dying.transcribe(english, { samples: speech(45, 24) }, { onProgress });
    expect(segments).toHaveLength(2 * harbourLines.length);
  });

  test('twice over one slice, it fails with the reason, and the next one works', async () => {
    kills = 2;
    const failure = await failureOf(dying.transcribe(english, { samples: speech(25) }));
    expect(failure).toMatchObject({
      code: 'MODEL_FAILED',
      message: expect.stringMatching(/failed while it listened\. The Whisper process ended unexpectedly/),
    });
    kills = 0;
    expect((await dying.transcribe(english, { samples: speech(2) })).segments).not.toHaveLength(0);
  });
});
