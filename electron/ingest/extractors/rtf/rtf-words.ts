/** Control words that are a character. */
export const characters: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  lbr: '\n',
  emdash: '—',
  endash: '–',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  nestcell: ' ',
  nestrow: ' ',
};

/** Groups of the information group whose text is kept. */
export const properties = new Set(['title', 'subject', 'author', 'keywords', 'doccomm', 'operator', 'company']);

/** Groups that have no text for people: tables of a document's own, pictures, codes of fields, and what is there twice. */
export const unread = new Set([
  'colortbl',
  'filetbl',
  'pgdsctbl',
  'template',
  'pict',
  'sp',
  'shprslt',
  'objclass',
  'objname',
  'objdata',
  'fldinst',
  'xe',
  'tc',
  'rxe',
  'nonesttables',
  'ftnsep',
  'ftnsepc',
  'ftncn',
  'aftnsep',
  'aftnsepc',
  'aftncn',
  'upr',
]);

/** Groups with text among those that a program may pass over (`\*`). */
export const readAlthoughOptional = new Set(['shpinst', 'do', 'shptxt', 'dptxbxtext']);
