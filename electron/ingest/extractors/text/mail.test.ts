import { describe, expect, it } from 'vitest';
import { extracted, passagesText, read } from '../extraction-for-tests.ts';
import { encode } from './encode-for-tests.ts';

const head = [
  'From: =?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <jm@example.invalid>',
  'To: Ines Harrow <ines@example.invalid>, board@example.invalid',
  'Cc: =?ISO-8859-1?B?QW5kcuk=?= <andre@example.invalid>',
  'Subject: =?UTF-8?B?RGllIEJyw7xja2U=?=',
  'Date: Tue, 3 Mar 1998 10:00:00 +0100',
  'MIME-Version: 1.0',
];
const mail = (...lines: string[]) => [...head, ...lines].join('\r\n');

describe('a mail', () => {
  it('says who wrote to whom, when and about what', async () => {
    const found = await extracted('a.eml', mail('Content-Type: text/plain', '', 'The buoy has drifted.', ''));
    expect(found.title).toBe('Die Brücke');
    expect(found.date).toBe(Date.UTC(1998, 2, 3, 9));
    expect(found.content).toEqual({
      type: 'text',
      format: 'plain',
      text: [
        'Subject: Die Brücke',
        'From: Jürgen Müller <jm@example.invalid>',
        'To: Ines Harrow <ines@example.invalid>, board@example.invalid',
        'Cc: André <andre@example.invalid>',
        'Date: Tue, 03 Mar 1998 09:00:00 GMT',
        '',
        'The buoy has drifted.',
      ].join('\n'),
    });
    expect(found.passages[0]?.anchor).toEqual({ type: 'lines', start: 1, end: 7 });
    expect(found.notes).toEqual([]);
  });

  it('is decoded from quoted-printable and base64, in its own character set', async () => {
    const quoted = mail(
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Die Br=FCcke ist =',
      'gesperrt.',
    );
    expect(passagesText(await extracted('a.eml', quoted))).toContain('Die Brücke ist gesperrt.');
    const packed = mail(
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('Die Brücke ist offen.').toString('base64'),
    );
    expect(passagesText(await extracted('a.eml', packed))).toContain('Die Brücke ist offen.');
  });

  it.each([
    ['without a name for it', '', 'windows-1252', 'Die Brücke ist gesperrt.'],
    ['by a name that nobody knows', '; charset="x-unknown"', 'windows-1252', 'Die Brücke ist gesperrt.'],
    ['by a name in the wrong quotes', "; charset='utf-8';", 'utf-8', 'Die Brücke ist gesperrt.'],
    ['by the wrong name', '; charset=us-ascii', 'windows-1251', 'Причал был построен из дуба. Это отчёт.'],
  ])('as it was written in the encoding of a country, %s, is decoded', async (_, charset, encoding, text) => {
    const part = [`Content-Type: text/plain${charset}`, '', text, '-- ', text];
    const alone = ['From: a@example.invalid', 'To: b@example.invalid', `Subject: ${text}`, ...part];
    const first = await extracted('a.eml', encode(alone.join('\n'), encoding));
    expect([first.title, passagesText(first).split(text).length - 1]).toEqual([text, 3]);
    const file = ['--b', 'Content-Type: text/plain; name=a.txt', 'Content-Disposition: attachment', '', text];
    const several = mail('Content-Type: multipart/mixed; boundary="b"', '', '--b', ...part, ...file, '--b--');
    const second = passagesText(await extracted('b.eml', encode(several, encoding)));
    expect(second.split(text).length - 1).toBe(3);
  });

  it('of two alternatives is read once; of a page alone by the page', async () => {
    const boundary = 'Content-Type: multipart/alternative; boundary="b"';
    const both = mail(
      boundary,
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Plain harbour words.',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>Plain <b>harbour</b> words.</p>',
      '--b--',
    );
    expect(passagesText(await extracted('a.eml', both)).match(/harbour/g)).toHaveLength(1);
    const page = mail('Content-Type: text/html', '', '<style>hidden</style><p>Only a <b>page</b>.</p>');
    const text = passagesText(await extracted('a.eml', page));
    expect(text).toContain('Only a page.');
    expect(text).not.toContain('hidden');
  });

  it('is read by its page where the text beside it is only a stub', async () => {
    const stub = mail(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'See the page.',
      '--b',
      'Content-Type: text/html',
      '',
      `<p>${'The dredging of the harbour began. '.repeat(5)}</p>`,
      '--b--',
    );
    expect(passagesText(await extracted('a.eml', stub))).toContain('dredging');
  });

  it('names what is attached, has the mail that is in it, and says that there is something to unpack', async () => {
    const found = await extracted(
      'a.eml',
      mail(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'See below.',
        '--b',
        'Content-Type: application/pdf; name="=?UTF-8?Q?Pl=C3=A4ne.pdf?="',
        'Content-Disposition: attachment',
        'Content-Transfer-Encoding: base64',
        '',
        'JVBERi0=',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'From: Pilot <pilot@example.invalid>',
        'Subject: The wreck',
        '',
        'The wreck lies at nine fathoms.',
        '--b--',
      ),
    );
    const text = passagesText(found);
    expect(text).toContain('Attachments: Pläne.pdf');
    expect(text).toContain('The wreck lies at nine fathoms.');
    expect(found.hasParts).toBe(true);
  });

  it('has the mails and texts that are attached to it, and those attached to these', async () => {
    const attached = (boundary: string, type: string, ...part: string[]) => [
      `Content-Type: multipart/mixed; boundary=${boundary}`,
      '',
      `--${boundary}`,
      `Content-Type: ${type}`,
      'Content-Disposition: attachment; filename="attached"',
      ...part,
      `--${boundary}--`,
    ];
    const note = attached(
      'c',
      'text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      'QnLDvGNrZSBjbG9zZWQu',
    );
    const found = await extracted('a.eml', mail(...attached('b', 'message/rfc822', '', 'Subject: The wreck', ...note)));
    expect(passagesText(found)).toMatch(/Subject: Die Brücke[\s\S]*Subject: The wreck[\s\S]*Brücke closed\./);
    expect(found.notes).toEqual([]);
    const page = await extracted('a.eml', mail(...attached('b', 'text/html', '', '<style>hidden</style><p>The lamp')));
    expect(passagesText(page)).toContain('The lamp');
    expect(passagesText(page)).not.toContain('hidden');
  });

  it('is read as it is written where it cannot be taken apart', async () => {
    const found = await extracted('a.eml', mail('Content-Type: multipart/mixed', '', '--x', '', 'The buoy drifted.'));
    expect(passagesText(found)).toContain('The buoy drifted.');
    let nested = ['Content-Type: text/plain', '', 'The lamp is lit.'];
    for (let depth = 0; depth < 300; depth++)
      nested = [`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`, ...nested, `--b${depth}--`];
    const deep = await extracted('a.eml', mail(...nested));
    expect(passagesText(deep)).toContain('The lamp is lit.');
    expect(deep.notes).toEqual([
      'The mail is built in a way that cannot be taken apart: it is shown and searched as it is written.',
    ]);
  });

  it('of Apple Mail has its length before it', async () => {
    const message = mail('Content-Type: text/plain', '', 'The lamp is lit.');
    const found = await extracted('1.emlx', `${Buffer.byteLength(message)}\n${message}\n<?xml version="1.0"?><plist/>`);
    expect(found.title).toBe('Die Brücke');
    expect(passagesText(found)).toContain('The lamp is lit.');
  });
});

