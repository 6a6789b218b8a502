import type { Slide } from '../story/talk.ts';
import {
  type About,
  contentTypes,
  coreProperties,
  escapeXml,
  officeRelations,
  packageOf,
  packageRelationships,
  relationships,
  xmlHead,
} from './package.ts';
import { theme } from './pptx-theme.ts';

const PRESENTATION = 'http://schemas.openxmlformats.org/presentationml/2006/main';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const namespaces = `xmlns:p="${PRESENTATION}" xmlns:a="${DRAWING}" xmlns:r="${officeRelations}"`;
const TYPE = 'vnd.openxmlformats-officedocument.presentationml';
/** 16:9, in English Metric Units. */
const SLIDE = { width: 12_192_000, height: 6_858_000 };
const emptyTree = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>';
const colours =
  'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" ' +
  'accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"';

/** A presentation with speaker's notes; the picture is a PNG of 4:3 for the slides that show it. */
export function pptx(about: About, slides: readonly Slide[], picture: Uint8Array): Uint8Array {
  const numbers = slides.map((_, index) => index + 1);
  return packageOf({
    '[Content_Types].xml': contentTypes({
      '/ppt/presentation.xml': `${TYPE}.presentation.main`,
      '/ppt/slideMasters/slideMaster1.xml': `${TYPE}.slideMaster`,
      '/ppt/slideLayouts/slideLayout1.xml': `${TYPE}.slideLayout`,
      '/ppt/notesMasters/notesMaster1.xml': `${TYPE}.notesMaster`,
      '/ppt/theme/theme1.xml': 'vnd.openxmlformats-officedocument.theme',
      '/ppt/theme/theme2.xml': 'vnd.openxmlformats-officedocument.theme',
      '/docProps/core.xml': 'vnd.openxmlformats-package.core-properties',
      ...Object.fromEntries(numbers.map((n) => [`/ppt/slides/slide${n}.xml`, `${TYPE}.slide`])),
      ...Object.fromEntries(numbers.map((n) => [`/ppt/notesSlides/notesSlide${n}.xml`, `${TYPE}.notesSlide`])),
    }),
    '_rels/.rels': packageRelationships('ppt/presentation.xml'),
    'docProps/core.xml': coreProperties(about),
    'ppt/presentation.xml': presentation(numbers),
    'ppt/_rels/presentation.xml.rels': relationships([
      { id: 'rIdMaster', type: 'slideMaster', target: 'slideMasters/slideMaster1.xml' },
      { id: 'rIdNotes', type: 'notesMaster', target: 'notesMasters/notesMaster1.xml' },
      { id: 'rIdTheme', type: 'theme', target: 'theme/theme1.xml' },
      ...numbers.map((n) => ({ id: `rId${n}`, type: 'slide', target: `slides/slide${n}.xml` })),
    ]),
    ...masters(),
    'ppt/media/image1.png': picture,
    ...Object.fromEntries(slides.flatMap((slide, index) => slideParts(slide, index + 1))),
  });
}

function presentation(numbers: readonly number[]): string {
  const list = numbers.map((n) => `<p:sldId id="${255 + n}" r:id="rId${n}"/>`).join('');
  return `${xmlHead}<p:presentation ${namespaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rIdMaster"/>\
</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rIdNotes"/></p:notesMasterIdLst><p:sldIdLst>${list}\
</p:sldIdLst><p:sldSz cx="${SLIDE.width}" cy="${SLIDE.height}"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`;
}

function masters(): Record<string, string> {
  const background = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>';
  const tree = `<p:cSld>${background}<p:spTree>${emptyTree}</p:spTree></p:cSld>`;
  const layoutRelation = { id: 'rId1', type: 'slideLayout', target: '../slideLayouts/slideLayout1.xml' };
  return {
    'ppt/theme/theme1.xml': theme,
    'ppt/theme/theme2.xml': theme,
    'ppt/slideMasters/slideMaster1.xml': `${xmlHead}<p:sldMaster ${namespaces}>${tree}<p:clrMap ${colours}/>\
<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`,
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relationships([
      layoutRelation,
      { id: 'rId2', type: 'theme', target: '../theme/theme1.xml' },
    ]),
    'ppt/slideLayouts/slideLayout1.xml': `${xmlHead}<p:sldLayout ${namespaces}><p:cSld name="Title and text"><p:spTree>\
${emptyTree}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`,
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relationships([
      { id: 'rId1', type: 'slideMaster', target: '../slideMasters/slideMaster1.xml' },
    ]),
    'ppt/notesMasters/notesMaster1.xml': `${xmlHead}<p:notesMaster ${namespaces}>${tree}<p:clrMap ${colours}/></p:notesMaster>`,
    'ppt/notesMasters/_rels/notesMaster1.xml.rels': relationships([
      { id: 'rId1', type: 'theme', target: '../theme/theme2.xml' },
    ]),
  };
}

