/** A view of tasks: heading, filters, list or board, the panel beside it, and the keys that work in it. */
import { Columns3, Filter, List as ListIcon, Plus, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskForm } from '../components/TaskForm/TaskForm';
import { TaskList } from '../components/TaskList/TaskList';
import { Button, Empty, IconButton, Select, Waiting } from '../components/ui/ui';
import { Menu } from '../components/ui/popup';
import { cancel, complete, moveTo, prioritize, remove, reopen, reorder, schedule } from '../lib/actions';
import type { Due, Priority, Task } from '../lib/api';
import { today } from '../lib/dates';
import { useShownLists } from '../lib/shown';
import { belongs, compare, onDay, parametersOf, type Search, type Sort, sortOf, sorts, type View } from '../lib/filters';
import { outbox } from '../lib/outbox';
import { made, overlay, useOverlayVersion, waits } from '../lib/overlay';
import { useCanEdit, usePatchSearch, usePlace, useWorkspace } from '../lib/place';
import { useNames, useTasks } from '../lib/queries';
import { useShortcuts } from '../lib/shortcuts';
import { toast } from '../lib/toasts';

const TaskPanel = lazy(() => import('../components/TaskPanel/TaskPanel'));
const Board = lazy(() => import('../components/TaskList/Board'));

const priorities: Priority[] = ['urgent', 'high', 'medium', 'low', 'none'];

type Props = { view: View; title: string; subtitle?: string; empty: string; actions?: ReactNode; newTask?: { list?: string | null; due?: Due | null; tag?: string } };

