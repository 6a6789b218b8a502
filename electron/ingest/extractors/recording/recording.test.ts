import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { Extraction, FfmpegTools, Refusal } from '../../../workers/media-protocol.ts';
import { encodeWav, tone as samples } from '../../../workers/whisper/wav-for-tests.ts';
import { extract } from '../extract.ts';
import { identify } from '../identify/identify.ts';
import { makeRecording, picture, systemTools, textFile, tone } from './recordings-for-tests.ts';

async function read(path: string | Uint8Array, tools: FfmpegTools | null = systemTools) {
  const identity = await identify({ path });
  return { identity, found: await extract({ path, identity, tools }) };
}

async function extracted(path: string | Uint8Array, tools: FfmpegTools | null = systemTools): Promise<Extraction> {
  const { found } = await read(path, tools);
  if ('refused' in found) expect.fail(`It was refused: ${found.reason}`);
  return found;
}

const shown = ({ metadata }: Extraction, label: string) => metadata.find((row) => row.label === label)?.value;

const truncated = (path: string, share: number) => {
  const bytes = readFileSync(path);
  const cut = join(temporaryFolder(), 'cut.mp4');
  writeFileSync(cut, bytes.subarray(0, Math.round(bytes.length * share)));
  return cut;
};

const wav = (name: string) => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, encodeWav([samples(440, 16_000, 2)], { rate: 16_000, bits: 16 }));
  return path;
};

/** A line of PGS, of eight by two pixels, that is shown for a second: what is shown, where, in which colours, as what. */
function pictureSubtitles(): Buffer {
  const segments: [kind: number, milliseconds: number, content: string][] = [
    [0x16, 0, '02d0024010000080000001' + '0000000000100010'],
    [0x17, 0, '01' + '0000100010' + '00080002'],
    [0x14, 0, '0000' + '01eb8080ff'],
    [0x15, 0, '000000c0' + '00000e' + '00080002' + '0088010000' + '0088010000'],
    [0x80, 0, ''],
    [0x16, 1000, '02d0024010000100000000'],
    [0x17, 1000, '01' + '0000100010' + '00080002'],
    [0x80, 1000, ''],
  ];
  return Buffer.concat(
    segments.flatMap(([kind, milliseconds, content]) => {
      const head = Buffer.alloc(13);
      head.write('PG', 'latin1');
      head.writeUInt32BE(milliseconds * 90, 2);
      head[10] = kind;
      head.writeUInt16BE(content.length / 2, 11);
      return [head, Buffer.from(content, 'hex')];
    }),
  );
}

