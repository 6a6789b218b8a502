import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../../../e2e/http-server.ts';
import { temporaryFolder } from '../../../../e2e/temporary-folder.ts';
import { extract } from '../extract.ts';
import { identify } from '../identify/identify.ts';
import { wordFile } from './binary/word-for-tests.ts';
import { converted, libreOffice } from './libreoffice.ts';
import { extractAlone } from './old-office.ts';

const office = await libreOffice();

/** A file in an old format, made by LibreOffice itself. */
async function oldFile(name: string, text: string, format: string): Promise<string> {
  const folder = temporaryFolder();
  const source = join(folder, name);
  writeFileSync(source, text);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  await promisify(execFile)(office?.program ?? '', [
    profile,
    '--headless',
    '--convert-to',
    format,
    '--outdir',
    folder,
    source,
  ]);
  return join(folder, name.replace(/\.\w+$/, `.${format}`));
}

/** An OpenDocument text in one file, with pictures from elsewhere. */
function documentWithPictures(urls: readonly string[]): string {
  const namespaces = {
    office: 'office:1.0',
    text: 'text:1.0',
    draw: 'drawing:1.0',
    svg: 'svg-compatible:1.0',
  };
  const declared = Object.entries(namespaces).map(
    ([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}"`,
  );
  const pictures = urls.map(
    (url) =>
      `<draw:frame svg:width="3cm" svg:height="3cm"><draw:image xlink:href="${url}" xlink:type="simple"/></draw:frame>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${declared.join(' ')} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>Pier${pictures.join('')}</text:p></office:text></office:body></office:document>`;
}

async function read(path: string) {
  return extract({ path, identity: await identify({ path }) });
}

it('an old document is read without LibreOffice, and says so', async () => {
  const path = join(temporaryFolder(), 'pier.doc');
  writeFileSync(path, wordFile({ text: [['It was built of oak.\r', 8]] }));
  expect(await extractAlone(path, await identify({ path }))).toMatchObject({
    engine: 'word',
    content: { text: 'It was built of oak.' },
    notes: [expect.stringContaining('without LibreOffice')],
  });
});

it('what was left behind of an earlier conversion is removed, and no other one', async () => {
  const folders = ['old', 'new'].map((age) => mkdtempSync(join(tmpdir(), `holdfast-office-${age}-`)));
  onTestFinished(() => folders.forEach((folder) => void rmSync(folder, { recursive: true, force: true })));
  utimesSync(folders[0] ?? '', 0, 0);
  const path = join(temporaryFolder(), 'a.doc');
  writeFileSync(path, '');
  await converted(
    { program: join(path, 'missing'), version: '' },
    { path, extension: 'doc', target: 'docx' },
    async () => '',
  );
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, true]);
});

describe.skipIf(!office)('documents of old formats (needs LibreOffice)', { timeout: 120_000 }, () => {
  it('are read by way of today’s, and left as they are', async () => {
    const path = await oldFile('pier.rtf', '{\\rtf1 It was built of oak in 1871.}', 'doc');
    const before = [readFileSync(path), readdirSync(join(path, '..')).sort()];
    expect(await read(path)).toMatchObject({
      engine: expect.stringMatching(/^libreoffice\+/),
      content: { type: 'text', text: expect.stringContaining('built of oak') },
    });
    expect([readFileSync(path), readdirSync(join(path, '..')).sort()]).toEqual(before);
  });

  it('have their rows when they are spreadsheets', async () => {
    const path = await oldFile('boats.csv', 'name,owner\nSeagull,Marta\n', 'xls');
    const found = await read(path);
    expect(found).toMatchObject({
      content: {
        type: 'table',
        sheets: [
          {
            rows: [
              ['name', 'owner'],
              ['Seagull', 'Marta'],
            ],
          },
        ],
      },
    });
  });

  it('end in a reason when they cannot be opened', async () => {
    const path = await oldFile('pier.rtf', '{\\rtf1 It was built of oak in 1871.}', 'doc');
    const whole = readFileSync(path);
    // What a Word document begins with is no longer there.
    writeFileSync(path, Buffer.concat([whole.subarray(0, 512), Buffer.alloc(2048), whole.subarray(2560)]));
    const found = await read(path);
    expect(found).toMatchObject({ refused: 'failed', reason: expect.stringContaining('LibreOffice') });
  });

  it('say that they are protected, where the reader that needs no LibreOffice can tell', async () => {
    const path = join(temporaryFolder(), 'pier.doc');
    writeFileSync(path, wordFile({ text: [['It was built of oak.\r', 8]] }, { encrypted: true }));
    expect(await read(path)).toMatchObject({ refused: 'failed', reason: expect.stringContaining('password') });
    expect(await read(path)).not.toMatchObject({ reason: expect.stringContaining('LibreOffice') });
  });

  it('are read two at a time, and no longer once they are not wanted', async () => {
    const path = await oldFile('pier.rtf', '{\\rtf1 It was built of oak in 1871.}', 'doc');
    const copy = join(temporaryFolder(), 'copy.doc');
    writeFileSync(copy, readFileSync(path));
    const both = await Promise.all([read(path), read(copy)]);
    for (const found of both) expect(found).toMatchObject({ engine: expect.stringMatching(/^libreoffice\+/) });
    const controller = new AbortController();
    const reading = extract({ path, identity: await identify({ path }) }, controller);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('reach nobody by what they refer to', async () => {
    const server = await startServer((_, response) => void response.end());
    onTestFinished(server.close);
    const path = join(temporaryFolder(), 'linked.fodt');
    writeFileSync(path, documentWithPictures([server.here, server.elsewhere].map((host) => `${host}/picture.png`)));
    if (office) await converted(office, { path, extension: 'fodt', target: 'pdf' }, async () => undefined);
    expect(server.seen).toEqual([]);
    // Left to itself LibreOffice does.
    await oldFile('linked.fodt', readFileSync(path, 'utf8'), 'pdf');
    expect(server.seen).not.toEqual([]);
  });
});
