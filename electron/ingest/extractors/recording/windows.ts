/** Milliseconds of speech that are transcribed at a time: what is lost at most when the power fails. */
export const WINDOW_MS = 5 * 60_000;
