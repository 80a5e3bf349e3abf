/** A view without tasks: why, and the way out if its filters leave none. */
import { useTranslation } from 'react-i18next';
import { Button, Empty } from '../../ui/ui';
import { usePatchSearch } from '../../lib/place';

export function NoTasks({ filtered, text }: { filtered: boolean; text: string }) {
  const { t } = useTranslation();
  const patch = usePatchSearch();
  const clear = () =>
    patch({ status: undefined, priority: undefined, tag: undefined, overdue: undefined, text: undefined, filter: undefined });
  return (
    <Empty title={t(filtered ? 'empty.filtered' : 'empty.title')} text={filtered ? undefined : text}>
      {filtered && <Button onClick={clear}>{t('filter.clear')}</Button>}
    </Empty>
  );
}
