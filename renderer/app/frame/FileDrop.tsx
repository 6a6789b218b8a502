import { FolderInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { addDropped } from '../actions.ts';
import { text } from '../text.ts';
import styles from './FileDrop.module.css';

declare global {
  interface Window {
    /** Where a dropped file lies; only a shell that can tell has it. */
    holdfastPathOf?: (file: File) => string;
  }
}

/** Takes folders, files and models that are dropped anywhere on the window, and says so while they hover over it. */
export function FileDrop() {
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      // Else the browser would leave the app and open the file.
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setHovering(true);
    };
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setHovering(false);
    };
    const onDrop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      setHovering(false);
      if (files.length === 0) return;
      event.preventDefault();
      void addDropped(files, window.holdfastPathOf ?? null);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);

  if (!hovering) return null;
  return (
    <div className={styles.target} data-testid="file-drop">
      <p>
        <FolderInput size={24} strokeWidth={1.5} aria-hidden />
        {window.holdfastPathOf ? text.dropHere : text.dropHereHidden}
      </p>
    </div>
  );
}
