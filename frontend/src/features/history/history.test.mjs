/** The history in words: who did what to which thing, linked, with before and after, and a way back. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually, person, row, shared } from '../../../tests/support.mjs';

const line = (page, text) => page.locator('.entry').filter({ hasText: text });

test('each line says who, what and which, in words, and leads there', async () => {
  const { page, send, get } = await person('Hanna');
  const [list, task, whole] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await send(
    { type: 'CreateList', id: list, name: 'Garden' },
    { type: 'CreateTask', id: whole, title: 'Autumn' },
    { type: 'CreateTask', id: task, title: 'Rake', due: { date: '2027-03-01' }, priority: 'low', tags: ['out'] },
  );
  await send(
    { type: 'ChangeTaskDetails', task, title: 'Rake the leaves', due: { at: '2027-03-02T09:00:00Z', zone: 'UTC' }, priority: 'high' },
    { type: 'NestTask', task, parent: whole },
    { type: 'MoveTask', task: whole, list },
  );
  await send(
    { type: 'SetRecurrence', task, rule: 'FREQ=WEEKLY;BYDAY=TU' },
    { type: 'SetReminder', task, relative: { to: 'due', minutes: -30, zone: 'UTC' } },
    { type: 'AddComment', task, text: 'With the new rake' },
    { type: 'AssignTask', task, assignee: (await get('/api/v1/me')).id },
  );
  await send({ type: 'RecolourList', list, color: '#3f8f4f' }, { type: 'CompleteTask', task: whole, withSubtasks: true });
  await eventually(async () => (await get('/api/v1/history')).items?.some((each) => each.type === 'TaskCompleted'), 'the history has it');
  await page.goto('/audit');
  for (const said of [
    'Hanna created the list Garden',
    'Hanna added Rake the leaves',
    'Hanna changed Rake the leaves',
    'Hanna changed the parent of Rake the leaves',
    'Hanna moved Autumn',
    'Hanna made Rake the leaves repeat',
    'Hanna set a reminder of Rake the leaves',
    'Hanna commented on Rake the leaves',
    'Hanna assigned Rake the leaves',
    'Hanna changed the colour of the list Garden',
    'Hanna completed Autumn',
  ])
    await line(page, said).first().waitFor();
  const changed = line(page, 'Hanna changed Rake the leaves').first();
  for (const said of ['Low', 'High', '1 Mar', '2 Mar']) await changed.getByText(said).first().waitFor();
  const moved = line(page, 'Hanna moved Autumn');
  await moved.locator('del').getByText('Inbox').waitFor();
  await moved.locator('ins').getByText('Garden').waitFor();
  await line(page, 'Hanna changed the parent of Rake').getByRole('link', { name: 'Autumn' }).waitFor();
  await line(page, 'Hanna assigned').getByText('Hanna').nth(1).waitFor();
  // No line shows what programs write: ids, times with a T, names of fields.
  const texts = await page.locator('.entry').evaluateAll((all) =>
    all.map((each) => {
      const copy = each.cloneNode(true);
      copy.querySelector('details')?.remove();
      return copy.textContent;
    }),
  );
  for (const text of texts) assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\dT|[a-z][A-Z][a-z]+:/, text);
  await changed.getByRole('link', { name: 'Rake the leaves' }).click();
  await page.getByRole('complementary', { name: 'Task' }).waitFor();
});

test('what was changed is put back from the history, and that is undone', async () => {
  const { page, send, get } = await person('Rita');
  const [list, other, task, gone] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await send(
    { type: 'CreateList', id: list, name: 'Home' },
    { type: 'CreateList', id: other, name: 'Old' },
    { type: 'CreateTask', id: task, title: 'First', notes: 'As it was', tags: ['a'] },
    { type: 'CreateTask', id: gone, title: 'Gone', list },
  );
  await send({ type: 'ChangeTaskDetails', task, title: 'Second', notes: '', tags: [] }, { type: 'RenameList', list, name: 'House' });
  await send({ type: 'DeleteTask', task: gone }, { type: 'DeleteList', list: other });
  await eventually(async () => (await get('/api/v1/history')).items?.some((each) => each.type === 'ListDeleted'), 'the history has it');
  await page.goto('/audit');
  const back = async (text, check) => {
    await line(page, text).first().getByRole('button', { name: 'Put back' }).click();
    await eventually(check, `${text} is put back`);
  };
  await back('Rita changed Second', async () => {
    const now = await get(`/api/v1/tasks/${task}`);
    return now.title === 'First' && now.notes === 'As it was' && now.tags[0] === 'a';
  });
  await back('Rita renamed the list', async () => (await get('/api/v1/lists')).items[0].name === 'Home');
  await back('Rita deleted Gone', async () => (await get(`/api/v1/tasks/${gone}`)).deleted === false);
  await back('Rita deleted the list Old', async () => (await get('/api/v1/lists')).items.length === 2);
  await page.locator('h1').click();
  await page.keyboard.press('z');
  await eventually(async () => (await get('/api/v1/lists')).items.length === 1, 'putting back is undone');
});

test('whoever may only look is offered no way back', async () => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const workspace = await shared(ada, ben, 'viewer', { type: 'CreateTask', title: 'Look' });
  await eventually(
    async () => (await ben.get(`/api/v1/history?workspace=${workspace}`)).items?.some((each) => each.type === 'MemberJoined'),
    'the history has it',
  );
  await ben.page.goto(`/audit?workspace=${workspace}`);
  await line(ben.page, 'Ada added Look').waitFor();
  await eventually(async () => (await ben.page.getByRole('button', { name: 'Put back' }).count()) === 0, 'nothing is offered');
});

test('an emptied trash keeps what the history can bring back', async () => {
  const { page, send, get } = await person('Emil');
  const [task, list] = [crypto.randomUUID(), crypto.randomUUID()];
  await send(
    { type: 'CreateTask', id: task, title: 'Thrown away' },
    { type: 'CreateList', id: list, name: 'Too' },
    { type: 'DeleteTask', task },
    { type: 'DeleteList', list },
  );
  await page.goto('/trash');
  await page.getByText('Thrown away').waitFor();
  await page.getByRole('button', { name: 'Empty the trash' }).click();
  await page.getByRole('dialog').getByText('Their text stays in the history').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Empty the trash' }).click();
  await page.getByRole('heading', { name: 'Nothing has been deleted' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Nothing has been deleted' }).waitFor();
  await eventually(async () => (await get('/api/v1/history')).items?.some((each) => each.type === 'TrashEmptied'), 'the history has it');
  await page.goto('/audit');
  await line(page, 'Emil emptied the trash').waitFor();
  await line(page, 'Emil deleted Thrown away').getByRole('button', { name: 'Put back' }).click();
  await page.goto('/inbox');
  await row(page, 'Thrown away').waitFor();
});

test('every event that there is has words in both languages', () => {
  const events = readdirSync('../tests/golden/events').map((name) => name.split('.')[0]);
  const texts = readFileSync('src/features/history/texts.ts', 'utf8');
  for (const event of new Set(events))
    for (const key of [`event.${event}`, `said.${event}`]) assert.equal(texts.split(`'${key}':`).length, 3, key);
});
