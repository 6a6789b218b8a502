import { assetFinder } from './asset-finder.ts';
import type { Services } from './context.ts';
import type { Implementer } from './router.ts';

export function taggingRoutes(api: Implementer, { assets, review, tagging, vocabularies }: Services) {
  const routes = api.tagging;
  const idOf = assetFinder(assets);
  const meant = ({ assetId, tag }: { assetId?: string | undefined; tag?: string | undefined }) => ({
    assetId: assetId === undefined ? undefined : idOf(assetId),
    tag,
  });
  return {
    vocabularies: routes.vocabularies.handler(() => vocabularies.list()),
    addVocabulary: routes.addVocabulary.handler(({ input }) => vocabularies.add(input)),
    editVocabulary: routes.editVocabulary.handler(({ input }) => vocabularies.edit(input.id, input)),
    removeVocabulary: routes.removeVocabulary.handler(({ input }) => vocabularies.remove(input.id)),
    terms: routes.terms.handler(({ input }) => vocabularies.terms(input.vocabularyId)),
    addTerm: routes.addTerm.handler(({ input }) => vocabularies.addTerm(input)),
    editTerm: routes.editTerm.handler(({ input }) => vocabularies.editTerm(input)),
    mergeTerms: routes.mergeTerms.handler(({ input }) => vocabularies.merge(input.from, input.into)),
    removeTerm: routes.removeTerm.handler(({ input }) => vocabularies.removeTerm(input.id)),
    importTerms: routes.importTerms.handler(({ input }) =>
      vocabularies.importTerms(input.vocabularyId, input.format, input.text),
    ),
    exportTerms: routes.exportTerms.handler(({ input }) => vocabularies.exportTerms(input.vocabularyId, input.format)),
    suggestions: routes.suggestions.handler(({ input }) => review.list(meant(input), input.offset, input.limit)),
    suggestedTags: routes.suggestedTags.handler(() => review.tags()),
    decide: routes.decide.handler(async ({ input }) => ({
      ids: await review.decide({ ...meant(input), ids: input.ids }, input.decision),
    })),
    estimate: routes.estimate.handler(({ input }) => tagging.estimate(input)),
    start: routes.start.handler(({ input }) => tagging.start(input)),
  };
}
