/** What was done is undone: all is as it was before, and stays possible for as long as the page is open. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { choose, eventually, person, row } from '../../../tests/support.mjs';

const panelOf = (page) => page.getByRole('complementary', { name: 'Task' });

/** All of a workspace, but for what says when and how often it was changed. */
async function stateOf(get) {
  const plain = (value) => JSON.parse(JSON.stringify(value, (name, each) => (['version', 'updatedAt'].includes(name) ? undefined : each)));
  const tasks = (await get('/api/v1/tasks?status=open,completed,cancelled&limit=500&sort=created')).items;
  const archived = await Promise.all(
    (await get('/api/v1/lists')).items
      .filter((each) => each.archived)
      .map((each) => get(`/api/v1/tasks?list=${each.id}&status=open,completed,cancelled`)),
  );
  const comments = await Promise.all(tasks.map((task) => get(`/api/v1/tasks/${task.id}/comments`)));
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  return plain({
    tasks: tasks.sort(byId),
    archived: archived.flatMap((each) => each.items),
    lists: (await get('/api/v1/lists')).items,
    filters: (await get('/api/v1/filters')).items,
    comments: comments.flatMap((each) => each.items).sort(byId),
  });
}

const actions = {
  'add a task': async (page) => {
    await page.getByRole('button', { name: 'Add task' }).click();
    await page.locator('.task-form-title').fill('A new one');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cancel' }).click();
  },
  'complete a task with its subtasks': (page) =>
    row(page, 'Tree')
      .getByRole('checkbox', { name: /^Complete/ })
      .click(),
  'complete one that comes again': (page) =>
    row(page, 'Series')
      .getByRole('checkbox', { name: /^Complete/ })
      .click(),
  'call off': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Cancel task' }).click();
  },
  'delete a task with its subtasks': async (page) => {
    await row(page, 'Tree').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  },
  duplicate: async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  },
  rename: async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('textbox', { name: 'Title' }).fill('Renamed');
    await page.keyboard.press('Enter');
  },
  'change the notes': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'Edit notes' }).click();
    await panelOf(page).getByRole('textbox', { name: 'Notes' }).fill('Other');
    await page.keyboard.press('Control+Enter');
  },
  estimate: async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await choose(panelOf(page), 'Estimate', '45 min');
  },
  'set the priority': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await choose(panelOf(page), 'Priority', 'Urgent');
  },
  'add a tag': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('textbox', { name: 'Add a tag' }).fill('new');
    await page.keyboard.press('Enter');
  },
  'remove the due date': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'Remove the date' }).click();
  },
  'due today, by a key': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
  },
  'move to a list': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await choose(panelOf(page), 'List', 'Errands');
  },
  'add a subtask': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('textbox', { name: 'Add a subtask' }).fill('Part');
    await page.keyboard.press('Enter');
  },
  comment: async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('textbox', { name: 'Add a comment' }).fill('Said');
    await panelOf(page).getByRole('button', { name: 'Comment', exact: true }).click();
  },
  'delete a comment': async (page) => {
    await row(page, 'Tree').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'Delete this comment' }).click();
  },
  'set a reminder': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'Remind me…' }).click();
    await page.getByRole('menuitem', { name: 'the day before, at nine' }).click();
  },
  'remove a reminder': async (page) => {
    await row(page, 'Tree').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'Remove the reminder' }).click();
  },
  'make a list': async (page) => {
    await page.getByRole('button', { name: 'New list' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('New');
    await page.getByRole('button', { name: 'Create list' }).click();
  },
  'put a list into another': async (page) => {
    await page.getByRole('link', { name: /^Errands/ }).click();
    await page.getByRole('button', { name: 'More for Errands' }).click();
    await page.getByRole('menuitem', { name: 'Edit list' }).click();
    await choose(page.getByRole('dialog'), 'Stands in', 'Last');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  },
  'rename a list': async (page) => {
    await page.getByRole('link', { name: 'Errands' }).click();
    await page.getByRole('button', { name: 'More for Errands' }).click();
    await page.getByRole('menuitem', { name: 'Edit list' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Other');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  },
  'recolour a list': async (page) => {
    await page.getByRole('link', { name: 'Errands' }).click();
    await page.getByRole('button', { name: 'More for Errands' }).click();
    await page.getByRole('menuitem', { name: 'Edit list' }).click();
    await page.getByRole('dialog').getByLabel('teal').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
  },
  'move a list': async (page) => {
    await page.getByRole('link', { name: 'Errands' }).click();
    await page.getByRole('button', { name: 'More for Errands' }).click();
    await page.getByRole('menuitem', { name: 'Move down' }).click();
  },
  'rename a tag': async (page) => {
    await page.goto('/tags/old');
    await page.getByRole('button', { name: 'More for #old' }).click();
    await page.getByRole('menuitem', { name: 'Rename the tag' }).click();
    await page.getByRole('dialog').getByLabel('Name of the tag').fill('other');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  },
  'let it come again': async (page) => {
    await row(page, 'Plain').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'Repeat…' }).click();
    await page.getByRole('dialog', { name: 'Repeat' }).getByRole('button', { name: 'Save' }).click();
  },
  'change how it comes again': async (page) => {
    await row(page, 'Series').locator('.row-body').click();
    await panelOf(page)
      .getByRole('button', { name: /^every week/ })
      .click();
    await choose(page.getByRole('dialog', { name: 'Repeat' }), 'Unit', 'month');
    await page.getByRole('dialog', { name: 'Repeat' }).getByRole('button', { name: 'Save' }).click();
  },
  'let it come no more': async (page) => {
    await row(page, 'Series').locator('.row-body').click();
    await panelOf(page)
      .getByRole('button', { name: /^every week/ })
      .click();
    await page.getByRole('button', { name: 'Stop repeating' }).click();
  },
  'skip an occurrence': async (page) => {
    await row(page, 'Series').locator('.row-body').click();
    await panelOf(page).getByRole('button', { name: 'Skip this one' }).click();
  },
  reopen: async (page) => {
    await page.goto('/done');
    await row(page, 'Bought')
      .getByRole('checkbox', { name: /^Reopen/ })
      .click();
  },
  'restore a task': async (page) => {
    await page.goto('/trash');
    await page.getByRole('listitem').filter({ hasText: 'Thrown away' }).getByRole('button', { name: 'Restore' }).click();
  },
  'restore a list': async (page) => {
    await page.goto('/trash');
    await page.getByRole('listitem').filter({ hasText: 'Put off' }).getByRole('button', { name: 'Restore' }).click();
  },
  'bring back an archived list': async (page) => {
    await page.goto('/trash');
    await page.getByRole('listitem').filter({ hasText: 'Put away' }).getByRole('button', { name: 'Unarchive' }).click();
  },
  'archive a list': async (page) => {
    await page.getByRole('link', { name: 'Errands' }).click();
    await page.getByRole('button', { name: 'More for Errands' }).click();
    await page.getByRole('menuitem', { name: 'Archive list' }).click();
  },
  'save a filter': async (page) => {
    await page.goto('/tags/old');
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByRole('button', { name: 'Save filter' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Old ones');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  },
  'change a filter': async (page) => {
    await page.getByRole('link', { name: 'Late' }).click();
    await page.getByRole('button', { name: 'More for Late' }).click();
    await page.getByRole('menuitem', { name: 'Edit filter' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Too late');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  },
  'delete a filter': async (page) => {
    await page.getByRole('link', { name: 'Late' }).click();
    await page.getByRole('button', { name: 'More for Late' }).click();
    await page.getByRole('menuitem', { name: 'Delete filter' }).click();
  },
  'delete a list with its tasks': async (page) => {
    await page.getByRole('link', { name: 'Errands' }).click();
    await page.getByRole('button', { name: 'More for Errands' }).click();
    await page.getByRole('menuitem', { name: 'Delete list' }).click();
    await page.getByRole('button', { name: 'Delete list' }).click();
  },
  'move by the mouse': async (page) => {
    const [from, to] = [await row(page, 'Plain').locator('.row-handle').boundingBox(), await row(page, 'Tree').boundingBox()];
    await page.mouse.move(from.x + 5, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + to.height - 4, { steps: 8 });
    await page.mouse.up();
  },
};

/** Commands on tasks, lists, comments, tags and reminders that the app does not send: who does, or why not. */
const notOffered = { CreateNextOccurrence: 'a worker', FireReminder: 'a worker', EditComment: 'by the history only, see history.test.mjs' };
/** What cannot be undone: it asks first, is shown in full before it goes out, or can be chosen back where it was chosen. */
const asked = {
  CreateWorkspace: 'a form, and leads to what was made',
  RenameWorkspace: 'a form with the name, to be changed back',
  InviteMember: 'asks: see members',
  RevokeInvitation: 'asks: see members',
  AcceptInvitation: 'its page says who invites to what',
  ChangeMemberRole: 'chosen back in the same place',
  RemoveMember: 'asks: see members',
  LeaveWorkspace: 'asks: see members',
  TransferOwnership: 'the app does not offer it',
  EmptyTrash: 'asks: history.test.mjs',
  MarkNotificationsRead: 'nothing is lost',
};

/** Of the contract. */
function everyCommand() {
  const contract = readFileSync('../docs/openapi.yaml', 'utf8');
  const schemas = contract
    .slice(contract.indexOf('\n    Command:'))
    .match(/oneOf:\n((?: {8}- \$ref: .*\n)+)/)[1]
    .matchAll(/schemas\/(\w+)/g);
  return [...schemas].flatMap(([, name]) => {
    const [, body] = new RegExp(`\\n    ${name}:\\n([\\s\\S]*?)(?=\\n    \\w|$)`).exec(contract);
    const [, one, several] = /type: \{(?:const: (\w+)|enum: \[([^\]]+)\])\}/.exec(body);
    return one ? [one] : several.split(', ');
  });
}

test('each action is undone, and there is no command that none of them sends', async () => {
  const { page, send, get } = await person('Una');
  const sent = new Set();
  page.on(
    'request',
    (request) =>
      request.url().endsWith('/api/v1/commands') &&
      request.method() === 'POST' &&
      JSON.parse(request.postData()).commands.forEach(({ type }) => sent.add(type)),
  );
  const [plain, tree, part, done, series, errands, bought, away, off, gone] = Array.from({ length: 10 }, () => crypto.randomUUID());
  await send(
    { type: 'CreateList', id: errands, name: 'Errands' },
    { type: 'CreateTask', id: plain, title: 'Plain', notes: 'As it was', due: { date: '2027-03-01' }, tags: ['old'], priority: 'low' },
    { type: 'CreateTask', id: tree, title: 'Tree', due: { date: '2027-04-01' } },
    { type: 'CreateTask', id: part, title: 'Open part' },
    { type: 'NestTask', task: part, parent: tree },
    { type: 'CreateTask', id: done, title: 'Done part' },
    { type: 'NestTask', task: done, parent: tree },
    { type: 'CreateTask', id: series, title: 'Series', due: { date: '2027-05-01' } },
    { type: 'SetRecurrence', task: series, rule: 'FREQ=WEEKLY' },
    { type: 'CreateTask', id: bought, title: 'Bought', list: errands },
    { type: 'AddComment', task: tree, text: 'There before' },
    { type: 'SetReminder', task: tree, id: crypto.randomUUID(), relative: { to: 'due', minutes: -1440, zone: 'Etc/UTC' } },
  );
  await send(
    { type: 'SaveFilter', name: 'Late', words: 'overdue' },
    { type: 'CreateList', id: away, name: 'Put away' },
    { type: 'ArchiveList', list: away },
    { type: 'CreateList', id: crypto.randomUUID(), name: 'Last' },
    { type: 'CreateList', id: off, name: 'Put off' },
    { type: 'DeleteList', list: off },
    { type: 'CreateTask', id: gone, title: 'Thrown away' },
    { type: 'DeleteTask', task: gone },
  );
  await send({ type: 'CompleteTask', task: done });
  await send({ type: 'CompleteTask', task: bought });
  await eventually(async () => (await get(`/api/v1/tasks/${bought}`)).status === 'completed', 'all of it can be read');
  const before = await stateOf(get);
  for (const [name, run] of Object.entries(actions)) {
    await page.goto('/inbox');
    await row(page, 'Plain').waitFor();
    await run(page);
    await eventually(async () => JSON.stringify(await stateOf(get)) !== JSON.stringify(before), `${name} is done`);
    if (name === 'complete one that comes again')
      await eventually(
        async () =>
          (await get('/api/v1/tasks?limit=500')).items
            .filter((each) => each.title === 'Series')
            .map((each) => each.status)
            .sort()
            .join() === 'completed,open',
        'the next one is made',
      );
    await page.locator('h1').first().click();
    await page.keyboard.press('Control+z');
    let now;
    await eventually(async () => JSON.stringify((now = await stateOf(get))) === JSON.stringify(before), name).catch(() =>
      assert.deepEqual(now, before, name),
    );
  }
  sent.add('AssignTask'); // needs two: the next test
  assert.deepEqual(
    everyCommand().filter((type) => !sent.has(type) && !(type in notOffered) && !(type in asked)),
    [],
    'undone, not offered, or asked for first',
  );
});
