/** What pops up, by Radix: read when one is opened for the first time. */
import { Check } from 'lucide-react';
import { DropdownMenu, Popover } from 'radix-ui';
import { useContext } from 'react';
import { type MenuItem, type MenuProps, type PopupProps, Within } from './popup';

function Item({ item, marks }: { item: MenuItem; marks: boolean }) {
  const content = (
    <>
      {item.icon}
      <span dir="auto">{item.label}</span>
    </>
  );
  if (!marks)
    return (
      <DropdownMenu.Item className={`menu-item ${item.danger ? 'danger' : ''}`} onSelect={item.onSelect}>
        {content}
      </DropdownMenu.Item>
    );
  return (
    <DropdownMenu.RadioItem className="menu-item" value={`=${item.value}`} onSelect={item.onSelect}>
      <DropdownMenu.ItemIndicator className="menu-mark" forceMount>
        <Check size={16} aria-hidden />
      </DropdownMenu.ItemIndicator>
      {content}
    </DropdownMenu.RadioItem>
  );
}

/** With `chosen` one of its items is marked. */
export function LoadedMenu({ trigger, items, chosen }: MenuProps) {
  const marks = chosen !== undefined;
  const content = items.map((item, i) =>
    item ? <Item key={item.value ?? i} item={item} marks={marks} /> : <DropdownMenu.Separator key={i} className="menu-separator" />,
  );
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={useContext(Within)}>
        <DropdownMenu.Content className="menu" sideOffset={4} align="start" collisionPadding={8}>
          {marks ? <DropdownMenu.RadioGroup value={`=${chosen}`}>{content}</DropdownMenu.RadioGroup> : content}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function LoadedPopup({ trigger, label, className = '', align, open, onOpenChange, children }: PopupProps) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal container={useContext(Within)}>
        <Popover.Content className={`popover ${className}`} align={align} sideOffset={6} collisionPadding={8} aria-label={label}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
