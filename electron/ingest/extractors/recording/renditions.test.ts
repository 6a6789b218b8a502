import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { FfmpegTools } from '../../../workers/media-protocol.ts';
import { encodeWav, tone as samples } from '../../../workers/whisper/wav-for-tests.ts';
import { identify } from '../identify/identify.ts';
import { makeRecording, picture, systemTools, tone } from './recordings-for-tests.ts';
import { renderRecording } from './render-recording.ts';
import { writeSpeechWindow } from './speech-window.ts';
import { WINDOW_MS } from './windows.ts';

const { signal } = new AbortController();

async function render(path: string, durationMs: number, hasPicture: boolean, tools: FfmpegTools | null = systemTools) {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  const made = await renderRecording(
    {
      path,
      identity: await identify({ path }),
      tools,
      durationMs,
      hasPicture,
      hasSound: true,
      pictures: [
        { longestSide: 80, output: at('thumb.webp') },
        { longestSide: 400, output: at('preview.webp') },
      ],
      strip: at('strip.webp'),
      waveform: at('waveform.bin'),
    },
    { signal },
  );
  return { made, at };
}

const wavFile = (seconds: number, sound: Float32Array) => {
  const path = join(temporaryFolder(), 'sound.wav');
  writeFileSync(path, encodeWav([sound], { rate: sound.length / seconds, bits: 16 }));
  return path;
};

describe.skipIf(systemTools === null)('renditions (skipped where there is no ffmpeg)', () => {
  it('shows what has but one frame, or one that the others are decoded from', async () => {
    const flat = await render(
      makeRecording('flat.mkv', ...picture(1, '64x2'), '-frames:v', '1', '-c:v', 'ffv1'),
      100,
      true,
    );
    expect(flat.made.poster).toBe(true);
    const one = await render(makeRecording('one.mp4', ...picture(1), '-frames:v', '1', '-c:v', 'mpeg4'), 100, true);
    expect(one.made.poster).toBe(true);
    const inOneGroup = ['-r', '25', '-c:v', 'mpeg2video', '-g', '500', '-sc_threshold', '0'];
    const { made } = await render(makeRecording('long.ts', ...picture(1), ...inOneGroup), 1000, true);
    expect(made).toMatchObject({ poster: true, strip: { frames: 1 } });
  });

  it('shows HDR in the light of other pictures, and of IMX what is to be seen', async () => {
    const sdr =
      'scale=out_color_matrix=bt709:out_range=tv,format=yuv444p,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv';
    const hdr =
      'zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=2020:t=smpte2084:m=2020_ncl:r=tv:npl=203,format=yuv420p10le';
    const told = ['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc'];
    const green = ['-f', 'lavfi', '-i', 'color=0x209040:size=160x96:rate=10:duration=0.2'];
    const path = makeRecording(
      'hdr.mov',
      ...green,
      '-vf',
      `${sdr},${hdr}`,
      ...told,
      '-c:v',
      'prores_ks',
      '-profile:v',
      '3',
    );
    const { at } = await render(path, 200, true);
    const [red = 0, leaf = 0, blue = 0] = (await sharp(at('preview.webp')).stats()).channels.map(({ mean }) => mean);
    for (const [found, wanted] of [
      [red, 0x20],
      [leaf, 0x90],
      [blue, 0x40],
    ] as const)
      expect(Math.abs(found - wanted)).toBeLessThan(16);

    const lines = ['-f', 'lavfi', '-i', 'color=red:size=720x576:rate=25:duration=0.2', '-vf', 'pad=720:608:0:32:white'];
    const imx = await render(makeRecording('imx.mxf', ...lines, '-c:v', 'mpeg2video', '-q:v', '2'), 200, true);
    const { info, data } = await sharp(imx.at('preview.webp')).raw().toBuffer({ resolveWithObject: true });
    expect(Math.round((100 * info.height) / info.width)).toBe(80);
    // There is no white at its upper edge.
    expect(data[1]).toBeLessThan(60);
  });

  it('shows a frame that is not black, in the shape that it is played in, a strip and where scenes begin', async () => {
    const black = ['-f', 'lavfi', '-i', 'color=black:size=160x90:rate=10:duration=2'];
    const film = [...black, ...picture(2), ...['-f', 'lavfi', '-i', 'mandelbrot=size=160x90:rate=10']];
    const filters = ['[2:v]trim=duration=2[m]', '[0:v][1:v][m]concat=n=3:v=1,setsar=2/1[v]'];
    const cuts = ['-force_key_frames', '0,2,4'];
    const path = makeRecording('film.mp4', ...film, '-filter_complex', filters.join(';'), '-map', '[v]', ...cuts);
    const { made, at } = await render(path, 6000, true);
    expect(made).toEqual({
      poster: true,
      strip: { frames: 6, columns: 6, width: 160, height: 45 },
      waveform: false,
      scenes: [2000, 4000],
    });
    const { channels } = await sharp(at('preview.webp')).stats();
    expect(Math.max(...channels.map(({ mean }) => mean))).toBeGreaterThan(40);
    expect(await sharp(at('thumb.webp')).metadata()).toMatchObject({ width: 80, height: 23 });
    expect(await sharp(at('preview.webp')).metadata()).toMatchObject({ width: 320, height: 90 });
    expect(await sharp(at('strip.webp')).metadata()).toMatchObject({ width: 960, height: 45 });
  });

  it('shows the cover of an album, and how loud it is', async () => {
    const cover = makeRecording('cover.png', ...picture(1), '-frames:v', '1');
    const inputs = [
      ...tone(2),
      '-i',
      cover,
      '-map',
      '0',
      '-map',
      '1',
      '-c:v',
      'copy',
      '-disposition:v',
      'attached_pic',
    ];
    const { made, at } = await render(makeRecording('album.mp3', ...inputs), 2000, false);
    expect(made).toMatchObject({ poster: true, strip: null, waveform: true, scenes: [] });
    expect(await sharp(at('preview.webp')).metadata()).toMatchObject({ width: 160, height: 90 });
    expect(readFileSync(at('waveform.bin')).length).toBeGreaterThan(150);
  });

  it('makes nothing of what cannot be decoded', async () => {
    const path = join(temporaryFolder(), 'broken.mp4');
    writeFileSync(path, readFileSync(makeRecording('film.mp4', ...picture(2))).subarray(0, 400));
    expect((await render(path, 2000, true)).made).toEqual({ poster: false, strip: null, waveform: false, scenes: [] });
  });
});

