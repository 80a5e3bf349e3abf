/** What is shown is true. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, eventually, person, row } from '../../tests/support.mjs';

/** How many commands the browser keeps because they are not read back. */
const waiting = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const opened = indexedDB.open('tasklog');
        opened.onsuccess = () => {
          const count = opened.result.transaction('outbox').objectStore('outbox').count();
          count.onsuccess = () => (opened.result.close(), done(count.result));
        };
      }),
  );

test('who was removed is told so, and sees nothing of others under another name', async () => {
  const ada = await person('Ada');
  const bob = await person('Bob', { expected: [/404/, /403/] });
  const [workspace, invitation] = [crypto.randomUUID(), crypto.randomUUID()];
  await ada.send({ workspace, type: 'CreateWorkspace', name: 'Shared' });
  await ada.send({ workspace, type: 'CreateTask', title: 'Secret' }, { workspace, type: 'InviteMember', id: invitation, role: 'editor' });
  await bob.send({ workspace, type: 'AcceptInvitation', invitation });
  await bob.page.goto(`/all?workspace=${workspace}`);
  await row(bob.page, 'Secret').waitFor();
  await ada.send({ workspace, type: 'RemoveMember', person: bob.id });
  await bob.page.getByRole('heading', { name: 'You are not a member of this workspace' }).waitFor();
  assert.equal(await row(bob.page, 'Secret').count(), 0);
  await bob.page.getByRole('link', { name: 'Go to my tasks' }).click();
  await bob.page.getByRole('heading', { name: 'Today' }).waitFor();
  await bob.page.goto(`/all?workspace=${crypto.randomUUID()}`);
  await bob.page.getByRole('heading', { name: 'You are not a member of this workspace' }).waitFor();
});

test('a viewer has no control that would be refused', async () => {
  const ada = await person('Ada');
  const viewer = await person('Vera');
  const [workspace, invitation, task, part] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await ada.send({ workspace, type: 'CreateWorkspace', name: 'Shared' });
  await ada.send(
    { workspace, type: 'CreateTask', id: task, title: 'Look at me', notes: 'And at this', due: { date: '2027-01-01' }, tags: ['seen'] },
    { workspace, type: 'CreateTask', id: part, title: 'A part' },
    { workspace, type: 'NestTask', task: part, parent: task },
    { workspace, type: 'SetRecurrence', task, rule: 'FREQ=DAILY' },
    { workspace, type: 'AddComment', task, text: 'Said' },
    { workspace, type: 'InviteMember', id: invitation, role: 'viewer' },
  );
  await viewer.send({ workspace, type: 'AcceptInvitation', invitation });
  const { page } = viewer;
  await page.goto(`/all?workspace=${workspace}&task=${task}`);
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByText('Said').waitFor();
  await eventually(async () => (await page.getByRole('button', { name: 'Add task' }).count()) === 0, 'the role is known');
  // Everything in the panel and the list that could be used, but for looking.
  const usable = await page
    .locator('.panel, .main, .sidebar')
    .locator('button:enabled, input:enabled, select:enabled, textarea:not([readonly])')
    .evaluateAll((all) => all.map((each) => each.ariaLabel ?? each.labels?.[0]?.textContent ?? each.textContent.trim()));
  const looking = [
    /^Close$/,
    /^Filters$/,
    /^Board$/,
    /^Look at me/,
    /^A part/,
    /^(Comments|History)$/,
    /^Sign out$/,
    /^(Shared|Lists|Tags)$/,
    /^$/,
  ]; // the workspace that is chosen, and what is folded
  assert.deepEqual(
    usable.filter((name) => !looking.some((each) => each.test(name))),
    [],
  );
  for (const key of ['q', 'x', 'e', '1', 't', 'Delete', 'z']) await page.keyboard.press(key);
  assert.equal(await page.getByRole('toolbar').count(), 0, 'nothing can be selected for what is not allowed');
  await row(page, 'Look at me').waitFor();
});

test('what is done and undone while it is being read stays in sight', async () => {
  const { page } = await person();
  await page.goto('/inbox');
  await add(page, 'Call Mia', 'Buy milk');
  await row(page, 'Buy milk').waitFor();
  await eventually(async () => (await waiting(page)) === 0, 'both are read back');
  let held = [];
  let accepted = 0;
  page.on('response', (response) => (accepted += response.url().endsWith('/api/v1/commands')));
  await page.route('**/api/v1/*?*', (route) => (held ? held.push(route) : route.continue()));
  await row(page, 'Buy milk').locator('.row-body').focus();
  await page.keyboard.press('e');
  await row(page, 'Buy milk').waitFor({ state: 'detached' });
  await eventually(() => accepted === 1 && held.length > 0, 'it is accepted, and being read');
  const read = held.length;
  await page.keyboard.press('z');
  await row(page, 'Buy milk').waitFor();
  await eventually(() => accepted === 2 && held.length > read, 'so is what undoes it');
  await page.evaluate(() => {
    window.lost = 0;
    new MutationObserver(() => (window.lost += document.querySelectorAll('.row').length < 2)).observe(document.body, {
      subtree: true,
      childList: true,
    });
  });
  // Those that were given up meanwhile answer nobody.
  for (const route of held) void route.continue().catch(() => {});
  held = null;
  await eventually(async () => (await waiting(page)) === 0, 'both are read back');
  assert.equal(await page.evaluate(() => window.lost), 0);
});

test('deleting the account says what stays', async () => {
  const { page } = await person('Della');
  await page.goto('/settings');
  await page.getByText('erasing them is not possible yet').first().waitFor();
});

test('a password that was changed elsewhere is told at once', async () => {
  const { page, mail } = await person('Petra', { expected: [/401/] });
  await page.goto('/inbox');
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  const { password } = await import('../../tests/support.mjs');
  const other = await page.context().browser().newContext();
  const signedIn = await (await other.request.post(`${process.env.TASKLOG_URL}/api/v1/session`, { data: { mail, password } })).json();
  const changed = await other.request.put(`${process.env.TASKLOG_URL}/api/v1/password`, {
    data: { password, new: `${password} anew` },
    headers: { Authorization: `Bearer ${signedIn.accessToken}` },
  });
  assert.equal(changed.status(), 204, await changed.text());
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await other.close();
});
