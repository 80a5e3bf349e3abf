/** What is told of dragging to who does not see it: titles instead of ids, in the language of the page. */
import type { DndContextProps } from '@dnd-kit/core';
import { useTranslation } from 'react-i18next';

/** `nameOf`: of what is dragged, and of what it is dragged over. */
export function useDragWords(nameOf: (id: string) => string): DndContextProps['accessibility'] {
  const { t } = useTranslation();
  return {
    screenReaderInstructions: { draggable: t('drag.how') },
    announcements: {
      onDragStart: ({ active }) => t('drag.start', { title: nameOf(String(active.id)) }),
      onDragOver: ({ active, over }) =>
        over ? t('drag.over', { title: nameOf(String(active.id)), place: nameOf(String(over.id)) }) : undefined,
      onDragEnd: ({ active, over }) =>
        over ? t('drag.end', { title: nameOf(String(active.id)), place: nameOf(String(over.id)) }) : t('drag.cancel'),
      onDragCancel: () => t('drag.cancel'),
    },
  };
}