describe('the waveform of a WAV file', () => {
  it('is made without ffmpeg', async () => {
    const half = new Float32Array(32_000);
    half.set(samples(440, 16_000, 1, 0.5));
    const { made, at } = await render(wavFile(2, half), 2000, false, null);
    expect(made).toMatchObject({ poster: false, waveform: true });
    const peaks = [...readFileSync(at('waveform.bin'))];
    expect([peaks.length, peaks[10], peaks[150]]).toEqual([200, 127, 0]);
  });
});

describe('windows of speech', () => {
  it.each([
    ['ffmpeg', systemTools],
    ['no ffmpeg', null],
  ])('fit together and are cut where it is quiet, with %s', async (_, tools) => {
    // Five minutes and a half at a low rate, with a pause five seconds before the first window ends.
    const rate = 4000;
    const sound = samples(440, rate, 330, 0.3);
    const pause = WINDOW_MS / 1000 - 5;
    sound.fill(0, pause * rate, (pause + 1) * rate);
    const path = wavFile(330, sound);
    const identity = await identify({ path });
    const windows = [];
    for (const window of [0, 1, 2]) {
      const output = join(temporaryFolder(), `${window}.wav`);
      const made = await writeSpeechWindow({ path, identity, tools, window, output }, { signal });
      const bytes = existsSync(output) ? readFileSync(output).length - 44 : 0;
      windows.push({ ...made, seconds: bytes / 32_000 });
    }
    const [first, second, none] = windows;
    expect(first).toMatchObject({ startMs: 0, isLast: false, isSilent: false });
    expect(second?.startMs).toBeGreaterThan(pause * 1000);
    expect(second?.startMs).toBeLessThan((pause + 1) * 1000);
    expect(second).toMatchObject({ isLast: true, isSilent: false });
    expect((first?.seconds ?? 0) + (second?.seconds ?? 0)).toBeCloseTo(330, 1);
    expect(none).toMatchObject({ isLast: true, isSilent: true, seconds: 0 });
  });
});
