import { library } from './0001-library.ts';
import { networkPolicy } from './0002-network-policy.ts';
import { providers } from './0003-providers.ts';
import { modelRoles } from './0004-model-roles.ts';
import { modelBench } from './0005-model-bench.ts';
import { folderIdentity } from './0006-folder-identity.ts';
import { passageSources } from './0007-passage-sources.ts';
import { recordings } from './0008-recordings.ts';
import { parts } from './0009-parts.ts';
import { pictures } from './0010-pictures.ts';
import { tagging } from './0011-tagging.ts';
import { renamedTags } from './0012-renamed-tags.ts';
import { ocrLanguages } from './0013-ocr-languages.ts';
import { readings } from './0014-readings.ts';
import { filesWithoutJobs } from './0016-files-without-jobs.ts';
import { ignoredFailures } from './0017-ignored-failures.ts';
import { keylessProviders } from './0018-keyless-providers.ts';
import { inodesAndWishes } from './0019-inodes-and-wishes.ts';

/** One step of the catalog's schema, run in a transaction of its own. A landed migration never changes. */
export interface Migration {
  version: number;
  sql: string;
}

/** In rising order of version. */
export const migrations: readonly Migration[] = [
  library,
  networkPolicy,
  providers,
  modelRoles,
  modelBench,
  folderIdentity,
  passageSources,
  recordings,
  parts,
  pictures,
  tagging,
  renamedTags,
  ocrLanguages,
  readings,
  filesWithoutJobs,
  ignoredFailures,
  keylessProviders,
  inodesAndWishes,
];
