import { Link, useLocation, useSearch } from 'wouter';
import { Tooltip } from '../../components/Tooltip.tsx';
import { parseAssetLink, screenPaths } from '../../features/viewer/open-asset.ts';
import { screenKeys, screens } from '../screens.ts';
import { useSession } from '../session.ts';
import { text } from '../text.ts';
import styles from './Rail.module.css';

/** The screens, one icon each, with a mark on Activity while there is work. */
export function Rail() {
  const [location] = useLocation();
  const busy = useSession((session) => session.jobs?.some(({ state }) => state === 'running') ?? false);
  const { from } = parseAssetLink('', useSearch());
  // The viewer belongs to the screen that it was opened from.
  const current = location.startsWith('/asset/') ? screenPaths[from ?? 'library'] : location;
  return (
    <nav className={styles.rail} aria-label={text.screens}>
      {screens.map((screen) => {
        const { path, name, icon: Icon } = screen;
        const active = current === path || current.startsWith(`${path}/`);
        return (
          <Tooltip key={path} label={name} shortcut={screenKeys(screen)} side="right">
            <Link
              href={path}
              className={styles.link ?? ''}
              aria-label={name}
              aria-current={active ? 'page' : undefined}
            >
              <Icon size={20} strokeWidth={1.5} aria-hidden />
              {busy && path === '/activity' && <span className={styles.busy} />}
            </Link>
          </Tooltip>
        );
      })}
    </nav>
  );
}
