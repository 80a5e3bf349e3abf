/** Filters in words: their meaning is the server's (tests/system/filters_test.py); here they are typed, corrected and kept in the URL. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, person } from '../../../tests/support.mjs';

test('a filter in words shows what it means, and says what is wrong with it', async () => {
  const { page, send } = await person('Frida', { expected: [/status of 400/] });
  await send(
    { type: 'CreateTask', title: 'Write the report', tags: ['work'], priority: 'high' },
    { type: 'CreateTask', title: 'Call the plumber', tags: ['home'] },
    { type: 'CreateTask', title: 'Old report', tags: ['work'], status: 'completed' },
  );
  const titles = () => page.locator('.row-title').allInnerTexts();
  const shown = (wanted, why) => eventually(async () => (await titles()).sort().join() === wanted, why);
  await page.goto('/all');
  await shown('Call the plumber,Write the report', 'what is open');
  await page.getByRole('button', { name: 'Filters' }).click();
  const filter = page.getByRole('textbox', { name: 'Filter', exact: true });
  await filter.fill('#work and priority >= medium');
  await filter.press('Enter');
  await shown('Write the report', 'what has both');
  assert.match(page.url(), /filter=/);
  await filter.fill('#work and completed');
  await filter.press('Enter');
  await shown('Old report', 'a filter may say what is done');
  await filter.fill('#work and due < soon');
  await filter.press('Enter');
  await page.getByText(/column 17: “soon” does not fit here/).waitFor();
  assert.equal(await filter.inputValue(), '#work and due < soon');
  await filter.fill('not #work');
  await filter.press('Enter');
  await shown('Call the plumber', 'it is mended');
  await page.reload();
  await shown('Call the plumber', 'it stays in the URL');
  // What is done here is seen at once, whatever the filter says of it.
  await page.getByRole('checkbox', { name: 'Complete: Call the plumber' }).click();
  await shown('', 'it is done, and not open any more');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await shown('Write the report', 'all that is open');
});
