import type { PictureFacts } from '../../../picture-facts.ts';
import { cameraOf, known, positionAt } from '../exif.ts';
import { numberText, type PictureHeader, plainText, timecodeText } from './picture-header.ts';

const MAGIC = 20000630;
/** Flags of the version. */
const TILED = 0x200;
const DEEP = 0x800;
const MANY_PARTS = 0x1000;
const MOST_ATTRIBUTES = 500;
/** Attributes of somebody's own that are shown. */
const MOST_OWN = 40;
/** A note as long is not one that people look at in a list. */
const LONGEST_OWN = 300;

interface Attribute {
  type: string;
  value: Buffer;
}
type Attributes = ReadonlyMap<string, Attribute>;

const compressions = ['none', 'RLE', 'ZIP (line by line)', 'ZIP', 'PIZ', 'PXR24', 'B44', 'B44A', 'DWAA', 'DWAB'];
/** Lines that each of them packs together. */
const linesABlock = [1, 1, 1, 16, 32, 16, 32, 32, 32, 256];

/** What people know attributes as that the format defines (OpenEXR, standard optional attributes). */
const ownLabels: Readonly<Record<string, string>> = {
  reelName: 'Reel',
  name: 'Part',
  view: 'View',
  cameraSerialNumber: 'Serial number',
  lensSerialNumber: 'Serial number of the lens',
  ascFramingDecisionList: 'Framing decisions',
  software: 'Software',
  Software: 'Software',
};

/** What a picture in OpenEXR says of itself, in the attributes that stand before its pixels. */
export function exrHeader(head: Buffer, size: number): PictureHeader | undefined {
  if (head.length < 8 || head.readUInt32LE(0) !== MAGIC) return undefined;
  const { attributes, end } = attributesIn(head, 8);
  const window = attributes.get('displayWindow')?.value ?? attributes.get('dataWindow')?.value;
  if (!window || window.length < 16) return undefined;
  const [width, height] = [
    window.readInt32LE(8) - window.readInt32LE(0) + 1,
    window.readInt32LE(12) - window.readInt32LE(4) + 1,
  ];
  if (width < 1 || height < 1 || width > 1e6 || height > 1e6) return undefined;
  const text = (name: string) => textOf(attributes.get(name));
  const own = ownTexts(attributes);
  return {
    width,
    height,
    damaged: isPlain(head) && isCutShort(head.subarray(end + 1), attributes, size),
    rows: [
      ['Channels', channelsOf(attributes.get('channels'))],
      ['Compression', compressions[attributes.get('compression')?.value[0] ?? -1] ?? ''],
      ['Time code', timecodeOf(attributes.get('timeCode'))],
      ['Frame rate', rateOf(attributes.get('framesPerSecond'))],
      ['Film edge code', keyCodeOf(attributes.get('keyCode'))],
      ['Parts', (head.readUInt32LE(4) & MANY_PARTS) === 0 ? '' : 'several'],
      ...own.map(([name, value]): [string, string] => [ownLabels[name] ?? name, value]),
    ],
    facts: factsOf(attributes),
    words: [text('owner'), ...own.map(([, value]) => value)],
  };
}

/** Whether it is a single picture, stored by lines. */
function isPlain(head: Buffer): boolean {
  return (head.readUInt32LE(4) & (TILED | DEEP | MANY_PARTS)) === 0;
}

/** Whether a block of lines lies behind the end, or was never written: behind the header stands where each begins. */
function isCutShort(table: Buffer, attributes: Attributes, size: number): boolean {
  const window = attributes.get('dataWindow')?.value;
  const lines = linesABlock[attributes.get('compression')?.value[0] ?? -1];
  if (!window || window.length < 16 || lines === undefined) return false;
  const blocks = Math.ceil((window.readInt32LE(12) - window.readInt32LE(4) + 1) / lines);
  for (let block = 0; block < blocks && block * 8 + 8 <= table.length; block++) {
    const place = table.readBigUInt64LE(block * 8);
    if (place === 0n || place >= BigInt(size)) return true;
  }
  return false;
}

function attributesIn(head: Buffer, start: number): { attributes: Attributes; end: number } {
  const attributes = new Map<string, Attribute>();
  let at = start;
  while (attributes.size < MOST_ATTRIBUTES) {
    const name = nameAt(head, at);
    if (name === undefined || name === '') break;
    const type = nameAt(head, at + name.length + 1);
    if (type === undefined) break;
    const sizeAt = at + name.length + type.length + 2;
    if (sizeAt + 4 > head.length) break;
    const size = head.readUInt32LE(sizeAt);
    if (size > head.length - sizeAt - 4) break;
    at = sizeAt + 4 + size;
    attributes.set(name, { type, value: head.subarray(sizeAt + 4, at) });
  }
  return { attributes, end: at };
}

