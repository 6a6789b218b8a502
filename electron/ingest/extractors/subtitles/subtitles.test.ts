import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extracted, passagesText, read } from '../extraction-for-tests.ts';
import { readCues } from './cues.ts';

const subRip = [
  '1',
  '00:00:01,500 --> 00:00:03,000',
  '<i>The lamp</i> is lit.',
  '',
  '2',
  '00:00:04,000 --> 00:00:06,250',
  '{\\an8}The ships',
  'come in.',
  '',
  'All of them.',
  '',
  '3',
  '01:00:00,000 --> 01:00:02,000',
  '42',
  '',
].join('\r\n');

describe('subtitles', () => {
  it('of SubRip are timed passages, a line each', async () => {
    const { identity, found } = await read('a.txt', subRip);
    expect(identity).toMatchObject({ mime: 'application/x-subrip', kind: 'document' });
    expect(found).toMatchObject({
      metadata: [
        { label: 'Subtitles', value: '3' },
        { label: 'Duration', value: '1:00:02' },
      ],
      content: {
        type: 'text',
        format: 'plain',
        text: '0:00:01  The lamp is lit.\n0:00:04  The ships come in. All of them.\n1:00:00  42',
      },
      passages: [
        {
          text: 'The lamp is lit.\nThe ships come in. All of them.',
          anchor: { type: 'lines', start: 1, end: 2, time: { start: 1500, end: 6250 } },
        },
        { text: '42', anchor: { type: 'lines', start: 3, end: 3, time: { start: 3_600_000, end: 3_602_000 } } },
      ],
    });
  });

  it('of WebVTT are read without notes, styles, names and marks', async () => {
    const vtt = `WEBVTT - A film\n\nNOTE The tide\nis a note\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.500 --> 00:03.000 align:start\n<v Ines Harrow>The <c.loud>lamp</c> &amp; <00:02.000>the tide</v>\n\nNOTE x\n\n00:04.000 --> 00:05.000\nsecond\n`;
    const { identity } = await read('a.bin', vtt);
    expect(identity).toMatchObject({ mime: 'text/vtt', kind: 'document' });
    expect(passagesText(await extracted('a.vtt', vtt))).toBe('Ines Harrow: The lamp & the tide\nsecond');
  });

  it('that roll are said once', () => {
    const cue = (second: number, ...lines: string[]) =>
      `00:0${second}.000 --> 00:0${second + 1}.000\n${lines.join('\n')}\n`;
    const vtt = [
      'WEBVTT\n',
      cue(1, 'the lamp'),
      cue(2, 'the lamp', 'is lit'),
      cue(3, 'is lit'),
      cue(4, 'is lit', 'now'),
    ];
    expect(readCues(vtt.join('\n')).map(({ text }) => text)).toEqual(['the lamp', 'is lit', 'now']);
    // Who says the same twice, with a silence between, said it twice.
    expect(readCues(['WEBVTT\n', cue(1, 'yes'), cue(5, 'yes')].join('\n'))).toHaveLength(2);
  });

  it('in an old encoding are read in it', async () => {
    const bytes = Buffer.from(
      subRip.replace('The lamp', 'Die Br\u00fccke f\u00fchrt \u00fcber den Flu\u00df und'),
      'latin1',
    );
    expect(passagesText(await extracted('a.srt', bytes))).toContain('Die Brücke führt über den Fluß und is lit.');
  });

  it('are told from texts that speak of them', async () => {
    for (const text of [
      'WEBVTTX',
      '12\nmonkeys',
      '1\n2\n00:00:01,500 --> 00:00:03,000',
      'Write 00:00:01,500 --> 00:00:03,000',
    ])
      expect((await read('a.txt', text)).identity.mime).toBe('text/plain');
  });

  it('of any text are read, in its order and with times that go on', () => {
    const line = fc.constantFrom(
      '1',
      '',
      '00:01.000 --> 00:02,5',
      '99:59:59.999 --> 00:00.000',
      'word',
      'WEBVTT',
      '<v A>b',
      '<',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 30 }), (lines) => {
        for (const { start, end, text } of readCues(lines.join('\n'))) {
          expect(end).toBeGreaterThanOrEqual(start);
          expect(text).toMatch(/^\S(?:.*\S)?$/s);
        }
      }),
    );
  });
});
