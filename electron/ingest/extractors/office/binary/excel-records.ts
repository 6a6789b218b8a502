/** Types of records that are looked at ([MS-XLS], 2.3). */
export const recordTypes = {
  formula: 0x0006,
  end: 0x000a,
  note: 0x001c,
  dateMode: 0x0022,
  encrypted: 0x002f,
  continued: 0x003c,
  codePage: 0x0042,
  object: 0x005d,
  sheet: 0x0085,
  rowOfNumbers: 0x00bd,
  richLabel: 0x00d6,
  style: 0x00e0,
  sharedStrings: 0x00fc,
  sharedLabel: 0x00fd,
  textObject: 0x01b6,
  number: 0x0203,
  label: 0x0204,
  truthOrError: 0x0205,
  string: 0x0207,
  shortNumber: 0x027e,
  format: 0x041e,
  begin: 0x0809,
} as const;

/** A record with those that continue it, as one is no longer than some kilobytes. */
export interface ExcelRecord {
  type: number;
  body: Buffer;
  continued: Buffer[];
  /** Where the next one begins. */
  end: number;
}

/** The records from a place on, up to the end of what begins there: a workbook or a sheet with the charts in it. */
export function* excelRecords(stream: Buffer, from: number): Generator<ExcelRecord> {
  let depth = 0;
  for (let record = recordAt(stream, from); record; record = recordAt(stream, record.end)) {
    if (record.type === recordTypes.begin) depth++;
    if (record.type === recordTypes.end) depth--;
    if (depth <= 0) return;
    yield record;
  }
}

function recordAt(stream: Buffer, at: number): ExcelRecord | undefined {
  const first = partAt(stream, at);
  if (!first) return undefined;
  const record = { ...first, continued: [] as Buffer[] };
  for (let next = partAt(stream, record.end); next?.type === recordTypes.continued; next = partAt(stream, record.end)) {
    record.continued.push(next.body);
    record.end = next.end;
  }
  return record;
}

function partAt(stream: Buffer, at: number): Omit<ExcelRecord, 'continued'> | undefined {
  if (at + 4 > stream.length) return undefined;
  const end = at + 4 + stream.readUInt16LE(at + 2);
  return { type: stream.readUInt16LE(at), body: stream.subarray(at + 4, end), end };
}
