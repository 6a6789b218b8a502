import { readFile, stat } from 'node:fs/promises';
import { type ManifestModel, modelManifestSchema } from '../../../shared/contract/recommended.ts';
import { HoldfastError, messageOf } from '../../../shared/errors.ts';

const largestManifest = 2 ** 20;

/**
 * The models that a manifest describes.
 * @throws HoldfastError PATH_UNREADABLE; INVALID_INPUT naming the first thing that is wrong in it.
 */
export async function readManifest(path: string): Promise<ManifestModel[]> {
  const parsed = modelManifestSchema.safeParse(await readJson(path));
  if (parsed.success) return parsed.data.models;
  const [issue] = parsed.error.issues;
  throw wrong(path, `${issue?.path.join('.') || 'It'}: ${issue?.message.replace(/\.$/, '')}`);
}

/**
 * The models of a carried manifest besides those that are known already: a folder may add models, but what the owner's
 * own manifest says of one is not for it to change.
 * @throws HoldfastError INVALID_INPUT when it says otherwise of one.
 */
export function addCarried(known: readonly ManifestModel[], carried: readonly ManifestModel[]): ManifestModel[] {
  const byId = new Map(known.map((model) => [model.id, model]));
  for (const model of carried) {
    const own = byId.get(model.id);
    if (own && own.sha256 !== model.sha256)
      throw new HoldfastError(
        'INVALID_INPUT',
        `The manifest in the folder gives the model “${model.id}” the SHA-256 ${model.sha256}, and the one in use gives it ${own.sha256}.`,
        'Ask whoever made the folder; a model of its own needs an id of its own.',
      );
  }
  return [...known, ...carried.filter(({ id }) => !byId.has(id))];
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    if ((await stat(path)).size > largestManifest) throw wrong(path, 'It is larger than a mebibyte');
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    throw new HoldfastError(
      'PATH_UNREADABLE',
      `The list of models ${path} cannot be read: ${messageOf(error)}.`,
      'Check the path; HOLDFAST_MODELS may name another list.',
      { cause: error },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong(path, messageOf(error));
  }
}

function wrong(path: string, what: string): HoldfastError {
  return new HoldfastError(
    'INVALID_INPUT',
    `The list of models ${path} is not a right one. ${what}.`,
    'It is JSON as in resources/models.json.',
  );
}
