import type { Model } from '../../../shared/contract/models.ts';

const number = new Intl.NumberFormat('en');

const en = {
  answering: 'The answer is being written.',
  askAgain: 'Ask again',
  askPlaceholder: 'Ask about what is in your library',
  bestPassages: 'No chat model: best passages',
  chat: 'Chat',
  conversation: 'Conversation',
  conversations: 'Conversations',
  copied: 'Copied',
  copyAnswer: 'Copy answer',
  exampleQuestion: (name: string, index: number) =>
    [
      `What is “${name}” about?`,
      `What are the main points of “${name}”?`,
      `Which names and dates are in “${name}”?`,
      `What does “${name}” say should be done?`,
    ][index % 4] ?? '',
  messages: 'Messages',
  modelBroken: (name: string, reason: string) => `${name} cannot answer: ${reason} Answers are quoted passages.`,
  newChat: 'New conversation',
  noConversations: 'Conversations are kept here.',
  noModel: 'No chat model: answers are quoted passages',
  question: 'Question',
  reading: (sources: number) => `Reading ${sources === 1 ? '1 passage' : `${number.format(sources)} passages`}`,
  remove: (title: string) => `Delete “${title}”`,
  removeAction: 'Delete conversation',
  removeText: (title: string) => `“${title}” and its answers will be gone. Your files stay as they are.`,
  removeTitle: 'Delete this conversation?',
  searching: 'Searching the library',
  send: 'Send',
  source: (n: number, name: string) => `Source ${n}: ${name}`,
  sources: 'Sources',
  startEmpty: 'The library is empty. Add a folder first, then ask about what is in it.',
  startText: 'Answers come from your own files and say where they stand.',
  startTitle: 'Ask your library',
  stop: 'Stop',
  stopped: 'Stopped',
  toEnd: 'Go to the end',
  waiting: 'Waiting for Holdfast to answer again',
  willAnswer: ({ name, location, provider }: Model) =>
    provider
      ? `${name} · ${location === 'cloud' ? 'cloud' : 'inside the boundary'}, at ${provider.host}: your question and the passages found for it are sent there`
      : `${name} · this process`,
};

export const useChatText = () => en;
