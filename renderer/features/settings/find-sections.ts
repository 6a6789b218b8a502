import { type SectionId, type SectionText, sectionIds } from './text.ts';

/** The sections about which all words of a query say something, in their order; all of them for an empty one. */
export function findSections(query: string, texts: Record<SectionId, SectionText>): SectionId[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return sectionIds.filter((id) => {
    const { title, intro, words: further } = texts[id];
    const said = `${title} ${intro} ${further}`.toLocaleLowerCase();
    return words.every((word) => said.includes(word));
  });
}
