/** Every flow without a mouse: nothing here is clicked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, mailTo, password, person, row, visitor } from '../../../tests/support.mjs';

/** What has the focus, as a screen reader would name it. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const named = element.getAttribute('aria-labelledby');
    const label =
      element.labels?.[0]?.textContent ??
      (named &&
        named
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent)
          .join(' '));
    return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').trim();
  });

/** Presses Tab until this has the focus, which must be seen. */
async function tabTo(page, name, key = 'Tab') {
  for (let i = 0; i < 120; ++i) {
    await page.keyboard.press(key);
    if (name.test(await focused(page))) {
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.notEqual(outline, 'none', `${name}: one sees where the focus is`);
      return;
    }
  }
  assert.fail(`${name} is not reached by ${key}`);
}

test('signing in, adding, editing, repeating, commenting, the history', async () => {
  const { page, get } = await person('Kim', { expected: [/status of 409/] }); // one's own quick changes may have to be told apart
  await tabTo(page, /^Inbox/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  await page.keyboard.press('q');
  await page.keyboard.type('Call the bank 2026-12-24');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await row(page, 'Call the bank').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByRole('textbox', { name: 'Title' }).waitFor();
  await tabTo(page, /^Title$/);
  await page.keyboard.press('End');
  await page.keyboard.type(' today');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Repeat…$/);
  await page.keyboard.press('Enter');
  const editor = page.getByRole('dialog', { name: 'Repeat' });
  await editor.waitFor();
  await tabTo(page, /^Save$/);
  await page.keyboard.press('Enter');
  await editor.waitFor({ state: 'detached' });
  await panel.getByText('every week on Thursday').waitFor();
  await tabTo(page, /^Priority/);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('h'); // High
  await page.getByRole('menuitemradio', { name: 'High' }).and(page.locator('[data-highlighted]')).waitFor();
  await page.keyboard.press('Enter');
  await tabTo(page, /^Add a tag$/);
  await page.keyboard.type('phone');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Add notes$/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('before noon');
  await page.keyboard.press('Control+Enter');
  await panel.locator('.markdown').getByText('before noon').waitFor();
  await tabTo(page, /^Add a subtask$/);
  await page.keyboard.type('Find the number');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Comments$/);
  await tabTo(page, /^Add a comment$/);
  await page.keyboard.type('Closed on Mondays');
  await page.keyboard.press('Control+Enter');
  await panel.locator('.comment-text').getByText('Closed on Mondays').waitFor();
  await tabTo(page, /^Comments$/, 'Shift+Tab'); // what the tab shows
  await tabTo(page, /^Comments$/, 'Shift+Tab'); // the tab
  await page.keyboard.press('ArrowRight');
  await panel.getByText('Kim commented on').waitFor();
  const task = await eventually(
    async () => (await get('/api/v1/tasks')).items.find((each) => each.title === 'Call the bank today' && each.tags.length),
    'all of it is stored',
  );
  assert.deepEqual(
    [task.priority, task.tags, task.notes, task.recurrence.rule],
    ['high', ['phone'], 'before noon', 'FREQ=WEEKLY;BYDAY=TH'],
  );
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

test('lists, members, settings, search, the palette, signing out', async () => {
  const { page, mail } = await person('Lea');
  await tabTo(page, /^New list$/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Errands');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Errands' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Members');
  await page.getByRole('option', { name: 'Members', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Members', level: 1 }).waitFor();
  await page.keyboard.press('q'); // nothing is added here
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Settings');
  await page.getByRole('option', { name: 'Settings', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await tabTo(page, /^What it is for$/);
  await page.keyboard.type('script');
  await page.keyboard.press('Enter');
  await page.locator('.secret').waitFor();
  await page.keyboard.press('Escape');
  await tabTo(page, /^Skip to the content$/, 'Tab');
  await tabTo(page, /^Sign out$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await tabTo(page, /^Email address$/);
  await page.keyboard.type(mail);
  await tabTo(page, /^Password$/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page
    .getByRole('heading', { name: 'Settings' })
    .or(page.getByRole('heading', { name: 'Today' }))
    .first()
    .waitFor();
});

test('registering and a forgotten password', async () => {
  const page = await visitor();
  await page.goto('/sign-in');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await tabTo(page, /^Create an account$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Create an account' }).waitFor();
  await tabTo(page, /^Email address$/);
  await page.keyboard.type('mia@example.org');
  await page.keyboard.press('Enter');
  await page.goto(await mailTo('mia@example.org', '/register'));
  await page.getByLabel('Your name').waitFor();
  await tabTo(page, /^Your name$/);
  await page.keyboard.type('Mia');
  await tabTo(page, /^New password$/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
});
