/** One browser with many tabs: over HTTP/1.1 it has six connections to a host, so it listens by one stream. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, eventually, person, row } from '../../../tests/support.mjs';

const tabs = 12;

test('twelve tabs: each shows its tasks, adds one, and hears of the others', async () => {
  const { page, send } = await person('Tabea');
  await send({ type: 'CreateTask', title: 'There before' });
  const pages = [page];
  const streams = new Set();
  page.context().on('request', (request) => request.url().includes('/live/all') && streams.add(request));
  page.context().on('requestfailed', (request) => streams.delete(request));
  page.context().on('requestfinished', (request) => streams.delete(request));
  const took = [];
  await page.goto('/inbox');
  await row(page, 'There before').waitFor();
  while (pages.length < tabs) {
    const next = await page.context().newPage();
    const begun = Date.now();
    await next.goto('/inbox');
    await row(next, 'There before').waitFor();
    took.push(Date.now() - begun);
    pages.push(next);
  }
  console.log(`opened and shown after ${took.join(', ')} ms`);
  for (const [i, each] of pages.entries()) {
    await each.bringToFront();
    await add(each, `By tab ${i}`);
  }
  for (const each of pages) for (const i of pages.keys()) await row(each, `By tab ${i}`).waitFor();
  assert.ok(streams.size <= 1, `one stream for all: ${streams.size}`);
  // Who leads goes: another one takes over.
  await pages[0].close();
  await send({ type: 'CreateTask', title: 'After the first tab was closed' });
  for (const each of pages.slice(1)) await row(each, 'After the first tab was closed').waitFor();
});

test('tabs of two workspaces hear each of its own, and of what one is told', async () => {
  const { page, send, id } = await person('Wanda');
  const bob = await person('Bob');
  const [workspace, invitation, task] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await send({ workspace, type: 'CreateWorkspace', name: 'Shared' });
  await send(
    { workspace, type: 'CreateTask', id: task, title: 'Ours' },
    { workspace, type: 'InviteMember', id: invitation, role: 'editor' },
  );
  await bob.send({ workspace, type: 'AcceptInvitation', invitation });
  await page.goto('/all');
  await page.getByRole('heading', { name: 'All tasks' }).waitFor();
  const other = await page.context().newPage();
  await other.goto(`/all?workspace=${workspace}`);
  await row(other, 'Ours').waitFor();
  await bob.send({ workspace, type: 'CreateTask', title: 'By Bob' });
  await row(other, 'By Bob').waitFor();
  await send({ type: 'CreateTask', title: 'Mine alone' });
  await row(page, 'Mine alone').waitFor();
  await bob.send({ workspace, type: 'AssignTask', task, assignee: id });
  for (const each of [page, other]) await each.getByRole('button', { name: 'Notifications, one unread' }).waitFor();
  // What is clicked is read.
  await page.getByRole('button', { name: 'Notifications, one unread' }).click();
  await page.getByText('assigned you Ours').click();
  for (const each of [page, other])
    await eventually(async () => (await each.getByRole('button', { name: 'Notifications, one unread' }).count()) === 0, 'it is read');
});

/** Two tabs of one person: the first leads. `onLive`: what becomes of the second one's stream. */
async function twoTabs(name, { onLive, clock } = {}) {
  const one = await person(name);
  await one.send({ type: 'CreateTask', title: 'There before' });
  await one.page.goto('/inbox');
  await row(one.page, 'There before').waitFor();
  const second = await one.page.context().newPage();
  if (clock) await second.clock.install();
  if (onLive) await second.route('**/api/v1/live/all*', onLive);
  await second.goto('/inbox');
  await row(second, 'There before').waitFor();
  return { ...one, second };
}

test('what changes while the lead goes from one tab to the next is not missed', async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  let asked = false;
  const { page, second, send } = await twoTabs('Gap', {
    onLive: async (route) => {
      asked = true;
      await held;
      await route.continue();
    },
  });
  await page.close();
  await eventually(() => asked, 'the second tab takes over');
  await send({ type: 'CreateTask', title: 'In between' });
  release();
  await row(second, 'In between').waitFor();
});

test('a leader that is frozen loses the lead', async () => {
  const { page, second, send } = await twoTabs('Ice', { clock: true });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await send({ type: 'CreateTask', title: 'While it is frozen' });
  await second.clock.fastForward(60_000);
  await row(second, 'While it is frozen').waitFor();
  await send({ type: 'CreateTask', title: 'And later' });
  await row(second, 'And later').waitFor();
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await row(page, 'And later').waitFor();
});

test('streams that are cut, or kept back on the way, hide nothing', async () => {
  const { page, send } = await person('Cut', { expected: [/ERR_FAILED/] });
  let mode = 'keep';
  let tries = 0;
  await page.route('**/api/v1/live/all*', async (route) => {
    ++tries;
    if (mode === 'cut') return route.abort();
    if (mode === 'pass') return route.continue();
    await new Promise(() => {}); // a proxy that waits for the answer's end
  });
  await page.clock.install();
  await page.goto('/inbox');
  await page.getByRole('button', { name: 'Add task' }).waitFor();
  await send({ type: 'CreateTask', title: 'Kept back' });
  // The read model may be a moment behind the command: then the page finds it when it looks again.
  await eventually(async () => {
    await page.clock.fastForward(60_000);
    return row(page, 'Kept back').isVisible();
  }, 'what was kept back is found by looking');
  mode = 'cut';
  const before = tries;
  for (let i = 0; i < 10; ++i) await page.clock.fastForward(10_000); // so far away that it is found silent
  await eventually(() => tries > before, 'it tries again');
  await send({ type: 'CreateTask', title: 'While it is cut' });
  mode = 'pass';
  await page.clock.fastForward(60_000);
  await row(page, 'While it is cut').waitFor();
  await send({ type: 'CreateTask', title: 'By the stream' });
  await row(page, 'By the stream').waitFor();
});
