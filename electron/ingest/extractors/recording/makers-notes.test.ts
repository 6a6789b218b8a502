import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Extraction } from '../../../workers/media-protocol.ts';
import { identify } from '../identify/identify.ts';
import { encode } from '../text/encode-for-tests.ts';
import { extractRecording } from './recording.ts';
import { makeRecording, picture, systemTools, textFile, tone } from './recordings-for-tests.ts';

async function extracted(path: string): Promise<Extraction> {
  const found = await extractRecording(path, await identify({ path }), systemTools);
  if ('refused' in found) expect.fail(found.reason);
  return found;
}

const rows = ({ metadata }: Extraction) => Object.fromEntries(metadata.map(({ label, value }) => [label, value]));
const texts = ({ passages }: Extraction) => passages.map(({ text }) => text);

/** A recording with a chunk of RIFF behind all others. */
function withChunk(path: string, name: string, content: string): string {
  const body = Buffer.from(content + (content.length % 2 === 1 ? ' ' : ''));
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(body.length, 4);
  const bytes = Buffer.concat([readFileSync(path), head, body]);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  writeFileSync(path, bytes);
  return path;
}

/** An MP3 with these frames of ID3 2.3 before it. */
function tagged(name: string, frames: Readonly<Record<string, Uint8Array>>): string {
  const path = makeRecording(name, ...tone(1), '-id3v2_version', '0', '-write_xing', '0');
  const tag = Object.entries(frames).map(([id, content]) => {
    const head = Buffer.from(`${id}\0\0\0\0\0\0`, 'latin1');
    head.writeUInt32BE(content.length, 4);
    return Buffer.concat([head, content]);
  });
  const length = Buffer.concat(tag).length;
  const header = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, length >> 7, length & 0x7f]);
  writeFileSync(path, Buffer.concat([header, ...tag, readFileSync(path)]));
  return path;
}

