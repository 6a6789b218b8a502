import type { ChatModelFunctions, Llama, LlamaGrammar } from 'node-llama-cpp';
import { messageOf } from '../../../shared/errors.ts';
import type { ChatSettings, ToolDescription } from '../model-protocol.ts';
import { grammarSchema } from './json-schema.ts';

/** The form that grammars hold an answer to: calls of tools or JSON; or none, for free text. */
export type AnswerForm = { functions: ChatModelFunctions } | { grammar: LlamaGrammar } | Record<string, never>;

/** As services and other programs allow it too. */
const toolName = /^[A-Za-z0-9_.-]{1,64}$/;

/** Throws, in a sentence, where a schema or a tool is not what it should be. */
export async function answerForm(llama: Llama, { tools, schema }: ChatSettings): Promise<AnswerForm> {
  if (schema !== undefined) {
    if (tools?.length) throw new Error('An answer can be held to a JSON schema or call tools, but not both.');
    return { grammar: await schemaGrammar(llama, schema) };
  }
  return tools?.length ? { functions: functionsOf(tools) } : {};
}

async function schemaGrammar(llama: Llama, schema: unknown): Promise<LlamaGrammar> {
  const { schema: held } = grammarSchema(schema, 'The JSON schema');
  try {
    // Its parameter's type takes literal schemas alone.
    return await llama.createGrammarForJsonSchema(held as never);
  } catch (thrown) {
    throw new Error(`The JSON schema cannot be used: ${messageOf(thrown)}`, { cause: thrown });
  }
}

function functionsOf(tools: readonly ToolDescription[]): ChatModelFunctions {
  const functions: Record<string, ChatModelFunctions[string]> = {};
  for (const { name, description, parameters } of tools) {
    if (!toolName.test(name))
      throw new Error(
        `"${name.slice(0, 80)}" is no name for a tool: 1 to 64 letters, digits, and the signs . _ - are.`,
      );
    if (Object.hasOwn(functions, name)) throw new Error(`Two tools are named "${name}".`);
    const { schema: params } = grammarSchema(parameters, `The parameters of the tool "${name}"`);
    functions[name] = { description, params };
  }
  return functions;
}
