/** What the pages without a session share: the card that they stand in, and a try at something. */
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { sayError } from '../../lib/problems';
import { useTitle } from '../../lib/title';

export function Card({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }) {
  useTitle(title);
  return (
    <main className="auth" id="main">
      <div className="auth-card">
        <p className="brand">
          <img src="/icon.svg" alt="" width={28} height={28} /> Tasklog
        </p>
        <h1>{title}</h1>
        {children}
      </div>
      {foot && <p className="auth-foot">{foot}</p>}
    </main>
  );
}

/** Runs what a form wants, and says why it could not. */
export function useAttempt() {
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const run = async (what: () => Promise<void>) => {
    setFault('');
    setBusy(true);
    try {
      await what();
    } catch (error) {
      setFault(sayError(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    run,
    busy,
    fault: fault && (
      <p className="field-error" role="alert">
        {fault}
      </p>
    ),
  };
}

/** What stands behind # in the link that was followed. */
export function useProof() {
  return useLocation({ select: ({ hash }) => hash });
}

export function language() {
  return document.documentElement.lang === 'de' ? ('de' as const) : ('en' as const);
}
