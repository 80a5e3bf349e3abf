/** Everything one can do or go to, by typing a part of its name. */
import { Command } from 'cmdk';
import { pathOf } from '../../lib/listTree';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlace, useWorkspace } from '../../lib/place';
import { useLists, useTasks, useWorkspaces } from '../../lib/queries';
import { setTheme, theme } from '../../lib/theme';

export default function Palette({ begun, onClose }: { begun: string; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const workspace = useWorkspace();
  const place = usePlace();
  const [text, setText] = useState(begun);
  const { data: lists } = useLists(workspace);
  const { data: workspaces } = useWorkspaces();
  const { data: found } = useTasks(
    workspace,
    { text: text.trim(), status: 'open', sort: 'updated', order: 'desc' },
    text.trim().length > 1,
  );
  const go = (to: string, search: object = { workspace: place.workspace }) => {
    onClose();
    void navigate({ to, search } as never);
  };
  const pages = [
    ['/', 'today'],
    ['/upcoming', 'upcoming'],
    ['/inbox', 'inbox'],
    ['/all', 'all'],
    ['/done', 'done'],
    ['/digest', 'digest'],
    ['/insights', 'insights'],
    ['/audit', 'audit'],
    ['/members', 'members'],
    ['/transfer', 'transfer'],
    ['/trash', 'trash'],
    ['/settings', 'settings'],
  ] as const;
  return (
    <Command label={t('palette')} className="palette" loop>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
      />
      <Command.List label={t('palette')}>
        <Command.Empty>{t('palette.none')}</Command.Empty>
        <Command.Group heading={t('palette.go')}>
          {pages.map(([to, name]) => (
            <Command.Item key={to} onSelect={() => go(to)}>
              {t(name)}
            </Command.Item>
          ))}
          {lists?.items.map((list) => (
            <Command.Item key={list.id} value={`${list.name} ${list.id}`} onSelect={() => go(`/lists/${list.id}`)}>
              {pathOf(list, lists.items)}
            </Command.Item>
          ))}
          {workspaces?.items
            .filter((each) => each.id !== workspace)
            .map((each) => (
              <Command.Item key={each.id} value={`${each.name} ${each.id}`} onSelect={() => go('/', { workspace: each.id })}>
                {t('palette.workspace', { name: each.name })}
              </Command.Item>
            ))}
        </Command.Group>
        <Command.Group heading={t('palette.do')}>
          <Command.Item
            onSelect={() => {
              setTheme(theme() === 'dark' ? 'light' : 'dark');
              onClose();
            }}
          >
            {t('palette.theme')}
          </Command.Item>
        </Command.Group>
        {text.trim().length > 1 && (
          <Command.Group heading={t('tasks')}>
            {found?.pages[0]?.items.slice(0, 20).map((task) => (
              <Command.Item
                key={task.id}
                value={`${task.title} ${text} ${task.id}`}
                onSelect={() => go('/all', { workspace: place.workspace, task: task.id })}
              >
                {task.title}
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}
