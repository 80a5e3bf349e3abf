/** A part of the page that could not be loaded, or broke, leaves the rest as it is. */
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { takeVersion } from '../shell/NewVersion';
import { Button, Empty } from '../../ui/ui';

function Sorry({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  const missing = isMissing(error);
  return (
    <main className="main page" id="main" tabIndex={-1} role="alert">
      <Empty title={t(missing ? 'failed.missing' : 'failed.broken')} text={t(missing ? 'failed.missingText' : 'failed.brokenText')}>
        <Button look="primary" onClick={missing ? takeVersion : onRetry}>
          {t(missing ? 'failed.reload' : 'tryAgain')}
        </Button>
      </Empty>
    </main>
  );
}

/** Whether a part of the app is not there: an older version's after a deployment, or any without the server. */
function isMissing(error: Error) {
  return /dynamically imported module|module script|preload CSS|Loading chunk/i.test(error.message);
}

export class Failed extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    return this.state.error ? <Sorry error={this.state.error} onRetry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
/** As it is for the router's own. */
export function RouteFailed({ error, reset }: { error: unknown; reset: () => void }) {
  return <Sorry error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />;
}
