import { type PointerEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Box } from '../../../../shared/anchors.ts';
import { fittedPlacement, lifeSize, type Placement, pan, readingPlacement, type Size, zoomAt } from './zoom.ts';

/** Zoom for one pixel of wheel movement; a mouse's notch is about 100. */
const WHEEL_ZOOM = 0.0025;

/**
 * How the image lies in its frame, and the handlers that move it: wheel and pinch zoom around the pointer, dragging moves.
 * It stays fitted (or on the opened region) while the frame is resized, until it is moved by hand.
 */
export function usePlacement(frameRef: RefObject<HTMLElement | null>, image: Size, boxes: readonly Box[]) {
  const [frame, setFrame] = useState<Size | null>(null);
  const [placement, setPlacement] = useState<Placement | null>(null);
  const [moved, setMoved] = useState<'opened' | 'fitted' | 'free'>('opened');
  const pointers = useRef(new Map<number, { x: number; y: number }>());

  useLayoutEffect(() => {
    const element = frameRef.current;
    if (!element) return;
    const measure = () => setFrame({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frameRef]);

  useLayoutEffect(() => {
    if (!frame || moved === 'free') return;
    setPlacement(moved === 'opened' ? readingPlacement(boxes, image, frame) : fittedPlacement(image, frame));
  }, [frame, image, boxes, moved]);

  const change = useCallback(
    (next: (placement: Placement, frame: Size) => Placement) => {
      if (!frame) return;
      setMoved('free');
      setPlacement((now) => now && next(now, frame));
    },
    [frame],
  );
  const zoomBy = useCallback(
    (factor: number, point?: { x: number; y: number }) =>
      change((now, room) => zoomAt(now, factor, point ?? { x: room.width / 2, y: room.height / 2 }, image, room)),
    [change, image],
  );

  // React listens to the wheel passively; zooming must keep the page from scrolling.
  useEffect(() => {
    const element = frameRef.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
      // A pinch on a touchpad arrives as a wheel with Ctrl, in smaller steps.
      const factor = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 4 : 1) * WHEEL_ZOOM);
      zoomBy(factor, { x: event.clientX - left, y: event.clientY - top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frameRef, zoomBy]);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    // What is on the picture to be clicked stays so.
    if (event.target instanceof Element && event.target.closest('a, button')) return;
    // Dragging over a recognised word selects it.
    const onText = event.target instanceof HTMLSpanElement;
    if (event.button !== 0 || (onText && event.pointerType !== 'touch')) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (!other) {
      change((placement, room) => pan(placement, { x: now.x - before.x, y: now.y - before.y }, image, room));
      return;
    }
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const distance = (point: { x: number; y: number }) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    zoomBy(distance(now) / distance(before), { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top });
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
  };

  return {
    placement,
    frame,
    fitted: moved === 'fitted' || (moved === 'opened' && boxes.length === 0),
    change,
    zoomBy,
    fit: useCallback(() => setMoved('fitted'), []),
    lifeSize: useCallback(() => change((now, room) => lifeSize(now, image, room)), [change, image]),
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
  };
}
