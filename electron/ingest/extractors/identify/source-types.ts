interface SourceType {
  mime: string;
  language: string;
  /** Extensions of names, in lower case, set apart by blanks. */
  extensions: string;
  /** Programs that run such files, as their first line names them (`#!/bin/sh`). */
  programs?: string;
}

/** Languages of programs and of what programs read. */
const sourceTypes: readonly SourceType[] = [
  { mime: 'application/json', language: 'JSON', extensions: '.json .geojson .webmanifest .ipynb .har' },
  { mime: 'application/jsonl', language: 'JSON Lines', extensions: '.jsonl .ndjson' },
  {
    mime: 'application/xml',
    language: 'XML',
    extensions: '.xml .xsd .xsl .xslt .rss .atom .gpx .kml .plist .opml .tei',
  },
  { mime: 'application/yaml', language: 'YAML', extensions: '.yaml .yml' },
  { mime: 'application/toml', language: 'TOML', extensions: '.toml' },
  { mime: 'text/x-ini', language: 'INI', extensions: '.ini .cfg .conf .properties' },
  { mime: 'text/javascript', language: 'JavaScript', extensions: '.js .mjs .cjs .jsx', programs: 'node deno bun' },
  { mime: 'text/x-typescript', language: 'TypeScript', extensions: '.ts .mts .cts .tsx' },
  { mime: 'text/css', language: 'CSS', extensions: '.css .scss .sass .less' },
  { mime: 'text/x-python', language: 'Python', extensions: '.py .pyi .pyw', programs: 'python python2 python3' },
  { mime: 'text/x-c', language: 'C', extensions: '.c .h' },
  { mime: 'text/x-c++', language: 'C++', extensions: '.cc .cpp .cxx .hh .hpp .hxx' },
  { mime: 'text/x-csharp', language: 'C#', extensions: '.cs' },
  { mime: 'text/x-java', language: 'Java', extensions: '.java' },
  { mime: 'text/x-kotlin', language: 'Kotlin', extensions: '.kt .kts' },
  { mime: 'text/x-scala', language: 'Scala', extensions: '.scala' },
  { mime: 'text/x-go', language: 'Go', extensions: '.go' },
  { mime: 'text/x-rust', language: 'Rust', extensions: '.rs' },
  { mime: 'text/x-swift', language: 'Swift', extensions: '.swift' },
  { mime: 'text/x-objectivec', language: 'Objective-C', extensions: '.m .mm' },
  { mime: 'text/x-ruby', language: 'Ruby', extensions: '.rb', programs: 'ruby' },
  { mime: 'text/x-perl', language: 'Perl', extensions: '.pl .pm', programs: 'perl' },
  { mime: 'text/x-php', language: 'PHP', extensions: '.php', programs: 'php' },
  { mime: 'text/x-lua', language: 'Lua', extensions: '.lua', programs: 'lua' },
  { mime: 'text/x-r', language: 'R', extensions: '.r', programs: 'Rscript' },
  { mime: 'text/x-julia', language: 'Julia', extensions: '.jl', programs: 'julia' },
  { mime: 'text/x-haskell', language: 'Haskell', extensions: '.hs' },
  { mime: 'text/x-erlang', language: 'Erlang', extensions: '.erl' },
  { mime: 'text/x-elixir', language: 'Elixir', extensions: '.ex .exs' },
  { mime: 'text/x-clojure', language: 'Clojure', extensions: '.clj .cljs' },
  { mime: 'text/x-lisp', language: 'Lisp', extensions: '.lisp .el .scm' },
  { mime: 'text/x-fortran', language: 'Fortran', extensions: '.f .f77 .f90 .f95 .for' },
  { mime: 'text/x-pascal', language: 'Pascal', extensions: '.pas' },
  { mime: 'text/x-basic', language: 'Basic', extensions: '.bas .vb .vbs' },
  { mime: 'text/x-cobol', language: 'COBOL', extensions: '.cob .cbl' },
  { mime: 'text/x-sql', language: 'SQL', extensions: '.sql' },
  { mime: 'text/x-shellscript', language: 'Shell', extensions: '.sh .bash .zsh', programs: 'sh bash dash zsh ksh' },
  { mime: 'text/x-powershell', language: 'PowerShell', extensions: '.ps1 .psm1', programs: 'pwsh' },
  { mime: 'text/x-batch', language: 'Batch', extensions: '.bat .cmd' },
  { mime: 'text/x-dart', language: 'Dart', extensions: '.dart' },
  { mime: 'text/x-diff', language: 'Diff', extensions: '.diff .patch' },
  { mime: 'text/x-tex', language: 'TeX', extensions: '.tex .sty .cls .bib' },
  { mime: 'text/x-rst', language: 'reStructuredText', extensions: '.rst' },
  { mime: 'text/x-asciidoc', language: 'AsciiDoc', extensions: '.adoc .asciidoc' },
];

const words = (text = '') => text.split(' ').filter((word) => word !== '');
const mimesByExtension = new Map(
  sourceTypes.flatMap(({ mime, extensions }) => words(extensions).map((word) => [word, mime])),
);
const mimesByProgram = new Map(
  sourceTypes.flatMap(({ mime, programs }) => words(programs).map((word) => [word, mime])),
);
const languages = new Map(sourceTypes.map(({ mime, language }) => [mime, language]));

/** What a text is that is written for a program: by its first line, its name's extension or its shape; else undefined. */
export function sourceType(text: string, extension: string): string | undefined {
  const program = /^#![^\n]*?([\w.-]+?)[\d.]*(?:\s+-[^\n]*)?\s*(?:\n|$)/.exec(text)?.[1];
  return (
    (program === undefined ? undefined : mimesByProgram.get(program)) ??
    mimesByExtension.get(extension) ??
    byShape(text)
  );
}

function byShape(text: string): string | undefined {
  if (/^<\?php\s/.test(text)) return 'text/x-php';
  if (/^<\?xml\s[^>]*\?>/.test(text)) return 'application/xml';
  return isJson(text) ? 'application/json' : undefined;
}

/** Whether a text is a whole object or list of JSON. */
function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The name of the language of a source by its type; undefined for what is no source. */
export function sourceLanguage(mime: string): string | undefined {
  return languages.get(mime);
}
