import { useCallback, useRef, useState } from 'react';
import { splitPath } from '../../paths/split-path.ts';
import { host } from '../../rpc.ts';
import { extensionOf } from './typed-path.ts';

/** A folder as the host lists it. */
export type Place = Awaited<ReturnType<typeof host.system.browse>>;

interface Browsing {
  /** The folder in sight; null until the first one could be opened. */
  place: Place | null;
  /** The chosen entry of it, -1 without one. */
  selected: number;
  error: unknown;
}

/** The folder that was last looked at, so that the next picking begins there. */
let lastPath = '';

/** The person's home folder, which the host knows. */
export async function homeFolder(): Promise<string> {
  return (await host.system.browse({ path: '' })).path;
}

/** Looks into folders one at a time; an answer that comes after a newer question is dropped. */
export function useBrowsing(extensions: readonly string[]) {
  const [browsing, setBrowsing] = useState<Browsing>({ place: null, selected: -1, error: null });
  const asked = useRef(0);

  const browse = useCallback(
    (path: string, files = extensions) => host.system.browse({ path, extensions: [...files] }),
    [extensions],
  );

  /** Goes to a folder, with the entry of a name chosen. Answers the folder, or null when it could not be opened. */
  const open = useCallback(
    async (path: string, name = ''): Promise<Place | null> => {
      const turn = ++asked.current;
      try {
        const place = await browse(path);
        if (turn !== asked.current) return null;
        lastPath = place.path;
        setBrowsing({ place, selected: place.entries.findIndex((entry) => entry.name === name), error: null });
        return place;
      } catch (error) {
        if (turn === asked.current) setBrowsing((before) => ({ ...before, error }));
        return null;
      }
    },
    [browse],
  );

  /** Where picking begins: the folder of the last time, or the home folder. */
  const start = useCallback(async () => {
    if (lastPath === '' || !(await open(lastPath))) await open('');
  }, [open]);

  /** Whether a path is a file, which its folder's listing says. */
  const isFile = useCallback(
    async (path: string): Promise<boolean> => {
      const parts = splitPath(path);
      const files = parts && extensionOf(parts.name);
      if (!parts || !files) return false;
      const { entries } = await browse(parts.parent, [files]).catch(() => ({ entries: [] }));
      return entries.some(({ name, directory }) => !directory && name === parts.name);
    },
    [browse],
  );

  const select = useCallback((selected: number) => setBrowsing((before) => ({ ...before, selected })), []);
  return { ...browsing, open, start, isFile, select };
}
