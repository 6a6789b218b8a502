import { describe, expect, it } from 'vitest';
import { compound } from '../../compound/compound-for-tests.ts';
import { summaryInformation } from '../../compound/summary-for-tests.ts';
import { PASSWORD_NEEDED } from '../../refusal.ts';
import { endsWhateverIsDone, found } from './binary-office-for-tests.ts';
import { readPowerPoint } from './powerpoint.ts';
import { powerPointFile, powerPointStreams, type SlideForTests } from './powerpoint-for-tests.ts';

const TITLE = 0;
const BODY = 1;

const slides: SlideForTests[] = [
  {
    outline: [
      [BODY, 'Oak\rIron\vand rivets'],
      [TITLE, 'Der Br\xfcckenbau'],
    ],
    boxes: ['Мол', '*'],
    notes: 'Speak of the\rcost.',
  },
  { boxes: ['The wreck', 'It lies at nine fathoms.'], comment: 'Which wreck?' },
];

const contentOf = (bytes: Buffer) => found(readPowerPoint, bytes).content;

describe('a PowerPoint presentation', () => {
  it('has the texts of its slides, those of their outlines and boxes, their notes and comments', () => {
    const summary = summaryInformation({ 2: Buffer.from('The pier') });
    const extraction = found(readPowerPoint, powerPointFile(slides, { more: { '\x05SummaryInformation': summary } }));
    expect(extraction).toMatchObject({ title: 'The pier', pages: 2 });
    expect(extraction.content).toEqual({
      type: 'slides',
      slides: [
        { title: 'Der Brückenbau', text: 'Oak\nIron\nand rivets\nМол', notes: 'Speak of the\ncost.' },
        { title: 'The wreck', text: 'It lies at nine fathoms.\nWhich wreck?', notes: '' },
      ],
    });
    expect(extraction.passages.map(({ anchor }) => anchor)).toEqual([
      { type: 'slide', slide: 1 },
      { type: 'slide', slide: 2 },
    ]);
  });

  it('is as it was saved last', () => {
    const file = powerPointFile(slides, { anew: { 1: { boxes: ['The lighthouse'] } } });
    expect(contentOf(file)).toMatchObject({ slides: [{ title: 'Der Brückenbau' }, { title: 'The lighthouse' }] });
  });

  it('has the texts of its outline also where the slide itself is damaged', () => {
    const streams = powerPointStreams([{ outline: [[TITLE, 'The pier']], boxes: ['lost'] }]);
    const stream = streams['PowerPoint Document'];
    stream.writeUInt16LE(0, stream.indexOf(Buffer.from([0xee, 0x03])));
    expect(contentOf(compound(streams))).toMatchObject({ slides: [{ title: 'The pier', text: '' }] });
  });

  it('that PowerPoint 95 reads, too, is read as PowerPoint 97 does', () => {
    const file = compound({ PP40: Buffer.from('early'), PP97_DUALSTORAGE: powerPointStreams(slides) });
    expect(contentOf(file)).toMatchObject({ slides: [{ title: 'Der Brückenbau' }, { title: 'The wreck' }] });
    expect(readPowerPoint(compound({ PP40: Buffer.from('early') }))).toBeUndefined();
  });

  it('ends in a reason when it is encrypted or damaged', () => {
    expect(readPowerPoint(powerPointFile(slides, { encrypted: true }))).toEqual({
      refused: 'failed',
      reason: PASSWORD_NEEDED,
    });
    expect(readPowerPoint(compound({ 'PowerPoint Document': Buffer.alloc(100) }))).toMatchObject({
      refused: 'failed',
      reason: expect.stringContaining('damaged'),
    });
  });

  it('ends in a result or a reason whatever is done to it', () => {
    const streams = powerPointStreams(slides);
    endsWhateverIsDone(
      (bytes) => readPowerPoint(compound({ ...streams, 'PowerPoint Document': bytes })),
      streams['PowerPoint Document'],
    );
    endsWhateverIsDone(readPowerPoint, powerPointFile(slides));
  });

  it('that leads to the same slide again and again is read within bounds', () => {
    const first = { boxes: ['The pier was built of oak. '.repeat(800)] };
    const streams = powerPointStreams([first, ...Array.from({ length: 200 }, () => ({}))], { isCircular: true });
    const { passages } = found(readPowerPoint, compound(streams));
    const length = passages.reduce((sum, { text }) => sum + text.length, 0);
    expect(length).toBeLessThan(streams['PowerPoint Document'].length * 6);
  });
});
