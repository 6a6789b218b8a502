import { xmlHead } from './package.ts';

const palette: Record<string, string> = {
  dk1: '16202B',
  lt1: 'F7F3EA',
  dk2: '1F3A56',
  lt2: 'E4DCC8',
  accent1: '1F3A56',
  accent2: 'C2703D',
  accent3: '5E7F73',
  accent4: 'D9A441',
  accent5: '7A8FA6',
  accent6: '8A2F3C',
  hlink: '1F5F8B',
  folHlink: '6B4E7D',
};

const colours = Object.entries(palette)
  .map(([name, value]) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`)
  .join('');
const font = '<a:latin typeface="Georgia"/><a:ea typeface=""/><a:cs typeface=""/>';
const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>';
const effect = '<a:effectStyle><a:effectLst/></a:effectStyle>';

/** The colours and fonts of the talk. PowerPoint wants three of each kind of format, also where they are alike. */
export const theme = `${xmlHead}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
name="Hallow Ness"><a:themeElements><a:clrScheme name="Hallow Ness">${colours}</a:clrScheme><a:fontScheme \
name="Hallow Ness"><a:majorFont>${font}</a:majorFont><a:minorFont>${font}</a:minorFont></a:fontScheme><a:fmtScheme \
name="Hallow Ness"><a:fillStyleLst>${fill.repeat(3)}</a:fillStyleLst><a:lnStyleLst>\
${`<a:ln w="9525">${fill}</a:ln>`.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${effect.repeat(3)}</a:effectStyleLst>\
<a:bgFillStyleLst>${fill.repeat(3)}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>`;
