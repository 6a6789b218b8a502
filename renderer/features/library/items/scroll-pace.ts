import { useState } from 'react';
import { create } from 'zustand';

/** Pixels a millisecond beyond which nobody sees what passes: two windows in half a second. */
const FAST = 4;

/** Whether the grid is scrolled so fast that its pictures need not be drawn. */
export const useScrollPace = create<{ fast: boolean }>()(() => ({ fast: false }));

let before = { at: 0, time: 0 };

/** Tells where the view is scrolled to, in pixels, and whether it still moves. */
export function watchPace(at: number, moving: boolean, time = performance.now()): void {
  const passed = Math.max(1, time - before.time);
  const fast = moving && Math.abs(at - before.at) / passed > FAST;
  before = { at, time };
  if (fast !== useScrollPace.getState().fast) useScrollPace.setState({ fast });
}

/** Whether what came into sight shows what is in it: not before it can be seen, and from then on. */
export function useFilled(): boolean {
  const fast = useScrollPace((pace) => pace.fast);
  const [filled, setFilled] = useState(!fast);
  if (!fast && !filled) setFilled(true);
  return filled;
}
