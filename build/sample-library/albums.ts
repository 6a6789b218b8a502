import type { Sharp } from 'sharp';
import { dawn, gardenInSummer, ledgesInWinter, scaffoldInFog } from './photographs/by-day.ts';
import { lensAfterCleaning, panorama, relighting, stairs } from './photographs/by-lamplight.ts';

interface Photograph {
  name: string;
  take: () => Promise<Sharp>;
  /** Local time as EXIF writes it. */
  taken: string;
  caption: string;
}

const photographs: readonly Photograph[] = [
  {
    name: 'Hallow Ness at dawn, the day we bought it.jpg',
    take: dawn,
    taken: '2019:03:23 06:02:11',
    caption:
      'Hallow Ness before sunrise, seen from the causeway on the day the Trust bought the lighthouse for one pound.',
  },
  {
    name: 'Calf Ledges in January.jpg',
    take: ledgesInWinter,
    taken: '2020:01:19 14:47:30',
    caption: 'The Calf Ledges in a northerly gale. The Anne Tolliver lies under the second row of rocks.',
  },
  {
    name: 'Panorama from the gallery.jpg',
    take: panorama,
    taken: '2020:09:04 20:11:45',
    caption: 'From the gallery over Merrow Sound to the mainland after sunset.',
  },
  {
    name: 'Scaffold in the fog.jpg',
    take: scaffoldInFog,
    taken: '2021:10:08 08:25:02',
    caption: 'The tower in its scaffold. Callum on the second lift, above the fog.',
  },
  {
    name: '148 steps.jpg',
    take: stairs,
    taken: '2022:06:08 17:20:19',
    caption: 'Looking up the stairs, an hour before the clockmaker found the missing page.',
  },
  {
    name: 'Keeper’s house in June.jpg',
    take: gardenInSummer,
    taken: '2023:06:17 12:32:54',
    caption: 'The keeper’s house and its garden. Nora Carrick lived behind the second window from the left.',
  },
  {
    name: 'Panel 3 after cleaning.jpg',
    take: lensAfterCleaning,
    taken: '2023:07:28 21:14:08',
    caption: 'Bull’s eye of panel 3 after cleaning: 58 % transmission before, 88 % after.',
  },
  {
    name: 'Relighting, 21 June 2024.jpg',
    take: relighting,
    taken: '2024:06:21 22:04:37',
    caption: 'The light turns again, started by Ruth Amery with one finger.',
  },
];

/** The photographs as JPEG with what a camera and a careful person write into them, by their path. */
export async function takePhotographs(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const { name, take, taken, caption } of photographs) {
    const picture = await take();
    const exif = {
      IFD0: {
        ImageDescription: caption,
        Artist: 'Hallow Ness Lighthouse Trust',
        Copyright: 'CC0 1.0',
        Make: 'Merrow',
        Model: 'Field Camera 2',
      },
      IFD2: { DateTimeOriginal: taken },
    };
    files[`Photographs/${name}`] = await picture.withExif(exif).jpeg({ quality: 82, mozjpeg: true }).toBuffer();
  }
  return files;
}
