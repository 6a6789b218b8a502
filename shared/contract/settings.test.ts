import { expect, it } from 'vitest';
import { settingsChangeSchema, settingsSchema } from './settings.ts';

it('fills what was never set', () => {
  expect(settingsSchema.parse({})).toEqual({
    theme: 'system',
    contrast: 'system',
    ocrLanguages: ['eng'],
    ocrAutomatic: false,
    ffmpegPath: '',
    writeSidecars: false,
    tagNewFiles: false,
    welcomed: false,
  });
});

it('changes nothing that a change does not name', () => {
  expect(settingsChangeSchema.parse({ theme: 'dark' })).toEqual({ theme: 'dark' });
  expect(() => settingsChangeSchema.parse({ ocrLanguages: [] })).toThrow();
});
