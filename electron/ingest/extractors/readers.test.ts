import { describe, expect, it } from 'vitest';
import { doneNow, isOutdated } from './readers.ts';

describe('a document of an old format', () => {
  const word = { mime: 'application/msword', kind: 'document' } as const;
  const byLibreOffice = { stage: 'extract', ...word, engine: 'libreoffice', engineVersion: '1' } as const;

  it('that was left for want of LibreOffice is read by the reader that needs none, once', () => {
    expect(isOutdated({ ...byLibreOffice, lacks: 'libreoffice' })).toBe(true);
    expect(doneNow('extract', word, 'libreoffice')).toMatchObject({ engine: 'word', lacks: 'libreoffice' });
    expect(isOutdated(doneNow('extract', word, 'libreoffice'))).toBe(false);
  });

  it('that LibreOffice read is not read again', () => {
    expect(doneNow('extract', word)).toEqual({ ...byLibreOffice, lacks: '' });
    expect(isOutdated({ ...byLibreOffice, lacks: '' })).toBe(false);
  });

  it('that nobody else reads waits for LibreOffice', () => {
    const wordPerfect = { mime: 'application/vnd.wordperfect', kind: 'document' } as const;
    expect(isOutdated({ ...byLibreOffice, ...wordPerfect, lacks: 'libreoffice' })).toBe(false);
  });
});
