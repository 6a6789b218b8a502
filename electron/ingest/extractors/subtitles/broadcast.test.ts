import fc from 'fast-check';
import { expect, it } from 'vitest';
import { extracted, passagesText, read } from '../extraction-for-tests.ts';
import { readEbuStl } from './ebu-stl.ts';
import { decodeIso6937 } from './iso6937.ts';
import { readScenarist } from './scenarist.ts';
import { readTtml } from './ttml.ts';

/** A file by EBU Tech 3264 at 25 frames a second, of a programme that begins at 10 hours. */
function ebuStl(blocks: readonly Buffer[], table = '00'): Buffer {
  const header = Buffer.alloc(1024, ' ');
  header.write(`850STL25.011${table}09The lamp`, 'latin1');
  header.write('10000000', 256, 'latin1');
  return Buffer.concat([header, ...blocks]);
}

function block(text: Buffer, { extension = 0xff, second = 1, comment = 0 } = {}): Buffer {
  const made = Buffer.alloc(128, 0x8f);
  made.set([0, 1, 0, extension, 0, 10, 0, second, 5, 10, 0, second + 2, 0, 20, 2, comment], 0);
  text.copy(made, 16);
  return made;
}

const latin = (text: string) => Buffer.from(text, 'latin1');

it('subtitles of broadcasters (EBU) have their times from the start of the programme', async () => {
  const bytes = ebuStl([
    block(latin('\x0b\x0bThe l\xc2amp \x80is\x81 lit'), { extension: 0 }),
    block(latin('\x8a\x0dfor good')),
    block(latin('a note for the studio'), { comment: 1 }),
    block(latin('programs only'), { extension: 0xfe }),
    block(latin('Stra\xfbe'), { second: 4 }),
  ]);
  const { identity, found } = await read('a.stl', bytes);
  expect(identity).toMatchObject({ mime: 'application/x-ebu-stl', kind: 'document' });
  expect(found).toMatchObject({
    title: 'The lamp',
    content: { text: '0:00:01  The lámp is lit for good\n0:00:04  Straße' },
    passages: [{ anchor: { type: 'lines', start: 1, end: 2, time: { start: 1200, end: 6000 } } }],
  });
  const cyrillic = ebuStl([block(Buffer.from([0xbb, 0xd0, 0xdc, 0xdf, 0xd0]))], '01');
  expect(readEbuStl(cyrillic).cues.map(({ text }) => text)).toEqual(['Лампа']);
});

it('letters with marks of broadcasting become those of Unicode', () => {
  expect(decodeIso6937(latin('\xc8a\xcfz\xcacA \xe9re \xa4'))).toBe(`äžc̊A Øre $`);
});

/** Characters as they are sent, two at a time. */
const sent = (text: string) =>
  (
    Buffer.from(text.padEnd(text.length + (text.length % 2), '\0'))
      .toString('hex')
      .match(/.{4}/g) ?? []
  ).join(' ');

it('captions of Scenarist are decoded, whether they are made ready, roll or are written', async () => {
  const scc = [
    'Scenarist_SCC V1.0',
    // Made ready in two rows with a word in italics and a note, each command twice, then shown and erased.
    `00:00:01;00\t9420 9420 94ae 94ae 9470 9470 ${sent('The ')} 91ae 91ae ${sent('lamp')} 1370 1370 9137 9137 942f 942f`,
    '00:00:03;00\t942c 942c',
    // Rolling: a line is said once the next one begins. The letter beyond ASCII stands in place of the one before it.
    `00:00:04;00\t9425 9425 94ad 94ad 9470 9470 ${sent('HA')} 1330 1330 ${sent('fen')} 94ad 94ad ${sent('Oak~')}`,
  ].join('\r\n\r\n');
  const { identity, found } = await read('a.txt', scc);
  expect(identity).toMatchObject({ mime: 'application/x-scenarist', kind: 'document' });
  expect(found).toMatchObject({ metadata: [{ value: '3' }, {}] });
  expect(readScenarist(scc).map(({ text }) => text)).toEqual(['The lamp ♪', 'HÄfen', 'Oakñ']);
  expect(readScenarist(scc)[0]).toMatchObject({ start: 1533, end: 3000 });
});

it('timed text has its paragraphs with times of the clock, of frames and within their parents', async () => {
  const ttml = `<?xml version="1.0"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" xml:lang="en">
<head><metadata><title>The lamp</title></metadata></head>
<body><div begin="10s"><p begin="00:00:01.500" end="00:00:02:10">It <span tts:color="red">is</span> lit<br/>&amp; warm</p>
<p><span begin="5s" end="6s">Oak</span> <span begin="6s" end="7s">larch</span></p></div>
<p begin="1h" dur="500ms"/><p begin="20s" dur="500ms">End</p><p>Nowhen</p></body></tt>`;
  const { identity, found } = await read('a.xml', ttml);
  expect(identity).toMatchObject({ mime: 'application/ttml+xml', kind: 'document' });
  expect(found).toMatchObject({ title: 'The lamp' });
  expect(readTtml(ttml).cues).toEqual([
    { start: 11_500, end: 12_400, text: 'It is lit & warm' },
    { start: 15_000, end: 17_000, text: 'Oak larch' },
    { start: 20_000, end: 20_500, text: 'End' },
    { start: 20_500, end: 20_500, text: 'Nowhen' },
  ]);
});

it('what is cut off or none of it is read as far as it goes', async () => {
  expect(passagesText(await extracted('a.stl', ebuStl([block(latin('Oak')), latin('Lar')])))).toBe('Oak');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), (bytes, text) => {
      for (const { start, end } of readEbuStl(ebuStl([Buffer.from(bytes)])).cues)
        expect(end).toBeGreaterThanOrEqual(start);
      readTtml(`<tt><p begin="${text}">${text}</p>`);
      readScenarist(
        `Scenarist_SCC V1.0\n\n00:00:01:00\t${Buffer.from(bytes).toString('hex').replace(/.{4}/g, '$& ')}\n`,
      );
    }),
    { numRuns: 50 },
  );
});
