/** What pops up, by Radix: read when one is opened for the first time. */
import { DropdownMenu, Popover } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import type { MenuItem } from './popup';

export function LoadedMenu({ trigger, items }: { trigger: ReactElement; items: (MenuItem | null)[] }) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} align="start" collisionPadding={8}>
          {items.map((item, i) =>
            item ? (
              <DropdownMenu.Item key={i} className={`menu-item ${item.danger ? 'danger' : ''}`} onSelect={item.onSelect}>
                {item.icon}
                {item.label}
              </DropdownMenu.Item>
            ) : (
              <DropdownMenu.Separator key={i} className="menu-separator" />
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

type PopupProps = { trigger: ReactElement; label: string; className?: string; align?: 'start' | 'end'; open: boolean; onOpenChange: (open: boolean) => void; children: ReactNode };

export function LoadedPopup({ trigger, label, className = '', align, open, onOpenChange, children }: PopupProps) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={`popover ${className}`} align={align} sideOffset={6} collisionPadding={8} aria-label={label}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
