import { setPriority } from 'node:os';

/** How far behind the host, which answers people, the system lets a process come; as in `os.setPriority`. */
const behind = {
  /** What people may wait for, too. */
  index: 5,
  reader: 10,
};

/** Lets others go first, each by its rank. Not every system lets it. */
export function giveWay(rank: keyof typeof behind): void {
  try {
    setPriority(behind[rank]);
  } catch {
    // It works all the same.
  }
}
