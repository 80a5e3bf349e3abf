/** Menus and small windows at a button. Until the first one is opened, the button is all there is. */
import { cloneElement, createContext, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';

const popups = () => import('./popups');
const LoadedMenu = lazy(() => popups().then((module) => ({ default: module.LoadedMenu })));
const LoadedPopup = lazy(() => popups().then((module) => ({ default: module.LoadedPopup })));

/** The modal dialog that something is in: what pops up over it has to be in it, too. */
export const Within = createContext<HTMLElement | null>(null);

export type MenuItem = { label: string; value?: string; icon?: ReactNode; onSelect: () => void; danger?: boolean };

export type Trigger = ReactElement<{
  disabled?: boolean;
  onClick?: () => void;
  onKeyDown?: (event: React.KeyboardEvent) => void;
  'aria-haspopup'?: 'menu' | 'dialog';
  'aria-expanded'?: boolean;
}>;
export type MenuProps = { trigger: Trigger; items: (MenuItem | null)[]; chosen?: string };

export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const open = () => setWanted(true);
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: open,
    onKeyDown: (event) => {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        open();
      }
    },
  });
  return wanted ? (
    <Suspense fallback={closed}>
      <LoadedMenu {...props} />
    </Suspense>
  ) : (
    closed
  );
}

export type PopupProps = {
  trigger: Trigger;
  label: string;
  className?: string;
  align?: 'start' | 'end';
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
};

export function Popup(props: PopupProps) {
  const [wanted, setWanted] = useState(props.open);
  const open = () => {
    setWanted(true);
    props.onOpenChange(true);
  };
  const closed = cloneElement(props.trigger, { 'aria-haspopup': 'dialog', 'aria-expanded': false, onClick: open });
  return wanted ? (
    <Suspense fallback={closed}>
      <LoadedPopup {...props} />
    </Suspense>
  ) : (
    closed
  );
}
