/** Sections of a list, and lists within lists. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, choose, eventually, person, row, violationsOf } from '../../../tests/support.mjs';

const heading = (page, name) => page.locator('.section-line', { has: page.getByRole('heading', { name, exact: true }) });
const order = (page) => page.locator('.section-line h2, .row .row-title').allInnerTexts();

async function inMenu(page, of, item) {
  await page.getByRole('button', { name: `More for ${of}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
async function addSection(page, list, name) {
  await inMenu(page, list, 'Add section');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
}

test('a list has sections: tasks go there, they are moved, renamed and deleted with their tasks, and all of it is undone', async () => {
  const { page, send, get } = await person('Sec');
  const list = crypto.randomUUID();
  await send({ type: 'CreateList', id: list, name: 'Shopping' });
  await page.goto(`/lists/${list}`);
  await add(page, 'Milk', 'Soap');
  await addSection(page, 'Shopping', 'Dairy');
  await addSection(page, 'Shopping', 'Bath');
  await heading(page, 'Dairy').waitFor();
  await heading(page, 'In no section').waitFor();
  await row(page, 'Milk').locator('.row-body').click();
  await choose(page.getByRole('complementary', { name: 'Task' }), 'List', 'Shopping › Dairy');
  await page.keyboard.press('Escape');
  await eventually(
    async () => (await order(page)).join() === 'In no section,Soap,Dairy,Milk,Bath',
    async () => (await order(page)).join(),
  );
  assert.deepEqual(await violationsOf(page, 'sections'), []);
  assert.equal(await page.locator('.nav', { hasText: 'Dairy' }).count(), 0, 'a section is shown in its list alone');
  await inMenu(page, 'Bath', 'Move up');
  await eventually(
    async () => (await order(page)).join() === 'In no section,Soap,Bath,Dairy,Milk',
    async () => (await order(page)).join(),
  );
  await inMenu(page, 'Dairy', 'Rename section');
  await page.getByRole('textbox', { name: 'Name' }).fill('From the cow');
  await page.keyboard.press('Enter');
  await heading(page, 'From the cow').waitFor();
  await inMenu(page, 'From the cow', 'Delete section');
  await row(page, 'Milk').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await row(page, 'Milk').waitFor();
  await eventually(
    async () =>
      (await get(`/api/v1/tasks?list=${list}`)).items
        .map((each) => each.title)
        .toSorted()
        .join() === 'Milk,Soap',
    'the server has it so, too',
  );
});

test('a list is put into another, stands below it, and goes with it', async () => {
  const { page, send } = await person('Nes');
  const [home, garden] = [crypto.randomUUID(), crypto.randomUUID()];
  await send({ type: 'CreateList', id: home, name: 'Home' }, { type: 'CreateList', id: garden, name: 'Garden' });
  await send({ type: 'CreateTask', title: 'Rake', list: garden });
  await page.goto(`/lists/${garden}`);
  await row(page, 'Rake').waitFor();
  await inMenu(page, 'Garden', 'Edit list');
  await choose(page.getByRole('dialog'), 'Stands in', 'Home');
  await page.getByRole('button', { name: 'Save' }).click();
  const inset = async (name) => (await page.locator('.nav', { hasText: name }).boundingBox()).x;
  await eventually(async () => (await inset('Garden')) > (await inset('Home')), 'it stands below the other');
  await page.goto(`/lists/${home}`);
  await inMenu(page, 'Home', 'Delete list');
  await page.getByRole('button', { name: 'Delete list' }).click();
  await page.locator('.nav', { hasText: 'Garden' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await page.locator('.nav', { hasText: 'Garden' }).waitFor();
});

test('what the tasks of a list and of its sections take is added up', async () => {
  const { page, send } = await person('Sue');
  const [list, part] = [crypto.randomUUID(), crypto.randomUUID()];
  const task = (title, of, estimate) => ({ type: 'CreateTask', id: crypto.randomUUID(), title, list: of, estimate });
  const paint = task('Paint', part, 90);
  await send(
    { type: 'CreateList', id: list, name: 'House' },
    { type: 'CreateList', id: part, name: 'Hall', parent: list, section: true },
    task('Sweep', list, 15),
    paint,
    task('Hang the lamp', part, 45),
    { type: 'CreateTask', title: 'Rest', list: part },
  );
  await page.goto(`/lists/${list}`);
  await page.locator('.subtitle').getByText('2 h 30 min estimated').waitFor();
  await page.locator('.section-line').getByText('2 h 15 min estimated').waitFor();
  await send({ type: 'ChangeTaskDetails', task: paint.id, estimate: null });
  await page.locator('.subtitle').getByText('1 h estimated').waitFor();
  await row(page, 'Sweep')
    .getByRole('checkbox', { name: /^Complete/ })
    .click();
  await page.locator('.subtitle').getByText('45 min estimated').waitFor();
});
