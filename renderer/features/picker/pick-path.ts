import { create } from 'zustand';
import { useSession } from '../../app/session.ts';
import { host } from '../../rpc.ts';

/**
 * What is looked for: a folder (or a single file) to add, a model's or an adapter's file, a folder with models, or one
 * that is a model itself, of ONNX files. */
export type PathKind = 'folder' | 'model' | 'adapter' | 'model-folder' | 'onnx-folder';

/** Whether a folder is wanted, not a file. */
export const wantsFolder = (kind: PathKind): boolean => kind !== 'model' && kind !== 'adapter';

interface Picking {
  kind: PathKind;
  /** Ends the picking; null when the person cancelled. */
  resolve: (path: string | null) => void;
}

/** The path being picked in the app's own dialog, if any. */
export const usePicking = create<{ picking: Picking | null }>()(() => ({ picking: null }));

/**
 * Asks the person for a path: in the system's dialog where the shell has one, else in the app's own.
 * Null when they cancelled.
 */
export async function pickPath(kind: PathKind): Promise<string | null> {
  if (useSession.getState().info?.nativeDialogs) {
    const { path } = await (wantsFolder(kind) ? host.system.pickFolder() : host.system.pickModelFile());
    return path;
  }
  return new Promise((resolve) => {
    usePicking.setState({
      picking: {
        kind,
        resolve: (path) => {
          usePicking.setState({ picking: null });
          resolve(path);
        },
      },
    });
  });
}
