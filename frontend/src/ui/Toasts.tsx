import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dismiss, useToasts } from '../lib/toasts';
import { undos } from '../lib/undo';

export function Toasts() {
  const { t } = useTranslation();
  const toasts = useToasts();
  return (
    <div className="toasts" role="region" aria-label={t('messages')}>
      <div aria-live="polite">
        {toasts.map((each) => (
          <div key={each.id} className={`toast toast-${each.kind}`}>
            <span>{each.text}</span>
            {each.undo !== undefined && (
              <button
                type="button"
                className="toast-action"
                onClick={() => {
                  dismiss(each.id);
                  undos.run(each.undo ?? 0);
                }}
              >
                {t('undo')} <kbd>z</kbd>
              </button>
            )}
            <button type="button" className="icon-button small" aria-label={t('close')} onClick={() => dismiss(each.id)}>
              <X size={14} />
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}
