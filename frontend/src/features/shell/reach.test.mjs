/** For every hand and eye: titles of pages, a focus that stays, keys that can be switched off; and a phone in one hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, person, row } from '../../../tests/support.mjs';

const focused = (page) =>
  page.evaluate(
    () => document.activeElement.closest('[data-task]')?.querySelector('.row-title')?.textContent ?? document.activeElement.id ?? '',
  );
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('each page has a title of its own', async () => {
  const { page, send } = await person('Tia');
  const list = crypto.randomUUID();
  await send({ type: 'CreateList', id: list, name: 'Garden' }, { type: 'CreateTask', title: 'A', tags: ['out'] });
  const pages = {
    '/': 'Today',
    '/upcoming': 'Upcoming',
    '/inbox': 'Inbox',
    '/all': 'All tasks',
    '/assigned': 'Assigned to me',
    '/done': 'Completed',
    [`/lists/${list}`]: 'Garden',
    '/tags/out': '#out',
    '/audit': 'History',
    '/digest': 'What happened',
    '/insights': 'Insights',
    '/members': 'Members',
    '/transfer': 'Import and export',
    '/trash': 'Trash',
    '/settings': 'Settings',
    '/nowhere': 'Page not found',
  };
  for (const [path, title] of Object.entries(pages)) {
    await page.goto(path);
    await eventually(
      async () => (await page.title()) === `${title} – Tasklog`,
      async () => `${path} is called ${await page.title()}`,
    );
  }
});

test('the focus goes with the keys, and stays when a row goes, a panel closes, or Escape is pressed', async () => {
  const { page, send, get } = await person('Foa');
  await send(...['One', 'Two', 'Three', 'Four'].map((title) => ({ type: 'CreateTask', title })));
  await page.goto('/inbox');
  await row(page, 'Four').waitFor();
  const is = (title, what) =>
    eventually(
      async () => (await focused(page)) === title,
      async () => `${what}: ${await focused(page)} has the focus`,
    );
  await page.keyboard.press('j');
  await is('One', 'j');
  await page.keyboard.press('j');
  await is('Two', 'j again');
  await page.keyboard.press('k');
  await is('One', 'k');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByRole('textbox', { name: 'Title' }).waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await is('Two', 'the panel is closed');
  await page.keyboard.press('e');
  await row(page, 'Two').waitFor({ state: 'detached' });
  await is('Three', 'it is completed');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await is('Three', 'by Tab and back');
  await row(page, 'Three').getByRole('checkbox', { name: 'Complete: Three' }).focus();
  await page.keyboard.press('Space');
  await row(page, 'Three').waitFor({ state: 'detached' });
  await is('Four', 'its circle is pressed');
  await page.keyboard.press('x');
  await page.getByRole('toolbar').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('toolbar').waitFor({ state: 'detached' });
  await is('Four', 'nothing is selected any more');
  await eventually(async () => (await get('/api/v1/tasks?status=completed')).items.length === 2, 'both are done');
  // A list of any length: the row is there when the focus comes.
  await send(...Array.from({ length: 300 }, (_, i) => ({ type: 'CreateTask', title: `Row ${i}` })));
  await page.reload();
  await row(page, 'Row 0').waitFor();
  for (let i = 0; i < 40; ++i) await page.keyboard.press('j');
  await is('Row 37', 'forty times j'); // behind One and Four
});

test('single keys can be switched off, and only they', async () => {
  const { page } = await person('Kai');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add task' }).waitFor();
  for (const key of ['q', 'f', 'b', '?', '/']) await page.keyboard.press(key);
  assert.equal(await page.locator('.task-form, .filters, dialog').count(), 0);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto('/settings');
  await page.getByRole('checkbox', { name: /^Use single-key/ }).check();
  await page.goto('/inbox');
  await page.getByRole('button', { name: 'Add task' }).waitFor();
  await page.keyboard.press('q');
  await page.locator('.task-form').waitFor();
});

/** What a finger could touch that is too small for it: 44 px, or 24 px within a text. */
const small = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], input, textarea, [role=checkbox]')].flatMap((each) => {
      const { width, height } = (
        ['checkbox', 'radio', 'file'].includes(each.type) ? (each.closest('label') ?? each) : each
      ).getBoundingClientRect();
      const style = getComputedStyle(each);
      if (!width || style.visibility === 'hidden' || each.closest('.visually-hidden, .skip, p, summary')) return [];
      const inText = style.display === 'inline';
      return height >= (inText ? 15 : 44) && width >= (inText ? 15 : 24)
        ? []
        : [`${each.ariaLabel ?? each.textContent ?? each.name} ${Math.round(width)}×${Math.round(height)} ${each.className}`];
    }),
  );

