import type { LoadedModelState } from '../model-protocol.ts';

/** The speed of a model's last work, in tokens a second. */
export class Speedometer {
  #reading: number | null = null;
  #generating: number | null = null;

  hasRead(tokens: number, milliseconds: number): void {
    this.#reading = rate(tokens, milliseconds) ?? this.#reading;
  }

  hasGenerated(tokens: number, milliseconds: number): void {
    this.#generating = rate(tokens, milliseconds) ?? this.#generating;
  }

  get last(): LoadedModelState['speed'] {
    const [reading, generating] = [this.#reading, this.#generating];
    return reading === null && generating === null ? null : { reading, generating };
  }
}

/** Null for too little to tell. */
function rate(tokens: number, milliseconds: number): number | null {
  return tokens > 0 && milliseconds > 0 ? (tokens * 1000) / milliseconds : null;
}
