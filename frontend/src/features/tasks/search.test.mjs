/** Finding what one knows a word of, done or not, and coming back to where one was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, person, row } from '../../../tests/support.mjs';

test('open and done is found, by title, notes and tags; leaving it leads back', async () => {
  const { page, send } = await person('Sia');
  const list = crypto.randomUUID();
  await send(
    { type: 'CreateList', id: list, name: 'Garden' },
    { type: 'CreateTask', title: 'Mow', list, tags: ['meadow'] },
    { type: 'CreateTask', title: 'Meadow seeds', status: 'completed' },
    { type: 'CreateTask', title: 'Ask', notes: 'whose meadow it is' },
    { type: 'CreateTask', title: 'Nothing of it' },
    { type: 'CreateTask', title: 'Cancelled', tags: ['meadow'], status: 'cancelled' },
  );
  await page.goto(`/lists/${list}?sort=created`);
  await row(page, 'Mow').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('mead');
  await page.getByRole('heading', { name: 'Found: mead' }).waitFor();
  const shown = () => page.locator('.rows h2, .rows .row-title').allInnerTexts();
  await eventually(
    async () => (await shown()).length === 6,
    async () => (await shown()).join(),
  );
  const all = await shown();
  assert.deepEqual(
    [all[0], all.slice(1, 3).sort(), all[3], all.slice(4).sort()],
    ['Open', ['Ask', 'Mow'], 'Completed and cancelled', ['Cancelled', 'Meadow seeds']],
  );
  assert.equal(await page.title(), 'Found: mead – Tasklog');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Garden' }).waitFor();
  assert.match(page.url(), new RegExp(`/lists/${list}\\?sort=created$`));
  assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), '');
  // Another page that is gone to leaves the search behind.
  await page.keyboard.press('/');
  await page.keyboard.type('mow');
  await page.getByRole('heading', { name: 'Found: mow' }).waitFor();
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), '');
  await row(page, 'Nothing of it').waitFor();
});

test('what was found is marked: in the title, the notes, a comment, the list; the best match first', async () => {
  const { page, send } = await person('Sia');
  const [list, task] = [crypto.randomUUID(), crypto.randomUUID()];
  await send(
    { type: 'CreateList', id: list, name: 'Straßenfest' },
    { type: 'CreateTask', title: 'Ask the town', notes: 'whether the STRASSE is free' },
    { type: 'CreateTask', id: task, title: 'Music' },
    { type: 'CreateTask', title: 'Benches', list },
    { type: 'CreateTask', title: 'Hauptstraße 1' },
    { type: 'CreateTask', title: 'Straße sperren' },
    { type: 'AddComment', task, text: 'Loud on the Straße?' },
  );
  await page.goto('/all?text=strasse');
  await page.getByRole('heading', { name: 'Found: strasse' }).waitFor();
  const marked = () =>
    page
      .locator('.rows .row')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [row.querySelector('.row-title').innerText, ...[...row.querySelectorAll('mark')].map((mark) => mark.innerText)].join('|'),
        ),
      );
  await eventually(
    async () => (await marked()).length === 5,
    async () => (await marked()).join(),
  );
  const all = await marked();
  assert.deepEqual(all.slice(0, 2), ['Straße sperren|Straße', 'Hauptstraße 1|straße']);
  assert.deepEqual(all.slice(2).sort(), ['Ask the town|STRASSE', 'Benches|Straße', 'Music|Straße']);
  // What is changed here stays found, by what the server found it.
  await row(page, 'Benches')
    .getByRole('checkbox', { name: /^Complete/ })
    .click();
  await eventually(
    async () => (await page.locator('.rows h2').allInnerTexts()).length === 2,
    () => 'two sections',
  );
  assert.equal((await marked()).length, 5);
  // Nothing is refused while one types, slowly enough for each letter to be searched for.
  const refused = [];
  page.on('response', (answer) => answer.status() >= 400 && refused.push(answer.url()));
  await page.keyboard.press('/');
  await page.keyboard.type('-the strasse', { delay: 150 });
  await eventually(
    async () => (await marked()).length === 3,
    async () => (await marked()).join(),
  );
  assert.deepEqual(refused, []);
});
