/** The app's own looks and language: no part of it is the browser's or the server's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person, row, violationsOf } from '../../tests/support.mjs';

test('in German: refusals, dates and menus, and no violation that a program can find, wide and narrow', async () => {
  const faults = [];
  for (const options of [{}, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' }]) {
    const { page, send } = await person('Gerd', { locale: 'de-DE', expected: [/status of 4\d\d/], ...options });
    const [list, task] = [crypto.randomUUID(), crypto.randomUUID()];
    await send(
      { type: 'CreateList', id: list, name: 'Haus' },
      { type: 'CreateTask', id: task, title: 'Streichen', list, due: { date: '2027-03-01' }, tags: ['eins'] },
      { type: 'SetRecurrence', task, rule: 'FREQ=WEEKLY' },
      { type: 'AddComment', task, text: 'Welche Farbe?' },
    );
    for (const path of [
      '/',
      '/upcoming',
      '/inbox',
      '/done',
      `/lists/${list}`,
      '/tags/eins',
      `/all?task=${task}`,
      '/all?board=true',
      '/audit',
      '/digest',
      '/insights',
      '/members',
      '/transfer',
      '/trash',
      '/settings',
      '/nirgends',
    ]) {
      await page.goto(path);
      await page.locator('h1, .panel-title').first().waitFor();
      faults.push(...(await violationsOf(page, `${path} German`)));
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) faults.push(`${path} is wider than the screen`);
      assert.equal(await page.locator('select, input[type=date], input[type=time]').count(), 0, `${path} has a control of the browser's`);
    }
    await page.goto('/settings');
    await page.locator('.section', { hasText: 'Passwort ändern' }).getByLabel('Aktuelles Passwort').fill('falsch falsch');
    await page.locator('.section', { hasText: 'Passwort ändern' }).getByLabel('Neues Passwort').fill('anderes gutes Passwort');
    await page.getByRole('button', { name: 'Passwort ändern' }).click();
    await page.getByText('Das Passwort stimmt nicht.').waitFor();
    await page.goto('/?workspace=11111111-1111-4111-8111-111111111111&invitation=22222222-2222-4222-8222-222222222222');
    await page.getByText('Diese Einladung gibt es nicht').waitFor();
    await page.goto(`/all?task=${task}`);
    await page.getByRole('button', { name: /^Fällig/ }).click();
    await page.locator('.rdp-month_caption').getByText('März 2027').waitFor();
  }
  assert.deepEqual(faults, []);
});

test('what stands beside something else in a form stands on its line', async () => {
  const { page, send } = await person('Form');
  const workspace = crypto.randomUUID();
  await send({ workspace, type: 'CreateWorkspace', name: 'Ours' });
  for (const path of ['/settings', `/members?workspace=${workspace}`, '/audit']) {
    await page.goto(path);
    await page.locator('.inline, .filters').first().waitFor();
    const crooked = await page.locator('.inline, .filters').evaluateAll((all) =>
      all.flatMap((group) => {
        const middles = [...group.querySelectorAll('input:not([type=checkbox], [type=radio]), .select-button, .button, .date-field')]
          .map((each) => each.getBoundingClientRect())
          .filter((box) => box.height)
          .map((box) => Math.round(box.top + box.height / 2));
        return middles.some((one) => middles.some((other) => Math.abs(one - other) > 2 && Math.abs(one - other) < 36))
          ? [`${group.textContent.slice(0, 60)}: ${middles.join()}`]
          : [];
      }),
    );
    assert.deepEqual(crooked, [], path);
  }
});

test('what is not there has the frame of the rest', async () => {
  const { page } = await person('Nina');
  await page.goto('/nowhere/at/all');
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
});

test('what is dragged is seen under the pointer, and the columns of the board fit', async () => {
  const { page, send, get } = await person('Dora');
  await send(
    ...['none', 'low', 'medium', 'high', 'urgent'].map((priority) => ({ type: 'CreateTask', title: `Task ${priority}`, priority })),
  );
  await page.goto('/inbox?board=true');
  await row(page, 'Task none').waitFor();
  const fits = await page.locator('.board').evaluate((board) => board.scrollWidth <= board.clientWidth);
  assert.ok(fits, 'five columns, and nothing to scroll');
  const drag = async (from, to) => {
    const [a, b] = [await from.boundingBox(), await to.boundingBox()];
    await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
    await page.mouse.down();
    await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 8 });
    const shown = await page.locator('.drag-shown').boundingBox();
    assert.ok(shown && Math.abs(shown.x - b.x - b.width / 2 + a.width / 2) < 400, 'it is under the pointer');
    await page.mouse.up();
    await page.locator('.drag-shown').waitFor({ state: 'detached' });
  };
  await row(page, 'Task none').hover();
  await drag(row(page, 'Task none').locator('.row-handle'), page.getByRole('region', { name: 'Urgent' }));
  await page.getByRole('region', { name: 'Urgent' }).getByText('Task none').waitFor();
  for (
    const until = Date.now() + 10_000;
    (await get('/api/v1/tasks')).items.find((task) => task.title === 'Task none').priority !== 'urgent';
  )
    assert.ok(Date.now() < until);
  await page.goto('/inbox');
  await row(page, 'Task low').hover();
  await drag(row(page, 'Task low').locator('.row-handle'), row(page, 'Task high'));
});
