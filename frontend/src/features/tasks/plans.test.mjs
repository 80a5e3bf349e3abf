/** Today, the days that come and those that were; lists, tags and reminders as one wants them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, eventually, person, row } from '../../../tests/support.mjs';

const day = (more) => new Date(Date.now() + more * 86_400_000).toISOString().slice(0, 10);
const at = (hours) => ({ at: `${day(0)}T${String(hours).padStart(2, '0')}:30:00.000Z`, zone: 'UTC' });
/** What the page shows, headings and titles in their order. */
const shown = (page) => page.locator('.rows h2, .rows .row-title').allInnerTexts();
const utc = { timezoneId: 'UTC' };

test('today: what is overdue, then the day by its times; all that is overdue gets another day at once', async () => {
  const { page, send, get } = await person('Tom', utc);
  await send(
    { type: 'CreateTask', title: 'Late', due: { date: day(-3) } },
    { type: 'CreateTask', title: 'Later still', due: { date: day(-1) }, priority: 'high' },
    { type: 'CreateTask', title: 'At night', due: at(23) },
    { type: 'CreateTask', title: 'At noon', due: at(12) },
    { type: 'CreateTask', title: 'Any time', due: { date: day(0) } },
    { type: 'CreateTask', title: 'Urgent, any time', due: { date: day(0) }, priority: 'urgent' },
    { type: 'CreateTask', title: 'Tomorrow', due: { date: day(1) } },
  );
  await page.goto('/');
  await row(page, 'At noon').waitFor();
  const [first, ...rest] = await shown(page);
  assert.equal(first, 'Overdue');
  assert.match(rest[2], /^Today · /);
  assert.deepEqual(rest.toSpliced(2, 1), ['Late', 'Later still', 'Urgent, any time', 'Any time', 'At noon', 'At night']);
  await page.getByRole('button', { name: 'Reschedule all' }).click();
  await page.getByRole('menuitem', { name: 'tomorrow' }).click();
  await page.getByRole('heading', { name: 'Overdue' }).waitFor({ state: 'detached' });
  await eventually(
    async () => (await get('/api/v1/tasks')).items.filter((task) => task.due?.date === day(1)).length === 3,
    'they have the day',
  );
  await page.keyboard.press('z');
  await page.getByRole('heading', { name: 'Overdue' }).waitFor();
  await eventually(
    async () => (await get('/api/v1/tasks')).items.filter((task) => task.due?.date === day(1)).length === 1,
    'they have their days back',
  );
});

test('the days that come have headings, and so have those on which things were done', async () => {
  const { page, send } = await person('Uma', utc);
  const ended = (title, days) => ({
    type: 'CreateTask',
    title,
    status: 'completed',
    endedAt: `${day(-days)}T10:00:00.000Z`,
    createdAt: `${day(-9)}T10:00:00.000Z`,
  });
  await send(
    { type: 'CreateTask', title: 'C', due: { date: day(2) } },
    { type: 'CreateTask', title: 'A', due: { date: day(1) } },
    { type: 'CreateTask', title: 'B', due: { date: day(1) } },
    ended('Old', 5),
    ended('New', 1),
    ended('Newer', 1),
  );
  await page.goto('/upcoming');
  await row(page, 'C').waitFor();
  const coming = await shown(page);
  assert.match(coming[0], /^Tomorrow · /);
  assert.deepEqual([coming.slice(1, 3), coming[4]], [['A', 'B'], 'C']);
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Completed' }).click();
  await row(page, 'Old').waitFor();
  const done = await shown(page);
  assert.match(done[0], /^Yesterday · /);
  assert.deepEqual([done.slice(1, 3).sort(), done[4]], [['New', 'Newer'], 'Old']);
  await row(page, 'New').getByRole('checkbox', { name: 'Reopen: New' }).click();
  await row(page, 'New').waitFor({ state: 'detached' });
});

