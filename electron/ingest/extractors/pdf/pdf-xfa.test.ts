import { expect, it } from 'vitest';
import { extracted, passagesText } from '../extraction-for-tests.ts';
import { handMadePdf, helloPage } from './pdfs-for-tests.ts';

const template = `<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="form1">
<draw><value><text>Berth &amp; mooring</text></value></draw>
<field name="Boat"><caption><value><text>Name of the boat</text></value></caption><event><script>hidden()</script></event></field>
<draw><value><exData contentType="text/html"><body xmlns="http://www.w3.org/1999/xhtml"><p>Sign <b>here</b></p><p>in ink</p></body></exData></value></draw>
</subform></template>`;
const datasets =
  '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1><Boat>Tern</Boat><Owner>Ines Harrow</Owner></form1></xfa:data></xfa:datasets>';

const stream = (text: string) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;

function form(packets: string, ...streams: string[]): Buffer {
  return handMadePdf(
    {
      1: `<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /Fields [] /XFA ${packets} >> >>`,
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      ...helloPage,
      ...Object.fromEntries(streams.map((text, index) => [10 + index, stream(text)])),
    },
    'trailer << /Root 1 0 R >>\n%%EOF',
  );
}

it.each([
  ['in packets', form('[(datasets) 10 0 R (template) 11 0 R]', datasets, template)],
  ['in one', form('10 0 R', `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">${datasets}${template}</xdp:xdp>`)],
])('a form that only programs draw is read by what it is drawn from, %s', async (_, bytes) => {
  const found = await extracted('form.pdf', bytes);
  expect(passagesText(found).split('\n')).toEqual([
    'Berth & mooring',
    'Name of the boat',
    'Sign here',
    'in ink',
    'Tern',
    'Ines Harrow',
  ]);
  expect(found.notes).toEqual([expect.stringContaining('dynamic form')]);
});

it('a form of which nothing can be read says so', async () => {
  const found = await extracted('form.pdf', form('[(template) 10 0 R]', '<template/>'));
  expect(passagesText(found)).toBe('Hello harbour');
  expect(found.notes).toEqual([expect.stringContaining('could not be read')]);
});
