/** One colour out of a few that can be told apart, light or dark. */
import { useTranslation } from 'react-i18next';

export const colors = ['#3b6fd4', '#c2562d', '#3f8f4f', '#8a4fbf', '#b07d12', '#b8336a', '#2b8a8a', '#6b7280'];
const names = ['blue', 'orange', 'green', 'violet', 'gold', 'pink', 'teal', 'grey'] as const;

export function Colors({ label, value, onChange }: { label: string; value: string; onChange: (color: string) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="colors">
      <legend>{label}</legend>
      {[...colors, ...(value && !colors.includes(value) ? [value] : [])].map((each) => (
        <label key={each} style={{ background: each }}>
          <input
            type="radio"
            name="color"
            value={each}
            checked={value === each}
            onChange={() => onChange(each)}
            aria-label={names[colors.indexOf(each)] ? t(`color.${names[colors.indexOf(each)]}`) : each}
          />
        </label>
      ))}
    </fieldset>
  );
}
