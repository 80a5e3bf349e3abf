/** A finger that draws a row to a side, and lets go beyond the mark. What goes up and down is the list's own. */
import { type PointerEvent, useRef, useState } from 'react';

const begins_px = 12;
const counts_px = 88;
const most_px = 140;

export function useSwipe(onSwipe: ((to: 'right' | 'left') => void) | undefined) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const [shift, setShift] = useState(0);
  const swiped = useRef(false); // the click that follows is none
  const end = () => {
    from.current = null;
    setShift(0);
  };
  const handlers = onSwipe && {
    onPointerDown: (event: PointerEvent) => {
      swiped.current = false;
      if (event.pointerType === 'touch') from.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent) => {
      if (!from.current) return;
      const [x, y] = [event.clientX - from.current.x, event.clientY - from.current.y];
      if (shift === 0 && (Math.abs(x) < begins_px || Math.abs(x) < 2 * Math.abs(y))) return;
      swiped.current = true;
      setShift(Math.max(-most_px, Math.min(most_px, x)));
    },
    onPointerUp: () => {
      if (Math.abs(shift) >= counts_px) onSwipe(shift > 0 ? 'right' : 'left');
      end();
    },
    onPointerCancel: end,
    onClickCapture: (event: { stopPropagation: () => void; preventDefault: () => void }) => {
      if (!swiped.current) return;
      swiped.current = false;
      event.stopPropagation();
      event.preventDefault();
    },
  };
  return { shift, counts: Math.abs(shift) >= counts_px, handlers };
}
