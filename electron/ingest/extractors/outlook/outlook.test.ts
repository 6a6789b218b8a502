import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import type { UnpackedPart } from '../../../workers/media-protocol.ts';
import { partPath } from '../../part-path.ts';
import { compound } from '../compound/compound-for-tests.ts';
import { extracted, passagesText, read } from '../extraction-for-tests.ts';
import { identify } from '../identify/identify.ts';
import { unpack } from '../unpack/unpack.ts';
import { unpackRtf } from './compressed-rtf.ts';
import { readMsg } from './msg.ts';
import { binary, integer, message, object, properties, string8, time, tnef, unicode } from './outlook-for-tests.ts';
import { readTnef } from './tnef.ts';

const SENT = Date.UTC(1998, 2, 3, 10);
const head = [
  unicode(0x37, 'The Brücke'),
  unicode(0x0c1a, 'Ines Harrow'),
  unicode(0x5d01, 'ines@example.invalid'),
  unicode(0x0e04, 'Jürgen Müller'),
  time(0x39, SENT),
];
const letter = unicode(0x1000, 'It is open.\r\nCome and see.');
const inner = [unicode(0x37, 'The wreck'), unicode(0x1000, 'It lies at nine fathoms.')];

/** [MS-OXRTFCP], 3.1.1: the example of the specification. */
const PACKED = Buffer.from(
  '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  'hex',
);

const asTnef = tnef(
  [0x9003, properties(...head, letter)],
  [0x9002, Buffer.alloc(14)],
  [0x8010, Buffer.from('NOTES~1.TXT\0')],
  [0x800f, Buffer.from('hello harbour')],
  [0x9005, properties(unicode(0x3707, 'notes of today.txt'))],
  [0x9002, Buffer.alloc(14)],
  [
    0x9005,
    properties(
      unicode(0x3001, 'The wreck'),
      object(
        0x3701,
        tnef(
          [0x9003, properties(...inner)],
          [0x9002, Buffer.alloc(14)],
          [0x8010, Buffer.from('map.txt\0')],
          [0x800f, Buffer.from('here')],
        ),
      ),
    ),
  ],
);
const asMsg = compound(
  message([...head, letter], 32, {
    '__attach_version1.0_#00000000': message(
      [unicode(0x3707, 'notes of today.txt'), binary(0x3701, Buffer.from('hello harbour'))],
      8,
    ),
    '__attach_version1.0_#00000001': message([unicode(0x3001, 'The wreck')], 8, {
      '__substg1.0_3701000D': message(inner, 24, {
        '__attach_version1.0_#00000000': message([unicode(0x3704, 'map.txt'), binary(0x3701, Buffer.from('here'))], 8),
      }),
    }),
  }),
);

async function attachedTo(name: string, bytes: Uint8Array): Promise<Record<string, string>> {
  const folder = temporaryFolder();
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const told: UnpackedPart[] = [];
  const into = join(folder, 'parts');
  const limits = { bytes: 2 ** 20, entries: 100 };
  const request = { path, identity: await identify({ path }), name, into, limits, password: '' };
  await unpack(request, { emit: (parts) => void told.push(...parts) });
  return Object.fromEntries(
    told.map((part) => [
      part.path,
      'failure' in part ? part.failure : readFileSync(partPath(into, part.identity.sha256), 'utf8'),
    ]),
  );
}

describe('a message of Outlook', () => {
  it.each([
    ['winmail.dat', asTnef],
    ['a.msg', asMsg],
  ])('is read, with the message in it, from %s', async (name, bytes) => {
    const { identity, found } = await read(name, bytes);
    expect(identity.kind).toBe('mail');
    expect(found).toMatchObject({
      title: 'The Brücke',
      date: SENT,
      hasParts: true,
      content: {
        text: [
          'Subject: The Brücke',
          'From: Ines Harrow <ines@example.invalid>',
          'To: Jürgen Müller',
          'Date: Tue, 03 Mar 1998 10:00:00 GMT',
          'Attachments: notes of today.txt, The wreck',
          '',
          'It is open.',
          'Come and see.',
          '',
          '',
          'Subject: The wreck',
          'Attachments: map.txt',
          '',
          'It lies at nine fathoms.',
        ].join('\n'),
      },
    });
    expect(await attachedTo(name, bytes)).toEqual({
      'notes of today.txt': 'hello harbour',
      'The wreck/map.txt': 'here',
    });
  });

  it('may have its body as packed RTF, as a page or in an old code page', async () => {
    expect(unpackRtf(PACKED)?.toString('latin1')).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
    const bodies = [
      [binary(0x1009, PACKED)],
      [binary(0x1013, Buffer.from('<p>hello <b>world</b></p>'))],
      [string8(0x1000, 'hello world')],
    ];
    for (const body of bodies)
      expect(passagesText(await extracted('a.msg', compound(message([...head, ...body], 32))))).toContain(
        'hello world',
      );
    const cyrillic = [integer(0x3ffd, 1251), string8(0x1000, '\u00ea\u00ee\u00f2')];
    expect(passagesText(await extracted('a.msg', compound(message(cyrillic, 32))))).toContain('кот');
  });

  it('of any bytes is read or not, and comes to an end', () => {
    for (const [whole, readAs] of [
      [asTnef, readTnef],
      [asMsg, readMsg],
    ] as const)
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 20 }),
          fc.nat(whole.length),
          (changes, end) => {
            const bytes = Buffer.from(whole.subarray(0, end));
            for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
            readAs(bytes);
          },
        ),
        { numRuns: 100 },
      );
  });
});
