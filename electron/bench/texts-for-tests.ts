import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonWords } from '../../e2e/models/common-words.ts';
import { seededRandom } from './random.ts';

/** Texts of words that made embedders know, each about something else. */
export function writeTexts(folder: string, count: number, sentences = 3): void {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(count);
  const words = commonWords.filter((word) => word.length > 3);
  const sentence = () =>
    `${Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)] ?? '').join(' ')}.`;
  for (let number = 0; number < count; number++)
    writeFileSync(
      join(folder, `text ${number}.txt`),
      Array.from({ length: sentences }, () => `The ${sentence()}`).join(' '),
    );
}
