import type { Sharp } from 'sharp';
import { chart } from './drawings/chart.ts';
import { lensSection } from './drawings/lens-section.ts';
import { sitePlan } from './drawings/site-plan.ts';
import { towerElevation } from './drawings/tower-elevation.ts';
import type { Pictures } from './report-pdf.ts';

/** The drawings as they lie in the library, and as reports show them. */
export interface Plans {
  files: Readonly<Record<string, Uint8Array>>;
  inReports: Pictures;
  onSlides: Uint8Array;
}

export async function drawPlans(): Promise<Plans> {
  const [site, elevation, section, map] = [
    await sitePlan(),
    await towerElevation(),
    await lensSection(),
    await chart(),
  ];
  const tower = await asPng(elevation);
  return {
    files: {
      'Plans/Sheet 1 - Site plan.png': await asPng(site),
      'Plans/Sheet 2 - Tower elevation.png': tower,
      'Plans/Sheet 3 - Lens and mercury bath.png': await asPng(section),
      'Plans/Sheet 4 - Chart of Merrow Sound.jpg': await map.jpeg({ quality: 84 }).toBuffer(),
      // The same file twice, as it happens in every archive.
      'Reports/Figure for the history page.png': tower,
    },
    inReports: {
      'lens-section': await section.clone().resize(1200).jpeg({ quality: 82 }).toBuffer(),
      'tower-elevation': await elevation.clone().resize(1000).jpeg({ quality: 82 }).toBuffer(),
    },
    onSlides: await asPng(section.clone().resize(1200)),
  };
}

function asPng(drawing: Sharp): Promise<Buffer> {
  return drawing.clone().png({ palette: true, colours: 96, effort: 9 }).toBuffer();
}
