import { HoldfastError } from '../../shared/errors.ts';
import { linesOf } from '../bench/ocr.ts';
import type { Services } from './context.ts';
import { typedStream } from './errors.ts';
import type { Implementer } from './router.ts';

export function benchRoutes(api: Implementer, { assets, bench, benchMaterial, benchQuestions, catalog }: Services) {
  const routes = api.bench;
  const asset = (hash: string) => {
    const row = assets.byHash(hash);
    if (!row) throw new HoldfastError('NOT_FOUND', 'That item is no longer in the library.', 'Search for it again.');
    return row;
  };
  return {
    questions: routes.questions.handler(() => benchQuestions.list()),
    deriveQuestions: routes.deriveQuestions.handler(({ input, signal }) =>
      benchQuestions.derive(input.count, input.byModel, signal),
    ),
    addQuestion: routes.addQuestion.handler(({ input }) => benchQuestions.add(input)),
    editQuestion: routes.editQuestion.handler(({ input }) => benchQuestions.edit(input.id, input.text)),
    removeQuestions: routes.removeQuestions.handler(({ input }) => benchQuestions.remove(input.ids)),

    references: routes.references.handler(({ input }) => benchMaterial.references(input.kind)),
    setReference: routes.setReference.handler(({ input }) =>
      catalog.transaction('durable', () =>
        benchMaterial.setReference(input.kind, asset(input.assetId).id, input.page, input.text),
      ),
    ),
    referenceDraft: routes.referenceDraft.handler(({ input }) => ({
      text: linesOf(assets.ocrWords(asset(input.assetId).id, input.page)),
    })),
    removeReference: routes.removeReference.handler(({ input }) => {
      catalog.transaction('durable', () => benchMaterial.removeReference(input.id));
    }),

    available: routes.available.handler(() => bench.available()),
    start: routes.start.handler(({ input }) => bench.start(input)),
    runs: routes.runs.handler(() => bench.runs()),
    results: routes.results.handler(({ input }) => bench.results(input.runIds)),
    watch: routes.watch.handler(({ input, signal }) => typedStream(bench.watch(input.runId, signal))),
    pairs: routes.pairs.handler(({ input }) => bench.pairs(input.runId)),
    judge: routes.judge.handler(({ input }) => bench.judge(input.runId, input.item, input.pair, input.judgement)),
    export: routes.export.handler(({ input }) => bench.exported(input.runId, input.format)),
    assignRole: routes.assignRole.handler(({ input }) => bench.assignRole(input.runId, input.entrant)),
    remove: routes.remove.handler(({ input }) => bench.remove(input.runId)),
  };
}
