import { totalmem } from 'node:os';
import { modelRoles } from '../../../shared/contract/models.ts';
import type { ManifestModel } from '../../../shared/contract/recommended.ts';

/** What firmware and graphics keep for themselves of the memory that a machine was sold with. */
const usableShare = 0.85;

/** Bytes of memory that this machine, or the container around this process, has. */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

export function fits({ memory: gigabytes }: ManifestModel, memory: number): boolean {
  return memory >= gigabytes * usableShare * 2 ** 30;
}

/** For each role the model of the largest memory class that fits; of several the first. */
export function suggestions(models: readonly ManifestModel[], memory: number): Set<ManifestModel> {
  const firsts = modelRoles.flatMap((role) => {
    const able = models.filter((model) => model.roles.includes(role) && fits(model, memory));
    const largest = Math.max(...able.map((model) => model.memory));
    return able.find((model) => model.memory === largest) ?? [];
  });
  return new Set(firsts);
}
