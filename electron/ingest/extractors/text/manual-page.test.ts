import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textType } from '../identify/text-type.ts';
import { manualPageText } from './manual-page.ts';

const page = String.raw`.\" Made by hand.
.ie \n(.g .ds Aq \(aq
.el       .ds Aq '
.de Sp
.if t .sp .5v
..
.TH LAMP 8 "March 1931" "Harbour tools 2.1" "Keeper's Manual"
.SH NAME
lamp \- light the \fIharbour\fR lamp
.SH SYNOPSIS
.B lamp
[\fB\-\-wick\fR=\fI\,HEIGHT\/\fR] \*(Aqquoted\*(Aq
.if t \{\
Only in print.
.\}
.SH OPTIONS
.TP
\fB\-o\fR, \fB\-\-oil\fR
use
.BR paraffin (7)
.RI ( whale " or " seal ).
.IP \(bu 2
Caf\('e, na\[u00EF]ve\[constructor] \(em and \s-1SMALL\s0.
.nf
  as   typed
	twice
.fi
.IX Item "not shown"
.KEEPER "page's own"
.TS
l l.
north	T{
fog signal
T}
.TE
`;

it('lays out a page in the macros of man', () => {
  const { text, title } = manualPageText(page);
  expect(title).toBe('lamp(8)');
  expect(text.split('\n\n')).toEqual([
    'NAME',
    'lamp - light the harbour lamp',
    'SYNOPSIS',
    "lamp [--wick=HEIGHT] 'quoted'",
    'OPTIONS',
    '-o, --oil\nuse paraffin(7) (whale or seal).',
    '•\nCafé, naïve — and SMALL.',
    '  as   typed\n\ttwice',
    "page's own",
    expect.stringContaining('fog signal'),
    "March 1931  Harbour tools 2.1  Keeper's Manual",
  ]);
});

it('lays out a page in the macros of mdoc', () => {
  const source = `.Dd March 4, 1931
.Dt LAMP 8
.Os
.Sh NAME
.Nm lamp
.Nd light the lamp
.Sh SYNOPSIS
.Nm
.Op Fl o Ar oil
.Op Fl -wick Ns = Ns Ar height
.Sh DESCRIPTION
See
.Xr paraffin 7 ,
or
.Dq the keeper .
.Bl -tag
.It Fl v
Be
.Em loud .
.El
`;
  const { text, title } = manualPageText(source);
  expect(title).toBe('lamp(8)');
  expect(text.split('\n\n')).toEqual([
    'NAME',
    'lamp — light the lamp',
    'SYNOPSIS',
    'lamp [-o oil] [--wick=height]',
    'DESCRIPTION',
    'See paraffin(7), or “the keeper.”',
    '-v\nBe loud.',
  ]);
});

it('is told by its macros, whatever its name', () => {
  expect(textType(Buffer.from(page), '.gz')).toEqual({ mime: 'text/troff', kind: 'text' });
  expect(textType(Buffer.from('.profile\n.TH is no macro here'), '')?.mime).toBe('text/plain');
});

it('makes text of anything that looks like one', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '.if n \\{\\',
      '.\\}',
      '.de X',
      '..',
      '.ig',
      '.nf',
      '.ds a \\*a\\*a',
      '\\*a',
      '.TP',
      '.It Fl',
      '.el',
      '.TS',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      expect(manualPageText(`.TH A 1\n${lines.join('\n')}`).title).toBe('a(1)');
    }),
  );
});
