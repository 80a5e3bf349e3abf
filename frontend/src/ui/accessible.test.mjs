/** Every page, light and dark, wide and narrow: no violation that a program can find; and no page is wider than its screen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, person, row, violationsOf, visitor } from '../../tests/support.mjs';

const pages = [
  '/',
  '/upcoming',
  '/inbox',
  '/all',
  '/all?board=true',
  '/assigned',
  '/lists/LIST',
  '/tags/home',
  '/audit',
  '/digest',
  '/insights',
  '/members',
  '/transfer',
  '/trash',
  '/settings',
  '/all?task=TASK',
  '/nowhere',
];
/** What is wrong with the page as it is now. */
async function faultsOf(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [...(await violationsOf(page, what)), ...(wide ? [`${what} is wider than the screen`] : [])];
}

async function someone(options) {
  const { page, send } = await person('Ada', options);
  const [list, task, gone, away] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await send({ type: 'CreateList', id: list, name: 'Home', color: '#3b6fd4' });
  const today = new Date().toISOString().slice(0, 10);
  await send(
    {
      type: 'CreateTask',
      id: task,
      title: 'Paint the hall',
      list,
      priority: 'high',
      tags: ['home'],
      due: { date: today },
      notes: '# Colours\n\n- [ ] white\n- [x] **blue** `#00f` [shop](https://example.org)',
    },
    { type: 'CreateTask', title: 'Late already', due: { date: '2026-01-01' }, priority: 'urgent' },
    { type: 'CreateTask', title: 'Done', status: 'completed' },
    { type: 'CreateTask', id: gone, title: 'Thrown away' },
    { type: 'DeleteTask', task: gone },
    { type: 'CreateList', id: away, name: 'Put away' },
    { type: 'ArchiveList', list: away },
    { type: 'AddComment', task, text: 'Which colour?' },
    { type: 'SetRecurrence', task, rule: 'FREQ=WEEKLY;BYDAY=MO', zone: 'Europe/Berlin' },
  );
  return { page, at: (path) => path.replace('LIST', list).replace('TASK', task) };
}

for (const colorScheme of ['light', 'dark'])
  for (const [name, viewport] of [
    ['wide', { width: 1280, height: 800 }],
    ['narrow', { width: 390, height: 844 }],
  ])
    test(`all pages, ${colorScheme}, ${name}`, async () => {
      const { page, at } = await someone({ colorScheme, viewport });
      const faults = [];
      for (const path of pages) {
        await page.goto(at(path), { waitUntil: 'load' });
        await page.locator('h1, .panel-title').first().waitFor();
        await page.locator('.waiting').first().waitFor({ state: 'detached' });
        faults.push(...(await faultsOf(page, `${path} ${colorScheme} ${name}`)));
      }
      await page.goto('/inbox');
      await row(page, 'Late already').waitFor();
      for (const [key, name] of [
        ['?', 'Keyboard'],
        ['Control+k', 'Commands'],
      ]) {
        await page.keyboard.press(key);
        await page.getByRole('dialog', { name }).waitFor();
        faults.push(...(await faultsOf(page, `${name} ${colorScheme}`)));
        await page.keyboard.press('Escape');
      }
      await page.keyboard.press('q');
      await page.keyboard.press('f');
      await page.getByRole('button', { name: /^Notifications/ }).click();
      await page.getByRole('heading', { name: 'Notifications' }).waitFor();
      faults.push(...(await faultsOf(page, `forms ${colorScheme}`)));
      assert.deepEqual(faults, []);
    });

test('the pages outside', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await visitor({ colorScheme });
    for (const path of ['/sign-in', '/register', '/forgot', '/reset#x', '/confirm-address#x']) {
      await page.goto(path);
      await page.locator('h1').waitFor();
      assert.deepEqual(await faultsOf(page, `${path} ${colorScheme}`), []);
    }
  }
});

test('in German', async () => {
  const { page, at } = await someone({ locale: 'de-DE' });
  for (const path of ['/', '/all?task=TASK', '/settings']) {
    await page.goto(at(path));
    await page.locator('h1').waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  }
  await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  await choose(page, 'Sprache', 'English');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});
