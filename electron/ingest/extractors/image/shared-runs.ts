import type { NativeOcr } from '../../../workers/media-protocol.ts';
import { nativeTesseract } from './native-tesseract.ts';
import type { PagePicture } from './page-picture.ts';
import type { RecognisedPage } from './recognised-page.ts';

interface Waiting {
  native: NativeOcr;
  picture: PagePicture;
  languages: readonly string[];
  resolve: (page: RecognisedPage | Promise<RecognisedPage>) => void;
}

/**
 * Runs of the system's Tesseract for pages that are read side by side: to start it and load a language takes a tenth of the
 * time of a page, so it is started once all of them want it, or have come to their end.
 */
export class SharedRuns {
  #readers: number;
  #waiting: Waiting[] = [];

  /** @param readers how many read side by side, each of which calls `leave` in the end */
  constructor(readers: number) {
    this.#readers = readers;
  }

  /** Recognises a page, together with those of the other readers. Rejects as `nativeTesseract` does for it alone. */
  read(native: NativeOcr, picture: PagePicture, languages: readonly string[]): Promise<RecognisedPage> {
    return new Promise((resolve) => {
      this.#waiting.push({ native, picture, languages, resolve });
      this.#runIfAllWait();
    });
  }

  /** Says that one of the readers has no more to read. */
  leave(): void {
    this.#readers--;
    this.#runIfAllWait();
  }

  #runIfAllWait(): void {
    if (this.#waiting.length < this.#readers) return;
    const together = Map.groupBy(this.#waiting, ({ native, languages }) => `${native.program}\n${languages.join('+')}`);
    this.#waiting = [];
    for (const pages of together.values()) run(pages);
  }
}

function run(waiting: readonly Waiting[]): void {
  const [first] = waiting;
  if (!first) return;
  const { native, languages } = first;
  const all = nativeTesseract(
    native,
    waiting.map(({ picture }) => picture),
    languages,
  );
  for (const [index, { picture, resolve }] of waiting.entries()) {
    const alone = () => nativeTesseract(native, [picture], languages).then(([page = []]) => page);
    // A page that it breaks over is no reason for the others not to be read.
    resolve(all.then((pages) => pages[index] ?? [], waiting.length > 1 ? alone : undefined));
  }
}
