/** What buttons that show an icon only are called, told on hovering and to who comes by the keyboard: one for the whole page. */
import { useEffect, useRef, useState } from 'react';

const delay_ms = 500;
const gap_px = 6;

type Shown = { label: string; keys?: string; x: number; y: number; above: boolean };

export function Tooltips() {
  const [shown, setShown] = useState<Shown | null>(null);
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let timer = 0;
    let at: Element | null = null;
    const hide = () => {
      clearTimeout(timer);
      at = null;
      setShown(null);
    };
    const show = (element: HTMLElement) => {
      const { left, width, top, bottom } = element.getBoundingClientRect();
      const above = bottom + 40 > innerHeight;
      setShown({
        label: element.ariaLabel ?? '',
        keys: element.dataset['keys'],
        x: Math.min(Math.max(left + width / 2, 60), innerWidth - 60),
        y: above ? top - gap_px : bottom + gap_px,
        above,
      });
    };
    const enter = (event: Event, wait: number) => {
      const element = (event.target as Element).closest<HTMLElement>('[data-tip]');
      if (element === at || own.current?.contains(event.target as Node)) return;
      hide();
      if (!element) return;
      at = element;
      timer = window.setTimeout(() => element.isConnected && show(element), wait);
    };
    const over = (event: PointerEvent) => event.pointerType === 'mouse' && enter(event, delay_ms);
    const focus = (event: FocusEvent) => (event.target as Element).matches(':focus-visible') && enter(event, 0);
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    const listeners = [
      ['pointerover', over],
      ['focusin', focus],
      ['focusout', hide],
      ['pointerdown', hide],
      ['keydown', key],
    ] as const;
    for (const [name, listener] of listeners) document.addEventListener(name, listener as EventListener);
    return () => {
      hide();
      for (const [name, listener] of listeners) document.removeEventListener(name, listener as EventListener);
    };
  }, []);
  useEffect(() => {
    // Set here, for the page's policy takes no style from the markup.
    if (own.current && shown) Object.assign(own.current.style, { left: `${shown.x}px`, top: `${shown.y}px` });
  }, [shown]);
  if (!shown) return null;
  return (
    <div ref={own} className={`tooltip ${shown.above ? 'tooltip-above' : ''}`} role="tooltip">
      {shown.label} {shown.keys && <kbd>{shown.keys}</kbd>}
    </div>
  );
}
