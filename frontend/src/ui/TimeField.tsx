/** A time of day, as one writes it: 9, 9:30, 17.45, 5pm. */
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** "09:30"; null for what is none. */
export function readTime(text: string): string | null {
  const found = /^(\d{1,2})(?:[:.h]?(\d\d))?\s*(am|pm|a|p)?(?:\s*uhr)?$/i.exec(text.trim());
  if (!found) return null;
  const half = found[3]?.[0]?.toLowerCase();
  const hour = Number(found[1]);
  if (half && (hour < 1 || hour > 12)) return null;
  const hours = half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour;
  const minutes = Number(found[2] ?? 0);
  return hours < 24 && minutes < 60 ? `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` : null;
}

type Props = { label: string; value: string; optional?: boolean; onChange: (time: string) => void };

/** What is typed counts once it is whole: on leaving it, by Enter, or when all of its digits are there. */
export function TimeField({ label, value, optional, onChange }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed !== '' && readTime(typed) === null;
  const take = (text: string | null) => {
    const time = text === '' && optional ? '' : text === null ? null : readTime(text);
    if (time === null) return;
    setTyped(null);
    if (time !== value) onChange(time);
  };
  // What it is in may close before it is left.
  const last = useRef(() => {});
  useEffect(() => {
    last.current = () => take(typed);
  });
  useEffect(() => () => last.current(), []);
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        className="time-input"
        inputMode="text"
        autoComplete="off"
        placeholder="--:--"
        maxLength={12}
        value={typed ?? value}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${name}-more` : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          if (/^\d\d:\d\d$/.test(event.target.value)) take(event.target.value);
        }}
        onBlur={() => take(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed !== null) {
            event.preventDefault();
            take(typed);
          }
        }}
      />
      {wrong && (
        <p id={`${name}-more`} className="field-error" role="alert">
          {t('date.noTime')}
        </p>
      )}
    </div>
  );
}
