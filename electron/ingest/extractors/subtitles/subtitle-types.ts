/** Subtitles by EBU Tech 3264. */
export const EBU_STL = 'application/x-ebu-stl';
/** Closed captions (CEA-608) as Scenarist writes them. */
export const SCENARIST = 'application/x-scenarist';
/** Timed Text Markup Language. */
export const TTML = 'application/ttml+xml';
