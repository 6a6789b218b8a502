import { create } from 'zustand';
import { explain } from '../app/errors.ts';

const SHOWN_MS = 6000;

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

function show(toast: Omit<Toast, 'id'>): void {
  const id = next++;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { ...toast, id }] }));
  setTimeout(() => dismiss(id), SHOWN_MS);
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Says that something was done. */
export function tell(text: string, action: ToastAction | null = null): void {
  show({ text, hint: '', tone: 'plain', action });
}

/** Says that something could not be done, and what to do about it. */
export function tellError(error: unknown): void {
  const { message, hint } = explain(error);
  show({ text: message, hint, tone: 'danger', action: null });
}
