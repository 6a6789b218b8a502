import { DOMParser, type Document, type Element, type Node } from '@xmldom/xmldom';

/** Namespaces of XMP (ISO 16684-1) and of the programs that write what is read of it. */
export const ns = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  xml: 'http://www.w3.org/XML/1998/namespace',
  x: 'adobe:ns:meta/',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  exifEx: 'http://cipa.jp/exif/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  aux: 'http://ns.adobe.com/exif/1.0/aux/',
  lr: 'http://ns.adobe.com/lightroom/1.0/',
  digiKam: 'http://www.digikam.org/ns/1.0/',
  iptc: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  iptcExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  mwgRegions: 'http://www.metadataworkinggroup.com/schemas/regions/',
  dimensions: 'http://ns.adobe.com/xap/1.0/sType/Dimensions#',
  area: 'http://ns.adobe.com/xmp/sType/Area#',
  mp: 'http://ns.microsoft.com/photo/1.2/',
  mpRegionInfo: 'http://ns.microsoft.com/photo/1.2/t/RegionInfo#',
  mpRegion: 'http://ns.microsoft.com/photo/1.2/t/Region#',
  acdsee: 'http://ns.acdsee.com/iptc/1.0/',
  mediapro: 'http://ns.iview-multimedia.com/mediapro/1.0/',
} as const;

/** Characters of a packet that is read; the largest that programs write hold a film's editing history. */
const LONGEST = 8_000_000;

/**
 * The document of a packet; undefined where it is no XMP. Entities that it declares itself are not unfolded.
 * @param whole whether it has to be faultless from the first character to the last, so that nothing is lost when it is
 *   written again; else it is read as far as it can be
 */
export function parseXmp(text: string, whole = false): Document | undefined {
  const start = text.search(/<(?:\?xpacket|\?xml|[\w.-]*:?xmpmeta|rdf:RDF|!--)/);
  if (start < 0 || text.length > LONGEST || /<!DOCTYPE/i.test(text)) return undefined;
  if (whole && (text.slice(0, start).trim() !== '' || !text.trimEnd().endsWith('>'))) return undefined;
  const onError = (_: unknown, message: string) => {
    if (whole) throw new Error(message);
  };
  try {
    const document = new DOMParser({ onError }).parseFromString(text.slice(start).replace(/\0+\s*$/, ''), 'text/xml');
    return document.getElementsByTagNameNS(ns.rdf, 'RDF').length > 0 ? document : undefined;
  } catch {
    return undefined;
  }
}

/** A struct, or the top of a packet: its properties may stand as attributes or as elements, and in several blocks. */
export class XmpNode {
  readonly #elements: readonly Element[];

  constructor(elements: readonly Element[]) {
    this.#elements = elements;
  }

  static top(document: Document): XmpNode {
    const roots = elementsOf(document.getElementsByTagNameNS(ns.rdf, 'RDF')[0]);
    return new XmpNode(
      roots.filter(({ localName, namespaceURI }) => localName === 'Description' && namespaceURI === ns.rdf),
    );
  }

  /** A simple value, or the usual one of those in several languages; empty where there is none. */
  text(namespace: string, name: string): string {
    const attribute = this.#attribute(namespace, name);
    if (attribute !== undefined) return attribute.trim();
    const element = this.#element(namespace, name);
    if (!element) return '';
    const items = itemsOf(element);
    const usual = items.find((item) => item.getAttributeNS(ns.xml, 'lang') === 'x-default') ?? items[0];
    return (usual ?? structValue(element) ?? element).textContent?.trim() ?? '';
  }

  /** A value in all its languages, the usual one first; those that say the same once. */
  texts(namespace: string, name: string): string[] {
    return [...new Set([this.text(namespace, name), ...this.list(namespace, name)])].filter((text) => text !== '');
  }

  /** The values of a list; a value that stands alone is one of one. */
  list(namespace: string, name: string): string[] {
    const element = this.#element(namespace, name);
    const items = element ? itemsOf(element).map((item) => item.textContent?.trim() ?? '') : [];
    return (items.length > 0 ? items : [this.text(namespace, name)]).filter((text) => text !== '');
  }

  /** Whether a property is stated at all, even as an empty list. */
  has(namespace: string, name: string): boolean {
    return this.#attribute(namespace, name) !== undefined || this.#element(namespace, name) !== undefined;
  }

  number(namespace: string, name: string): number | undefined {
    const text = this.text(namespace, name);
    const fraction = /^(-?\d+)\/(\d+)$/.exec(text);
    const value = fraction ? Number(fraction[1]) / Number(fraction[2]) : text === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : undefined;
  }

  /** A struct that is the value of a property. */
  struct(namespace: string, name: string): XmpNode | undefined {
    const element = this.#element(namespace, name);
    return element && structOf(element);
  }

  /** The structs of a list. */
  structs(namespace: string, name: string): XmpNode[] {
    const element = this.#element(namespace, name);
    return element ? itemsOf(element).map(structOf) : [];
  }

  #attribute(namespace: string, name: string): string | undefined {
    for (const element of this.#elements) {
      if (element.hasAttributeNS(namespace, name)) return element.getAttributeNS(namespace, name) ?? undefined;
    }
    return undefined;
  }

  #element(namespace: string, name: string): Element | undefined {
    return this.#elements.flatMap(elementsOf).find((child) => isNamed(child, namespace, name));
  }
}

/** A struct's fields stand in a Description, or in the element itself where it says so. */
function structOf(element: Element): XmpNode {
  const inner = elementsOf(element).find((child) => isNamed(child, ns.rdf, 'Description'));
  return new XmpNode(inner ? [element, inner] : [element]);
}

/** The items of a list of any kind. */
export function itemsOf(element: Element): Element[] {
  const list = elementsOf(element).find(
    ({ namespaceURI, localName }) => namespaceURI === ns.rdf && ['Bag', 'Seq', 'Alt'].includes(localName ?? ''),
  );
  return elementsOf(list).filter((child) => isNamed(child, ns.rdf, 'li'));
}

function structValue(element: Element): Element | undefined {
  return elementsOf(element).find((child) => isNamed(child, ns.rdf, 'value'));
}

export function isNamed({ namespaceURI, localName }: Element, namespace: string, name: string): boolean {
  return namespaceURI === namespace && localName === name;
}

export function elementsOf(parent: Node | undefined): Element[] {
  return parent ? [...parent.childNodes].filter((child): child is Element => child.nodeType === 1) : [];
}
