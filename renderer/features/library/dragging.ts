import type { DragEvent } from 'react';
import { create } from 'zustand';
import { useSelection } from './selection.ts';

/** Whether selected assets are being dragged over the window. */
export const useDragging = create<{ dragging: boolean }>()(() => ({ dragging: false }));

const TYPE = 'application/x-holdfast-selection';

/** Starts dragging the selection, which other programs take as the paths of its files. */
export function dragSelection({ dataTransfer }: DragEvent, label: string): void {
  const paths = [...useSelection.getState().assets.values()].map(({ path }) => path);
  dataTransfer.setData(TYPE, '');
  dataTransfer.setData('text/plain', paths.join('\n'));
  dataTransfer.effectAllowed = 'copy';
  dataTransfer.setDragImage(labelImage(label), -12, -12);
  // The drop targets come into sight after the browser has begun: moving what is dragged at once would end it.
  setTimeout(() => useDragging.setState({ dragging: true }));
  window.addEventListener('dragend', () => useDragging.setState({ dragging: false }), { once: true });
}

/** What makes an element take the dragged selection. */
export function dropTarget(onDrop: () => void) {
  const isSelection = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(TYPE);
  const mark = ({ currentTarget }: DragEvent, over: boolean) => currentTarget.toggleAttribute('data-over', over);
  return {
    onDragOver: (event: DragEvent) => {
      if (!isSelection(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      mark(event, true);
    },
    onDragLeave: (event: DragEvent) => mark(event, false),
    onDrop: (event: DragEvent) => {
      if (!isSelection(event)) return;
      event.preventDefault();
      mark(event, false);
      onDrop();
    },
  };
}

/** How many are dragged, beside the pointer; the browser takes its picture at once. */
function labelImage(label: string): HTMLElement {
  const image = document.createElement('div');
  image.className = 'drag-label';
  image.textContent = label;
  document.body.append(image);
  setTimeout(() => image.remove());
  return image;
}
