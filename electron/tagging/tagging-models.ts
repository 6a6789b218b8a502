import type { ModelRole } from '../../shared/contract/models.ts';
import type { TaggingKind } from '../../shared/contract/tagging.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { ModelService } from '../models/model-service.ts';

/** The model that does a kind of work, and how: by being asked, by captioning, or by comparing vectors. */
export type Assignment = { model: ModelRow; by: 'chat' | 'caption' | 'vectors' } | { reason: string };

/** The role whose model is asked; terms are compared by whoever can. */
export const rolesForKinds: Record<TaggingKind, ModelRole | null> = {
  pictures: 'vision',
  documents: 'tagging',
  recordings: 'tagging',
  terms: null,
  pages: 'vision',
};

/** Which of the owner's models does what of tagging. */
export class TaggingModels {
  readonly #models: ModelService;

  constructor(models: ModelService) {
    this.#models = models;
  }

  /** @param tags of the file: the owner may have chosen a model for files with a tag */
  for(kind: TaggingKind, tags: readonly string[] = []): Assignment {
    switch (kind) {
      case 'pictures':
        return this.#forPictures(tags);
      case 'terms':
        return this.#forTerms();
      case 'pages': {
        const model = this.#models.roles.serving('vision', tags);
        return model
          ? { model, by: 'chat' }
          : { reason: 'No model serves the role “vision”: one that is asked about pictures.' };
      }
      default: {
        const model = this.#models.roles.serving('tagging', tags);
        return model
          ? { model, by: 'chat' }
          : { reason: 'No model serves the role “tagging”: one that chats and keeps to a form.' };
      }
    }
  }

  /** The tags, in lower case, for whose files the owner chose other models for a role. */
  tagsWithModels(role: ModelRole | null): ReadonlySet<string> {
    const services = role === null ? [] : this.#models.roles.services();
    return new Set(
      services.filter((service) => service.role === role && service.tag !== '').map(({ tag }) => tag.toLowerCase()),
    );
  }

  /** Without a model that is asked about pictures, one that does nothing but caption them. */
  #forPictures(tags: readonly string[]): Assignment {
    const asked = this.#models.roles.serving('vision', tags);
    if (asked) return { model: asked, by: 'chat' };
    const captioner = this.#able('caption');
    if (captioner) return { model: captioner, by: 'caption' };
    return { reason: 'No model serves the role “vision”, and none captions pictures.' };
  }

  #forTerms(): Assignment {
    const serving = this.#models.roles.serving('embedding');
    const model = serving?.capabilities.includes('image-embedding') ? serving : this.#able('image-embedding');
    return model
      ? { model, by: 'vectors' }
      : { reason: 'No model compares pictures with words, as CLIP and SigLIP do.' };
  }

  /** The first model of this machine that can do something and is there. */
  #able(capability: 'caption' | 'image-embedding'): ModelRow | undefined {
    const able = this.#models
      .list()
      .find(
        ({ capabilities, engine, state }) =>
          engine !== null &&
          capabilities.includes(capability) &&
          (capability === 'caption' || capabilities.includes('embedding')) &&
          state !== 'missing',
      );
    return able && this.#models.byId(able.id);
  }
}
