/** What a line says is shown before it is saved, and no word is taken away that was not understood; the server's phrases have the rest. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, person, row } from '../../../../tests/support.mjs';

const zone = 'Europe/Berlin';
const now = '2026-12-02T09:00:00+01:00'; // a Wednesday
const at = (day, time) => ({ at: new Date(`${day}T${time}:00+01:00`).toISOString().replace('.000', ''), zone });

/** Words → title, due, and what else. */
const understood = [
  ['Call mum tomorrow 5pm', 'Call mum', at('2026-12-03', '17:00')],
  ['Report due 24 Dec', 'Report', { date: '2026-12-24' }],
  ['Standup every friday 5pm', 'Standup', at('2026-12-04', '17:00'), { rule: 'FREQ=WEEKLY;BYDAY=FR' }],
  ['Dentist at 9:30 on Dec 5 2027', 'Dentist', at('2027-12-05', '09:30')],
  ['Rent every month', 'Rent', { date: '2026-12-02' }, { rule: 'FREQ=MONTHLY' }],
  ['Water the plants every 3 days', 'Water the plants', { date: '2026-12-02' }, { rule: 'FREQ=DAILY;INTERVAL=3' }],
  ['Stand up every weekday at 10am', 'Stand up', at('2026-12-02', '10:00'), { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' }],
  ['Pay the bill in 2 weeks', 'Pay the bill', { date: '2026-12-16' }],
  ['Plan the week next monday', 'Plan the week', { date: '2026-12-07' }],
  ['Mutter anrufen morgen um 17 Uhr', 'Mutter anrufen', at('2026-12-03', '17:00')],
  ['Bericht bis 24.12.', 'Bericht', { date: '2026-12-24' }],
  ['Call in sick 1 jan', 'Call in sick', { date: '2027-01-01' }],
  ['Buy milk #food !high @Home', 'Buy milk', { date: '2026-12-02' }, { tags: ['food'], priority: 'high', list: 'Home' }],
  ['Buy milk @Nowhere', 'Buy milk @Nowhere', { date: '2026-12-02' }],
  ['Report tomorrow @Nowhere', 'Report @Nowhere', { date: '2026-12-03' }],
  ['Tomorrow buy bread', 'buy bread', { date: '2026-12-03' }],
  ['Read “Tomorrow”', 'Read “Tomorrow”', { date: '2026-12-02' }],
  ['Read about today', 'Read about today', { date: '2026-12-02' }],
  ['Run for 30 min +me', 'Run', { date: '2026-12-02' }, { estimate: 30 }],
  ['Tax every! 3 weeks', 'Tax', { date: '2026-12-02' }, { rule: 'FREQ=WEEKLY;INTERVAL=3' }],
  ['Meet at the 5th', 'Meet at the 5th', { date: '2026-12-02' }],
  ['Count to 25 Dev', 'Count to 25 Dev', { date: '2026-12-02' }],
  ['Leap 29 feb', 'Leap', { date: '2028-02-29' }],
  ['Never 31 feb', 'Never 31 feb', { date: '2026-12-02' }],
];

test('what is promised is understood, and shown before it is saved', async () => {
  const { page, send, get, put } = await person('Quinn', { timezoneId: zone });
  const home = crypto.randomUUID();
  await send({ type: 'CreateList', id: home, name: 'Home' });
  assert.ok(
    (
      await put('/api/v1/me', {
        displayName: 'Quinn',
        mail: null,
        timeZone: zone,
        weekStart: 'monday',
        channels: { mail: true, webhooks: true },
        quietHours: null,
      })
    ).ok(),
  );
  await page.clock.install({ time: new Date(now) });
  await page.goto('/');
  await page.getByRole('link', { name: 'Home' }).waitFor();
  await page.getByRole('button', { name: 'Add task' }).click();
  const title = page.locator('.task-form-title');
  const said = page.getByRole('list', { name: 'Understood' });
  for (const [text, wanted, due, more = {}] of understood) {
    await title.fill(text);
    if (text.includes('@Nowhere')) await said.getByText('There is no @Nowhere').waitFor();
    if (text.includes('30 min')) await said.getByText('for 30 min').waitFor();
    if (text.includes('every friday')) await said.getByText('every week on Friday').waitFor();
    if (text.includes('tomorrow 5pm')) await said.getByText('tomorrow 17:00').waitFor();
    await title.press('Enter');
    const task = await eventually(
      async () => (await get('/api/v1/tasks?limit=500&sort=created&order=desc')).items.find((each) => each.title === wanted),
      `${text} is stored as ${wanted}`,
    );
    assert.deepEqual(task.due, due.at ? { ...due, at: task.due.at } : due, text);
    if (due.at) assert.equal(Date.parse(task.due.at), Date.parse(due.at), text);
    assert.equal(task.recurrence?.rule, more.rule, text);
    assert.deepEqual([task.tags, task.priority, task.list], [more.tags ?? [], more.priority ?? 'none', more.list ? home : null], text);
    assert.equal(task.estimate, more.estimate ?? null, text);
  }
});

test('what could not be understood here in time is by the server, as of when it was written', async () => {
  const { page, get } = await person('Otto', { timezoneId: zone });
  await page.clock.install({ time: new Date(now) });
  await page.goto('/inbox');
  await page.getByRole('button', { name: 'Add task' }).click();
  await page.route('**/api/v1/quick-add', () => undefined); // no answer comes
  const title = page.locator('.task-form-title');
  await title.fill('Pay the rent tomorrow 5pm #home +me');
  await title.press('Enter');
  await row(page, 'Pay the rent').waitFor();
  const [task] = (await get('/api/v1/tasks')).items;
  assert.deepEqual([task.title, task.tags, task.assignee !== null], ['Pay the rent', ['home'], true]);
  assert.equal(Date.parse(task.due.at), Date.parse(at('2026-12-03', '17:00').at));
  assert.equal(await title.inputValue(), '');
});

test('pasted lines are offered as tasks, and too long a title goes into the notes', async () => {
  const { page, get } = await person('Pia');
  await page.goto('/inbox');
  await page.getByRole('button', { name: 'Add task' }).click();
  const title = page.locator('.task-form-title');
  const paste = (text) =>
    title.evaluate((element, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', data);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste(Array.from({ length: 50 }, (_, i) => `- Line ${i} of a list`).join('\n'));
  await page.getByRole('button', { name: 'Add 50 tasks' }).click();
  await eventually(async () => (await get('/api/v1/tasks?limit=500')).items.length === 50, 'each line is a task');
  await row(page, 'Line 49 of a list').waitFor(); // the newest is shown, however long the list
  assert.equal((await get('/api/v1/tasks?limit=500')).items.filter((each) => /^Line \d+ of a list$/.test(each.title)).length, 50);
  const long = 'word '.repeat(200).trim();
  await title.fill(long);
  await page.getByText('The whole text goes into the notes').waitFor();
  await title.press('Enter');
  const task = await eventually(
    async () => (await get('/api/v1/tasks?limit=500')).items.find((each) => each.title.startsWith('word')),
    'it is stored',
  );
  assert.equal(task.notes, long);
});

test('a new task is shown, and one that belongs elsewhere is told of', async () => {
  const { page, send } = await person('Nora');
  await send(...Array.from({ length: 60 }, (_, i) => ({ type: 'CreateTask', title: `Old ${i}` })));
  await page.goto('/inbox');
  await row(page, 'Old 0').waitFor();
  await page.getByRole('button', { name: 'Add task' }).click();
  await page.locator('.task-form-title').fill('The new one');
  await page.keyboard.press('Enter');
  await eventually(async () => {
    const box = await row(page, 'The new one')
      .boundingBox()
      .catch(() => null);
    return box && box.y > 0 && box.y + box.height <= 800;
  }, 'it is in sight');
  await page.goto('/');
  await page.getByRole('button', { name: 'Add task' }).click();
  await page.locator('.task-form-title').fill('For later tomorrow');
  await page.keyboard.press('Enter');
  await page.getByText('“For later” is in Inbox').waitFor();
});
