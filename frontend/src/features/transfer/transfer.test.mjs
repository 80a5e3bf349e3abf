/** Files in and out. The server reads them: here is what people see of it. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, person, violationsOf } from '../../../tests/support.mjs';

function fileOf(name, text) {
  const file = join(process.env.TASKLOG_OUT, name);
  writeFileSync(file, text);
  return file;
}

const calendar = `BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Garden
BEGIN:VTODO
UID:roses
SUMMARY:Cut the roses
DUE;VALUE=DATE:20270301
RRULE:FREQ=MONTHLY;BYMONTHDAY=1
END:VTODO
BEGIN:VTODO
UID:shears
SUMMARY:Sharpen the shears
RELATED-TO:roses
END:VTODO
BEGIN:VTODO
UID:nothing
END:VTODO
END:VCALENDAR
`;

test('a calendar is looked through, imported, and undone but for what was changed', async () => {
  const { page, get, send } = await person();
  await page.goto('/transfer');
  await page.getByLabel('Choose a file').setInputFiles(fileOf('garden.ics', calendar));
  await page.getByText('The file has 2 tasks.').waitFor();
  await page.getByText('Line 15: the VTODO has no SUMMARY').waitFor();
  await page.getByText('Sharpen the shears').waitFor();
  assert.equal((await get('/api/v1/tasks')).items.length, 0, 'a look changes nothing');
  assert.deepEqual(await violationsOf(page, 'an import that waits'), []);
  await page.getByRole('button', { name: 'Import them' }).click();
  await page.getByText('2 tasks imported.').waitFor();
  await page.getByRole('link', { name: 'Garden' }).waitFor();
  const items = await eventually(
    async () => (await get('/api/v1/tasks')).items.length === 2 && (await get('/api/v1/tasks')).items,
    'both can be read',
  );
  const [roses, shears] = items.sort((a, b) => (a.title < b.title ? -1 : 1));
  assert.equal(shears.parent, roses.id);
  assert.equal(roses.recurrence.rule, 'FREQ=MONTHLY;BYMONTHDAY=1');

  await page.reload();
  await page.getByText('2 tasks imported.').waitFor();
  await send({ type: 'CompleteTask', task: shears.id });
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByText('Undone: 0 deleted. 3 stay, because they were changed since.').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Choose a file').waitFor();
});

test('what was deleted is told of, and comes back if asked', async () => {
  const { page, get, send } = await person();
  await page.goto('/transfer');
  const file = fileOf('todo.txt', '(A) Call Mia @phone +Family due:2026-12-24\nx 2026-11-01 Buy milk\n\n+Family @only\n');
  const bring = async () => {
    await page.getByLabel('Choose a file').setInputFiles(file);
    await page.getByText('The file has 2 tasks.').waitFor();
  };
  await bring();
  await page.getByText('Line 4: the task has no title').waitFor();
  await page.getByRole('button', { name: 'Import them' }).click();
  await page.getByText('2 tasks imported.').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  const items = await eventually(
    async () => (await get('/api/v1/tasks')).items.length === 2 && (await get('/api/v1/tasks')).items,
    'both can be read',
  );
  assert.deepEqual(items.map((each) => [each.title, each.status, each.priority, each.due?.date]).sort(), [
    ['Buy milk', 'completed', 'none', undefined],
    ['Call Mia', 'open', 'urgent', '2026-12-24'],
  ]);
  await send({ type: 'DeleteTask', task: items.find((each) => each.title === 'Buy milk').id });
  await eventually(async () => (await get('/api/v1/tasks')).items.length === 1, 'one is gone');
  await bring();
  await page.getByText('1 is already here and stays as it is.').waitFor();
  await page.getByText('1 was imported before and then deleted.').waitFor();
  await page.getByLabel('Restore deleted tasks').check();
  await page.getByRole('button', { name: 'Import them' }).click();
  await page.getByText('1 restored.').waitFor();
  await eventually(async () => (await get('/api/v1/tasks')).items.length === 2, 'it is back');
});

test('what is exported holds everything, and a file without tasks says so', async () => {
  const { page, get, send } = await person();
  const list = crypto.randomUUID();
  const task = crypto.randomUUID();
  await send(
    { type: 'CreateList', id: list, name: 'Attic' },
    { type: 'CreateTask', id: task, title: 'Old chair', list },
    { type: 'AddComment', task, text: 'Sell it?' },
    { type: 'ArchiveList', list },
  );
  await eventually(async () => (await get('/api/v1/lists')).items.length === 1, 'the list can be read');
  await page.goto('/transfer');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), 'tasklog.jsonl');
  const lines = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each));
  assert.deepEqual(
    lines.map((each) => each.kind).filter((each) => each !== 'person'),
    ['export', 'list', 'task', 'comment'],
  );
  assert.deepEqual(
    [lines.find((each) => each.kind === 'list').archived, lines.find((each) => each.kind === 'task').title],
    [true, 'Old chair'],
  );
  await page
    .getByLabel('Choose a file')
    .setInputFiles(fileOf('none.ics', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n'));
  await page.getByText('There are no tasks in this file.').waitFor();
  await page.getByRole('button', { name: 'Don’t import' }).click();
  await page.getByLabel('Choose a file').waitFor();
});
