import { create } from 'zustand';
import { explain } from '../app/errors.ts';

const SHOWN_MS = 6000;
/** What can be taken back needs a moment to be thought about. */
const SHOWN_WITH_ACTION_MS = 12_000;
const MOST = 3;

interface Toast {
  id: number;
  text: string;
  hint: string;
  tone: 'plain' | 'danger';
  action: ToastAction | null;
}

/** What can be done about what a toast says, such as taking it back. */
interface ToastAction {
  text: string;
  run: () => void;
}

/** Short messages at the window's lower edge. */
export const useToasts = create<{ toasts: readonly Toast[] }>()(() => ({ toasts: [] }));

let next = 1;

function show(toast: Omit<Toast, 'id'>): number {
  const id = next++;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(1 - MOST), { ...toast, id }] }));
  return id;
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Says that something was done. */
export function tell(text: string, action: ToastAction | null = null): void {
  const id = show({ text, hint: '', tone: 'plain', action });
  setTimeout(() => dismiss(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
}

/** Says what is being done for as long as it takes, and answers what came of it. */
export async function tellWhile<T>(text: string, work: Promise<T>): Promise<T> {
  const id = show({ text, hint: '', tone: 'plain', action: null });
  try {
    return await work;
  } finally {
    dismiss(id);
  }
}

/** Says that something could not be done, and what to do about it; it stays until it was read and put away. */
export function tellError(error: unknown): void {
  const { message, hint } = explain(error);
  const told = useToasts.getState().toasts.some(({ text, tone }) => text === message && tone === 'danger');
  if (!told) show({ text: message, hint, tone: 'danger', action: null });
}
