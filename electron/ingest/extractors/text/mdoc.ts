/** What macros of mdoc(7) put around what follows them on their line. */
const enclosures: Readonly<Record<string, readonly [string, string]>> = {
  Op: ['[', ']'],
  Oo: ['[', ''],
  Oc: ['', ']'],
  Pq: ['(', ')'],
  Po: ['(', ''],
  Pc: ['', ')'],
  Bq: ['[', ']'],
  Brq: ['{', '}'],
  Aq: ['<', '>'],
  Sq: ['‘', '’'],
  Dq: ['“', '”'],
  Qq: ['"', '"'],
  Ql: ['‘', '’'],
  Fn: ['', '()'],
};
/** Names that a macro alone stands for. */
const names: Readonly<Record<string, string>> = {
  Ux: 'UNIX',
  Bx: 'BSD',
  Bsx: 'BSD/OS',
  Nx: 'NetBSD',
  Fx: 'FreeBSD',
  Ox: 'OpenBSD',
  Dx: 'DragonFly',
  At: 'AT&T UNIX',
};
const plain =
  'Ad An Ap Ar Cd Cm Dv Em Er Ev Fa Fd Fl Fo Fc Ft Ic In Li Lk Lb Ms Mt Nd Nm No Ns Pa Rv St Sx Sy Tn Va Vt Xr Xo Xc Ec Eo Ex Bf Ef %A %T %J %D %B %I %R %N %V %P %O %U Rs Re';

/** Macros that stand for words, at the start of a line or within one. */
export const mdocMacros: ReadonlySet<string> = new Set([
  ...plain.split(' '),
  ...Object.keys(enclosures),
  ...Object.keys(names),
]);

/** Macros of which nothing shows. */
const silent = new Set(['Bf', 'Ef', 'Xo', 'Xc', 'Eo', 'Ec', 'Rs', 'Re', 'Fc']);
const closing = /^[.,:;)\]?!]+$/;

/**
 * The words of a line of mdoc(7), whose macros may stand within it.
 * @param name what the page is about, for which “Nm” alone stands
 */
export function mdocWords(line: readonly string[], name: string): string {
  const out: string[] = [];
  const ends: string[] = [];
  let macro = '';
  let isGlued = false;
  const put = (word: string) => {
    const glued = isGlued || out.length === 0 || closing.test(word);
    out.push(glued ? word : ` ${word}`);
    isGlued = word === '(' || word === '[';
  };
  for (const [place, word] of line.entries()) {
    if (mdocMacros.has(word)) {
      macro = word;
      const [opening, end] = enclosures[word] ?? [];
      if (opening) {
        put(opening);
        isGlued = true;
      }
      if (end) ends.unshift(end);
      if (word === 'Ns' || word === 'Ap') isGlued = true;
      if (word === 'Ap') out.push("'");
      if (word === 'Nd') put('—');
      if (word === 'Fl' && isLast(line, place)) put('-');
      if (word === 'Ar' && isLast(line, place)) put('file ...');
      if (word === 'Nm' && isLast(line, place) && name !== '') put(name);
      if (names[word] !== undefined) put(names[word]);
    } else if (!silent.has(macro)) {
      if (macro === 'Xr' && /^\d\w*$/.test(word)) out.push(`(${word})`);
      else put(macro === 'Fl' && !closing.test(word) ? `-${word}` : word);
    }
  }
  return out.join('') + ends.join('');
}

/** Whether a macro has no words of its own. */
function isLast(line: readonly string[], place: number): boolean {
  const next = line[place + 1];
  return next === undefined || mdocMacros.has(next) || closing.test(next);
}
