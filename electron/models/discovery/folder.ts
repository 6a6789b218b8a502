import { modelsIn } from './model-files.ts';
import { findInStore } from './ollama.ts';
import type { Sighting, Skipped } from './source.ts';
import { walk } from './walk.ts';

/** A drive may hold much besides models. */
const limits = { depth: 12, entries: 200_000 };

/** The models in a folder that the owner names, such as a USB stick, and in the Ollama stores that lie in it. */
export async function* findInFolder(root: string): AsyncGenerator<Sighting | Skipped> {
  for await (const step of walk(root, limits)) {
    if (step.type === 'skipped') yield step;
    else {
      for (const path of modelsIn(step)) yield { type: 'sighting', path };
      const isStore = step.folders.includes('manifests') && step.folders.includes('blobs');
      if (isStore) yield* findInStore(step.folder);
    }
  }
}
