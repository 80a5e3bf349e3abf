/** The few controls that everything is made of. */
import { X } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { sayError } from '../lib/problems';
import { Within } from './popup';

type ButtonProps = ComponentProps<'button'> & { look?: 'primary' | 'plain' | 'danger' | 'ghost' };
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`button button-${look} ${className}`} {...rest} />;
}

type IconButtonProps = ComponentProps<'button'> & { label: string; keys?: string };
/** A button that shows an icon only; its name is told on hovering, and to screen readers. */
export function IconButton({ label, keys, className = '', type = 'button', ...rest }: IconButtonProps) {
  return <button type={type} className={`icon-button ${className}`} aria-label={label} data-tip data-keys={keys} {...rest} />;
}

type FieldProps = ComponentProps<'input'> & { label: string; error?: string; hint?: string };
export function Field({ label, error, hint, id, ...rest }: FieldProps) {
  const made = useId();
  const name = id ?? made;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        dir={rest.type && rest.type !== 'text' ? undefined : 'auto'}
        aria-invalid={!!error}
        aria-describedby={error || hint ? `${name}-more` : undefined}
        {...rest}
      />
      {(error || hint) && (
        <p id={`${name}-more`} className={error ? 'field-error' : 'field-hint'} role={error ? 'alert' : undefined}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

type ModalProps = { onClose: () => void; label?: string; labelledBy?: string; className: string; children: ReactNode };
/** The browser's own modal dialog: it keeps the focus within, and closes by Escape or a click beside it. */
export function Modal({ onClose, label, labelledBy, className, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [within, setWithin] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    setWithin(element);
    element?.querySelector<HTMLElement>('input, textarea')?.focus(); // else it were the button that closes it
    return () => element?.close(); // gives the focus back
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className={className}
      aria-label={label}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => event.target === dialog.current && onClose()}
    >
      <Within value={within}>{children}</Within>
    </dialog>,
    document.body,
  );
}

type SheetProps = { onClose: () => void; title: string; className?: string; children: ReactNode };
export function Sheet({ onClose, title, className = '', children }: SheetProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <Modal onClose={onClose} labelledBy={name} className={`sheet ${className}`}>
      <div className="sheet-body">
        <header className="sheet-header">
          <h2 id={name}>{title}</h2>
          <button type="button" className="icon-button" aria-label={t('close')} onClick={onClose}>
            <X size={18} />
          </button>
        </header>
        {children}
      </div>
    </Modal>
  );
}

type ConfirmProps = {
  look?: ButtonProps['look'];
  disabled?: boolean;
  label: ReactNode;
  title: string;
  text: string;
  action: string;
  onConfirm: () => void;
};
/** A button that asks again before it does what cannot be taken back easily. */
export function Confirm({ look = 'ghost', disabled, label, title, text, action, onConfirm }: ConfirmProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button look={look} disabled={disabled} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <Sheet title={title} onClose={() => setAsking(false)}>
          <p>{text}</p>
          <div className="actions">
            <span className="spacer" />
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button
              look="danger"
              onClick={() => {
                setAsking(false);
                onConfirm();
              }}
            >
              {action}
            </Button>
          </div>
        </Sheet>
      )}
    </>
  );
}

/** `main`: it is what the whole page says. */
export function Empty({ title, text, main, children }: { title: string; text?: string; main?: boolean; children?: ReactNode }) {
  const Heading = main ? 'h1' : 'h2';
  return (
    <div className="empty">
      <Heading>{title}</Heading>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

/** What an answer that has not come, or could not be had, looks like. */
export function Waiting({ error, onRetry }: { error?: Error | null; onRetry?: () => void }) {
  const { t } = useTranslation();
  if (!error) return <div className="waiting" role="status" aria-label={t('loading')} />;
  return (
    <div className="empty" role="alert">
      <h2>{t('notThere')}</h2>
      <p>{sayError(error)}</p>
      {onRetry && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
    </div>
  );
}
