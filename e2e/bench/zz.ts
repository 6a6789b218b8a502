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
const host = await openLibrary(join(scratch, 'library'));

const t0=performance.now(); const at=(l:string)=>console.log(((performance.now()-t0)/1000).toFixed(2),l, process.cpuUsage(c0).user/1e6, process.cpuUsage(c0).system/1e6);
const c0=process.cpuUsage();
const { jobId } = await host.client.library.addFolder({ path: files });
at('added');
let last=0;
for await (const jobs of await host.client.jobs.watch()) { const j=jobs.find(({id})=>id===jobId); if (performance.now()-last>1000){last=performance.now(); at(JSON.stringify(j?.stages.map(s=>[s.stage,s.total,s.done])));} if (j?.state==='done') break; }
at('job done');
await host.settleIndex(); at('settled');
await host.client.library.files({ jobId }); at('files');
await host.close(); at('closed');
