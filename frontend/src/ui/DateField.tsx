/** A day to choose from a calendar or by a word, and a time of day with it. */
import { CalendarDays, X } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Due } from '../lib/api';
import { dayOf, inDays, isOverdue, makeDue, nextWeek, sayDue, timeOf, today } from '../lib/dates';
import { Popup } from './popup';
import { TimeField } from './TimeField';

const Calendar = lazy(() => import('./Calendar'));

type Props = {
  label: string;
  value: Due | null;
  onChange: (due: Due | null) => void;
  disabled?: boolean;
  withTime?: boolean;
  fixed?: boolean;
};

export function DateField({ label, value, onChange, disabled, withTime = true, fixed }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const day = value ? dayOf(value) : '';
  const time = value && 'at' in value ? timeOf(value.at) : '';
  const choose = (next: string, at = time) => {
    onChange(makeDue(next, at));
    if (at === time) setOpen(false);
  };
  return (
    <div className="date-field">
      <Popup
        open={open}
        onOpenChange={setOpen}
        label={label}
        trigger={
          <button
            type="button"
            className={`chip ${withTime && value && isOverdue(value) ? 'chip-late' : ''}`}
            disabled={disabled}
            aria-label={`${label}: ${value ? sayDue(value) : t('none')}`}
          >
            <CalendarDays size={16} aria-hidden /> {value ? sayDue(value) : label}
          </button>
        }
      >
        <div className="date-words">
          <button type="button" className="chip" onClick={() => choose(today())}>
            {t('date.today')}
          </button>
          <button type="button" className="chip" onClick={() => choose(inDays(1))}>
            {t('date.tomorrow')}
          </button>
          <button type="button" className="chip" onClick={() => choose(nextWeek())}>
            {t('date.nextWeek')}
          </button>
        </div>
        <Suspense fallback={<div className="calendar-waiting" />}>
          <Calendar day={day} onChoose={choose} />
        </Suspense>
        {withTime && day && (
          <div className="date-time">
            <TimeField label={t('date.time')} value={time} optional onChange={(at) => choose(day, at)} />
          </div>
        )}
      </Popup>
      {value && !disabled && !fixed && (
        <button type="button" className="icon-button small" aria-label={t('date.remove')} onClick={() => onChange(null)}>
          <X size={14} />
        </button>
      )}
    </div>
  );
}

/** A day by itself, such as 2026-12-01, or none (empty). */
export function DayField({
  label,
  value,
  required,
  onChange,
}: {
  label: string;
  value: string;
  required?: boolean;
  onChange: (day: string) => void;
}) {
  const name = useId();
  return (
    <div className="field" role="group" aria-labelledby={name}>
      <span id={name} className="field-label">
        {label}
      </span>
      <DateField
        label={label}
        value={value ? { date: value } : null}
        withTime={false}
        fixed={required}
        onChange={(due) => onChange(due ? dayOf(due) : '')}
      />
    </div>
  );
}
