import { Link } from 'wouter';
import type { AssetDetail } from '../../../../shared/contract/library.ts';
import { boxStyle } from '../AnchorBoxes.tsx';
import { useViewerText } from '../text.ts';
import styles from './FaceBoxes.module.css';

/** The faces that are marked on a picture, on it; a name leads to all that has it. */
export function FaceBoxes({ faces }: { faces: AssetDetail['faces'] }) {
  const t = useViewerText();
  return (
    <ul className={styles.layer} aria-label={t.faces}>
      {faces.map(({ name, box }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two faces may have the same name, and their order never changes.
        <li key={index} className={styles.face} style={boxStyle(box)}>
          {name !== '' && (
            <Link
              className={styles.name ?? ''}
              href={personHref(name)}
              draggable={false}
              title={t.searchPerson(name)}
              dir="auto"
            >
              {name}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The search for what names a person. */
export function personHref(name: string): string {
  return `/search?${new URLSearchParams({ q: `"${name.replaceAll('"', ' ').trim()}"` })}`;
}