test('what is due on the same day stands in one order, on the page as in the API', async () => {
  const { page, send, get } = await person('Ola', utc);
  const priorities = ['none', 'low', 'medium', 'high', 'urgent'];
  await send(
    ...Array.from({ length: 60 }, (_, i) => ({
      type: 'CreateTask',
      title: `Task ${i}`,
      due: { date: day(1 + (i % 2)) },
      priority: priorities[(i * 7) % 5],
      rank: `${'BDFH'[i % 4]}${1 + (i % 3)}`,
    })),
  );
  const { items } = await eventually(async () => {
    const now = await get('/api/v1/tasks?sort=due&limit=500');
    return now.items.length === 60 && now;
  }, 'they are there');
  await page.goto('/all');
  await row(page, items[0].title).waitFor();
  const titles = await page.locator('.rows .row-title').allInnerTexts();
  assert.ok(titles.length >= 8);
  assert.deepEqual(
    titles,
    items.slice(0, titles.length).map((task) => task.title),
  );
  // And what is added here stands where it will be.
  await page.getByRole('button', { name: 'Add task' }).click();
  await page.locator('.task-form-title').fill(`Task new ${day(1)} !urgent`);
  await page.keyboard.press('Enter');
  const place = async () =>
    (await page.locator('.rows > li').evaluateAll((all) => all.find((each) => each.textContent.startsWith('Task new'))?.ariaPosInSet)) ??
    '';
  await row(page, 'Task new').waitFor();
  const here = await place();
  await eventually(
    async () => (await get('/api/v1/tasks?sort=due&limit=500')).items.findIndex((task) => task.title === 'Task new') + 1 === Number(here),
    () => `it is ${here} here`,
  );
});

