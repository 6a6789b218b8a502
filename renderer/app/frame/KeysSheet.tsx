import { Dialog } from '../../components/Dialog.tsx';
import { text } from '../text.ts';
import styles from './KeysSheet.module.css';
import { keyGroups } from './keys.ts';

/** Every key, by where it works. */
export function KeysSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title={text.keys} wide onClose={onClose}>
      <div className={styles.groups}>
        {keyGroups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([name, meaning]) => (
                <div key={name + meaning}>
                  <dt>
                    {name.split(' ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
