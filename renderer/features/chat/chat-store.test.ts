import { expect, test } from 'vitest';
import type { Citation } from '../../../shared/contract/chat.ts';
import { afterEvent, type Exchange } from './chat-store.ts';

const begun: Exchange = {
  conversationId: null,
  question: 'Why?',
  model: undefined,
  sources: [],
  reading: null,
  text: '',
};
const source: Citation = { n: 1, assetId: 'a'.repeat(64), path: '/a', anchor: { type: 'asset' }, quote: 'because' };

test('an answer grows with its events, and its end has the last word', () => {
  const found = afterEvent(begun, { type: 'sources', model: 'Qwen', sources: [source], conversationId: 7 });
  expect(found).toMatchObject({ model: 'Qwen', conversationId: 7, sources: [source] });
  const reading = afterEvent(found, { type: 'reading', progress: 0.5 });
  expect(reading.reading).toBe(0.5);
  const writing = afterEvent(afterEvent(reading, { type: 'text', text: 'Be' }), { type: 'text', text: 'cause' });
  expect(writing).toMatchObject({ text: 'Because', reading: null });
  expect(afterEvent(writing, { type: 'done', answer: 'Because [1].', model: 'Qwen', citations: [source] }).text).toBe(
    'Because [1].',
  );
});