describe('a folder of mails in one file', () => {
  const one = (subject: string, body: string) =>
    `From jm@example.invalid Tue Mar  3 10:00:00 1998\nFrom: jm@example.invalid\nTo: ines@example.invalid\nSubject: ${subject}\n\n${body}\n\n`;

  it('is read mail by mail, each a place of its own', async () => {
    const found = await extracted('inbox', one('Buoy', 'It drifted.') + one('Buoy', 'It is found.') + one('', 'Hm.'));
    expect(found.metadata).toEqual([{ label: 'Messages', value: '3' }]);
    expect(found.passages.map(({ anchor }) => anchor)).toEqual([
      { type: 'lines', start: 1, end: 5, section: 'Buoy' },
      { type: 'lines', start: 8, end: 12, section: 'Buoy' },
      { type: 'lines', start: 15, end: 18, section: 'Mail 3' },
    ]);
    if (found.content.type !== 'text') expect.fail();
    const lines = found.content.text.split('\n');
    expect([lines[4], lines[11], lines[17]]).toEqual(['It drifted.', 'It is found.', 'Hm.']);
  });

  it('has letters in which a line begins with “From”', async () => {
    const letter = 'The wind turned.\nFrom noon on it came from the north.\nFrom then on all was calm.';
    const found = await extracted('inbox', one('Buoy', letter) + one('Lamp', 'It is lit.'));
    expect(found.metadata).toEqual([{ label: 'Messages', value: '2' }]);
    expect(passagesText(found)).toContain('From noon on it came from the north.');
  });
});

describe('a web page saved as MHT', () => {
  const archive = [
    'From: <Saved by Blink>',
    'Subject: The harbour',
    'Date: Tue, 3 Mar 1998 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/related; boundary="b"; type="text/html"',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<html><head><title>The harbour</title><style>hidden</style></head><body><p>Br=C3=BCcke</p></body></html>',
    '--b',
    'Content-Type: image/png',
    'Content-Transfer-Encoding: base64',
    '',
    'iVBORw0KGgo=',
    '--b--',
  ].join('\r\n');

  it('is a page and no mail', async () => {
    const { identity, found } = await read('page.mht', archive);
    expect(identity).toMatchObject({ kind: 'web', mime: 'multipart/related' });
    const date = Date.UTC(1998, 2, 3, 10);
    expect(found).toMatchObject({ title: 'The harbour', date, passages: [{ text: 'Brücke' }] });
  });

  it('without a title is called as what it was saved as', async () => {
    const { found } = await read('page.mht', archive.replace('<title>The harbour</title>', ''));
    expect(found).toMatchObject({ title: 'The harbour' });
  });

  it('is told apart from a mail with pictures by whether it was sent', async () => {
    const { identity } = await read('a.txt', archive.replace('Subject', 'To: ines@example.invalid\r\nSubject'));
    expect(identity).toMatchObject({ kind: 'mail', mime: 'message/rfc822' });
  });
});
