/** What day it is, is told by the profile's clock: the two zones here are never on the same day. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, eventually, person, row } from '../../../tests/support.mjs';

const [east, west] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
const dayIn = (timeZone) => new Intl.DateTimeFormat('sv', { timeZone }).format(new Date());

async function tell({ get, put }, fields) {
  const { displayName, mail, weekStart, timeZone, quietHours, channels } = { ...(await get('/api/v1/me')), ...fields };
  assert.equal((await put('/api/v1/me', { displayName, mail, weekStart, timeZone, quietHours, channels })).status(), 200);
}

test("today is the profile's today, and a browser elsewhere is asked once", async () => {
  const ada = await person('Ada', { timezoneId: west });
  const { page, get } = ada;
  await tell(ada, { timeZone: east, weekStart: 'sunday' });
  await page.goto('/inbox');
  await page.getByText(`This device is in ${west}, but your profile says ${east}.`).waitFor();
  await page.getByRole('button', { name: `Keep ${east}` }).click();
  await add(page, 'Swim today');
  const made = await eventually(async () => (await get('/api/v1/tasks')).items[0], 'it is there');
  assert.deepEqual(made.due, { date: dayIn(east) });
  await row(page, 'Swim').getByText('Today').waitFor();
  await row(page, 'Swim').click();
  await page.getByRole('button', { name: /^Due: / }).click();
  assert.equal(await page.locator('.rdp-weekday').first().getAttribute('aria-label'), 'Sunday');
  await page.getByLabel('Time', { exact: true }).fill('00:30');
  const timed = await eventually(
    async () => (await get('/api/v1/tasks')).items[0].due.at && (await get('/api/v1/tasks')).items[0].due,
    'it has a time',
  );
  assert.equal(timed.zone, east);
  assert.equal(
    new Intl.DateTimeFormat('sv', { timeZone: east, dateStyle: 'short', timeStyle: 'short' }).format(new Date(timed.at)),
    `${dayIn(east)} 00:30`,
  );
  await page.reload();
  await row(page, 'Swim').getByText('Today 00:30').waitFor();
  assert.equal(await page.getByText('This device is in').count(), 0, 'it was asked once');
});

test('who moves takes the zone along', async () => {
  const bea = await person('Bea', { timezoneId: west });
  const { page, get } = bea;
  await tell(bea, { timeZone: east });
  await page.goto('/inbox');
  await page.getByRole('button', { name: `Change to ${west}` }).click();
  await eventually(async () => (await get('/api/v1/me')).timeZone === west, 'the profile says so');
  await page.waitForFunction((zone) => localStorage.getItem('tasklog-zone') === zone, west); // and the page goes by it
  await add(page, 'Walk today');
  const made = await eventually(async () => (await get('/api/v1/tasks')).items[0], 'it is there');
  assert.deepEqual(made.due, { date: dayIn(west) });
});
