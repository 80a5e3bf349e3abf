/** What is typed belongs to where it was typed: it is there after another task, Escape, and a reload. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, eventually, person, row } from '../../../tests/support.mjs';

const panelOf = (page) => page.getByRole('complementary', { name: 'Task' });

/** Each field of a task that takes text: how one begins, and where the text is. */
const fields = {
  title: { box: (page) => panelOf(page).getByRole('textbox', { name: 'Title' }), text: 'A better title' },
  notes: {
    open: async (page) => {
      const edit = panelOf(page).getByRole('button', { name: /^(Add notes|Edit notes|Continue writing)$/ });
      if (await edit.count()) await edit.click();
    },
    box: (page) => panelOf(page).getByRole('textbox', { name: 'Notes' }),
    text: 'Notes that\nare long',
  },
  comment: { box: (page) => panelOf(page).getByRole('textbox', { name: 'Add a comment' }), text: 'Said to nobody yet' },
  subtask: { box: (page) => panelOf(page).getByRole('textbox', { name: 'Add a subtask' }), text: 'A part of it' },
  tag: { box: (page) => panelOf(page).getByRole('textbox', { name: 'Add a tag' }), text: 'sometag' },
};

test('a draft stays at its task: after another task, Escape and a reload', async () => {
  const { page, send, get } = await person('Dora');
  const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
  await send({ type: 'CreateTask', id: one, title: 'One' }, { type: 'CreateTask', id: other, title: 'Other' });
  await page.goto(`/inbox?task=${one}`);
  const holds = async (field, text) => {
    await field.open?.(page);
    await eventually(async () => (await field.box(page).inputValue()) === text, `the field holds ${JSON.stringify(text)}`);
  };
  for (const [name, field] of Object.entries(fields)) {
    await field.open?.(page);
    await field.box(page).fill(field.text);
    if (name !== 'title') {
      // A title is saved when one goes elsewhere; what else is typed waits for a button.
      await row(page, 'Other').locator('.row-body').click();
      await eventually(async () => (await fields.title.box(page).inputValue()) === 'Other', 'the other task is shown');
      if (field.open) assert.equal(await field.box(page).count(), 0, `${name}: nothing is begun at the other task`);
      else assert.equal(await field.box(page).inputValue(), '', `${name}: it is not at the other task`);
      await row(page, 'One').locator('.row-body').click();
      await eventually(async () => (await fields.title.box(page).inputValue()) === 'One', 'the first one is shown');
      await holds(field, field.text);
    }
    await field.box(page).press('Escape');
    if ((await panelOf(page).count()) === 0) await row(page, 'One').locator('.row-body').click();
    await holds(field, field.text);
    await page.reload();
    await panelOf(page).waitFor();
    await holds(field, field.text);
    if (name === 'title') await panelOf(page).getByRole('button', { name: 'Discard' }).click();
  }
  const tasks = (await get('/api/v1/tasks')).items;
  assert.deepEqual(
    tasks.map((task) => [task.title, task.notes, task.tags]).sort(),
    [
      ['One', '', []],
      ['Other', '', []],
    ],
    'nothing was sent',
  );
  assert.deepEqual((await get(`/api/v1/tasks/${other}/comments`)).items, []);
});

test('forms keep what was typed', async () => {
  const { page, send } = await person('Freda');
  const [workspace, list] = [crypto.randomUUID(), crypto.randomUUID()];
  await send({ workspace, type: 'CreateWorkspace', name: 'Ours' });
  await send({ type: 'CreateList', id: list, name: 'Garden' }, { type: 'CreateTask', title: 'Mow', tags: ['out'] });
  const forms = [
    {
      open: async () => {
        await page.goto('/inbox');
        await page.getByRole('button', { name: 'Add task' }).click();
      },
      box: () => page.getByRole('textbox', { name: 'Title' }),
      text: 'Half a task',
    },
    {
      open: async () => {
        await page.goto('/inbox');
        await page.getByRole('button', { name: 'New list' }).click();
      },
      box: () => page.getByRole('dialog').getByLabel('Name'),
      text: 'Half a list',
    },
    {
      open: async () => {
        await page.goto('/inbox');
        await choose(page, 'Workspace', 'New shared workspace…');
      },
      box: () => page.getByRole('dialog').getByLabel('Name'),
      text: 'Half a workspace',
    },
    { open: async () => page.goto('/members'), box: () => page.getByLabel('Email address'), text: 'half@example.org' },
    { open: async () => page.goto('/settings'), box: () => page.getByLabel('Name', { exact: true }), text: 'Half a name' },
    { open: async () => page.goto('/settings'), box: () => page.getByLabel('New address'), text: 'half-new@example.org' },
    { open: async () => page.goto('/settings'), box: () => page.getByLabel('URL'), text: 'https://example.org/half' },
    { open: async () => page.goto('/settings'), box: () => page.getByLabel('What it is for'), text: 'Half a token' },
    {
      open: async () => page.goto(`/members?workspace=${workspace}`),
      box: () => page.getByRole('form', { name: 'Name of this workspace' }).getByLabel('Name'),
      text: 'Half a workspace',
    },
    {
      open: async () => {
        await page.goto(`/lists/${list}`);
        await page.getByRole('button', { name: 'More for Garden' }).click();
        await page.getByRole('menuitem', { name: 'Edit list' }).click();
      },
      box: () => page.getByRole('dialog').getByLabel('Name'),
      text: 'Half a name',
    },
    {
      open: async () => {
        await page.goto('/tags/out');
        await page.getByRole('button', { name: 'More for #out' }).click();
        await page.getByRole('menuitem', { name: 'Rename the tag' }).click();
      },
      box: () => page.getByRole('dialog').getByLabel('Name of the tag'),
      text: 'half',
    },
  ];
  for (const { open, box, text } of forms) {
    await open();
    await box().fill(text);
    await box().press('Escape');
    await page.reload();
    await open();
    await eventually(async () => (await box().inputValue()) === text, `${text} is there again`);
  }
});

test('signing out asks for what is typed and not sent', async () => {
  const { page, send } = await person('Sigrid');
  const task = crypto.randomUUID();
  await send({ type: 'CreateTask', id: task, title: 'One' });
  await page.goto(`/inbox?task=${task}`);
  await fields.comment.box(page).fill('Not sent');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByText('1 unfinished text').waitFor();
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  assert.equal(await fields.comment.box(page).inputValue(), 'Not sent');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out and lose it' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('tasklog-draft'))), []);
});