describe.skipIf(systemTools === null)('recordings with ffmpeg (skipped where there is none)', () => {
  it.each([
    ['clip.mp4', 'MP4', ['-c:v', 'mpeg4', '-c:a', 'aac']],
    ['clip.mov', 'QuickTime', ['-c:v', 'prores', '-c:a', 'pcm_s16le']],
    ['clip.webm', 'WebM', ['-c:v', 'libvpx', '-c:a', 'libopus']],
    ['clip.avi', 'AVI', ['-c:v', 'mpeg4', '-c:a', 'mp3']],
    ['clip.mpg', 'MPEG program stream', ['-r', '25', '-c:v', 'mpeg2video', '-c:a', 'mp2']],
    ['clip.ts', 'MPEG transport stream', ['-r', '25', '-c:v', 'mpeg2video', '-c:a', 'mp2']],
    ['clip.mxf', 'MXF', ['-r', '25', '-c:v', 'mpeg2video', '-c:a', 'pcm_s16le', '-ar', '48000']],
    ['clip.dv', 'DV', ['-r', '25', '-s', '720x576', '-pix_fmt', 'yuv420p', '-ac', '2', '-ar', '48000']],
  ])('reads the streams of %s', async (name, container, codecs) => {
    const { identity, found } = await read(makeRecording(name, ...picture(1), ...tone(1), '-shortest', ...codecs));
    expect(identity.kind).toBe('video');
    if ('refused' in found) expect.fail(found.reason);
    expect(shown(found, 'Container')).toBe(container);
    expect(found.duration).toBeGreaterThan(700);
    expect(found.duration).toBeLessThan(1700);
    expect([found.kind, found.width > 0, shown(found, 'Sound') !== undefined]).toEqual(['video', true, true]);
    expect(found.content).toMatchObject({ type: 'recording', mayPlay: name === 'clip.webm' });
  });

  it.each([
    ['tone.mp3', 'MP3'],
    ['tone.wav', 'WAV'],
    ['tone.flac', 'FLAC'],
    ['tone.aac', 'AAC'],
    ['tone.ogg', 'Ogg'],
    ['tone.opus', 'Ogg Opus'],
    ['tone.m4a', 'MP4'],
  ])('reads %s and its tags alike with and without ffmpeg', async (name, container) => {
    const path = makeRecording(name, ...tone(1), '-metadata', 'title=Tone', '-metadata', 'artist=Ada');
    for (const tools of [systemTools, null]) {
      const found = await extracted(path, tools);
      expect([found.kind, shown(found, 'Container')]).toEqual(['audio', container]);
      expect(found.duration).toBeGreaterThan(900);
      expect(found.duration).toBeLessThan(1200);
      // Of raw AAC there is no place for tags.
      if (name === 'tone.aac') continue;
      expect([found.title, shown(found, 'Artist')]).toEqual(['Tone', 'Ada']);
      expect(found.passages.map(({ text }) => text)).toContain('Ada');
    }
  });

  it('tells chapters, time code, date and subtitles, which become passages with their times', async () => {
    const subtitles = textFile(
      'lines.srt',
      '1\n00:00:00,200 --> 00:00:00,800\nThe lamp is lit.\n\n2\n00:00:01,000 --> 00:00:01,600\n<i>Goodbye</i>\n',
    );
    const chapters = textFile(
      'chapters.txt',
      ';FFMETADATA1\ntitle=Walk\ndate=2019-05-04\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Out\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\n',
    );
    const inputs = [...picture(2), '-i', subtitles, '-i', chapters];
    const maps = ['-map', '0', '-map', '1', '-map_metadata', '2', '-map_chapters', '2'];
    const path = makeRecording('walk.mkv', ...inputs, ...maps, '-metadata:s:s:0', 'language=eng');
    const found = await extracted(path);
    expect(found.title).toBe('Walk');
    expect(found.date).toBe(Date.UTC(2019, 4, 4));
    expect(found.content).toMatchObject({
      chapters: [
        { start: 0, end: 1000, title: 'Out' },
        { start: 1000, end: 2000, title: 'Chapter 2' },
      ],
      subtitles: [
        { language: 'eng', lines: [{ start: 200, end: 800, text: 'The lamp is lit.' }, { text: 'Goodbye' }] },
      ],
    });
    expect(found.passages).toContainEqual({
      text: 'Out',
      anchor: { type: 'lines', start: 1, end: 1, time: { start: 0, end: 1000 } },
    });
    expect(found.passages).toContainEqual({
      text: 'The lamp is lit.\nGoodbye',
      anchor: { type: 'lines', start: 1, end: 2, time: { start: 200, end: 1600 } },
    });
    const coded = makeRecording('coded.mov', ...picture(1), '-r', '25', '-timecode', '10:00:00:00', '-c:v', 'mjpeg');
    expect(shown(await extracted(coded), 'Time code')).toBe('10:00:00:00');
  });

  it('says which pictures and sounds ffmpeg does not decode', async () => {
    const known = makeRecording('known.mov', ...picture(1), ...tone(1), '-c:v', 'mjpeg', '-c:a', 'alac', '-shortest');
    const bytes = readFileSync(known).toString('latin1').replaceAll('jpeg', 'brst').replaceAll('alac', 'zz 9');
    const path = join(temporaryFolder(), 'unknown.mov');
    writeFileSync(path, bytes, 'latin1');
    const found = await extracted(path);
    expect(shown(found, 'Video')).toMatch(/^Blackmagic RAW, 160 × 90/);
    expect(found.content).toMatchObject({ hasPicture: true, sound: 'none' });
    expect(found.notes).toEqual([
      'Its picture is Blackmagic RAW, which this ffmpeg does not decode: it is not shown.',
      'Its sound is unknown (zz 9), which this ffmpeg does not decode: it is neither heard nor transcribed.',
    ]);
  });

  it('reads subtitles that are alone in a container, and says so of those that are pictures', async () => {
    const lines = textFile('lines.srt', '1\n00:00:00,200 --> 00:00:00,800\nThe lamp is lit.\n');
    const alone = await extracted(makeRecording('alone.mkv', '-i', lines));
    expect(alone.passages).toMatchObject([{ text: 'The lamp is lit.' }]);
    expect([alone.kind, alone.notes]).toEqual(['video', []]);
    const drawn = join(temporaryFolder(), 'drawn.sup');
    writeFileSync(drawn, pictureSubtitles());
    expect((await read(drawn)).found).toMatchObject({
      refused: 'unsupported',
      reason: expect.stringMatching(/subtitles that are pictures \(PGS\).*\(SRT\)/),
    });
    const packed = makeRecording('packed.mkv', '-i', drawn, '-c:s', 'dvdsub');
    expect((await read(packed)).found).toMatchObject({
      refused: 'unsupported',
      reason: expect.stringMatching(/^It holds nothing but subtitles that are pictures \(VobSub\)\. Save them as text/),
    });
  });

  it('takes sound alone in a container of videos for sound', async () => {
    const path = makeRecording('voice.mp4', ...tone(1), '-brand', 'isom', '-f', 'mp4');
    const { identity, found } = await read(path);
    expect([identity.kind, 'kind' in found && found.kind]).toEqual(['video', 'audio']);
  });

  it('reads what editors and recorders of sound write', async () => {
    const cases = [
      ['a.caf', 'audio', ...tone(1), '-c:a', 'alac'],
      ['a.w64', 'audio', ...tone(1)],
      ['a.au', 'audio', ...tone(1)],
      ['a.tta', 'audio', ...tone(1)],
      ['a.voc', 'audio', ...tone(1)],
      ['a.dts', 'audio', ...tone(1), '-c:a', 'dca', '-strict', '-2'],
      ['a.ivf', 'video', ...picture(1), '-c:v', 'libvpx'],
      ['a.nut', 'video', ...picture(1), '-c:v', 'mpeg4'],
      ['a.y4m', 'video', ...picture(1), '-pix_fmt', 'yuv420p'],
      ['a.h264', 'video', ...picture(1), '-c:v', 'libx264'],
      ['a.wtv', 'video', ...picture(1)],
      ['a.thd', 'audio', ...tone(1), '-strict', '-2'],
    ] as const;
    for (const [name, kind, ...args] of cases) {
      const { identity, found } = await read(makeRecording(name, ...args));
      expect([name, identity.kind, 'duration' in found && found.duration !== 0]).toEqual([name, kind, true]);
    }
  });

  it('reads files whose names look like options, addresses or are no text', async () => {
    const original = readFileSync(makeRecording('a.wav', ...tone(1)));
    const folder = temporaryFolder();
    const names = ['-i.wav', 'http:x.wav', 'a%03d.wav', 'line\nbreak.wav', Buffer.from([0xff, 0xfe, 0x2e])];
    for (const name of names) {
      const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]);
      writeFileSync(path, original);
      const given = typeof name === 'string' ? path.toString() : new Uint8Array(path);
      for (const tools of [systemTools, null]) expect((await extracted(given, tools)).duration).toBe(1000);
    }
  });

  it('says of what is cut short or holds nothing that it is damaged', async () => {
    const whole = makeRecording('whole.mp4', ...picture(2), '-c:v', 'mpeg4');
    const cases: (readonly [string, RegExp])[] = [
      [truncated(whole, 0.5), /Its index \(moov\) is missing/],
      [
        textFile('fake.mp4', `\0\0\0\x18ftypisom\0\0\x02\0isomiso2${'not a film '.repeat(500)}`),
        /damaged or cut short/,
      ],
    ];
    for (const [path, reason] of cases)
      for (const tools of [systemTools, null]) {
        const { found } = await read(path, tools);
        expect((found as Refusal).refused).toBe(tools ? 'failed' : 'unsupported');
        if (tools) expect((found as Refusal).reason).toMatch(reason);
      }
  });

  it('measures the length of what does not tell it, and tells how much is missing of what does', async () => {
    const live = makeRecording('live.webm', ...picture(2), '-c:v', 'libvpx', '-live', '1');
    expect((await extracted(live)).duration).toBeGreaterThan(1700);
    const cut = await extracted(truncated(makeRecording('a.wav', ...tone(2)), 0.6));
    expect(cut.notes).toEqual(['It is cut short: its end, 40 % of it, is missing. Get another copy of it.']);
    const links = [1, 2].map((seconds) => readFileSync(makeRecording(`${seconds}.opus`, ...tone(seconds))));
    const chain = join(temporaryFolder(), 'chain.opus');
    writeFileSync(chain, Buffer.concat(links));
    expect((await extracted(chain)).duration).toBeGreaterThan(2900);
  });

  it('never follows what a file names', async () => {
    const target = makeRecording('target.ts', ...picture(1), '-c:v', 'mpeg2video', '-r', '25');
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${target}\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n`;
    for (const [name, text] of [
      ['list.m3u8', playlist],
      ['list.mp4', playlist],
      ['list.ffconcat', `ffconcat version 1.0\nfile '${target}'\n`],
    ] as const) {
      const { identity, found } = await read(textFile(name, text));
      expect(identity.kind).toBe('text');
      expect('refused' in found ? '' : found.content.type).toBe('text');
    }
  });
});

describe('recordings without ffmpeg', () => {
  it.skipIf(systemTools === null)('come to an end wherever they are cut off', async () => {
    const whole = readFileSync(makeRecording('a.flac', ...tone(1), '-metadata', 'title=Harbour'));
    for (const end of [60, 215, 430, 2000]) {
      const path = join(temporaryFolder(), 'cut.flac');
      writeFileSync(path, whole.subarray(0, end));
      expect((await read(path, null)).identity.kind).toBe('audio');
    }
  });

  it('keeps what their containers tell, and says what is missing', async () => {
    const found = await extracted(wav('voice.wav'), null);
    expect([found.kind, found.duration, shown(found, 'Sound')]).toEqual(['audio', 2000, 'pcm-s16, mono, 16 kHz']);
    // Nothing is missing of a WAV file: it is heard without ffmpeg.
    expect(found.notes).toEqual([]);
  });

  it.skipIf(systemTools === null)('says what to install for the others', async () => {
    const film = await extracted(makeRecording('clip.mp4', ...picture(1), ...tone(1)), null);
    expect([film.width, film.height]).toEqual([160, 90]);
    expect(film.notes).toEqual([
      'Without ffmpeg it has no picture here and cannot be transcribed. Install ffmpeg, or name its place in Settings → Reading.',
    ]);
    const bare = await read(makeRecording('clip.mlp', ...tone(1), '-strict', '-2'), null);
    expect(bare.found).toMatchObject({
      reason: expect.stringMatching(/^It is a sound recording \(Meridian Lossless\)/),
    });
    const { found } = await read(makeRecording('clip.avi', ...picture(1)), null);
    expect(found).toEqual({
      refused: 'unsupported',
      reason:
        'It is a video recording (AVI), which is read with ffmpeg. Install ffmpeg, or name its place in Settings → Reading.',
    });
  });
});
