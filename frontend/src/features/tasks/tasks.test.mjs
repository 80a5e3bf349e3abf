/** What one does with tasks all day. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, choose, eventually, person, row } from '../../../tests/support.mjs';

test('by the keyboard alone: add, move, open, edit, complete, undo, select, delete', async () => {
  const { page, get } = await person();
  await page.keyboard.press('q');
  await page.keyboard.type('Call Mia today #phone !high');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Buy milk today');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await row(page, 'Call Mia').waitFor();
  await row(page, 'Buy milk').waitFor();
  const task = await eventually(async () => (await get('/api/v1/tasks')).items.find((each) => each.title === 'Call Mia'), 'it is stored');
  assert.deepEqual([task.tags, task.priority, 'date' in task.due], [['phone'], 'high', true]);
  await page.keyboard.press('j');
  const active = await page.locator('.row-active .row-title').innerText();
  await page.keyboard.press('o');
  await page.getByRole('complementary', { name: 'Task' }).getByRole('textbox', { name: 'Title' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary', { name: 'Task' }).waitFor({ state: 'detached' });
  await page.keyboard.press('e');
  await row(page, active).waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Messages' }).getByText('Completed').waitFor();
  await page.keyboard.press('z');
  await row(page, active).waitFor();
  await page.keyboard.press('k');
  await page.locator('.row-active[aria-posinset="1"], [aria-posinset="1"] .row-active').waitFor();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('toolbar').getByText('2 selected').waitFor();
  await page.keyboard.press('Delete');
  await page.getByText('2 tasks deleted').waitFor();
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Insights');
  await page.getByRole('option', { name: 'Insights', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Insights' }).waitFor();
});

test('a task with all that belongs to it', async () => {
  const { page, get } = await person();
  await page.goto('/inbox');
  await add(page, 'Paint the hall');
  await row(page, 'Paint the hall').locator('.row-body').click();
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByRole('textbox', { name: 'Title' }).fill('Paint the whole hall');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Add notes' }).click();
  await panel.getByRole('textbox', { name: 'Notes' }).fill('- brush\n- **paint**');
  await page.keyboard.press('Control+Enter');
  await panel.locator('.markdown strong').getByText('paint').waitFor();
  await choose(panel, 'Priority', 'Urgent');
  await choose(panel, 'Estimate', '1 h 30 min');
  await panel.getByRole('textbox', { name: 'Add a tag' }).fill('home');
  await page.keyboard.press('Enter');
  await panel.getByText('#home').waitFor();
  await panel.getByRole('textbox', { name: 'Add a subtask' }).fill('Buy paint');
  await page.keyboard.press('Enter');
  await panel.getByText('Buy paint').waitFor();
  await panel.getByRole('button', { name: /^Due/ }).click();
  await page.getByRole('button', { name: 'tomorrow' }).click();
  await panel.getByRole('button', { name: 'Remind me…' }).click();
  await page.getByRole('menuitem', { name: 'on the day, at nine' }).click();
  await panel.getByRole('button', { name: 'Remove the reminder' }).waitFor();
  await panel.getByRole('textbox', { name: 'Add a comment' }).fill('Which colour?');
  await panel.getByRole('button', { name: 'Comment', exact: true }).click();
  await panel.locator('.comment-text').getByText('Which colour?').waitFor();
  await panel.getByRole('tab', { name: 'History' }).click();
  await panel.getByText('Ada added').waitFor();
  await panel.locator('.changes del').getByText('Paint the hall', { exact: true }).waitFor();
  await panel.locator('.changes ins').getByText('Paint the whole hall').waitFor();
  const task = (await get('/api/v1/tasks')).items.find((each) => each.title === 'Paint the whole hall');
  assert.deepEqual(
    [task.notes, task.priority, task.estimate, task.tags, task.reminders.length],
    ['- brush\n- **paint**', 'urgent', 90, ['home'], 1],
  );
});

test('every last Friday comes again when it is completed', async () => {
  const { page, get } = await person();
  await page.goto('/inbox');
  await add(page, 'Retrospective 2026-12-25');
  await row(page, 'Retrospective').locator('.row-body').click();
  await page.getByRole('button', { name: 'Repeat…' }).click();
  const editor = page.getByRole('dialog', { name: 'Repeat' });
  await choose(editor, 'Unit', 'month');
  await choose(editor, 'On', 'last');
  await choose(editor, 'Weekday', 'Friday');
  await editor.getByText('every month on the last Friday').waitFor();
  await editor.getByRole('button', { name: 'Save' }).click();
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByText(/Next: .*29 Jan 2027/).waitFor();
  await panel.getByRole('button', { name: 'Complete', exact: true }).click();
  await eventually(
    async () => (await get('/api/v1/tasks?status=open')).items.some((each) => each.due?.date === '2027-01-29'),
    'the next one',
  );
  await row(page, 'Retrospective').getByText('29 Jan 2027').waitFor();
});

test('tasks are dragged into another order, by the mouse and by the keyboard', async () => {
  const { page, get } = await person();
  await page.goto('/inbox');
  await add(page, 'One', 'Two', 'Three');
  const order = () => page.locator('.row-title').allInnerTexts();
  await eventually(async () => (await order()).join() === 'One,Two,Three', 'the order in which they came');
  await row(page, 'Three').hover();
  const [from, to] = [await row(page, 'Three').locator('.row-handle').boundingBox(), await row(page, 'One').boundingBox()];
  await page.mouse.move(from.x + 8, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y - 20, { steps: 5 });
  await page.mouse.move(to.x + 20, to.y + 8, { steps: 10 });
  await page.mouse.up();
  await eventually(async () => (await order()).join() === 'Three,One,Two', 'the new order');
  await eventually(
    async () => (await get('/api/v1/tasks')).items.map((each) => each.title).join() === 'Three,One,Two',
    'the new order is stored',
  );
  await row(page, 'Three').locator('.row-handle').focus();
  const told = async () => (await page.locator('[aria-live=assertive]').innerText()).trim();
  await page.keyboard.press('Space');
  await eventually(async () => (await told()) === 'Three is over Three', 'it is picked up, over its own place');
  // The keys are heard from the page's next turn on: who presses one before that presses it again.
  await eventually(
    async () => {
      if ((await told()) === 'Three is over Three') await page.keyboard.press('ArrowDown');
      return await eventually(async () => (await told()) === 'Three is over One', 'one further', 2_000).catch(() => false);
    },
    async () => `it is over the next one, not: ${await told()}`,
  );
  await page.keyboard.press('Space');
  await eventually(async () => (await order()).join() === 'One,Three,Two', 'moved by the keyboard');
  await page.reload();
  await eventually(async () => (await order()).join() === 'One,Three,Two', 'as it is stored');
});

test('filters live in the URL, search finds as one types', async () => {
  const { page } = await person();
  await page.goto('/inbox');
  await add(page, 'Water the roses !low', 'Repair the roof !urgent');
  await row(page, 'Repair the roof').waitFor();
  await page.keyboard.press('f');
  await choose(page.getByRole('search', { name: 'Filters' }), 'Priority', 'Urgent');
  await row(page, 'Water the roses').waitFor({ state: 'detached' });
  assert.match(page.url(), /priority=urgent/);
  await page.reload();
  await row(page, 'Repair the roof').waitFor();
  assert.equal(await row(page, 'Water the roses').count(), 0);
  await page.keyboard.press('/');
  await page.keyboard.type('ros');
  await page.getByRole('heading', { name: 'Found: ros' }).waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).or(row(page, 'Water the roses')).first().waitFor();
  await page.goto('/all?text=ros');
  await row(page, 'Water the roses').waitFor();
  assert.equal(await row(page, 'Repair the roof').count(), 0);
  await page.goto('/inbox?board=true');
  await page.getByRole('region', { name: 'Urgent' }).getByText('Repair the roof').waitFor();
  await page.getByRole('region', { name: 'Low' }).getByText('Water the roses').waitFor();
});

test('lists are made, filled, renamed and archived', async () => {
  const { page } = await person();
  await page.getByRole('button', { name: 'New list' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Garden');
  await page.getByRole('button', { name: 'Create list' }).click();
  await page.getByRole('link', { name: 'Garden' }).click();
  await page.getByRole('heading', { name: 'Garden' }).waitFor();
  await add(page, 'Plant the tomatoes');
  await row(page, 'Plant the tomatoes').waitFor();
  await page.getByRole('button', { name: 'More for Garden' }).click();
  await page.getByRole('menuitem', { name: 'Edit list' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Balcony');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Balcony' }).waitFor();
  await page.getByRole('button', { name: 'More for Balcony' }).click();
  await page.getByRole('menuitem', { name: 'Archive list' }).click();
  await page.getByRole('link', { name: 'Balcony' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo z' }).click();
  await page.getByRole('link', { name: 'Balcony' }).waitFor();
});

test('what is typed is text, never a program', async () => {
  const { page, send, get } = await person();
  const evil = [
    '<img src=x onerror="window.hacked=1">',
    '<script>window.hacked=1</script>',
    '[click](javascript:window.hacked=1)',
    '<svg onload=window.hacked=1>',
    '![x](https://evil.example/x.png)',
  ];
  for (const text of evil) {
    const task = crypto.randomUUID();
    await send({ type: 'CreateTask', id: task, title: text, notes: text, tags: ['<b>x</b>'] }, { type: 'AddComment', task, text });
  }
  await eventually(async () => (await get('/api/v1/tasks')).items.length === evil.length, 'they are there');
  await page.goto('/inbox');
  for (const text of evil) {
    await row(page, text).locator('.row-body').click();
    const panel = page.getByRole('complementary', { name: 'Task' });
    await panel.locator('.comment-text').getByText(text, { exact: true }).waitFor();
    await panel.locator('.markdown').waitFor();
    for (const link of await panel.locator('.markdown a').all())
      assert.doesNotMatch((await link.getAttribute('href')) ?? '', /^javascript/i);
    assert.equal(await panel.locator('.markdown img, .markdown script, .markdown svg').count(), 0);
    await panel.getByRole('tab', { name: 'History' }).click();
  }
  await page.goto('/audit');
  await page.getByText(evil[0]).first().waitFor();
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

test('5,000 tasks in one list are as smooth as five', async () => {
  const { page, send } = await person();
  for (let i = 0; i < 10; ++i)
    await send(...Array.from({ length: 500 }, (_, k) => ({ type: 'CreateTask', title: `Task ${String(i * 500 + k).padStart(4, '0')}` })));
  await page.goto('/inbox');
  await row(page, 'Task 0000').waitFor();
  const scroller = page.locator('.scroller');
  const { longest, frames } = await scroller.evaluate(async (element) => {
    let longest = 0;
    let frames = 0;
    let last = performance.now();
    for (const end = last + 3000; last < end; ++frames) {
      element.scrollTop += 400;
      const now = await new Promise(requestAnimationFrame);
      if (frames > 5) longest = Math.max(longest, now - last);
      last = now;
    }
    return { longest, frames };
  });
  console.log(`scrolling 5,000 tasks: ${frames} frames in 3 s, the longest ${longest.toFixed(0)} ms`);
  assert.ok((await page.locator('.row').count()) < 60, 'only what can be seen is there');
  await eventually(
    async () => {
      await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight));
      return (await row(page, 'Task 4999').count()) === 1;
    },
    'the last one',
    30_000,
  );
});
