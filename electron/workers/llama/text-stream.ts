/** Fast models make hundreds of tokens a second; a message to the host costs both processes time, and nobody reads so fast. */
const gatherMs = 15;

/** Passes text on at once, and gathers what follows within a moment. */
export class TextStream {
  readonly #emit: (text: string) => void;
  #gathered = '';
  #last = 0;
  text = '';

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  add(text: string): void {
    this.text += text;
    this.#gathered += text;
    if (performance.now() - this.#last >= gatherMs) this.flush();
  }

  /** Passes on what was gathered, at the end at the latest. */
  flush(): void {
    if (!this.#gathered) return;
    this.#emit(this.#gathered);
    this.#gathered = '';
    this.#last = performance.now();
  }
}
