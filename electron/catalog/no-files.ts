import { noFile } from '../../shared/no-file.ts';

const reasons = Object.values(noFile)
  .map((reason) => `'${reason.replaceAll("'", "''")}'`)
  .join(', ');

/** In SQL: whether a row `f` of `files` is no file, rather than one that could not be read; null where it was read. */
export const isNoFile = `f.failure IN (${reasons})`;

/** In SQL: how a row `f` of `files` ended that has a failure. */
export const stateOfUnread = `CASE WHEN ${isNoFile} THEN 'unsupported' ELSE 'failed' END`;
