import type { OcrScope } from '../../../shared/contract/ocr.ts';

/** Whether languages would be chosen for the same. A tag is the same however it is written. */
export function isSameScope(one: OcrScope, other: OcrScope): boolean {
  return keyOf(one) === keyOf(other);
}

export function keyOf(scope: OcrScope): string {
  switch (scope.scope) {
    case 'library':
      return 'library';
    case 'folder':
      return `folder ${scope.path}`;
    case 'tag':
      return `tag ${scope.tag.toLowerCase()}`;
    case 'file':
      return `file ${scope.id}`;
  }
}
