/** One browser with many tabs: over HTTP/1.1 it has six connections to a host, so it listens by one stream. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, eventually, person, row } from './support.mjs';

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
  await send({ workspace, type: 'CreateTask', id: task, title: 'Ours' }, { workspace, type: 'InviteMember', id: invitation, role: 'editor' });
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
  for (const each of [page, other]) await eventually(async () => (await each.getByRole('button', { name: 'Notifications, one unread' }).count()) === 0, 'it is read');
});
