/** Saved filters: made from what is shown, found in the sidebar with how much they mean, changed, and brought back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, person, row } from '../../../tests/support.mjs';

const entry = (page, name) => page.getByRole('navigation').getByRole('link', { name });
const titles = (page) => page.locator('.row-title').allInnerTexts();
const shown = (page, wanted, why) => eventually(async () => (await titles(page)).sort().join() === wanted, why);

test('what is shown is saved as a filter, is found in the sidebar, changed, deleted and brought back', async () => {
  const { page, send, get } = await person('Sara', { expected: [/status of 400/] });
  const home = crypto.randomUUID();
  await send(
    { type: 'CreateList', id: home, name: 'Home' },
    { type: 'CreateTask', title: 'Paint', list: home, priority: 'high' },
    { type: 'CreateTask', title: 'Sweep', list: home },
    { type: 'CreateTask', title: 'Write', priority: 'high' },
  );
  await page.goto(`/lists/${home}?priority=high`);
  await shown(page, 'Paint', 'the list, by its priority');
  await page.getByRole('button', { name: 'Save filter' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save filter' });
  const words = dialog.getByRole('textbox', { name: 'Filter' });
  assert.equal(await words.inputValue(), 'list:"Home" and priority:high');
  await dialog.getByText('1 task', { exact: true }).waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Urgent');
  // A mistake is told where it is, and nothing is lost.
  await words.fill('priority >= loud');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/column 13: “loud” does not fit here/).waitFor();
  assert.equal(await dialog.getByRole('textbox', { name: 'Name' }).inputValue(), 'Urgent');
  await words.fill('priority >= high');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Urgent', level: 1 }).waitFor();
  await shown(page, 'Paint,Write', 'what it means');
  await entry(page, 'Urgent 2').waitFor();

  // Its count follows what happens, here and elsewhere.
  await send({ type: 'CreateTask', title: 'Call', priority: 'urgent' });
  await entry(page, 'Urgent 3').waitFor();
  await row(page, 'Write')
    .getByRole('checkbox', { name: /^Complete/ })
    .click();
  await shown(page, 'Call,Paint', 'it is done');
  await entry(page, 'Urgent 2').waitFor();
  await page.reload();
  await shown(page, 'Call,Paint', 'it is kept');

  const inMenu = async (name) => {
    await page.getByRole('button', { name: 'More for Urgent' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await inMenu('Edit filter');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Filter' }).fill('open and list:Home');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await shown(page, 'Paint,Sweep', 'it means something else');
  await entry(page, 'Urgent 2').waitFor();

  await inMenu('Delete filter');
  await entry(page, /^Urgent/).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await entry(page, 'Urgent 2').waitFor();
  const kept = async () => (await get('/api/v1/filters')).items.map(({ name, words }) => [name, words]);
  await eventually(async () => (await kept()).length > 0, 'it is shown at once, and then on the server, too');
  assert.deepEqual(await kept(), [['Urgent', 'open and list:Home']]);

  // The history tells of it by its name.
  await page.goto('/audit');
  await page.getByText('Sara deleted the filter Urgent').waitFor();
});

test('one that is saved while nobody answers is there, and goes out later; one that is gone says so', async () => {
  const { page, get } = await person('Olga', { expected: [/ERR_INTERNET_DISCONNECTED/] });
  await page.goto('/all?filter=overdue');
  await page.getByRole('button', { name: 'Save filter' }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Save filter' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Late');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await entry(page, 'Late').waitFor();
  await page.context().setOffline(false);
  await eventually(async () => (await get('/api/v1/filters')).items[0]?.words === 'overdue', 'it is sent');
  await page.goto(`/filters/${crypto.randomUUID()}`);
  await page.getByText('This filter is gone').waitFor();
});
