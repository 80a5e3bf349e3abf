/** What happened since one looked: told by person and list, kept as seen, and only what is new after that. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, eventually, person, shared, violationsOf } from '../../../tests/support.mjs';

test('what the others did is told by person and list, and what was seen is not told again', async () => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const [list, milk] = [crypto.randomUUID(), crypto.randomUUID()];
  const workspace = await shared(ada, ben, 'editor', { type: 'CreateList', id: list, name: 'Shopping' });
  await ben.send({ workspace, type: 'CreateTask', id: milk, title: 'Milk', list }, { type: 'CompleteTask', task: milk });
  await ben.send({ workspace, type: 'CreateTask', title: 'Call the plumber' });
  const { page } = ada;
  await page.goto(`/?workspace=${workspace}`);
  await page.getByRole('link', { name: 'What happened' }).click();
  const of = (name) => page.locator('main .section', { has: page.getByRole('heading', { name, exact: true }) });
  await of('Ben').getByText('Call the plumber').waitFor();
  const shopping = of('Ben').locator('section', { hasText: 'Shopping' });
  assert.match(await shopping.innerText(), /Task completed: 1/);
  assert.match(await shopping.innerText(), /Milk\s*Task completed · Task added/);
  assert.equal(await of('Ada').count(), 0, 'what one did oneself is known');
  await page.getByLabel('What I did, too').check();
  await of('Ada').getByText('List created: 1').waitFor();
  await page.getByLabel('What I did, too').uncheck();
  assert.deepEqual(await violationsOf(page, 'what happened'), []);
  await page.getByRole('button', { name: 'I have seen this' }).click();
  await page.getByText('Nothing happened since then').waitFor();
  await ben.send({ workspace, type: 'ChangeTaskDetails', task: milk, title: 'Oat milk' });
  await of('Ben').getByText('Oat milk').waitFor(); // without a reload
  assert.equal(await of('Ben').getByText('Call the plumber').count(), 0);
  await page.reload();
  await of('Ben').getByText('Oat milk').waitFor();
  assert.equal(await of('Ben').getByText('Call the plumber').count(), 0, 'what was seen is still known');
  await choose(page, 'Since', 'A week ago');
  await of('Ben').getByText('Call the plumber').waitFor();
  await of('Ben').getByRole('link', { name: 'Oat milk' }).click();
  await eventually(() => page.url().includes(`task=${milk}`), 'the task opens');
});
