import { posix } from 'node:path';
import { attribute, xmlTokens } from './xml-tokens.ts';
import type { ZipArchive } from './zip-archive.ts';

/**
 * The parts that a part refers to, by the ids of the relationships (ECMA-376, part 2, 9.3); targets are relative to the
 * part or to the package.
 */
export function relationsOf(archive: ZipArchive, part: string): Map<string, string> {
  const targets = new Map<string, string>();
  const relations = archive.text(part.replace(/([^/]+)$/, '_rels/$1.rels')) ?? '';
  for (const token of xmlTokens(relations)) {
    if (token.type === 'text' || token.type === 'close' || token.name !== 'Relationship') continue;
    const target = (attribute(token, 'Target') ?? '').replaceAll('\\', '/');
    const path = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part), target);
    targets.set(attribute(token, 'Id') ?? '', path);
  }
  return targets;
}
