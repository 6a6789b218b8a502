import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missingBytes } from './cut-short.ts';
import { makeRecording, picture, systemTools, tone } from './recordings-for-tests.ts';

describe.skipIf(systemTools === null)('what is missing of a recording (skipped where there is no ffmpeg)', () => {
  it.each([
    ['mov', 'a.mp4', [...picture(1), '-c:v', 'mjpeg', '-movflags', 'faststart']],
    ['matroska', 'a.mkv', [...picture(1), '-c:v', 'mjpeg']],
    ['avi', 'a.avi', [...picture(1), '-c:v', 'mjpeg']],
    ['mxf', 'a.mxf', [...picture(1), '-r', '25', '-c:v', 'mpeg2video']],
    ['wav', 'a.wav', tone(1)],
    ['aiff', 'a.aiff', tone(1)],
    ['caf', 'a.caf', tone(1)],
    ['w64', 'a.w64', tone(1)],
    ['asf', 'a.wma', [...tone(3), '-c:a', 'wmav2']],
  ])('is told by the container: %s', (demuxer, name, args) => {
    const path = makeRecording(name, ...args);
    expect(missingBytes(path, demuxer)).toBe(0);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, Math.round(whole.length / 2)));
    // Behind the last partition of MXF there is a little more.
    expect(missingBytes(path, demuxer) / whole.length).toBeCloseTo(0.5, 1);
    // Nothing can be said of what is cut off where it would say so.
    for (const length of [0, 1, 5, 9, 13, 20]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(missingBytes(path, demuxer)).toBeGreaterThanOrEqual(0);
    }
  });

  it('is nothing where a recorder did not say how long it would be', () => {
    expect(missingBytes(makeRecording('live.mkv', ...picture(1), '-c:v', 'mjpeg', '-live', '1'), 'matroska')).toBe(0);
    const path = makeRecording('piped.wav', ...tone(1));
    const bytes = readFileSync(path);
    bytes.writeUInt32LE(0xffff_ffff, 4);
    writeFileSync(path, bytes);
    expect(missingBytes(path, 'wav')).toBe(0);
  });
});
