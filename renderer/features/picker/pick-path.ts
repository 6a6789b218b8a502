import { create } from 'zustand';
import { type FileKind, fileKinds } from '../../../shared/contract/system.ts';
import { useSession } from '../../app/session.ts';
import { host } from '../../rpc.ts';

/**
 * What is looked for: a file of some kind, a folder (or a single file) to add or to look for what is missing in, a folder with models, or one that is a
 * model itself, of ONNX files.
 */
export type PathKind = FileKind | 'folder' | 'missing-folder' | 'model-folder' | 'onnx-folder';

export const isFileKind = (kind: PathKind): kind is FileKind => fileKinds.some((each) => each === kind);

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
    const { path } = await (isFileKind(kind) ? host.system.pickFile({ kind }) : host.system.pickFolder());
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
