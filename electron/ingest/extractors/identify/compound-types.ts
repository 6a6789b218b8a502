import type { CompoundDirectory } from './compound-file.ts';

/** Encrypted Word, Excel and PowerPoint documents of today, whatever is inside. */
export const PROTECTED_OFFICE = 'application/x-ooxml-protected';
/** A compound file that no program is known for. */
const UNKNOWN = 'application/x-ole-storage';

/** Entries that tell which program wrote a compound file, the telling ones first. */
const typesByEntry: readonly [string, string][] = [
  ['EncryptedPackage', PROTECTED_OFFICE],
  ['WordDocument', 'application/msword'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['PP40', 'application/vnd.ms-powerpoint'],
  ['PP97_DUALSTORAGE', 'application/vnd.ms-powerpoint'],
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
  ['VisioDocument', 'application/vnd.visio'],
  ['Quill', 'application/x-mspublisher'],
  ['MatOST', 'application/x-ms-works'],
  ['WksSSWorkBook', 'application/x-ms-works'],
  ['PerfectOffice_MAIN', 'application/vnd.wordperfect'],
  ['NativeContent_MAIN', 'application/x-quattro-pro'],
  ['StarWriterDocument', 'application/x-staroffice'],
  ['StarCalcDocument', 'application/x-staroffice'],
  ['StarDrawDocument', 'application/x-staroffice'],
  ['StarDrawDocument3', 'application/x-staroffice'],
  ['StarChartDocument', 'application/x-staroffice'],
  ['StarMathDocument', 'application/x-staroffice'],
  ['BodyText', 'application/x-hwp'],
  ['Props14', 'application/vnd.ms-project'],
  ['Props12', 'application/vnd.ms-project'],
  ['Props9', 'application/vnd.ms-project'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['MetaDictionary-1', 'application/x-aaf'],
  ['Catalog', 'application/x-thumbs-db'],
];

/** Classes of the root, for files whose entries do not tell. */
const typesByClass: Readonly<Record<string, string>> = {
  '00020810-0000-0000-c000-000000000046': 'application/vnd.ms-excel',
  '00020820-0000-0000-c000-000000000046': 'application/vnd.ms-excel',
  '00020900-0000-0000-c000-000000000046': 'application/msword',
  '00020906-0000-0000-c000-000000000046': 'application/msword',
  '00044851-0000-0000-c000-000000000046': 'application/vnd.ms-powerpoint',
  '64818d10-4f9b-11cf-86ea-00aa00b929e8': 'application/vnd.ms-powerpoint',
  'ea7bae70-fb3b-11cd-a903-00aa00510ea3': 'application/vnd.ms-powerpoint',
  '00021201-0000-0000-00c0-000000000046': 'application/x-mspublisher',
  '00021a14-0000-0000-c000-000000000046': 'application/vnd.visio',
  '74b78f3a-c8c8-11d1-be11-00c04fb6faf1': 'application/vnd.ms-project',
  '28cddbc2-0ae2-11ce-a29a-00aa004a1a72': 'application/x-ms-works',
  '000c1084-0000-0000-c000-000000000046': 'application/x-msi',
};

/** Which kind of document a compound file is. */
export function typeOfCompound({ classId, names }: CompoundDirectory): string {
  // Excel wrote its names in capitals at times.
  const folded = new Set([...names].map((name) => name.toLowerCase()));
  const byEntry = typesByEntry.find(([name]) => folded.has(name.toLowerCase()))?.[1];
  return byEntry ?? typesByClass[classId] ?? UNKNOWN;
}
