/** How tasks repeat: put together from words, shown as it is where there are none, skipped. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, eventually, person, row } from '../../../tests/support.mjs';

const iso = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv');

async function open(page, title) {
  await page.goto('/inbox');
  await row(page, title).locator('.row-body').click();
  return page.getByRole('complementary', { name: 'Task' });
}

test('several days of the month, so many times, with the dates as the server has them', async () => {
  const { page, send, get } = await person();
  const id = crypto.randomUUID();
  await send({ type: 'CreateTask', id, title: 'Pay the rent', due: { date: '2027-01-31' } });
  const panel = await open(page, 'Pay the rent');
  await panel.getByRole('button', { name: 'Repeat…' }).click();
  const editor = page.getByRole('dialog', { name: 'Repeat' });
  await choose(editor, 'Unit', 'month');
  await editor.getByText(/^Next: 28 Feb.* · 31 Mar.* · 30 Apr/).waitFor();
  await editor.getByLabel('15', { exact: true }).check();
  await choose(editor, 'Ends', 'after a number of times');
  await editor.getByLabel('Number of times', { exact: true }).fill('4');
  await editor.getByText(/^Next: 15 Feb.* · 28 Feb.* · 15 Mar[^·]*$/).waitFor();
  await editor.getByText('every month on day 15 and 31, 4 times').waitFor();
  await editor.getByRole('button', { name: 'Save' }).click();
  const { recurrence } = await eventually(
    async () => (await get(`/api/v1/tasks/${id}`)).recurrence && get(`/api/v1/tasks/${id}`),
    'it is stored',
  );
  assert.equal(recurrence.rule, 'FREQ=MONTHLY;BYMONTHDAY=15,31;COUNT=4;RSCALE=GREGORIAN;SKIP=BACKWARD');
  await panel.getByRole('button', { name: 'every month on day 15 and 31, 4 times' }).click();
  await choose(editor, 'Unit', 'year');
  await choose(editor, 'In', 'April');
  await choose(editor, 'On', 'last');
  await choose(editor, 'Weekday', 'Friday');
  await editor.getByText(/^Next: 30 Apr.* · 28 Apr/).waitFor();
  await editor.getByRole('button', { name: 'Save' }).click();
  await eventually(
    async () => (await get(`/api/v1/tasks/${id}`)).recurrence.rule === 'FREQ=YEARLY;BYMONTH=4;BYDAY=-1FR;COUNT=4',
    'it is stored',
  );
});

test('a rule that has no words is shown, and kept, as it is', async () => {
  const { page, send, get } = await person('Ada', { expected: [/status of 400/] });
  const id = crypto.randomUUID();
  const rule = 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1';
  await send(
    { type: 'CreateTask', id, title: 'Close the books', due: { date: '2026-12-31' } },
    { type: 'SetRecurrence', task: id, rule, except: ['2027-01-29'], skipMissed: true },
  );
  const panel = await open(page, 'Close the books');
  await panel.getByRole('button', { name: rule }).click();
  const editor = page.getByRole('dialog', { name: 'Repeat' });
  assert.equal(await editor.getByLabel('Rule').inputValue(), rule);
  await editor.getByLabel('Rule').fill(rule + '0');
  await editor
    .getByRole('alert')
    .getByText(/BYSETPOS=-10/)
    .waitFor({ state: 'detached' });
  await editor.getByLabel('Rule').fill('FREQ=SOMETIMES');
  await editor
    .getByRole('alert')
    .getByText(/FREQ=SOMETIMES/)
    .waitFor();
  assert.equal(await editor.getByRole('button', { name: 'Save' }).isDisabled(), true);
  await editor.getByLabel('Rule').fill(rule.replace('-1', '1'));
  await editor.getByText(/^Next: 1 Jan/).waitFor();
  await editor.getByRole('button', { name: 'Save' }).click();
  const { recurrence } = await eventually(async () => {
    const now = await get(`/api/v1/tasks/${id}`);
    return now.recurrence.rule !== rule && now;
  }, 'it is stored');
  assert.deepEqual([recurrence.rule, recurrence.except, recurrence.skipMissed], [rule.replace('-1', '1'), ['2027-01-29'], true]);
});

test('what is overdue is skipped to today, and what was completed by mistake comes back alone', async () => {
  const { page, send, get } = await person();
  const task = crypto.randomUUID();
  await send(
    { type: 'CreateTask', id: task, title: 'Water the plants', due: { date: iso(-40) } },
    { type: 'SetRecurrence', task, rule: 'FREQ=DAILY', zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  );
  const panel = await open(page, 'Water the plants');
  await panel.getByRole('button', { name: 'Skip to today' }).click();
  await panel.getByRole('button', { name: 'Skip this one' }).waitFor();
  assert.equal((await get(`/api/v1/tasks/${task}`)).due.date, iso(0));
  await panel.getByRole('button', { name: 'Complete' }).click();
  await eventually(async () => (await get(`/api/v1/tasks/${task}`)).next, 'the next one is made');
  await panel.getByRole('button', { name: 'Reopen' }).click();
  await eventually(
    async () => {
      const open = (await get('/api/v1/tasks')).items;
      return open.length === 1 && open[0].id === task && open[0].recurrence;
    },
    async () => JSON.stringify((await get('/api/v1/tasks')).items),
  );
});
