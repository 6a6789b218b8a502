/**
 * Renders the part of the sample library that is not written by hand: scans, drawings, photographs, office documents,
 * reports and the log. The same input gives the same files. Run it with `node build/sample-library/render.ts`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { takePhotographs } from './albums.ts';
import { scanCorrespondence } from './correspondence.ts';
import { drawWithBundledFonts } from './fonts.ts';
import { lensLog } from './lens-log.ts';
import { docx } from './office/docx.ts';
import { odt } from './office/odt.ts';
import { pptx } from './office/pptx.ts';
import { xlsx } from './office/xlsx.ts';
import { drawPlans, type Plans } from './plans.ts';
import { reportPdf } from './report-pdf.ts';
import { restorationCosts } from './story/costs.ts';
import { conditionSurvey, inquiryReport, trustMinutes } from './story/inquiry.ts';
import { laboratoryReport, opticsReport } from './story/laboratory.ts';
import { talk } from './story/talk.ts';

const TARGET = join(import.meta.dirname, '../../resources/sample-library');

drawWithBundledFonts();
const plans = await drawPlans();
const files = {
  ...plans.files,
  ...(await scanCorrespondence()),
  ...(await takePhotographs()),
  ...(await writeDocuments(plans)),
};
let bytes = 0;
for (const [path, content] of Object.entries(files)) {
  await mkdir(dirname(join(TARGET, path)), { recursive: true });
  await writeFile(join(TARGET, path), content);
  bytes += content.length;
  console.log(`${String(Math.ceil(content.length / 1024)).padStart(6)} KiB  ${path}`);
}
console.log(`${Object.keys(files).length} files, ${(bytes / 1024 / 1024).toFixed(1)} MiB`);

async function writeDocuments({ inReports, onSlides }: Plans): Promise<Record<string, Uint8Array>> {
  const aboutCosts = {
    title: 'Restoration of Hallow Ness: costs and measurements',
    author: 'Marcus Tyrell',
    created: '2024-06-24T10:00:00Z',
  };
  const aboutTalk = { title: 'What stopped the light?', author: 'Ines Falk', created: '2022-10-10T10:00:00Z' };
  return {
    'Reports/Inquiry 1932.pdf': await reportPdf(inquiryReport, inReports),
    'Reports/Condition survey 2021.pdf': await reportPdf(conditionSurvey, inReports),
    'Reports/Minutes of the trustees 2024-03-09.pdf': await reportPdf(trustMinutes, inReports),
    'Reports/Laborbericht Quecksilber 2022.docx': docx(laboratoryReport),
    'Reports/Rapport optique 2023.odt': odt(opticsReport),
    'Reports/Talk - What stopped the light.pptx': pptx(aboutTalk, talk, onSlides),
    'Accounts and logs/Restoration costs 2021-2024.xlsx': xlsx(aboutCosts, restorationCosts),
    'Accounts and logs/Lens and tide log autumn 1931.csv': Buffer.from(lensLog()),
  };
}
