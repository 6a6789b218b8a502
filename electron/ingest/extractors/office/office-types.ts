import type { AssetKind } from '../../../../shared/contract/library.ts';

/** What the parser calls a family of formats, and what it is to people. */
interface OfficeType {
  fileType: 'docx' | 'odt' | 'xlsx' | 'ods' | 'pptx' | 'odp' | 'odg';
  kind: AssetKind;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';
/** What ends the MIME type of an OpenDocument that is one XML file instead of a package. */
export const FLAT_XML = '-flat-xml';
const MACRO = 'macroenabled.12';

const document = (fileType: OfficeType['fileType']): OfficeType => ({ fileType, kind: 'document' });
const spreadsheet = (fileType: OfficeType['fileType']): OfficeType => ({ fileType, kind: 'spreadsheet' });
const slides = (fileType: OfficeType['fileType']): OfficeType => ({ fileType, kind: 'slides' });

const types: Readonly<Record<string, OfficeType>> = {
  [`${OOXML}.wordprocessingml.document`]: document('docx'),
  [`${OOXML}.wordprocessingml.template`]: document('docx'),
  [`application/vnd.ms-word.document.${MACRO}`]: document('docx'),
  [`application/vnd.ms-word.template.${MACRO}`]: document('docx'),
  [`${ODF}.text`]: document('odt'),
  [`${ODF}.text-template`]: document('odt'),
  [`${ODF}.text${FLAT_XML}`]: document('odt'),
  [`${ODF}.graphics`]: document('odg'),
  [`${ODF}.graphics-template`]: document('odg'),
  [`${ODF}.graphics${FLAT_XML}`]: document('odg'),
  [`${OOXML}.spreadsheetml.sheet`]: spreadsheet('xlsx'),
  [`${OOXML}.spreadsheetml.template`]: spreadsheet('xlsx'),
  [`application/vnd.ms-excel.sheet.${MACRO}`]: spreadsheet('xlsx'),
  [`application/vnd.ms-excel.template.${MACRO}`]: spreadsheet('xlsx'),
  [`${ODF}.spreadsheet`]: spreadsheet('ods'),
  [`${ODF}.spreadsheet-template`]: spreadsheet('ods'),
  [`${ODF}.spreadsheet${FLAT_XML}`]: spreadsheet('ods'),
  [`${OOXML}.presentationml.presentation`]: slides('pptx'),
  [`${OOXML}.presentationml.template`]: slides('pptx'),
  [`${OOXML}.presentationml.slideshow`]: slides('pptx'),
  [`application/vnd.ms-powerpoint.presentation.${MACRO}`]: slides('pptx'),
  [`application/vnd.ms-powerpoint.template.${MACRO}`]: slides('pptx'),
  [`application/vnd.ms-powerpoint.slideshow.${MACRO}`]: slides('pptx'),
  [`${ODF}.presentation`]: slides('odp'),
  [`${ODF}.presentation-template`]: slides('odp'),
  [`${ODF}.presentation${FLAT_XML}`]: slides('odp'),
};

/** The parser's name for documents of this type; undefined where they are not read by it. */
export function officeFileType(mime: string): OfficeType['fileType'] | undefined {
  return types[mime]?.fileType;
}

export function officeKind(mime: string): AssetKind | undefined {
  return types[mime]?.kind;
}
