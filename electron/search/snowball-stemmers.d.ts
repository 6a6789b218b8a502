/** The package ships no types; this is what we use of it. */
declare module 'snowball-stemmers' {
  const snowball: { newStemmer(language: 'english'): { stem(word: string): string } };
  export default snowball;
}