function Filters({ search, view }: { search: Search; view: View }) {
  const { t } = useTranslation();
  const patch = usePatchSearch();
  const set = (fields: Partial<Search>) => patch(fields, true);
  return (
    <div className="filters" role="search" aria-label={t('filters')}>
      <Select label={t('task.status')} hideLabel value={search.status ?? 'open'} onChange={(event) => set({ status: event.target.value === 'open' ? undefined : (event.target.value as Task['status']) })}>
        {(['open', 'completed', 'cancelled'] as const).map((each) => <option key={each} value={each}>{t(`status.${each}`)}</option>)}
      </Select>
      <Select label={t('task.priority')} hideLabel value={search.priority ?? ''} onChange={(event) => set({ priority: (event.target.value || undefined) as Priority | undefined })}>
        <option value="">{t('filter.anyPriority')}</option>
        {priorities.map((each) => <option key={each} value={each}>{t(`priority.${each}`)}</option>)}
      </Select>
      <Select label={t('filter.sort')} hideLabel value={sortOf(view, search)} onChange={(event) => set({ sort: event.target.value as Sort })}>
        {sorts.map((each) => <option key={each} value={each}>{t(`sort.${each}`)}</option>)}
      </Select>
      <label className="chip">
        <input type="checkbox" checked={search.overdue ?? false} onChange={(event) => set({ overdue: event.target.checked || undefined })} /> {t('filter.overdue')}
      </label>
      {search.tag && <button type="button" className="chip" onClick={() => set({ tag: undefined })}>#{search.tag} <X size={12} aria-label={t('tag.remove', { tag: search.tag })} /></button>}
    </div>
  );
}

export function TaskView({ view, title, subtitle, empty, actions, newTask }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const search = usePlace();
  const patch = usePatchSearch();
  const canEdit = useCanEdit();
  const overlayVersion = useOverlayVersion();
  const [adding, setAdding] = useState(false);
  const [filtering, setFiltering] = useState(false);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [added, setAdded] = useState<string>();
  const [anchor, setAnchor] = useState('');
  const [cursor, setCursor] = useState<string | undefined>();

  const day = today();
  const parameters = parametersOf(view, search);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = useTasks(workspace, parameters);
  const lists = useShownLists(workspace);
  const listsById = useMemo(() => new Map(lists.map((each) => [each.id, each])), [lists]);
  const server = useMemo(() => data?.pages.flatMap((page) => page.items).filter((task) => onDay(task, view, day)) ?? [], [data, view, day]);
  const tasks = useMemo(
    () => overlay(server, workspace, (task) => belongs(task, view, search, day)).sort((a, b) => compare(a, b, parameters.sort, parameters.order)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the view and its filters are what `server` was read for
    [server, workspace, overlayVersion],
  );
  const names = useNames(tasks.flatMap((task) => task.assignee ?? []));
  const selected = tasks.filter((task) => chosen.has(task.id));
  const at = cursor ?? search.task;
  const here = tasks.find((task) => task.id === at);
  const meant = selected.length ? selected : here ? [here] : [];

  const open = (task: Task) => {
    setCursor(task.id);
    patch({ task: task.id });
  };
  const move = (by: number) => {
    const index = tasks.findIndex((task) => task.id === at);
    const next = tasks[Math.min(tasks.length - 1, Math.max(0, index < 0 ? 0 : index + by))];
    if (!next) return;
    setCursor(next.id);
    if (search.task) patch({ task: next.id }, true);
  };
  const select = (task: Task, range: boolean) => {
    const next = new Set(chosen);
    const [from, to] = [tasks.findIndex((each) => each.id === anchor), tasks.indexOf(task)];
    if (range && from >= 0) tasks.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => next.add(each.id));
    else if (!next.delete(task.id)) next.add(task.id);
    setAnchor(task.id);
    setChosen(next);
  };
  const toggle = (task: Task) => void (task.status === 'open' ? complete(workspace, [task]) : reopen(workspace, [task]));
  const bulk = (run: (tasks: Task[]) => unknown) => {
    void run(meant);
    setChosen(new Set());
  };
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  useShortcuts({
    ...(canEdit && {
      q: () => setAdding(true),
      x: () => here && select(here, false),
      e: () => meant.length > 0 && bulk((tasks) => (meant.every((task) => task.status !== 'open') ? reopen(workspace, tasks) : complete(workspace, tasks))),
      Delete: () => meant.length > 0 && bulk((tasks) => remove(workspace, tasks)),
      '1': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'urgent')),
      '2': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'high')),
      '3': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'medium')),
      '0': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'none')),
      t: () => meant.length > 0 && bulk((tasks) => schedule(workspace, tasks, { date: today() })),
    }),
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    o: () => here && open(here),
    b: () => patch({ board: !search.board || undefined }, true),
    f: () => setFiltering(!filtering),
    Escape: () => (chosen.size ? setChosen(new Set()) : patch({ task: undefined })),
  });

  // One that does not belong here is told of: it is not gone.
  const onAdded = (id: string) => {
    setAdded(id);
    const task = made(id);
    if (task && !belongs(task, view, search, day)) toast(t('form.elsewhere', { title: task.title, place: task.list ? (listsById.get(task.list)?.name ?? t('list')) : t('inbox') }));
  };
  const shared = { tasks, waiting: outbox.isAway() ? waits : undefined, lists: listsById, names, active: at, selected: chosen, readOnly: !canEdit, onOpen: open, onToggle: toggle, onSelect: select, onEnd };
  const ranked = parameters.sort === 'rank' && parameters.order === 'asc' && canEdit && !search.text;
  const filtered = !!(search.status || search.priority || search.tag || search.overdue || search.text);
  return (
    <div className={`view ${search.task ? 'view-with-panel' : ''}`}>
      <main className="main" id="main" tabIndex={-1}>
        <header className="view-header">
          <div>
            <h1>{title}</h1>
            {subtitle && <p className="subtitle">{subtitle}</p>}
          </div>
          <span className="spacer" />
          {actions}
          <IconButton label={t('filters')} keys="f" aria-pressed={filtering || filtered} onClick={() => setFiltering(!filtering)}><Filter size={18} /></IconButton>
          <IconButton label={t(search.board ? 'list' : 'board')} keys="b" onClick={() => patch({ board: !search.board || undefined }, true)}>{search.board ? <ListIcon size={18} /> : <Columns3 size={18} />}</IconButton>
        </header>
        {(filtering || filtered) && <Filters search={search} view={view} />}
        {canEdit && (adding ? (
          <TaskForm workspace={workspace} lists={lists} onAdded={onAdded} onDone={() => setAdding(false)} {...newTask} />
        ) : (
          <button type="button" className="add" onClick={() => setAdding(true)}><Plus size={18} aria-hidden /> {t('form.add')} <kbd>q</kbd></button>
        ))}
        {canEdit && selected.length > 0 && (
          <div className="bulk" role="toolbar" aria-label={t('bulk.title')}>
            <strong>{t('bulk.count', { count: selected.length })}</strong>
            <Button onClick={() => bulk((tasks) => complete(workspace, tasks))}>{t('complete')}</Button>
            <Button onClick={() => bulk((tasks) => schedule(workspace, tasks, { date: today() }))}>{t('date.today')}</Button>
            <Menu trigger={<Button>{t('bulk.move')}</Button>} items={[{ label: t('inbox'), onSelect: () => bulk((tasks) => moveTo(workspace, tasks, null, t('inbox'))) }, ...lists.map((list) => ({ label: list.name, onSelect: () => bulk((tasks: Task[]) => moveTo(workspace, tasks, list.id, list.name)) }))]} />
            <Menu trigger={<Button>{t('task.priority')}</Button>} items={priorities.map((each) => ({ label: t(`priority.${each}`), onSelect: () => bulk((tasks) => prioritize(workspace, tasks, each)) }))} />
            <Button onClick={() => bulk((tasks) => cancel(workspace, tasks))}>{t('cancelTask')}</Button>
            <Button look="danger" onClick={() => bulk((tasks) => remove(workspace, tasks))}>{t('delete')}</Button>
            <span className="spacer" />
            <IconButton label={t('bulk.none')} onClick={() => setChosen(new Set())}><X size={16} /></IconButton>
          </div>
        )}
        <p className="visually-hidden" role="status">{data && !isPlaceholderData ? t('counted', { count: tasks.length }) : ''}</p>
        {!data ? (
          <Waiting error={error} onRetry={() => void refetch()} />
        ) : tasks.length === 0 ? (
          <Empty title={t(filtered ? 'empty.filtered' : 'empty.title')} text={filtered ? undefined : empty}>
            {filtered && <Button onClick={() => patch({ status: undefined, priority: undefined, tag: undefined, overdue: undefined, text: undefined })}>{t('filter.clear')}</Button>}
          </Empty>
        ) : search.board ? (
          <Suspense fallback={<Waiting />}>
            <Board {...shared} columns={priorities.map((each) => ({ id: each, title: t(`priority.${each}`), holds: (task: Task) => task.priority === each }))} onMove={(task, to) => task.priority !== to && void prioritize(workspace, [task], to as Priority)} />
          </Suspense>
        ) : (
          <TaskList {...shared} reveal={added} onReorder={ranked ? (task, after, before) => void reorder(workspace, task, after, before) : undefined} />
        )}
      </main>
      {search.task && (
        <Suspense fallback={<aside className="panel"><Waiting /></aside>}>
          <TaskPanel workspace={workspace} id={search.task} lists={lists} onClose={() => patch({ task: undefined })} onOpen={(task) => patch({ task })} />
        </Suspense>
      )}
    </div>
  );
}