describe.skipIf(systemTools === null)('what is written in recordings (skipped where there is no ffmpeg)', () => {
  it('is read of a recorder on a set: scene, take, reel, tracks, hour and time code', async () => {
    const bext = ['-write_bext', '1', '-metadata', 'origination_date=2023-08-15', '-metadata'];
    const wave = [
      ...tone(1),
      '-ar',
      '48000',
      ...bext,
      'origination_time=14:30:05',
      '-metadata',
      'time_reference=172848000',
    ];
    const notes =
      '<?xml version="1.0"?><BWFXML><PROJECT>Weir</PROJECT><SCENE>12A</SCENE><TAKE>3</TAKE><TAPE>T7</TAPE><NOTE>wind &amp; geese</NOTE>' +
      '<SPEED><TIMECODE_RATE>25/1</TIMECODE_RATE></SPEED><TRACK_LIST><TRACK><NAME>Boom</NAME></TRACK><TRACK><NAME>Lav</NAME></TRACK></TRACK_LIST></BWFXML>';
    const found = await extracted(withChunk(makeRecording('take.wav', ...wave), 'iXML', notes));
    expect(rows(found)).toMatchObject({
      Recorded: '2023-08-15 14:30',
      'Time code': '01:00:01:00',
      Project: 'Weir',
      Scene: '12A',
      Take: '3',
      Reel: 'T7',
      'Track names': 'Boom, Lav',
    });
    // The hour is that of the place, which is not told.
    expect(found.date).toBe(new Date('2023-08-15T14:30:05').getTime());
    expect(texts(found).join()).toContain('wind & geese');
  });

  it('is read of a camera: reel, place, zone and languages of its tracks', async () => {
    const tags = [
      'creationdate=2024-05-01T12:00:00+0200',
      'make=ARRI',
      'model=ALEXA Mini',
      'location.ISO6709=+48.1-011.5+500/',
    ];
    const told = tags.flatMap((tag) => ['-metadata', `com.apple.quicktime.${tag}`]);
    const coded = ['-r', '25', '-c:v', 'mjpeg', '-timecode', '10:00:00:00', '-metadata:s:v:0', 'reel_name=A001'];
    const path = makeRecording('a.mov', ...picture(1), ...tone(1), ...coded, ...told, '-movflags', 'use_metadata_tags');
    const found = await extracted(path);
    expect(rows(found)).toMatchObject({
      Reel: 'A001',
      Camera: 'ARRI ALEXA Mini',
      Position: '48.10000, -11.50000',
      Recorded: '2024-05-01 12:00 (UTC+02:00)',
    });
    expect(found.date).toBe(Date.UTC(2024, 4, 1, 10));
  });

  it('is what is sung, with its moments where these are told', async () => {
    const lines = [...tone(1), '-metadata', 'LYRICS=[00:00.25]Geese at noon\n[00:00.50]\n[00:00.75]and again'];
    const flac = await extracted(makeRecording('song.flac', ...lines));
    expect(flac.content).toMatchObject({
      subtitles: [
        {
          lines: [
            { start: 250, end: 500, text: 'Geese at noon' },
            { start: 750, text: 'and again' },
          ],
        },
      ],
    });
    const moment = (ms: number) => Buffer.from([0, 0, ms >> 8, ms & 0xff]);
    const timed = [
      Buffer.from('\0eng\x02\x01\0Wade in\0', 'latin1'),
      moment(300),
      Buffer.from('the river\0'),
      moment(600),
    ];
    const mp3 = await extracted(
      tagged('song.mp3', { SYLT: Buffer.concat(timed), USLT: Buffer.from('\0eng\0Another verse', 'latin1') }),
    );
    expect(mp3.passages).toContainEqual({
      text: 'Wade in\nthe river',
      anchor: { type: 'lines', start: 1, end: 2, time: { start: 300, end: mp3.duration } },
    });
    expect(texts(mp3)).toContain('Another verse');
  });

  it('is decoded as it was written, where that is not as it says', async () => {
    const title = Buffer.concat([Buffer.from([0]), encode('Песня о реке', 'windows-1251')]);
    expect((await extracted(tagged('cyrillic.mp3', { TIT2: title }))).title).toBe('Песня о реке');
    const western = Buffer.from('\0Désenchantée Björk', 'latin1');
    expect((await extracted(tagged('western.mp3', { TIT2: western }))).title).toBe('Désenchantée Björk');
  });

  it('leaves what is drawn between subtitles, and says which of them are pictures', async () => {
    const style =
      '[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n';
    const drawing = 'Dialogue: 0,0:00:00.20,0:00:00.40,Default,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}\n';
    const lines = textFile('a.ass', `${style}${drawing}Dialogue: 0,0:00:00.50,0:00:00.90,Default,,0,0,0,,The end\n`);
    // PGS with nothing on the screen: a composition (0x16) and its end (0x80).
    const segment = (type: number, content: number[]) => [
      0x50,
      0x47,
      ...Array(8).fill(0),
      type,
      0,
      content.length,
      ...content,
    ];
    const drawn = textFile('a.sup', '');
    writeFileSync(
      drawn,
      Buffer.from([...segment(0x16, [7, 128, 4, 56, 16, 0, 0, 128, 0, 0, 0]), ...segment(0x80, [])]),
    );
    const maps = ['-map', '0', '-map', '1', '-map', '2', '-map', '3', '-map', '3', '-c:s:1', 'copy'];
    const languages = ['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=deu'];
    const inputs = [...picture(1), '-i', lines, '-f', 'sup', '-i', drawn, ...tone(1)];
    const found = await extracted(makeRecording('a.mkv', ...inputs, ...maps, ...languages));
    expect(texts(found)).toEqual(['The end']);
    expect(rows(found)).toMatchObject({ Languages: 'eng, deu', Subtitles: 'ass, pictures (PGS)' });
    expect(found.notes).toEqual(['Some of its subtitles are pictures and no text: they are not searched.']);
  });
});
