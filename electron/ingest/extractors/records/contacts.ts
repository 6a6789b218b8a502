import type { Extraction, SourcePath } from '../../../workers/media-protocol.ts';
import { extractors } from '../readers.ts';
import { readText } from '../text/read-text.ts';
import { type Section, sectionsExtraction } from '../text/sections.ts';
import { type Component, type Property, plainValue, readComponents, textOf, valueParts } from './content-lines.ts';
import { recordText } from './record-text.ts';

const ENGINE = extractors.contacts;
const MOST_CARDS = 200_000;

/** Address cards (vCard 2.1, 3.0 and RFC 6350), each a section by who it is of. */
export async function extractContacts(path: SourcePath): Promise<Extraction> {
  const { text, notes } = readText(path);
  const { components, cut } = readComponents(text, MOST_CARDS);
  const cards = components.filter(({ type }) => type === 'VCARD');
  const [only] = cards.length === 1 ? cards : [];
  return sectionsExtraction({
    ...ENGINE,
    sections: cards.map(cardSection),
    format: 'plain',
    title: only ? nameOf(only) : '',
    date: null,
    metadata: [{ label: 'Contacts', value: String(cards.length) }],
    notes: cut
      ? [...notes, `It has more than ${MOST_CARDS.toLocaleString('en')} cards. The first of them are shown.`]
      : notes,
  });
}

/** Kinds of a telephone, an address and so on that say something to people. */
const kinds = new Set(['home', 'work', 'cell', 'mobile', 'fax', 'pager', 'main', 'other']);

/** Fields of a card by the properties that hold them. */
const fields: readonly (readonly [name: string, label: string, text: (property: Property) => string])[] = [
  ['NICKNAME', 'Called', ({ value }) => plainValue(value)],
  ['ORG', 'Organisation', ({ value }) => parts(value).join(', ')],
  ['TITLE', 'Title', ({ value }) => plainValue(value)],
  ['ROLE', 'Role', ({ value }) => plainValue(value)],
  ['TEL', 'Phone', ({ value }) => plainValue(value).replace(/^tel:/i, '')],
  ['EMAIL', 'Mail', ({ value }) => plainValue(value)],
  ['ADR', 'Address', ({ value }) => parts(value).join(', ')],
  ['LABEL', 'Address label', ({ value }) => plainValue(value).replace(/\s+/g, ' ')],
  ['IMPP', 'Chat', ({ value }) => plainValue(value)],
  ['URL', 'Web', ({ value }) => plainValue(value)],
  ['X-SOCIALPROFILE', 'Profile', ({ value }) => plainValue(value)],
  ['BDAY', 'Born', ({ value }) => plainValue(value).replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3')],
  ['CATEGORIES', 'Categories', ({ value }) => valueParts(value, ',').join(', ')],
];

function cardSection(card: Component): Section {
  const name = nameOf(card);
  const written = writtenName(card);
  const hasMore = written.split(' ').some((part) => !name.includes(part));
  const lines = fields.flatMap(([property, label, text]) =>
    card.properties
      .filter(({ name }) => name === property)
      .map((found) => [`${label}${kindOf(found)}`, text(found)] as const),
  );
  const prose = card.properties.filter(({ name }) => name === 'NOTE').map(({ value }) => plainValue(value));
  return {
    name: name || 'Contact without a name',
    text: recordText(name, hasMore ? [['Name', written], ...lines] : lines, prose.join('\n\n')),
  };
}

/** A card's name as it is to be shown, or else made of its parts. */
function nameOf(card: Component): string {
  return textOf(card, 'FN') || writtenName(card) || textOf(card, 'ORG');
}

/** The parts of a name: family, given, further, before and after. */
function writtenName(card: Component): string {
  const written = card.properties.find(({ name }) => name === 'N')?.value ?? '';
  const [family = '', given = '', further = '', before = '', after = ''] = valueParts(written, ';');
  return [before, given, further, family, after].filter((part) => part !== '').join(' ');
}

function parts(value: string): string[] {
  return valueParts(value, ';').filter((part) => part !== '');
}

function kindOf({ parameters }: Property): string {
  const told = (parameters.get('TYPE') ?? '')
    .toLowerCase()
    .split(',')
    .filter((kind) => kinds.has(kind));
  return told.length === 0 ? '' : ` (${[...new Set(told)].join(', ')})`;
}
