/** Several people and several browsers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, choose, eventually, mailTo, password, person, row, visitor } from '../../../tests/support.mjs';

test('a workspace is shared by mail with someone who has no account yet', async () => {
  const { page } = await person('Ada');
  await choose(page, 'Workspace', 'New shared workspace…');
  await page.getByRole('dialog').getByLabel('Name').fill('Household');
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await page.getByRole('heading', { name: 'All tasks' }).waitFor();
  await add(page, 'Do the dishes');
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByLabel('Email address').fill('guest@example.org');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('dialog', { name: 'Send this invitation?' }).getByRole('button', { name: 'Send it' }).click();
  await page.getByText('Invitation as Editor').waitFor();
  const guest = await visitor();
  await guest.goto(await mailTo('guest@example.org', 'invitation='));
  await guest.getByRole('heading', { name: 'You are invited' }).waitFor();
  await guest.getByLabel('Your name').fill('Guest');
  await guest.getByLabel('New password').fill(password);
  await guest.getByRole('button', { name: 'Create account' }).click();
  await guest.getByText('Ada invites you to “Household” as Editor.').waitFor();
  await guest.getByRole('button', { name: 'Accept' }).click();
  await row(guest, 'Do the dishes').waitFor();
  await page.getByText('Guest').first().waitFor();
  await page.getByRole('link', { name: 'All tasks' }).click();
  await row(page, 'Do the dishes').locator('.row-body').click();
  await choose(page.getByRole('complementary', { name: 'Task' }), 'Assigned to', 'Guest');
  await guest.getByRole('button', { name: 'Notifications, one unread' }).click();
  await guest.getByText('assigned you Do the dishes').click();
  await guest.getByRole('complementary', { name: 'Task' }).getByRole('textbox', { name: 'Add a comment' }).fill('On it');
  await guest.getByRole('button', { name: 'Comment', exact: true }).click();
  await page.getByRole('complementary', { name: 'Task' }).getByText('On it').waitFor();
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Guest commented on Do the dishes' }).waitFor();
  await choose(page, 'What', 'Task assigned');
  await page.getByRole('listitem').filter({ hasText: 'Ada assigned Do the dishes' }).getByText('Guest').waitFor();
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText(/^Verified on .* commits, each the hash of the one before it/).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  assert.equal((await download).suggestedFilename(), 'tasklog-history.jsonl');
});

test('a change in one browser shows in another, a hundred times', async () => {
  const { page, mail } = await person('Bea');
  await page.goto('/inbox');
  const other = await visitor(); // not a tab of the same browser, which knows at once
  await other.goto('/inbox');
  await other.getByLabel('Email address').fill(mail);
  await other.getByLabel('Password').fill(password);
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await other.getByRole('heading', { name: 'Inbox' }).waitFor();
  await add(page, 'Warm up');
  await row(other, 'Warm up').waitFor();
  const took = [];
  await page.keyboard.press('q');
  const title = page.getByRole('textbox', { name: 'Title' });
  for (let i = 0; i < 100; ++i) {
    const text = `Change ${String(i).padStart(3, '0')}`;
    // In the other page itself: when the row is there, by a clock that both pages share.
    const seen = other.evaluate(
      (wanted) =>
        new Promise((resolve) => {
          const look = () =>
            [...document.querySelectorAll('.row-title')].some((each) => each.textContent === wanted) &&
            (observer.disconnect(), resolve(performance.timeOrigin + performance.now()));
          const observer = new MutationObserver(look);
          observer.observe(document.body, { childList: true, subtree: true, characterData: true });
          document.querySelector('.scroller')?.scrollTo(0, 1e9);
          look();
        }),
      text,
    );
    const scroll = setInterval(() => void other.evaluate(() => document.querySelector('.scroller')?.scrollTo(0, 1e9)).catch(() => {}), 20);
    await title.fill(text);
    const begun = await page.evaluate(() => performance.timeOrigin + performance.now());
    await page.keyboard.press('Enter');
    took.push((await seen) - begun);
    clearInterval(scroll);
  }
  took.sort((a, b) => a - b);
  console.log(`live between two browsers: ${took[50].toFixed(0)} ms at the median, ${took[94].toFixed(0)} ms at the 95th percentile`);
  assert.equal(took.length, 100);
});

test('who may only look is told so, and what was refused is taken back', async () => {
  const { page, send, get, id } = await person('Cora', { expected: [/status of 403/, /status of 409/] });
  const viewer = await person('Vera');
  const [workspace, invitation, task] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await send({ workspace, type: 'CreateWorkspace', name: 'Shared' });
  await send(
    { workspace, type: 'CreateTask', id: task, title: 'Look at me' },
    { workspace, type: 'InviteMember', id: invitation, role: 'viewer' },
  );
  await viewer.send({ workspace, type: 'AcceptInvitation', invitation });
  await viewer.page.goto(`/all?workspace=${workspace}`);
  await row(viewer.page, 'Look at me').waitFor();
  await eventually(async () => (await viewer.page.getByRole('button', { name: 'Add task' }).count()) === 0, 'nothing can be added');
  assert.ok(await viewer.page.getByRole('checkbox', { name: 'Complete: Look at me' }).isDisabled());
  // Two edit the same title: the second is asked.
  await page.goto(`/all?workspace=${workspace}&task=${task}`);
  const title = page.getByRole('complementary', { name: 'Task' }).getByRole('textbox', { name: 'Title' });
  await title.fill('My title');
  await send({ workspace, type: 'ChangeTaskDetails', task, title: 'Their title' });
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Someone else changed this too' });
  await dialog.getByText('Their title').waitFor();
  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await eventually(async () => (await title.inputValue()) === 'My title', 'my title stays');
  // A change of one's own meanwhile hides no other's.
  await title.pressSequentially(' anew');
  await title.press('Escape'); // it is not saved yet
  await choose(page.getByRole('complementary', { name: 'Task' }), 'Priority', 'High');
  await eventually(async () => (await get(`/api/v1/tasks/${task}?workspace=${workspace}`)).priority === 'high', 'the priority is changed');
  await send({ workspace, type: 'ChangeTaskDetails', task, title: 'Theirs again' });
  await choose(page.getByRole('complementary', { name: 'Task' }), 'Priority', 'Low');
  await eventually(async () => (await get(`/api/v1/tasks/${task}?workspace=${workspace}`)).priority === 'low', 'and once more');
  await page.getByRole('complementary', { name: 'Task' }).getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Theirs again').waitFor();
  await dialog.getByRole('button', { name: 'Keep theirs' }).click();
  await eventually(async () => (await title.inputValue()) === 'Theirs again', 'theirs stays');
  assert.ok(id);
});
