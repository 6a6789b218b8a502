import type { Command } from 'commander';
import type { HostClient } from '../../shared/contract/index.ts';
import type { Model } from '../../shared/contract/models.ts';
import { HoldfastError } from '../../shared/errors.ts';
import { fileSize, printJson, printLine, table } from './output.ts';

/** Runs a command on the host, with whether its result is wanted as JSON. */
export type RunOnHost = (
  command: Command,
  action: (client: HostClient, json: boolean) => Promise<void>,
) => Promise<void>;

/** The id of the model that a name, an id or the beginning of one means. NOT_FOUND where it means none, or several. */
export async function idOf(client: HostClient, wanted: string): Promise<string> {
  const models = await client.models.list();
  const found = models.filter(({ id, name }) => id === wanted || name === wanted);
  const candidates = found.length > 0 ? found : models.filter(({ id }) => id.startsWith(wanted));
  if (candidates.length === 1 && candidates[0]) return candidates[0].id;
  const what =
    candidates.length === 0
      ? `There is no model "${wanted}".`
      : `"${wanted}" may be any of ${candidates.length} models.`;
  throw new HoldfastError('NOT_FOUND', what, 'See "holdfast models list" for names and ids.');
}

export function printModels(models: Model | Model[], json: boolean): void {
  if (json) return printJson(models);
  const rows = [models]
    .flat()
    .map(({ id, name, role, serves, state, size, reason, location, provider }) => [
      id.slice(0, 12),
      role ?? '',
      serves.length > 0 ? 'in use' : '',
      state,
      location === 'process' ? fileSize(size) : `${provider?.name} (${location})`,
      reason ? `${name} (${reason})` : name,
    ]);
  printLine(rows.length > 0 ? table(rows) : 'No models yet. Add one with "holdfast models add <file.gguf>".');
}
