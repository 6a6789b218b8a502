import type { AssetKind } from '../../../../shared/contract/library.ts';
import { oldFormats } from '../office/old-formats.ts';
import { PROTECTED_OFFICE } from './compound-types.ts';

/** Formats that are told apart but not read: what the person can do depends on the family alone. */
interface Family {
  kind: AssetKind;
  advice: string;
  /** By MIME type, what such a file is. */
  formats: Readonly<Record<string, string>>;
}

const families: readonly Family[] = [
  {
    kind: 'document',
    advice: 'Save it as DOCX or PDF with a program that opens it, such as LibreOffice.',
    formats: {
      'application/msword': 'a Word document in the old format (.doc)',
      'application/x-word-dos': 'a document of Word for DOS or Windows Write',
      'application/vnd.wordperfect': 'a WordPerfect document',
      'application/vnd.lotus-wordpro': 'a Lotus Word Pro document',
      'application/x-ami-pro': 'an Ami Pro document',
      'application/x-ibm-dca': 'an IBM DisplayWrite or DCA document',
      'application/x-wordstar': 'a WordStar document',
      'application/x-ms-works': 'a document of Microsoft Works',
      'application/x-appleworks': 'a ClarisWorks or AppleWorks document',
      'application/x-staroffice': 'a StarOffice document',
      'application/vnd.sun.xml.writer': 'a document of OpenOffice.org 1 (.sxw)',
      'application/vnd.sun.xml.writer.template': 'a template for documents of OpenOffice.org 1 (.stw)',
      'application/vnd.sun.xml.writer.global': 'a master document of OpenOffice.org 1 (.sxg)',
      'application/vnd.sun.xml.draw': 'a drawing of OpenOffice.org 1 (.sxd)',
      'application/vnd.sun.xml.draw.template': 'a template for drawings of OpenOffice.org 1 (.std)',
      'application/vnd.oasis.opendocument.formula': 'an OpenDocument formula',
      'application/vnd.oasis.opendocument.database': 'an OpenDocument database',
      'application/vnd.oasis.opendocument.text-master': 'an OpenDocument master document',
      'application/x-hwp': 'a Hangul (HWP) document',
      'application/x-framemaker': 'a FrameMaker document',
      'application/x-quark-xpress': 'a QuarkXPress document',
      'application/x-mspublisher': 'a Publisher document',
      'application/x-indesign': 'an InDesign document',
      'application/vnd.visio': 'a Visio drawing',
      'application/x-ole-storage': 'an old Microsoft document of a kind that cannot be told',
    },
  },
  {
    kind: 'document',
    advice: 'Convert it to PDF, for instance with ps2pdf, and add that.',
    formats: {
      'application/postscript': 'a PostScript document',
      'application/eps': 'an Encapsulated PostScript picture',
    },
  },
  {
    kind: 'document',
    advice: 'Convert it to EPUB or PDF, for instance with Calibre.',
    formats: {
      'application/x-topaz-ebook': 'a Kindle e-book',
      'application/x-ms-reader': 'a Microsoft Reader e-book',
      'application/x-ereader-book': 'a Palm e-book in the format of eReader',
      'application/x-sony-bbeb': 'a Sony e-book',
      'application/vnd.ms-htmlhelp': 'a Windows help file',
      'application/winhlp': 'a Windows help file',
    },
  },
  {
    kind: 'spreadsheet',
    advice: 'Save it as XLSX or CSV with a program that opens it, such as LibreOffice.',
    formats: {
      'application/vnd.ms-excel': 'an Excel workbook in the old format (.xls)',
      'application/vnd.ms-excel.sheet.binary.macroenabled.12': 'a binary Excel workbook (.xlsb)',
      'application/vnd.lotus-1-2-3': 'a Lotus 1-2-3 spreadsheet',
      'application/x-quattro-pro': 'a Quattro Pro spreadsheet',
      'application/vnd.sun.xml.calc': 'a spreadsheet of OpenOffice.org 1 (.sxc)',
      'application/vnd.sun.xml.calc.template': 'a template for spreadsheets of OpenOffice.org 1 (.stc)',
    },
  },
  {
    kind: 'slides',
    advice: 'Save it as PPTX or PDF with a program that opens it, such as LibreOffice.',
    formats: {
      'application/vnd.ms-powerpoint': 'a PowerPoint presentation in the old format (.ppt)',
      'application/vnd.sun.xml.impress': 'a presentation of OpenOffice.org 1 (.sxi)',
      'application/vnd.sun.xml.impress.template': 'a template for presentations of OpenOffice.org 1 (.sti)',
    },
  },
  {
    kind: 'document',
    advice: 'Export it as PDF with the program that made it.',
    formats: {
      'application/vnd.apple.pages': 'an Apple Pages document',
      'application/x-iwork': 'an Apple iWork document',
    },
  },
  {
    kind: 'spreadsheet',
    advice: 'Export it as XLSX with Apple Numbers.',
    formats: { 'application/vnd.apple.numbers': 'an Apple Numbers spreadsheet' },
  },
  {
    kind: 'slides',
    advice: 'Export it as PPTX or PDF with Apple Keynote.',
    formats: { 'application/vnd.apple.keynote': 'an Apple Keynote presentation' },
  },
  {
    kind: 'mail',
    advice: 'Save the messages as EML.',
    formats: {
      'application/x-outlook-pst': 'a mail folder of Outlook (.pst or .ost)',
      'application/x-outlook-express': 'a mail folder of Outlook Express',
    },
  },
  {
    kind: 'other',
    advice: 'Export its tables as CSV or XLSX.',
    formats: {
      'application/x-msaccess': 'an Access database',
      'application/x-dbf': 'a dBase table',
      'application/x-filemaker': 'a FileMaker database',
      'application/x-sqlite3': 'an SQLite database',
      'application/vnd.ms-project': 'a Microsoft Project plan',
      'application/x-spss-sav': 'an SPSS data set',
      'application/x-jmp-data': 'a JMP data set',
      'application/x-matlab': 'a MATLAB data set',
      'application/x-hdf': 'an HDF data set',
      'application/x-netcdf': 'a NetCDF data set',
      'application/vnd.apache.parquet': 'a Parquet table',
      'application/vnd.apache.arrow.file': 'an Arrow table',
      'application/avro': 'an Avro data file',
      'application/x-esri-shape': 'an Esri shapefile',
    },
  },
  {
    kind: 'other',
    advice: 'Unpack it and add the folder.',
    formats: {
      'application/x-lz4': 'an LZ4 archive',
      'application/lzip': 'an lzip archive',
      'application/x-ace-compressed': 'an ACE archive',
      'application/x-stuffit': 'a StuffIt archive',
      'application/x-warc': 'a web archive (WARC)',
      'application/x-arc-web': 'a web archive (ARC)',
    },
  },
  {
    kind: 'other',
    advice: 'To read what is in it, mount it and add the folder.',
    formats: {
      'application/x-apple-diskimage': 'a disk image (DMG)',
      'application/x-vmdk': 'a disk image (VMDK)',
      'application/x-qcow': 'a disk image (QCOW)',
      'application/x-expert-witness': 'a disk image (EWF)',
    },
  },
  {
    kind: 'video',
    advice: "Export it as ProRes, DNxHR or H.264 with the program of the camera's maker.",
    formats: {
      'video/x-red-r3d': 'a raw recording of a RED camera (R3D)',
      'video/x-canon-crm': 'a raw recording of a Canon camera (CRM)',
      'image/x-arriraw': 'a raw picture of an ARRI camera',
    },
  },
  {
    kind: 'other',
    advice: 'Export it as EDL or XML with the program that made it.',
    formats: { 'application/x-aaf': 'a project of cut recordings (AAF)' },
  },
  {
    kind: 'other',
    advice: 'The recordings lie beside it, and are read by themselves.',
    formats: {
      'application/x-dvd-ifo': 'a list of what is on a DVD',
      'application/x-bluray-list': 'a list of what is on a Blu-ray disc or an AVCHD card',
    },
  },
  {
    kind: 'document',
    advice: 'Save them as text (SRT) with a program that recognises it, such as Subtitle Edit.',
    formats: { 'application/x-pgs': 'a file of subtitles that are pictures (PGS)' },
  },
  {
    kind: 'image',
    advice: 'Save it as JPEG, PNG or TIFF.',
    formats: {
      'image/jpm': 'a JPEG 2000 compound document (JPM)',
      'image/x-xcf': 'a GIMP picture',
      'image/icns': 'a macOS icon',
      'image/vnd.ms-photo': 'a JPEG XR picture',
      'image/x-cineon': 'a Cineon picture',
      'image/bpg': 'a BPG picture',
      'image/flif': 'a FLIF picture',
      'image/ktx': 'a texture (KTX)',
      'image/wmf': 'a Windows metafile',
      'image/emf': 'a Windows metafile (EMF)',
      'image/vnd.dwg': 'an AutoCAD drawing (DWG)',
      'application/dicom': 'a medical picture (DICOM)',
    },
  },
  {
    kind: 'other',
    advice: '',
    formats: {
      'application/x-msdownload': 'a Windows program',
      'application/x-elf': 'a program or program library (ELF)',
      'application/x-mach-binary': 'a macOS program',
      'application/java-vm': 'a compiled Java class',
      'application/java-archive': 'a Java program (JAR)',
      'application/vnd.android.package-archive': 'an Android app',
      'application/wasm': 'a WebAssembly program',
      'application/x-msi': 'a Windows installer',
      'application/x-deb': 'a Debian package',
      'application/x-rpm': 'an RPM package',
      'application/x-shockwave-flash': 'a Flash film',
      'application/x-appledouble': 'a side file that macOS keeps for another file',
      'application/x-ds-store': 'a side file of the macOS Finder',
      'application/x-thumbs-db': 'a side file of Windows with small pictures (Thumbs.db)',
      'application/x-ms-shortcut': 'a Windows shortcut to another file',
      'application/x-ft-apple.alias': 'a macOS alias of another file',
      'application/pgp-encrypted': 'an encrypted message (PGP)',
      'application/pkcs7-encrypted': 'a mail or document that is encrypted for a certificate (S/MIME)',
      'application/pkcs7-signature': 'a signature that is kept apart from what was signed',
      'application/vnd.iccprofile': 'a colour profile',
      'application/vnd.ms-fontobject': 'a font',
      'application/vnd.tcpdump.pcap': 'a recording of network traffic',
    },
  },
];