test('lists: name, colour and place', async () => {
  const { page, send, get } = await person('Lou');
  const ids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await send(...['First', 'Second', 'Third'].map((name, i) => ({ type: 'CreateList', id: ids[i], name, color: '#3b6fd4' })));
  await page.goto(`/lists/${ids[2]}`);
  await page.getByRole('button', { name: 'More for Third' }).click();
  await page.getByRole('menuitem', { name: 'Edit list' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit list' });
  await dialog.getByLabel('Name').fill('Last');
  await dialog.getByLabel('green').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => {
    const list = (await get('/api/v1/lists')).items[2];
    return list.name === 'Last' && list.color === '#3f8f4f';
  }, 'it is called so');
  await page.getByRole('button', { name: 'More for Last' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  const order = async () => (await get('/api/v1/lists')).items.map((list) => list.name).join();
  await eventually(async () => (await order()) === 'First,Last,Second', 'it is higher');
  const inMenu = () => page.locator('.sidebar a[href^="/lists/"] .nav-label').allInnerTexts();
  await eventually(async () => (await inMenu()).join() === 'First,Last,Second', 'the menu shows it');
  await page.locator('h1').click();
  await page.keyboard.press('z');
  await eventually(async () => (await order()) === 'First,Second,Last', 'it is back');
});

test('a tag gets another name everywhere, and a colour for oneself', async () => {
  const { page, send, get } = await person('Tag');
  await send(
    { type: 'CreateTask', title: 'Open', tags: ['old', 'x'] },
    { type: 'CreateTask', title: 'Done', tags: ['old'], status: 'completed' },
    { type: 'CreateTask', title: 'Both', tags: ['old', 'new'] },
  );
  await page.goto('/tags/old');
  await row(page, 'Open').waitFor();
  await page.getByRole('button', { name: 'More for #old' }).click();
  await page.getByRole('menuitem', { name: 'Rename the tag' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename the tag' });
  await dialog.getByText('This changes 3 tasks').waitFor();
  await dialog.getByLabel('Name of the tag').fill('new');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: '#new' }).waitFor();
  const tags = async () => Object.fromEntries((await get('/api/v1/tasks?limit=500')).items.map((task) => [task.title, task.tags.join()]));
  await eventually(
    async () =>
      JSON.stringify(Object.entries(await tags()).sort()) ===
      JSON.stringify([
        ['Both', 'new'],
        ['Done', 'new'],
        ['Open', 'new,x'],
      ]),
    async () => JSON.stringify(await tags()),
  );
  const history = await eventually(async () => {
    const all = (await get('/api/v1/history')).items.filter((each) => each.type === 'TaskDetailsChanged');
    return all.length === 3 && all;
  }, 'the history');
  assert.equal(new Set(history.map((each) => each.commit)).size, 1, 'in one commit');
  await page.getByRole('button', { name: 'More for #new' }).click();
  await page.getByRole('menuitem', { name: 'Colour of the tag' }).click();
  await page.getByRole('dialog').getByLabel('pink').click();
  await eventually(async () => (await get('/api/v1/me')).tagColors.new === '#b8336a', 'it is kept');
  await eventually(
    async () =>
      (await row(page, 'Open')
        .locator('.tag i')
        .first()
        .evaluate((each) => getComputedStyle(each).color)) === 'rgb(184, 51, 106)',
    'it is shown',
  );
  const entries = (await get('/api/v1/history')).items;
  assert.equal(entries.filter((each) => each.type.includes('olo')).length, 0, 'it is nobody else’s business');
});

test('a reminder at any time', async () => {
  const { page, send, get } = await person('Rem', utc);
  const task = crypto.randomUUID();
  await send({ type: 'CreateTask', id: task, title: 'Call' });
  await page.goto(`/inbox?task=${task}`);
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByRole('button', { name: 'Remind me…' }).click();
  await page.getByRole('menuitem', { name: 'at another time…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remind me' });
  await dialog.getByRole('button', { name: /^When: / }).click();
  await dialog.getByLabel('Time', { exact: true }).fill('5.15pm');
  await page.keyboard.press('Enter');
  await dialog.getByText('17:15').first().waitFor();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => (await get(`/api/v1/tasks/${task}`)).reminders[0]?.at.startsWith(`${day(1)}T17:15`), 'it is set');
  await panel.getByText('17:15').waitFor();
});

test('200 lists and 100 tags are found, folded away, and leave the settings where they are', async () => {
  const { page, send } = await person('Many');
  await send(...Array.from({ length: 200 }, (_, i) => ({ type: 'CreateList', id: crypto.randomUUID(), name: `List ${i + 1}` })));
  await send(...Array.from({ length: 100 }, (_, i) => ({ type: 'CreateTask', title: `Task ${i}`, tags: [`tag ${100 - i}`] })));
  await page.goto('/inbox');
  const menu = page.getByRole('navigation', { name: 'Menu' });
  await menu.getByRole('link', { name: 'List 200', exact: true }).waitFor({ state: 'attached' });
  for (const name of ['Many', 'Trash'])
    await eventually(
      () =>
        menu.getByRole('link', { name, exact: true }).evaluate((each) => {
          const { top, bottom } = each.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        }),
      `${name} is in sight`,
    );
  await menu.getByRole('searchbox', { name: 'Find: Lists' }).fill('177');
  await eventually(async () => (await menu.locator('a[href^="/lists/"]').count()) === 1, 'one is left');
  await menu.getByRole('link', { name: 'List 177' }).click();
  await page.getByRole('heading', { name: 'List 177' }).waitFor();
  const tags = await menu.locator('a[href^="/tags/"] .nav-label').allInnerTexts();
  assert.deepEqual([tags.length, ...tags.slice(0, 3)], [100, 'tag 1', 'tag 2', 'tag 3'], 'all of them, in order');
  await menu.getByRole('button', { name: 'Lists' }).click();
  assert.equal(await menu.locator('a[href^="/lists/"]').count(), 0);
  await page.reload();
  await menu.getByRole('button', { name: 'Lists', expanded: false }).waitFor();
  await menu.getByRole('link', { name: 'tag 77' }).click();
  await row(page, 'Task 23').waitFor();
});

test('a workspace gets another name', async () => {
  const { page, send, get } = await person('Own');
  const workspace = crypto.randomUUID();
  await send({ workspace, type: 'CreateWorkspace', name: 'Ours' });
  await page.goto(`/members?workspace=${workspace}`);
  await page.getByRole('form', { name: 'Name of this workspace' }).getByLabel('Name').fill('Household');
  await page.getByRole('form', { name: 'Name of this workspace' }).getByRole('button', { name: 'Save' }).click();
  await eventually(async () => (await get('/api/v1/workspaces')).items.some((each) => each.name === 'Household'), 'it is called so');
  await choose(page, 'Workspace', 'My tasks');
});