test('on a phone everything is large enough for a finger, and no field makes the browser zoom', async () => {
  const { page, send } = await person('Pia', phone);
  const [list, task] = [crypto.randomUUID(), crypto.randomUUID()];
  await send(
    { type: 'CreateList', id: list, name: 'Home' },
    { type: 'CreateTask', id: task, title: 'Paint', list, tags: ['x'], due: { date: '2027-01-01' }, notes: 'With **care**' },
    { type: 'AddComment', task, text: 'Said' },
    { type: 'SetReminder', task, relative: { to: 'due', minutes: -30, zone: 'UTC' } },
  );
  const faults = [];
  for (const path of [
    '/',
    '/upcoming',
    '/inbox',
    `/lists/${list}`,
    `/all?task=${task}`,
    '/all?board=true',
    '/trash',
    '/members',
    '/settings',
    '/audit',
    '/transfer',
    '/digest',
    '/insights',
  ]) {
    await page.goto(path);
    await page.locator('h1, .panel-title').first().waitFor();
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    faults.push(...(await small(page)).map((each) => `${path}: ${each}`));
    const zooms = await page
      .locator('input:not([type=checkbox], [type=radio], [type=file]), textarea')
      .evaluateAll((all) =>
        all
          .filter((each) => each.offsetWidth && parseFloat(getComputedStyle(each).fontSize) < 16)
          .map((each) => each.ariaLabel ?? each.name),
      );
    faults.push(...zooms.map((each) => `${path}: ${each} zooms`));
  }
  assert.deepEqual(faults, []);
});

/** Draws a finger over the page. */
async function draw(page, from, to) {
  const cdp = await page.context().newCDPSession(page);
  const touch = (type, point) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] });
  await touch('touchStart', from);
  for (let i = 1; i <= 10; ++i)
    await touch('touchMove', { x: from.x + ((to.x - from.x) * i) / 10, y: from.y + ((to.y - from.y) * i) / 10 });
  await touch('touchEnd');
}

test('on a phone: one circle a row, swiping, the bar in the reach of the thumb', async () => {
  const { page, send, get } = await person('Phil', { ...phone, timezoneId: 'UTC' });
  const today = new Date().toISOString().slice(0, 10);
  await send(...['One', 'Two', 'Three'].map((title) => ({ type: 'CreateTask', title, due: { date: today } })));
  await page.goto('/');
  await row(page, 'Three').waitFor();
  const controls = await row(page, 'One')
    .locator('button, input')
    .evaluateAll((all) => all.filter((each) => each.offsetWidth > 0).map((each) => each.className.split(' ')[0]));
  assert.deepEqual(controls, ['check', 'row-body'], 'a circle, and the task');
  const bar = page.getByRole('navigation', { name: 'Places' });
  const { y, height } = await bar.boundingBox();
  assert.ok(y + height >= 843, 'the bar is at the bottom');
  const at = async (title) => {
    const box = await row(page, title).boundingBox();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const one = await at('One');
  await draw(page, one, { x: one.x + 30, y: one.y });
  assert.equal((await get('/api/v1/tasks?status=completed')).items.length, 0, 'a little is nothing');
  assert.equal(await page.getByRole('complementary').count(), 0, 'and no click');
  await draw(page, one, { x: one.x + 130, y: one.y + 4 });
  await row(page, 'One').waitFor({ state: 'detached' });
  await eventually(async () => (await get('/api/v1/tasks?status=completed')).items[0]?.title === 'One', 'it is completed');
  const two = await at('Two');
  await draw(page, two, { x: two.x - 130, y: two.y });
  await row(page, 'Two').waitFor({ state: 'detached' });
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await eventually(
    async () => (await get('/api/v1/tasks')).items.find((task) => task.title === 'Two').due.date === tomorrow,
    'it is due tomorrow',
  );
  await page.getByRole('button', { name: 'Select several' }).click();
  await row(page, 'Three').getByRole('checkbox', { name: 'Select: Three' }).click();
  await page.getByRole('toolbar').getByText('1 selected').waitFor();
  await page.goto('/settings');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await bar.getByRole('button', { name: 'Add task' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('From anywhere');
  await page.keyboard.press('Enter');
  await row(page, 'From anywhere').waitFor();
  const wrapped = await page
    .locator('.button-primary')
    .evaluateAll((all) =>
      all
        .filter((each) => each.getClientRects().length > 1 || each.scrollWidth > each.clientWidth + 1 || each.offsetHeight > 48)
        .map((each) => each.textContent),
    );
  assert.deepEqual(wrapped, [], 'no wrapped buttons');
  await bar.getByRole('button', { name: 'Search' }).click();
  assert.equal(await focused(page), 'search');
  await bar.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Upcoming' }).click();
  await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
});

test('what is written from right to left stands so wherever it is shown', async () => {
  const { page, send } = await person('Rami');
  const [list, task, part] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  const text = 'مهمة جديدة';
  await send(
    { type: 'CreateList', id: list, name: text },
    { type: 'CreateTask', id: task, title: text, list, tags: [text], notes: text },
    { type: 'CreateTask', id: part, title: `${text} ب` },
    { type: 'NestTask', task: part, parent: task },
    { type: 'AddComment', task, text },
  );
  for (const path of [`/lists/${list}?task=${task}`, '/audit', `/tags/${encodeURIComponent(text)}`]) {
    await page.goto(path);
    await page.locator('h1').waitFor();
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    const wrong = await page.evaluate((text) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const out = [];
      for (let node; (node = walker.nextNode());)
        if (node.data.includes(text) && node.parentElement.offsetWidth && !node.parentElement.closest('[dir=auto]'))
          out.push(node.parentElement.outerHTML.slice(0, 120));
      return out;
    }, text);
    assert.deepEqual(wrong, [], path);
  }
  const fields = await page
    .locator('input:not([type=checkbox], [type=radio], [type=file], [type=password], [type=email], [type=url]), textarea')
    .evaluateAll((all) => all.filter((each) => each.dir !== 'auto').map((each) => each.ariaLabel ?? each.name));
  assert.deepEqual(fields, []);
});
