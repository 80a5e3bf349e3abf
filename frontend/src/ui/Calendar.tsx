import { parseISO } from 'date-fns';
import { de, enGB } from 'date-fns/locale';
import { DayPicker } from 'react-day-picker';
import { useTranslation } from 'react-i18next';
import { isoDay, today, weekStart } from '../lib/dates';

export default function Calendar({ day, onChoose }: { day: string; onChoose: (day: string) => void }) {
  const { i18n } = useTranslation();
  const selected = day ? parseISO(day) : undefined;
  return (
    <DayPicker
      mode="single"
      required
      locale={i18n.language === 'de' ? de : enGB}
      weekStartsOn={weekStart}
      today={parseISO(today())}
      selected={selected}
      defaultMonth={selected}
      onSelect={(date: Date) => onChoose(isoDay(date))}
    />
  );
}
