/** Menus and small windows at a button. Until the first one is opened, the button is all there is. */
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';

const popups = () => import('./popups');
const LoadedMenu = lazy(() => popups().then((module) => ({ default: module.LoadedMenu })));
const LoadedPopup = lazy(() => popups().then((module) => ({ default: module.LoadedPopup })));

export type MenuItem = { label: string; icon?: ReactNode; onSelect: () => void; danger?: boolean };

type Trigger = ReactElement<{ onClick?: () => void; onKeyDown?: (event: React.KeyboardEvent) => void; 'aria-haspopup'?: 'menu' | 'dialog'; 'aria-expanded'?: boolean }>;

export function Menu({ trigger, items }: { trigger: Trigger; items: (MenuItem | null)[] }) {
  const [wanted, setWanted] = useState(false);
  const open = () => setWanted(true);
  const closed = cloneElement(trigger, { 'aria-haspopup': 'menu', 'aria-expanded': false, onClick: open, onKeyDown: (event) => { if (event.key === 'ArrowDown') { event.preventDefault(); open(); } } });
  return wanted ? <Suspense fallback={closed}><LoadedMenu trigger={trigger} items={items} /></Suspense> : closed;
}

type PopupProps = { trigger: Trigger; label: string; className?: string; align?: 'start' | 'end'; open: boolean; onOpenChange: (open: boolean) => void; children: ReactNode };

export function Popup(props: PopupProps) {
  const [wanted, setWanted] = useState(props.open);
  const open = () => {
    setWanted(true);
    props.onOpenChange(true);
  };
  const closed = cloneElement(props.trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': false, onClick: open });
  return wanted ? <Suspense fallback={closed}><LoadedPopup {...props} /></Suspense> : closed;
}
