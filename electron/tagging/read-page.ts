import type { AssetRow } from '../catalog/assets.ts';
import type { Task } from '../catalog/tasks.ts';
import type { PagePictures } from '../ingest/page-pictures.ts';
import { Obstacle } from '../jobs/obstacle.ts';
import type { StageWork, TaskResult } from '../jobs/task-runner.ts';
import { answerSchema, pageTextOf } from './answer.ts';
import { askForForm } from './ask.ts';
import { noChoices } from './choices.ts';
import { answerTokens, authorOf, fileName } from './enrich.ts';
import { FailingModels } from './failing-models.ts';
import { keepPage } from './keep-page.ts';
import { questionAbout } from './prompt.ts';
import type { TaggingContext } from './tagging-context.ts';

type ReadPage = Parameters<typeof keepPage>[2];

/** The stage that has the model for pictures read pages that OCR read badly. Each page is a task. */
export function readPageWork(context: TaggingContext, pictures: PagePictures): StageWork {
  const failing = new FailingModels();
  return {
    resource: 'model',
    name: ({ path, page }) => `${path} (page ${page})`,
    async run(task, signal) {
      const asset = context.assets.byId(task.assetId ?? 0);
      if (!asset) return { outcome: 'failed', keep: () => undefined };
      try {
        const read = await readPage(context, pictures, asset, task.page, signal);
        signal.throwIfAborted();
        if ('problem' in read) return failed(context, asset, task, read.problem);
        failing.noteSuccess();
        return kept(context, asset, task, read);
      } catch (error) {
        if (signal.aborted) return null;
        return failed(context, asset, task, failing.reasonFor(error));
      }
    },
  };
}

function failed({ work }: TaggingContext, { id }: AssetRow, { page }: Task, reason: string): TaskResult {
  return {
    outcome: 'failed',
    keep: () => work.keepFailure(id, `read-page ${page}`, `Page ${page} could not be read by a model: ${reason}`),
  };
}

function kept(context: TaggingContext, asset: AssetRow, { jobId, page }: Task, read: ReadPage): TaskResult {
  return {
    outcome: 'done',
    keep: () => {
      keepPage(context, asset, read, context.work.rewritesOf(jobId));
      context.work.forgetFailure(asset.id, `read-page ${page}`);
    },
  };
}

async function readPage(
  context: TaggingContext,
  pictures: PagePictures,
  asset: AssetRow,
  page: number,
  signal: AbortSignal,
): Promise<ReadPage | { problem: string }> {
  const tags = context.tags.known(asset.id).map(({ tag }) => tag);
  const assigned = context.taggingModels.for('pages', tags);
  if ('reason' in assigned)
    throw new Obstacle(assigned.reason, async () => 'model' in context.taggingModels.for('pages', tags));
  const { model } = assigned;
  const drawn = await pictures.draw(asset, page, signal);
  if ('problem' in drawn) return drawn;
  try {
    const outcome = await askForForm(context.models, model, {
      turns: questionAbout('pages', noChoices, { name: fileName(context, asset), text: '' }),
      picture: drawn.path,
      schema: answerSchema('pages', noChoices),
      maxTokens: answerTokens.pages,
      purpose: 'read a page',
      content: [{ assetId: asset.hash, sha256: asset.hash }],
      signal,
    });
    if ('problem' in outcome)
      return { problem: `${model.name} did not answer in the form asked for: ${outcome.problem}.` };
    return { page, text: pageTextOf(outcome.answer), author: authorOf(model), parameters: { usage: outcome.usage } };
  } finally {
    await pictures.discard(drawn.path);
  }
}
