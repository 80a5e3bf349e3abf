/** A choice out of some, in the app's own looks and language. */
import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { Menu } from './popup';

export type Option<Value extends string> = { value: Value; label: string };

type SelectProps<Value extends string> = {
  label: string;
  hideLabel?: boolean;
  value: Value;
  options: readonly Option<Value>[];
  disabled?: boolean;
  placeholder?: string;
  onChange: (value: Value) => void;
};

export function Select<Value extends string>({ label, hideLabel, value, options, disabled, placeholder, onChange }: SelectProps<Value>) {
  const id = useId();
  const shown = options.find((each) => each.value === value)?.label ?? placeholder ?? '';
  return (
    <div className={hideLabel ? 'select' : 'field'}>
      <span id={`${id}-label`} className={hideLabel ? 'visually-hidden' : 'field-label'}>
        {label}
      </span>
      <Menu
        chosen={value}
        items={options.map((each) => ({
          label: each.label,
          value: each.value,
          onSelect: () => each.value !== value && onChange(each.value),
        }))}
        trigger={
          <button type="button" className="select-button" disabled={disabled} aria-labelledby={`${id}-label ${id}-value`}>
            <span id={`${id}-value`} dir="auto">
              {shown}
            </span>
            <ChevronDown size={16} aria-hidden />
          </button>
        }
      />
    </div>
  );
}
