import { IWORK, KEYNOTE, NUMBERS, PAGES } from './iwork-types.ts';
import type { Target } from './libreoffice.ts';

interface OldFormat {
  /** What its files are called. */
  extension: string;
  target: Target;
}

/** Formats of the past that LibreOffice opens, by MIME type. */
export const oldFormats: Readonly<Record<string, OldFormat>> = {
  'application/msword': { extension: 'doc', target: 'docx' },
  'application/x-word-dos': { extension: 'doc', target: 'docx' },
  'application/vnd.wordperfect': { extension: 'wpd', target: 'docx' },
  'application/vnd.lotus-wordpro': { extension: 'lwp', target: 'docx' },
  'application/x-ms-works': { extension: 'wps', target: 'docx' },
  'application/x-appleworks': { extension: 'cwk', target: 'docx' },
  'application/x-staroffice': { extension: 'sdw', target: 'docx' },
  'application/vnd.sun.xml.writer': { extension: 'sxw', target: 'docx' },
  'application/vnd.sun.xml.writer.template': { extension: 'stw', target: 'docx' },
  'application/vnd.sun.xml.writer.global': { extension: 'sxg', target: 'docx' },
  'application/vnd.oasis.opendocument.text-master': { extension: 'odm', target: 'docx' },
  'application/x-hwp': { extension: 'hwp', target: 'docx' },
  [PAGES]: { extension: 'pages', target: 'docx' },
  [IWORK]: { extension: 'pages', target: 'docx' },
  'application/vnd.ms-excel': { extension: 'xls', target: 'xlsx' },
  'application/vnd.ms-excel.sheet.binary.macroenabled.12': { extension: 'xlsb', target: 'xlsx' },
  'application/vnd.lotus-1-2-3': { extension: '123', target: 'xlsx' },
  'application/x-quattro-pro': { extension: 'qpw', target: 'xlsx' },
  'application/vnd.sun.xml.calc': { extension: 'sxc', target: 'xlsx' },
  'application/vnd.sun.xml.calc.template': { extension: 'stc', target: 'xlsx' },
  [NUMBERS]: { extension: 'numbers', target: 'xlsx' },
  'application/x-dbf': { extension: 'dbf', target: 'xlsx' },
  'application/vnd.ms-powerpoint': { extension: 'ppt', target: 'pptx' },
  'application/vnd.sun.xml.impress': { extension: 'sxi', target: 'pptx' },
  'application/vnd.sun.xml.impress.template': { extension: 'sti', target: 'pptx' },
  [KEYNOTE]: { extension: 'key', target: 'pptx' },
  'application/vnd.sun.xml.draw': { extension: 'sxd', target: 'pdf' },
  'application/vnd.sun.xml.draw.template': { extension: 'std', target: 'pdf' },
  'application/vnd.visio': { extension: 'vsd', target: 'pdf' },
  'application/x-mspublisher': { extension: 'pub', target: 'pdf' },
};
