import { type PictureFacts, withSidecar } from '../../picture-facts.ts';
import { exifFacts } from './exif.ts';
import { profileName } from './icc.ts';
import { iptcFacts } from './iptc.ts';

/** What is written within a picture’s file, as it stands there. */
export interface Embedded {
  /** A TIFF with EXIF’s tags, or a file that is one. */
  exif?: Buffer | undefined;
  /** What was read of EXIF already. */
  facts?: PictureFacts;
  iptc?: Buffer | undefined;
  xmp?: string | undefined;
  /** The ICC profile. */
  profile?: Buffer | undefined;
  /** Texts that PNG keeps by their keywords. */
  texts?: readonly { keyword: string; text: string }[] | undefined;
  /** The decoder turned the picture already, so that what EXIF says of that is done with. */
  upright?: boolean;
}

/** The facts that are written within a picture: XMP goes before IPTC, and that before EXIF, as programs write them. */
export async function factsOf({ exif, facts, iptc, xmp, profile, texts, upright }: Embedded): Promise<PictureFacts> {
  const fromExif = { ...textFacts(texts ?? []), ...(exif && exifFacts(exif)), ...facts };
  const fromIptc = iptc ? iptcFacts(iptc) : {};
  const fromXmp = (xmp !== undefined && (await import('../xmp/xmp-facts.ts')).xmpFacts(xmp)) || {};
  const merged = withSidecar({ ...fromIptc, ...fromExif, ...written(fromIptc) }, fromXmp);
  const taken = bestTime(fromExif.taken, merged.taken);
  const name = profile && profileName(profile);
  const all: PictureFacts = { ...merged, ...(taken && { taken }), ...(name && { profile: name }) };
  if (upright) delete all.orientation;
  return all;
}

/** What people write goes by IPTC, what cameras write by EXIF. */
function written({ title, headline, caption, keywords, creator, copyright, place }: PictureFacts): PictureFacts {
  const facts = { title, headline, caption, keywords, creator, copyright, place };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as PictureFacts;
}

/** The same moment may be told with its zone in one place and without in another. */
function bestTime(exif: PictureFacts['taken'], merged: PictureFacts['taken']): PictureFacts['taken'] {
  const same = exif && merged && exif.local.slice(0, 19) === merged.local.slice(0, 19);
  return same && exif.zone !== '' ? exif : (merged ?? exif);
}

function textFacts(texts: NonNullable<Embedded['texts']>): PictureFacts {
  const fields: Readonly<Record<string, 'title' | 'creator' | 'caption' | 'copyright'>> = {
    Title: 'title',
    Author: 'creator',
    Description: 'caption',
    Comment: 'caption',
    Copyright: 'copyright',
  };
  const facts: PictureFacts = {};
  for (const { keyword, text } of texts) {
    const field = fields[keyword];
    if (field && text.trim() !== '') facts[field] ??= text.trim();
  }
  return facts;
}
