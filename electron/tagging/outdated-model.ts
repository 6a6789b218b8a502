interface Known {
  id: string;
  /** Empty for a model at a provider. */
  sha256: string;
}

/** Why a model would not write today what it wrote; empty where it would, as far as that depends on the model itself. */
export function outdatedModel(model: Known | undefined, version: string): string {
  if (!model) return 'The model is no longer in the library.';
  return model.sha256 === version ? '' : 'The model’s file is another one now.';
}

/** Why it would be another one that writes. */
export function nowWrittenBy(name: string): string {
  return `${name} does this now.`;
}
