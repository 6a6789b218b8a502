/** Why a model cannot be used, as a sentence for people. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
