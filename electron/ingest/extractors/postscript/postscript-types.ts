/** Documents and pictures in PostScript, by MIME type. */
export const postScriptTypes: ReadonlySet<string> = new Set(['application/postscript', 'application/eps']);
