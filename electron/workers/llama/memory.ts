const gibibyte = 2 ** 30;
/** What a context, its buffers and the vocabulary take beside the weights, measured on models of 0.5 to 8 billion parameters. */
const besideWeights = 1.1;

/**
 * Bytes that a model takes on the processor: its weights are held whole, with some room to work in. An estimate from the
 * size of its files, so that a model that cannot fit is refused before minutes of loading it.
 */
export function memoryNeeded(fileBytes: number): number {
  return fileBytes * besideWeights;
}

/** Bytes that can be had now, within the limit of a container too. */
export function memoryFree(): number {
  return process.availableMemory();
}

/** The sentence for a model that does not fit. */
export function tooLittleMemory(needed: number, free: number): string {
  const inGibibytes = (bytes: number) => (bytes / gibibyte).toFixed(1);
  return `It needs ${inGibibytes(needed)} GiB of memory, and ${inGibibytes(free)} GiB are free. Close other programs, or choose a smaller model or one with a stronger quantisation.`;
}
