import { HoldfastError } from '../../shared/errors.ts';
import type { AssetRow } from '../catalog/assets.ts';
import type { ModelRow } from '../catalog/models.ts';
import type { TermRow } from '../catalog/vocabularies.ts';
import { shownPicture } from '../ingest/shown-picture.ts';
import { Obstacle } from '../jobs/obstacle.ts';
import type { StageWork } from '../jobs/task-runner.ts';
import { authorOf, failed, kept } from './enrich.ts';
import { FailingModels } from './failing-models.ts';
import { writtenBy } from './prompt.ts';
import type { TaggingContext } from './tagging-context.ts';

/** Pictures that are embedded at a time: those of the next tasks along with that of the first. */
const BATCH = 8;
/** Vectors of pictures ahead that are kept in memory at most. */
const KEPT_AHEAD = 4 * BATCH;
/** A term is suggested from here on. */
const LEAST = 0.6;
const MOST_TERMS = 8;
/** What a term is compared against: a picture of anything. */
const NEUTRAL = 'a photo';
/** CLIP and SigLIP were trained to tell texts apart by their cosines times about this. */
const SCALE = 100;

type Scorer = (picture: Float32Array) => { tag: string; confidence: number }[];

/**
 * The stage that compares pictures with the terms of the vocabularies by the vectors of a model that makes them of pictures
 * and of texts alike. Cosines of such models say which of two texts fits better: a term is as sure as it beats a text that fits
 * any picture, so that several may fit one.
 */
export function termsWork(context: TaggingContext): StageWork {
  const failing = new FailingModels();
  const ahead = new Map<number, Float32Array>();
  let scorer: { key: string; score: Scorer } | undefined;

  const scorerFor = async (model: ModelRow, signal: AbortSignal): Promise<Scorer> => {
    const terms = context.vocabularies.mostUsed(context.vocabularies.termCount());
    if (terms.length === 0)
      throw new Obstacle(
        'There is no term to compare pictures with.',
        async () => context.vocabularies.termCount() > 0,
      );
    const key = JSON.stringify([model.id, terms.map(({ name, synonyms }) => [name, synonyms])]);
    if (scorer?.key !== key) {
      ahead.clear();
      scorer = { key, score: await makeScorer(context, model, terms, signal) };
    }
    return scorer.score;
  };

  /** The picture's vector; along with it come those of the tasks that wait behind it. */
  const vectorOf = async (asset: AssetRow, model: ModelRow, signal: AbortSignal): Promise<Float32Array> => {
    const known = ahead.get(asset.id);
    ahead.delete(asset.id);
    if (known) return known;
    const next = context.tasks.waiting('terms', false, BATCH, [], []).flatMap(({ assetId }) => {
      const other = assetId === null || assetId === asset.id ? undefined : context.assets.byId(assetId);
      const picture = other && pictureOf(context, other);
      return other && picture ? [{ id: other.id, picture }] : [];
    });
    const embed = (pictures: readonly string[]) =>
      context.models.attempt(model, (backend) =>
        backend.embedPictures(pictures, { purpose: 'compare pictures with terms', signal }),
      );
    const own = shownPicture(context, asset);
    // One picture that cannot be read is no reason to leave out the others.
    const vectors = await embed([own, ...next.map(({ picture }) => picture)]).catch(() => embed([own]));
    if (ahead.size > KEPT_AHEAD) ahead.clear();
    for (const [index, { id }] of next.entries()) {
      const vector = vectors[index + 1];
      if (vector) ahead.set(id, vector);
    }
    const [vector] = vectors;
    if (!vector) throw new HoldfastError('MODEL_FAILED', `${model.name} made no vector of the picture.`);
    return vector;
  };

  return {
    resource: 'model',
    async run(task, signal) {
      const asset = context.assets.byId(task.assetId ?? 0);
      if (asset?.kind !== 'image') return failed(context, task, 'It is no picture.');
      const assigned = context.taggingModels.for('terms');
      if ('reason' in assigned)
        throw new Obstacle(assigned.reason, async () => 'model' in context.taggingModels.for('terms'));
      const { model } = assigned;
      try {
        const score = await scorerFor(model, signal);
        const began = performance.now();
        const tags = score(await vectorOf(asset, model, signal));
        signal.throwIfAborted();
        failing.noteSuccess();
        return kept(context, task, {
          author: authorOf(model),
          written: [{ kind: 'terms', content: { tags } }],
          kinds: writtenBy.terms,
          parameters: { usage: { prompt: 0, generated: 0, ms: performance.now() - began } },
        });
      } catch (error) {
        if (signal.aborted) return null;
        return failed(context, task, failing.reasonFor(error));
      }
    },
  };
}

function pictureOf(context: TaggingContext, asset: AssetRow): string | undefined {
  try {
    return shownPicture(context, asset);
  } catch {
    return undefined;
  }
}

/** Compares pictures with terms, each of which is as near as the nearest of its words. */
async function makeScorer(
  { models }: TaggingContext,
  model: ModelRow,
  terms: readonly TermRow[],
  signal: AbortSignal,
): Promise<Scorer> {
  const words = terms.flatMap(({ name, synonyms }) => [name, ...synonyms].map((word) => ({ name, word })));
  const texts = [NEUTRAL, ...words.map(({ word }) => `a photo of ${word}`)];
  const [neutral, ...vectors] = await models.attempt(model, (backend) =>
    backend.embed(texts, { purpose: 'compare pictures with terms', signal, inBackground: true }),
  );
  if (!neutral) throw new HoldfastError('MODEL_FAILED', `${model.name} made no vectors of the terms.`);
  return (picture) => {
    const best = new Map<string, number>();
    for (const [index, { name }] of words.entries()) {
      const vector = vectors[index];
      const confidence = vector ? sigmoid(SCALE * (cosine(picture, vector) - cosine(picture, neutral))) : 0;
      best.set(name, Math.max(best.get(name) ?? 0, confidence));
    }
    return [...best]
      .map(([tag, confidence]) => ({ tag, confidence }))
      .filter(({ confidence }) => confidence >= LEAST)
      .toSorted((one, other) => other.confidence - one.confidence)
      .slice(0, MOST_TERMS);
  };
}

/** Of unit vectors. */
function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
