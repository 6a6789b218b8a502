import type { ChatHistoryItem, ChatModelFunctionCall, ChatModelResponse } from 'node-llama-cpp';
import type { ModelTurn, ToolCall } from '../model-protocol.ts';

/** Turns that stand or fall together: a question with all that answers it. */
export type Exchange = ModelTurn[];

/** The system's turns, and the others by exchange, each of which begins with a user's turn. */
export function exchangesOf(turns: readonly ModelTurn[]): { system: ModelTurn[]; exchanges: Exchange[] } {
  const system = turns.filter(({ role }) => role === 'system');
  const exchanges: Exchange[] = [];
  for (const turn of turns) {
    if (turn.role === 'system') continue;
    if (turn.role === 'user' || exchanges.length === 0) exchanges.push([turn]);
    else exchanges.at(-1)?.push(turn);
  }
  return { system, exchanges };
}

/**
 * Turns as node-llama-cpp has them: what a model said, called and was answered between two turns of a user is one item.
 * Throws when a call has no result, or a result no call.
 */
export function historyOf(turns: readonly ModelTurn[]): ChatHistoryItem[] {
  const results = new Map(turns.flatMap((turn) => (turn.role === 'tool' ? [[turn.callId, turn.result] as const] : [])));
  const called = new Set<string>();
  const history: ChatHistoryItem[] = [];
  for (const turn of turns) {
    if (turn.role === 'system' || turn.role === 'user') history.push({ type: turn.role, text: turn.text });
    else if (turn.role === 'assistant') {
      const { response } = modelItem(history);
      if (turn.text) response.push(turn.text);
      if (!('calls' in turn)) continue;
      for (const [index, call] of turn.calls.entries()) {
        called.add(call.id);
        response.push(functionCall(call, results, index === 0));
      }
    }
  }
  const stray = [...results.keys()].find((id) => !called.has(id));
  if (stray !== undefined) throw new Error(`The result for the call "${stray}" belongs to no call of a tool.`);
  return history;
}

function modelItem(history: ChatHistoryItem[]): ChatModelResponse {
  const last = history.at(-1);
  if (last?.type === 'model') return last;
  const item: ChatModelResponse = { type: 'model', response: [] };
  history.push(item);
  return item;
}

function functionCall(
  { id, name, arguments: params }: ToolCall,
  results: ReadonlyMap<string, unknown>,
  startsNewChunk: boolean,
): ChatModelFunctionCall {
  if (!results.has(id)) throw new Error(`The call "${id}" of the tool "${name}" has no result.`);
  return { type: 'functionCall', name, params, result: results.get(id), startsNewChunk };
}
