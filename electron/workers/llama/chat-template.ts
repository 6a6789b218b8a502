import { Script } from 'node:vm';
import {
  type ChatWrapper,
  chatWrappers,
  GeneralChatWrapper,
  type GgufFileInfo,
  JinjaTemplateChatWrapper,
  type LlamaModel,
  resolveChatWrapper,
  type SpecializedChatWrapperTypeName,
  specializedChatWrapperTypeNames,
} from 'node-llama-cpp';
import { messageOf } from '../../../shared/errors.ts';

/** A template is a program that came with a file. Any that only writes a conversation needs less, on a busy machine too. */
const limitMs = 10_000;

/**
 * Runs work that a template of unknown origin takes part in. Throws when it takes too long, where it would otherwise
 * block this process for ever: `vm` ends what runs within it, functions of the outside too.
 */
export function withinTemplateLimit<T>(work: () => T): T {
  try {
    return new Script('work()').runInNewContext({ work }, { timeout: limitMs }) as T;
  } catch (thrown) {
    // It comes from the other context, where errors are of a class of their own.
    if ((thrown as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw thrown;
    throw new Error(`The chat template did not end within ${limitMs / 1000} seconds: it is damaged or malicious.`, {
      cause: thrown,
    });
  }
}

/**
 * How a model wants a conversation written: as its own template says, or as `template` says, which is a name that
 * node-llama-cpp knows or a template in Jinja. Throws, in a sentence, when that is neither.
 */
export function resolveTemplate(model: LlamaModel, template: string | undefined): ChatWrapper {
  return withinTemplateLimit(() => {
    if (template === undefined) return resolveChatWrapper(model, { warningLogs: false });
    const name = specializedChatWrapperTypeNames.find((known) => known.toLowerCase() === template.trim().toLowerCase());
    if (name) return namedTemplate(model, name);
    if (!/\{[{%]/.test(template))
      throw new Error(
        `There is no chat template named "${template.slice(0, 40)}", and it is none in Jinja either. Names are ${specializedChatWrapperTypeNames.join(', ')}.`,
      );
    return jinjaTemplate(model, template);
  });
}

function namedTemplate(model: LlamaModel, type: SpecializedChatWrapperTypeName): ChatWrapper {
  return resolveChatWrapper(model, { type, warningLogs: false });
}

function jinjaTemplate(model: LlamaModel, template: string): ChatWrapper {
  try {
    return new JinjaTemplateChatWrapper({ template, tokenizer: model.tokenizer });
  } catch (thrown) {
    throw new Error(`The chat template cannot be used: ${messageOf(thrown)}`, { cause: thrown });
  }
}

/** By the template's text and what else decides: to find a name takes a few hundred milliseconds. */
const detected = new Map<string, string>();
const mostDetected = 500;

/** The name of the template that a file brings: see `GgufMetadata.template`. Empty where it has none that can be used. */
export function detectTemplate(info: GgufFileInfo): string {
  const template: unknown = info.metadata.tokenizer?.chat_template;
  if (typeof template !== 'string') return '';
  const { architecture, name } = info.metadata.general;
  const key = JSON.stringify([architecture, name, template]);
  const known = detected.get(key);
  if (known !== undefined) return known;
  const found = findTemplate(info);
  if (detected.size >= mostDetected) detected.clear();
  detected.set(key, found);
  return found;
}

function findTemplate(fileInfo: GgufFileInfo): string {
  try {
    const wrapper = withinTemplateLimit(() => resolveChatWrapper({ fileInfo, warningLogs: false }));
    const found = Object.entries(chatWrappers).find(([, Wrapper]) => wrapper?.constructor === Wrapper);
    return wrapper instanceof GeneralChatWrapper ? '' : (found?.[0] ?? '');
  } catch {
    // It is said when the model is loaded.
    return '';
  }
}
