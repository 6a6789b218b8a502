import { Script } from 'node:vm';
import {
  type ChatWrapper,
  chatWrappers,
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

/** What only the template of one family writes, as node-llama-cpp names the families; the more special first. */
const marks: readonly [mark: RegExp, name: SpecializedChatWrapperTypeName][] = [
  [/<\|start\|>[\s\S]*<\|channel\|>|<\|channel\|>[\s\S]*<\|start\|>/, 'harmony'],
  [/<seed:(think|bos)>/, 'seed'],
  [/<\|turn>/, 'gemma4'],
  [/<start_of_turn>/, 'gemma'],
  [/<｜Assistant｜>/, 'deepSeek'],
  [/<\|from\|>|>>>all/, 'functionary'],
  [/<\|start_header_id\|>[\s\S]*<\|python_tag\|>|Environment: ipython/, 'llama3.1'],
  [/<\|start_header_id\|>/, 'llama3'],
  [/<\|im_start\|>[\s\S]*<(tool_call|think)>/, 'qwen'],
  [/<\|im_start\|>/, 'chatML'],
  [/<<SYS>>/, 'llama2Chat'],
  [/\[INST\]/, 'mistral'],
  [/### Instruction:/, 'alpacaChat'],
];

/**
 * The family of a chat template, by its marks; "jinjaTemplate" for none of them. The template is a program, and is not
 * run before somebody takes the model into use.
 */
export function templateFamily(template: string): string {
  return marks.find(([mark]) => mark.test(template))?.[1] ?? 'jinjaTemplate';
}

/** The name by which node-llama-cpp knows a way of writing conversations. */
export function templateName(wrapper: ChatWrapper): string {
  return (
    Object.entries(chatWrappers).find(([, Wrapper]) => wrapper.constructor === Wrapper)?.[0] ?? wrapper.wrapperName
  );
}
