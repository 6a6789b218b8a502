import { expect, it } from 'vitest';
import type { Term } from '../../../../shared/contract/tagging.ts';
import { matchingTerms, type TermNode, termTree, withBelow } from './term-tree.ts';

const term = (id: number, name: string, parentId: number | null = null, synonyms: string[] = []): Term => ({
  id,
  name,
  parentId,
  synonyms,
  vocabularyId: 1,
  uses: 0,
});
const terms = [term(1, 'places'), term(2, 'harbour', 1, ['port']), term(3, 'pier', 2), term(4, 'people')];
const shape = (nodes: readonly TermNode[]): unknown => nodes.map((node) => [node.term.name, shape(node.children)]);

it('puts terms under their wider ones', () => {
  expect(shape(termTree(terms))).toEqual([
    ['places', [['harbour', [['pier', []]]]]],
    ['people', []],
  ]);
});

it('finds terms by any word for them, and shows what they stand under', () => {
  expect(matchingTerms(terms, 'PORT').map(({ name }) => name)).toEqual(['places', 'harbour']);
  expect(matchingTerms(terms, ' ')).toHaveLength(4);
  expect(matchingTerms(terms, 'zebra')).toEqual([]);
});

it('knows where a term cannot be moved to', () => {
  expect([...withBelow(terms, 1)]).toEqual([1, 2, 3]);
});
