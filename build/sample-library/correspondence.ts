import { a4, halfSheet, scanLetter, scannedPdf } from './scans.ts';
import { aldousMemorandum, dismissal, masterStatement, rehbeinLetter, vasseurLetter } from './story/letters.ts';

const FOLDER = 'Letters and diaries';

/** The typed letters, each scanned into another format, by their path. */
export async function scanCorrespondence(): Promise<Record<string, Uint8Array>> {
  const [vasseur] = await scanLetter(vasseurLetter, a4, 1);
  const [memorandum] = await scanLetter(aldousMemorandum, halfSheet, 2);
  const rehbein = await scanLetter(rehbeinLetter, a4, 3);
  const statement = await scanLetter(masterStatement, a4, 4);
  const [dismissed] = await scanLetter(dismissal, a4, 5);
  if (!vasseur || !memorandum || !dismissed) throw new Error('A letter has no page.');
  return {
    [`${FOLDER}/1931-09-03 Vasseur & Fils to the Board.tif`]: await vasseur
      .resize(1240)
      .withMetadata({ density: 150 })
      .tiff({ compression: 'jpeg', quality: 66 })
      .toBuffer(),
    [`${FOLDER}/1931-10-12 Memorandum Aldous.png`]: await memorandum.png({ palette: true, colours: 24 }).toBuffer(),
    [`${FOLDER}/1931-11-18 Statement of the master.pdf`]: await scannedPdf(statement, a4, 'Scan 0031'),
    [`${FOLDER}/1931-12-08 Gutachten Rehbein & Sohn.pdf`]: await scannedPdf(rehbein, a4, 'Scan 0034'),
    [`${FOLDER}/1932-02-17 Dismissal.jpg`]: await dismissed.jpeg({ quality: 70 }).toBuffer(),
  };
}
