import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Extraction } from '../../../workers/media-protocol.ts';
import { extracted, read } from '../extraction-for-tests.ts';
import { calendarDuration } from './calendar-time.ts';
import { plainValue, readComponents, valueParts } from './content-lines.ts';
import { describeRecurrence } from './recurrence.ts';

const sectionTexts = ({ passages }: Extraction) =>
  passages.map(({ text, anchor }) => [anchor.type === 'lines' ? anchor.section : '', text.split('\n')]);

describe('a calendar', () => {
  const calendar = (...lines: string[]) =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');

  it('has its events and to-dos, each with when and where it is and who comes', async () => {
    const { identity, found } = await read(
      'a.txt',
      calendar(
        'X-WR-CALNAME:The board',
        'BEGIN:VTIMEZONE',
        'TZID:Europe/Zurich',
        'BEGIN:STANDARD',
        'DTSTART:19701025T030000',
        'END:STANDARD',
        'END:VTIMEZONE',
        'BEGIN:VEVENT',
        'DTSTART;TZID=Europe/Zurich:20240503T100000',
        'DTEND;TZID=Europe/Zurich:20240503T113000',
        'RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20241231T000000Z',
        'SUMMARY:Harbour dues\\, once',
        '  more',
        'LOCATION:Room 4\\nFirst floor',
        'ORGANIZER;CN="Harrow: Ines":mailto:ines@example.invalid',
        'ATTENDEE:mailto:board@example.invalid',
        'CATEGORIES:dues,board',
        'DESCRIPTION:Bring the list.\\n\\nAnd the lamp.',
        'BEGIN:VALARM',
        'DESCRIPTION:Alarm',
        'END:VALARM',
        'END:VEVENT',
        'BEGIN:VTODO',
        'SUMMARY:Oil the lamp',
        'DUE;VALUE=DATE:20240504',
        'STATUS:NEEDS-ACTION',
        'END:VTODO',
      ),
    );
    if ('refused' in found) expect.fail(found.reason);
    expect(identity).toMatchObject({ mime: 'text/calendar', kind: 'document' });
    expect(found).toMatchObject({
      title: 'The board',
      date: null,
      metadata: [
        { label: 'Events', value: '1' },
        { label: 'To-dos', value: '1' },
      ],
    });
    expect(sectionTexts(found)).toEqual([
      [
        'Harbour dues, once more',
        [
          'Harbour dues, once more',
          'When: Friday 3 May 2024, 10:00 – 11:30 (Europe/Zurich)',
          'Repeats: every 2 weeks until Tuesday 31 December 2024',
          'Where: Room 4, First floor',
          'Organizer: Harrow: Ines <ines@example.invalid>',
          'With: board@example.invalid',
          'Categories: dues, board',
          'Bring the list.',
          'And the lamp.',
        ],
      ],
      ['Oil the lamp', ['Oil the lamp', 'Due: Saturday 4 May 2024', 'Status: needs-action']],
    ]);
  });

  it('of one event has its name and date', async () => {
    const one = (...lines: string[]) => calendar('BEGIN:VEVENT', 'SUMMARY:Regatta', ...lines, 'END:VEVENT');
    const found = await extracted('a.ics', one('DTSTART;VALUE=DATE:20240503', 'DTEND;VALUE=DATE:20240505'));
    expect(found).toMatchObject({ title: 'Regatta', date: Date.UTC(2024, 4, 3) });
    expect(sectionTexts(found)[0]?.[1]).toContain('When: Friday 3 May 2024 – Saturday 4 May 2024');
    const lasting = await extracted('a.ics', one('DTSTART:20240503T230000Z', 'DURATION:PT1H30M'));
    expect(sectionTexts(lasting)[0]?.[1]).toContain(
      'When: Friday 3 May 2024, 23:00 – Saturday 4 May 2024, 00:30 (UTC)',
    );
  });

  it('that is cut off is read up to there', async () => {
    expect(sectionTexts(await extracted('a.ics', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Regatta\nDTST'))).toEqual([
      ['Regatta', ['Regatta']],
    ]);
  });

  it('has lengths and repetitions in words', () => {
    expect(calendarDuration('P1W')).toBe(7 * 24 * 3600 * 1000);
    expect(calendarDuration('P')).toBe(0);
    expect(calendarDuration('an hour')).toBeUndefined();
    expect(describeRecurrence('FREQ=DAILY;COUNT=3')).toBe('every day, 3 times');
    expect(describeRecurrence('FREQ=NEVER')).toBe('FREQ=NEVER');
    expect(describeRecurrence('FREQ=WEEKLY;BYDAY=MO,WE,FR')).toBe('every week on Monday, Wednesday and Friday');
    expect(describeRecurrence('FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR')).toBe('every 2 months on the last Friday');
    expect(describeRecurrence('FREQ=YEARLY;BYMONTHDAY=-2,15;BYMONTH=3,13')).toBe(
      'every year on the second last day and day 15 in March and 13',
    );
  });
});

describe('cards', () => {
  it('have who is who and how to reach them, without pictures', async () => {
    const { identity, found } = await read(
      'a.txt',
      [
        'BEGIN:VCARD',
        'VERSION:3.0',
        'N:Harrow;Ines;Maria;Dr.;',
        'FN:Dr. Ines Harrow',
        'ORG:Board of harbours;Lamps',
        'item1.TEL;type=CELL;type=VOICE;type=pref:+41 44 000 00 00',
        'EMAIL;TYPE=work:ines@example.invalid',
        'ADR;TYPE=home:;;Quay 4;Port\\, Old;;8000;Switzerland',
        'BDAY:19700303',
        'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg',
        ' ABCDEF==',
        'NOTE:Keeps the lamp.\\nKnows the tides.',
        'END:VCARD',
        'BEGIN:VCARD',
        'VERSION:2.1',
        'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCr=',
        'gen',
        'TEL;HOME;FAX:044',
        'END:VCARD',
      ].join('\r\n'),
    );
    if ('refused' in found) expect.fail(found.reason);
    expect(identity).toMatchObject({ mime: 'text/vcard', kind: 'document' });
    expect(found.metadata).toEqual([{ label: 'Contacts', value: '2' }]);
    expect(sectionTexts(found)).toEqual([
      [
        'Dr. Ines Harrow',
        [
          'Dr. Ines Harrow',
          'Name: Dr. Ines Maria Harrow',
          'Organisation: Board of harbours, Lamps',
          'Phone (cell): +41 44 000 00 00',
          'Mail (work): ines@example.invalid',
          'Address (home): Quay 4, Port, Old, 8000, Switzerland',
          'Born: 1970-03-03',
          'Keeps the lamp.',
          'Knows the tides.',
        ],
      ],
      ['Jürgen Müller', ['Jürgen Müller', 'Phone (home, fax): 044']],
    ]);
  });
});

describe('lines of calendars and cards', () => {
  it('of any text are read', () => {
    const piece = fc.constantFrom(
      'BEGIN:A',
      'END:A',
      'END:B',
      'X;Y="',
      'X;Y=1:2',
      ' z',
      'N;QUOTED-PRINTABLE:=C3=',
      '=BC',
      ':',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (lines) => {
        const { components } = readComponents(lines.join('\n'), 1000);
        for (const { type } of components) expect(type).toBe(type.toUpperCase());
      }),
    );
  });

  it('in components without end come to one', () => {
    expect(readComponents('BEGIN:A\n'.repeat(100_000), 1000)).toMatchObject({ cut: true });
  });

  it('have parts that give back what was written', () => {
    const written = (text: string) => text.replace(/[\\,;]/g, '\\$&');
    const text = fc.string({ unit: fc.constantFrom('a', ',', ';', '\\', ' ', 'ü') }).map((found) => found.trim());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        expect(valueParts(texts.map(written).join(';'), ';')).toEqual(texts);
        expect(texts.map((found) => plainValue(written(found)))).toEqual(texts);
      }),
    );
  });
});
