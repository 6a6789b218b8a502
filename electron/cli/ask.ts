import type { Command } from 'commander';
import { describeAnchor } from '../../shared/anchors.ts';
import type { AnswerEvent, Citation } from '../../shared/contract/chat.ts';
import { type CommandContext, optionsOf, withHost } from './context.ts';
import { takesWords, textOf } from './free-text.ts';
import { faint, printJson, printLine } from './output.ts';

type Answer = Extract<AnswerEvent, { type: 'done' }>;

export function addAsk(program: Command, context: CommandContext): void {
  takesWords(program.command('ask'))
    .description('answer a question from the library, with citations')
    .argument('<question...>')
    .option('--json', 'the answer as JSON')
    .action(async (words: string[], _, command: Command) => {
      const { library, json } = optionsOf(command);
      const question = textOf(words, command);
      await withHost(context, { library, work: false }, async ({ client }) => {
        const events = await client.chat.ask(
          { question, conversationId: null, keep: false },
          { signal: context.signal },
        );
        const { answer, model, citations } = await follow(events, !json);
        if (json) printJson({ answer, model, citations: citations.map(toJson) });
        else printCitations(citations);
      });
    });
}

/** Takes the answer as it comes, writing it out on the way when asked to. */
async function follow(events: AsyncIterable<AnswerEvent>, write: boolean): Promise<Answer> {
  let written = false;
  for await (const event of events) {
    if (event.type === 'sources' && write) printLine(faint(event.model ?? 'no chat model: the best passages, quoted'));
    if (event.type === 'text' && write) {
      process.stdout.write(event.text);
      written = true;
    }
    if (event.type === 'done') {
      if (write) printLine(written ? '' : event.answer);
      return event;
    }
  }
  throw new Error('The answer broke off.');
}

function toJson({ n, assetId, path, anchor, quote }: Citation) {
  return { n, assetId, path, anchor, quote };
}

function printCitations(citations: readonly Citation[]): void {
  if (citations.length > 0) printLine();
  for (const { n, path, anchor } of citations) {
    const place = describeAnchor(anchor);
    printLine(`[${n}] ${path}${place ? ` — ${place}` : ''}`);
  }
}