function slideParts(slide: Slide, number: number): [string, string][] {
  const picture = { id: 'rId3', type: 'image', target: '../media/image1.png' };
  return [
    [`ppt/slides/slide${number}.xml`, slideXml(slide)],
    [
      `ppt/slides/_rels/slide${number}.xml.rels`,
      relationships([
        { id: 'rId1', type: 'slideLayout', target: '../slideLayouts/slideLayout1.xml' },
        { id: 'rId2', type: 'notesSlide', target: `../notesSlides/notesSlide${number}.xml` },
        ...(slide.picture ? [picture] : []),
      ]),
    ],
    [`ppt/notesSlides/notesSlide${number}.xml`, notesXml(slide.notes)],
    [
      `ppt/notesSlides/_rels/notesSlide${number}.xml.rels`,
      relationships([
        { id: 'rId1', type: 'notesMaster', target: '../notesMasters/notesMaster1.xml' },
        { id: 'rId2', type: 'slide', target: `../slides/slide${number}.xml` },
      ]),
    ],
  ];
}

function slideXml({ title, lines, picture }: Slide): string {
  const width = picture ? 5_600_000 : 10_700_000;
  const frame = picture
    ? '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Lens section" descr="Section through lens, float and mercury bath"/>' +
      '<p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rId3"/><a:stretch><a:fillRect/></a:stretch>' +
      '</p:blipFill><p:spPr><a:xfrm><a:off x="6600000" y="1700000"/><a:ext cx="5000000" cy="3750000"/></a:xfrm>' +
      '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    : '';
  const tree = [
    emptyTree,
    textBox(
      { id: 2, name: 'Title', type: 'title' },
      { y: 500_000, width: 10_700_000, height: 1_000_000 },
      [title],
      4000,
    ),
    textBox({ id: 3, name: 'Text', type: 'body' }, { y: 1_800_000, width, height: 3_900_000 }, lines, 2600),
    frame,
  ].join('');
  return `${xmlHead}<p:sld ${namespaces}><p:cSld><p:spTree>${tree}</p:spTree></p:cSld><p:clrMapOvr>\
<a:masterClrMapping/></p:clrMapOvr></p:sld>`;
}

function notesXml(notes: string): string {
  const box = textBox(
    { id: 2, name: 'Notes', type: 'body' },
    { y: 4_400_000, width: 5_400_000, height: 3_600_000 },
    [notes],
    1200,
  );
  return `${xmlHead}<p:notes ${namespaces}><p:cSld><p:spTree>${emptyTree}${box}</p:spTree></p:cSld><p:clrMapOvr>\
<a:masterClrMapping/></p:clrMapOvr></p:notes>`;
}

/** A placeholder with its paragraphs; sizes are in hundredths of a point, places in EMU. */
function textBox(
  shape: { id: number; name: string; type: 'title' | 'body' },
  place: { y: number; width: number; height: number },
  lines: readonly string[],
  size: number,
): string {
  const index = shape.type === 'body' ? ' idx="1"' : '';
  const bold = shape.type === 'title' ? ' b="1"' : '';
  const paragraphs = lines.map(
    (line) =>
      `<a:p><a:pPr><a:spcAft><a:spcPts val="900"/></a:spcAft></a:pPr><a:r><a:rPr lang="en-GB" sz="${size}"${bold}/><a:t>${escapeXml(line)}</a:t></a:r></a:p>`,
  );
  return `<p:sp><p:nvSpPr><p:cNvPr id="${shape.id}" name="${shape.name}"/><p:cNvSpPr/><p:nvPr><p:ph type="${shape.type}"\
${index}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="740000" y="${place.y}"/><a:ext cx="${place.width}" \
cy="${place.height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap="square"/>\
<a:lstStyle/>${paragraphs.join('')}</p:txBody></p:sp>`;
}
