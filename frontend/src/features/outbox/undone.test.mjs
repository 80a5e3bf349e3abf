/** What is undone later, and what asks first instead. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, eventually, person, row, shared } from '../../../tests/support.mjs';

const panelOf = (page) => page.getByRole('complementary', { name: 'Task' });

test('an assignment is undone', async () => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const task = crypto.randomUUID();
  const workspace = await shared(ada, ben, 'editor', { type: 'CreateTask', id: task, title: 'Mow' });
  const assignee = async () => (await ada.get(`/api/v1/tasks/${task}?workspace=${workspace}`)).assignee;
  await eventually(async () => (await ada.get(`/api/v1/members?workspace=${workspace}`)).items?.length === 2, 'both are members');
  await ada.page.goto(`/all?workspace=${workspace}&task=${task}`);
  await choose(panelOf(ada.page), 'Assigned to', 'Ben');
  await eventually(async () => (await assignee()) === ben.id, 'it is assigned');
  await ada.page.locator('h1').click();
  await ada.page.keyboard.press('z');
  await eventually(async () => (await assignee()) === null, 'it is not any more');
});

test('what cannot be undone asks first', async () => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const workspace = await shared(ada, ben, 'editor', { type: 'InviteMember', role: 'viewer' });
  await eventually(async () => (await ada.get(`/api/v1/members?workspace=${workspace}`)).items?.length === 2, 'both are members');
  const members = () => ada.get(`/api/v1/members?workspace=${workspace}`);
  const before = JSON.stringify(await members());
  const refuse = async (page, dialog) => {
    await page.getByRole('dialog', { name: dialog }).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const { page } = ada;
  await page.goto(`/members?workspace=${workspace}`);
  await page.getByRole('button', { name: 'Remove' }).click();
  await refuse(page, 'Remove');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await refuse(page, 'Withdraw');
  await page.getByLabel('Email address').fill('new@example.org');
  await page.getByRole('button', { name: 'Invite' }).click();
  await refuse(page, 'Send this invitation?');
  await ben.page.goto(`/members?workspace=${workspace}`);
  await ben.page.getByRole('button', { name: 'Leave this workspace' }).click();
  await refuse(ben.page, 'Leave this workspace');
  await page.goto('/settings');
  await page.getByLabel('What it is for').fill('script');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await refuse(page, 'Revoke');
  await page.locator('.section', { hasText: 'Delete account' }).getByLabel('Current password').fill('x');
  await page.getByRole('button', { name: 'Delete account' }).click();
  await refuse(page, 'Delete account');
  assert.equal((await ada.get('/api/v1/tokens')).items.length, 1);
  assert.equal(JSON.stringify(await members()), before);
});

test('what was done is listed, and undone one by one, long after', async () => {
  const { page, send } = await person('Lina');
  await send({ type: 'CreateTask', title: 'One' }, { type: 'CreateTask', title: 'Two' });
  await page.clock.install();
  await page.goto('/inbox');
  for (const title of ['One', 'Two']) {
    await row(page, title)
      .getByRole('checkbox', { name: /^Complete/ })
      .click();
    await row(page, title).waitFor({ state: 'detached' });
  }
  await page.clock.fastForward(60 * 60_000);
  await page.getByRole('button', { name: 'Changes you can undo' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Complete “One”' }).getByRole('button', { name: 'Undo' }).click();
  await row(page, 'One').waitFor();
  assert.equal(await row(page, 'Two').count(), 0);
});

test('a deleted list asks first, lies in the trash with its tasks, and comes back', async () => {
  const { page, send } = await person('Tara');
  const list = crypto.randomUUID();
  await send(
    { type: 'CreateList', id: list, name: 'Errands' },
    { type: 'CreateTask', title: 'Buy milk', list },
    { type: 'CreateTask', title: 'Gone before', list },
  );
  await page.goto(`/lists/${list}`);
  await row(page, 'Gone before').locator('.row-body').click();
  await panelOf(page).getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'More for Errands' }).click();
  await page.getByRole('menuitem', { name: 'Delete list' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Errands?' });
  await dialog.getByText('1 open task will be deleted with it').waitFor();
  await dialog.getByRole('button', { name: 'Delete list' }).click();
  await page.getByText('Errands deleted').waitFor();
  await page.goto(`/lists/${list}`);
  await page.getByRole('heading', { name: 'This list was deleted' }).waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Trash' }).click();
  await page.getByText('with 1 task').waitFor();
  await page.getByText('Their text stays in the history').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Errands' }).getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('link', { name: 'Errands' }).click();
  await row(page, 'Buy milk').waitFor();
  assert.equal(await row(page, 'Gone before').count(), 0);
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Gone before' }).getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('heading', { name: 'Nothing has been deleted' }).waitFor();
  await page.goto(`/lists/${list}`);
  await row(page, 'Gone before').waitFor();
  await page.getByRole('button', { name: 'More for Errands' }).click();
  await page.getByRole('menuitem', { name: 'Archive list' }).click();
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Unarchive' }).click();
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Errands' }).waitFor();
});
