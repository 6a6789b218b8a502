// How fast the product reads many small files, against the same readers called one after the other in one process
// without catalog and index, and against Recoll where it is installed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from '../../electron/ingest/extractors/extract.ts';
import { identify } from '../../electron/ingest/extractors/identify/identify.ts';
import { ingest, openLibrary } from './library.ts';
import { printTable, scratchFolder, timed } from './measure.ts';
import { Prose } from './prose.ts';

const FILES = 3000;

const prose = new Prose(3);

/** Texts of 2 to 6 KB, by extension. */
const makers: Record<string, () => string> = {
  txt: () => paragraphs().join('\n\n'),
  md: () => `# ${prose.queryWords(3).join(' ')}\n\n${paragraphs().join('\n\n')}`,
  html: () => {
    const title = prose.queryWords(3).join(' ');
    const body = paragraphs().map((text) => `<p>${text}</p>`);
    return `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1>${body.join('\n')}</body></html>`;
  },
  csv: () => {
    const rows = Array.from({ length: prose.number(40, 110) }, (_, row) => [row, ...prose.queryWords(5)].join(','));
    return ['number,first,second,third,fourth,fifth', ...rows].join('\n');
  },
};

function paragraphs(): string[] {
  return Array.from({ length: prose.number(4, 10) }, () => prose.paragraph(480));
}

function writeFiles(folder: string): void {
  const extensions = Object.entries(makers);
  for (let file = 0; file < FILES; file++) {
    const [extension, make] = extensions[file % extensions.length] ?? ['txt', () => ''];
    const parent = join(folder, String(file % 30));
    mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, `${prose.queryWords(2).join(' ')} ${file}.${extension}`), make());
  }
}

async function readRaw(folder: string): Promise<number> {
  let read = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await extract({ path, identity: await identify({ path }) });
    if (!('refused' in found)) read++;
  }
  return read;
}

/** Answers undefined where Recoll is not installed. */
async function readByRecoll(folder: string, scratch: string): Promise<{ seconds: number } | undefined> {
  const configuration = join(scratch, 'recoll');
  mkdirSync(configuration);
  writeFileSync(join(configuration, 'recoll.conf'), `topdirs = ${folder}\n`);
  const { result, seconds } = await timed(async () =>
    spawnSync('recollindex', ['-c', configuration], { stdio: 'ignore' }),
  );
  return result.error ? undefined : { seconds };
}

const scratch = scratchFolder();
const files = join(scratch, 'files');
writeFiles(files);
const raw = await timed(() => readRaw(files));
const host = await openLibrary(join(scratch, 'library'));
const product = await timed(() => ingest(host, files));
const recoll = await readByRecoll(files, scratch);
await host.close();

const row = (name: string, { seconds }: { seconds: number }) => [
  name,
  (FILES / seconds).toFixed(0),
  (raw.seconds / seconds).toFixed(2),
];
console.log(`${FILES} files of 2–6 KB; ${product.result} read by the product, ${raw.result} by the readers alone.`);
printTable([
  ['', 'files/s', 'ratio'],
  row('product, all searchable', product),
  row('readers alone, one process', raw),
  ...(recoll ? [row('Recoll', recoll)] : []),
]);
if (!recoll) console.log('Recoll is not installed here: no comparison with it.');
