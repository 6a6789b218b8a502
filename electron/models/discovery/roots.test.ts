import { describe, expect, test } from 'vitest';
import { writeInto } from '../../../e2e/models/model-stores.ts';
import { temporaryFolder } from '../../../e2e/temporary-folder.ts';
import type { Machine } from './source.ts';
import { sources } from './sources.ts';

async function rootsOn(machine: Machine): Promise<Record<string, string[]>> {
  return Object.fromEntries(
    await Promise.all(sources.map(async (source) => [source.name, await source.roots(machine)])),
  );
}

describe('where programs keep their models', () => {
  test('on Linux', async () => {
    expect(await rootsOn({ platform: 'linux', home: '/home/ada', env: {} })).toEqual({
      'lm-studio': ['/home/ada/.lmstudio/models', '/home/ada/.cache/lm-studio/models'],
      ollama: ['/home/ada/.ollama/models', '/usr/share/ollama/.ollama/models'],
      jan: ['/home/ada/.local/share/Jan/data', '/home/ada/.config/Jan/data', '/home/ada/jan'],
      gpt4all: ['/home/ada/.local/share/nomic.ai/GPT4All', '/home/ada/.cache/gpt4all'],
      'hugging-face': ['/home/ada/.cache/huggingface/hub'],
      'llama.cpp': ['/home/ada/.cache/llama.cpp'],
    });
  });

  test('on macOS', async () => {
    expect(await rootsOn({ platform: 'darwin', home: '/Users/ada', env: {} })).toEqual({
      'lm-studio': ['/Users/ada/.lmstudio/models', '/Users/ada/.cache/lm-studio/models'],
      ollama: ['/Users/ada/.ollama/models'],
      jan: ['/Users/ada/Library/Application Support/Jan/data', '/Users/ada/jan'],
      gpt4all: ['/Users/ada/Library/Application Support/nomic.ai/GPT4All', '/Users/ada/.cache/gpt4all'],
      'hugging-face': ['/Users/ada/.cache/huggingface/hub'],
      'llama.cpp': ['/Users/ada/Library/Caches/llama.cpp'],
    });
  });

  test('on Windows', async () => {
    const env = { APPDATA: 'C:\\Users\\Ada\\AppData\\Roaming', LOCALAPPDATA: 'D:\\Local' };
    expect(await rootsOn({ platform: 'win32', home: 'C:\\Users\\Ada', env })).toEqual({
      'lm-studio': ['C:\\Users\\Ada\\.lmstudio\\models', 'C:\\Users\\Ada\\.cache\\lm-studio\\models'],
      ollama: ['C:\\Users\\Ada\\.ollama\\models'],
      jan: ['C:\\Users\\Ada\\AppData\\Roaming\\Jan\\data', 'C:\\Users\\Ada\\jan'],
      gpt4all: ['D:\\Local\\nomic.ai\\GPT4All', 'C:\\Users\\Ada\\.cache\\gpt4all'],
      'hugging-face': ['C:\\Users\\Ada\\.cache\\huggingface\\hub'],
      'llama.cpp': ['D:\\Local\\llama.cpp'],
    });
  });

  test('where the environment says otherwise', async () => {
    const env = {
      OLLAMA_MODELS: '/big/ollama',
      HF_HOME: '/big/hf',
      LLAMA_CACHE: '/big/llama',
      XDG_DATA_HOME: '/big/data',
      XDG_CONFIG_HOME: '/big/config',
    };
    expect(await rootsOn({ platform: 'linux', home: '/home/ada', env })).toMatchObject({
      ollama: ['/big/ollama', '/usr/share/ollama/.ollama/models'],
      jan: ['/big/data/Jan/data', '/big/config/Jan/data', '/home/ada/jan'],
      gpt4all: ['/big/data/nomic.ai/GPT4All', '/home/ada/.cache/gpt4all'],
      'hugging-face': ['/big/hf/hub'],
      'llama.cpp': ['/big/llama'],
    });
    const cache = { XDG_CACHE_HOME: '/big/cache', HF_HUB_CACHE: '/big/hub' };
    expect(await rootsOn({ platform: 'linux', home: '/home/ada', env: cache })).toMatchObject({
      'hugging-face': ['/big/hub'],
      'llama.cpp': ['/big/cache/llama.cpp'],
    });
  });

  test('where LM Studio’s own files say otherwise', async () => {
    const home = temporaryFolder();
    const machine = { platform: process.platform, home, env: {} };
    writeInto(home, '.lmstudio-home-pointer', `${home}/studio\n`);
    writeInto(home, 'studio/settings.json', JSON.stringify({ downloadsFolder: '/big/lm-studio', language: 'en' }));
    writeInto(home, '.lmstudio/settings.json', '{ not JSON');
    expect((await rootsOn(machine))['lm-studio']).toEqual([
      '/big/lm-studio',
      `${home}/studio/models`,
      `${home}/.lmstudio/models`,
      `${home}/.cache/lm-studio/models`,
    ]);
  });
});