const byMime = new Map(
  families.flatMap(({ kind, advice, formats }) =>
    Object.entries(formats).map(([mime, name]) => [mime, { kind, advice, name }] as const),
  ),
);

const byPrefix: Readonly<Record<string, string>> = {
  'video/': 'a video',
  'audio/': 'a sound recording',
  'font/': 'a font',
  'image/': 'a picture',
  'model/': 'a 3D model',
};

/** The kind of a format that is not read; undefined where the format is not one of them. */
export function unreadKind(mime: string): AssetKind | undefined {
  return mime === PROTECTED_OFFICE ? 'document' : byMime.get(mime)?.kind;
}

/** Why a file of this type is not read and what would help, in sentences; undefined for a type that may be read. */
export function unreadReason(mime: string): string | undefined {
  const known = byMime.get(mime);
  if (!known) return undefined;
  return mime in oldFormats
    ? `It is ${known.name}, which Holdfast reads with the help of LibreOffice. Install that and try again, or save it in a format of today.`
    : `It is ${known.name}, which Holdfast does not read. ${known.advice}`.trim();
}

/** The same for a type of which nothing more is known. */
export function unknownReason(mime: string): string {
  if (mime === 'application/octet-stream') return 'It is not in any format that Holdfast knows.';
  const prefix = Object.keys(byPrefix).find((start) => mime.startsWith(start));
  const name = prefix === undefined ? `a file of the type ${mime}` : `${byPrefix[prefix]} (${mime})`;
  return `It is ${name}, which Holdfast does not read.`;
}