/** A name, which a zero ends. */
function nameAt(head: Buffer, at: number): string | undefined {
  const end = head.indexOf(0, at);
  return end < 0 || end - at > 255 ? undefined : head.toString('latin1', at, end);
}

function textOf(attribute: Attribute | undefined): string {
  return attribute?.type === 'string' ? plainText(attribute.value) : '';
}

function numberOf(attribute: Attribute | undefined): number | undefined {
  if (attribute?.type === 'float' && attribute.value.length >= 4) return attribute.value.readFloatLE(0);
  if (attribute?.type === 'int' && attribute.value.length >= 4) return attribute.value.readInt32LE(0);
  return undefined;
}

function factsOf(attributes: Attributes): PictureFacts {
  const text = (name: string) => textOf(attributes.get(name));
  const number = (name: string) => positive(numberOf(attributes.get(name)));
  const [latitude, longitude] = [numberOf(attributes.get('latitude')), numberOf(attributes.get('longitude'))];
  return known({
    caption: text('comments'),
    creator: text('owner'),
    camera: cameraOf(text('cameraMake'), text('cameraModel')),
    lens: cameraOf(text('lensMake'), text('lensModel')),
    exposure: number('expTime'),
    aperture: number('aperture'),
    iso: number('isoSpeed'),
    focalLength: number('nominalFocalLength') ?? number('effectiveFocalLength'),
    altitude: numberOf(attributes.get('altitude')),
    position: positionAt(latitude ?? Number.NaN, longitude ?? Number.NaN),
    taken: takenOf(text('capDate'), numberOf(attributes.get('utcOffset'))),
  });
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** A time as `2024:05:01 10:00:00`, and seconds to be added to it for UTC. */
function takenOf(date: string, offset: number | undefined): PictureFacts['taken'] {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(date);
  if (!found) return undefined;
  const local = `${found[1]}-${found[2]}-${found[3]}T${found[4]}`;
  if (!Number.isFinite(Date.parse(local))) return undefined;
  const minutes = offset === undefined ? undefined : Math.round(-offset / 60);
  if (minutes === undefined || Math.abs(minutes) > 14 * 60) return { local, zone: '' };
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const distance = Math.abs(minutes);
  return { local, zone: `${minutes < 0 ? '-' : '+'}${two(distance / 60)}:${two(distance % 60)}` };
}

/** Texts that are not told elsewhere: of the reel, of parts and views, and what programs write by names of their own. */
function ownTexts(attributes: Attributes): [name: string, value: string][] {
  const told = new Set(['comments', 'owner', 'capDate', 'cameraMake', 'cameraModel', 'lensMake', 'lensModel', 'type']);
  return [...attributes]
    .filter(([name]) => !told.has(name))
    .map(([name, attribute]): [string, string] => [name, textOf(attribute)])
    .filter(([, value]) => value !== '' && value.length <= LONGEST_OWN)
    .slice(0, MOST_OWN);
}

/** Names of channels, each of which has a zero behind it, and 16 bytes that say how it is stored. */
function channelsOf(attribute: Attribute | undefined): string {
  const names: string[] = [];
  const list = attribute?.value ?? Buffer.alloc(0);
  for (let at = 0; names.length < MOST_OWN; ) {
    const name = nameAt(list, at);
    if (name === undefined || name === '') break;
    names.push(name);
    at += name.length + 1 + 16;
  }
  return names.join(', ');
}

function timecodeOf(attribute: Attribute | undefined): string {
  return attribute?.type === 'timecode' && attribute.value.length >= 4
    ? timecodeText(attribute.value.readUInt32LE(0))
    : '';
}

function rateOf(attribute: Attribute | undefined): string {
  if (attribute?.type !== 'rational' || attribute.value.length < 8) return '';
  return numberText(attribute.value.readInt32LE(0) / attribute.value.readUInt32LE(4), ' frames/s');
}

/** The code on a film's edge: manufacturer, type, prefix, count and offset in perforations. */
function keyCodeOf(attribute: Attribute | undefined): string {
  if (attribute?.type !== 'keycode' || attribute.value.length < 20) return '';
  const [maker = 0, type = 0, prefix = 0, count = 0, offset = 0] = Array.from({ length: 5 }, (_, index) =>
    attribute.value.readInt32LE(index * 4),
  );
  return prefix === 0 && count === 0 ? '' : `${maker} ${type} ${prefix} ${count}+${offset}`;
}
