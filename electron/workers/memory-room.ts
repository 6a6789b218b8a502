const gibibyte = 2 ** 30;
/** What an engine needs to work in beside a model's weights, by their size. */
const besideWeights = 1.1;

/** Bytes of memory that a model takes about whose file nothing but the size is known. */
export function memoryForFile(fileBytes: number): number {
  return fileBytes * besideWeights;
}

/** Bytes of memory that can be had now, within the limit of a container too. */
export function memoryFree(): number {
  return process.availableMemory();
}

/** “needs 6.1 GiB of memory, and 3.9 GiB are free” */
export function memoryBalance(needed: number, free: number): string {
  const inGibibytes = (bytes: number) => (bytes / gibibyte).toFixed(1);
  return `needs ${inGibibytes(needed)} GiB of memory, and ${inGibibytes(free)} GiB are free`;
}

/** The sentence for a model that does not fit. */
export function tooLittleMemory(needed: number, free: number): string {
  return `It ${memoryBalance(needed, free)}. Close other programs, or choose a smaller model or one with a stronger quantisation.`;
}
