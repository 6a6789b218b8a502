/** The English name of a language by its tag (BCP 47), with the tag; what is no tag stays as it is. */
export function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(tag);
    return name === undefined ? tag : `${name} (${tag})`;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}
