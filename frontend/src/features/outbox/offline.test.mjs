/** Without the server: what is done waits in the browser, through its end, and goes out once, in order, when the server is back. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { browserOptions, choose, eventually, password, person, row, url } from '../../../tests/support.mjs';

const hand = (what) => fetch(`${process.env.TASKLOG_HANDS}/${what}`, { method: 'POST' });
beforeEach(() => hand('start'));

const panelOf = (page) => page.getByRole('complementary', { name: 'Task' });
const minutes_ms = 5 * 60_000;

/** A browser with a folder of its own, which can be killed and opened again. */
class Browser {
  constructor(name) {
    this.folder = join(process.env.TASKLOG_OUT, name);
    after(() => this.kill());
  }
  async open() {
    this.context = await chromium.launchPersistentContext(this.folder, {
      ...browserOptions,
      baseURL: url,
      viewport: { width: 1280, height: 2400 },
    });
    this.context.setDefaultTimeout(15_000);
    return this.context.pages()[0];
  }
  kill() {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--user-data-dir=${this.folder}`)) process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
    this.context = null;
  }
}

async function signIn(page, mail) {
  await page.getByLabel('Email address').fill(mail);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
}

async function signedIn(browser, mail) {
  const page = await browser.open();
  await page.goto('/inbox');
  await signIn(page, mail);
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null), 'the app is kept by the browser');
  return page;
}

/** What is done without the server: [what the history must say of it, how it is done]. */
function edits(page, half) {
  const open = async (title) => {
    await row(page, title).locator('.row-body').click();
    await eventually(async () => (await panelOf(page).getByRole('textbox', { name: 'Title' }).inputValue()) === title, `${title} is open`);
  };
  const type = async (name, text, key = 'Enter') => {
    await panelOf(page).getByRole('textbox', { name }).fill(text);
    await panelOf(page).getByRole('textbox', { name }).press(key);
  };
  const done = [];
  const add = (kind, what, run) => done.push({ kind, what, run });
  for (const i of [0, 1, 2, 3, 4, 5])
    add('TaskCreated', `${half} new ${i}`, async () => {
      await page.getByRole('button', { name: 'Add task' }).click();
      await page.locator('.task-form-title').fill(`${half} new ${i}`);
      await page.keyboard.press('Enter');
      await row(page, `${half} new ${i}`).waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
    });
  add('TaskDetailsChanged', `${half} 0`, async () => {
    await open(`${half} 0`);
    await type('Title', `${half} renamed`);
  });
  add('TaskDetailsChanged', `${half} renamed`, async () => {
    await panelOf(page).getByRole('button', { name: 'Add notes' }).click();
    await type('Notes', `Notes by ${half}`, 'Control+Enter');
  });
  for (const i of [0, 1]) add('CommentAdded', `${half} says ${i}`, () => type('Add a comment', `${half} says ${i}`, 'Control+Enter'));
  for (const i of [0, 1]) add('TaskCreated', `${half} part ${i}`, () => type('Add a subtask', `${half} part ${i}`));
  add('TaskDetailsChanged', `${half} renamed`, () => type('Add a tag', half));
  add('TaskDetailsChanged', `${half} renamed`, () => choose(panelOf(page), 'Priority', 'High'));
  add('TaskCompleted', `${half} 1`, () =>
    row(page, `${half} 1`)
      .getByRole('checkbox', { name: /^Complete/ })
      .click(),
  );
  add('TaskCompleted', `${half} new 0`, () =>
    row(page, `${half} new 0`)
      .getByRole('checkbox', { name: /^Complete/ })
      .click(),
  );
  add('TaskDeleted', `${half} 2`, async () => {
    await open(`${half} 2`);
    await panelOf(page).getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
  });
  add('TaskMoved', `${half} 3`, async () => {
    await open(`${half} 3`);
    await choose(panelOf(page), 'List', 'Elsewhere');
  });
  add('ListCreated', `${half} list`, async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New list' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill(`${half} list`);
    await page.getByRole('button', { name: 'Create list' }).click();
  });
  add('TaskDetailsChanged', 'Disputed', async () => {
    await page.locator('.row', { hasText: 'Disputed' }).locator('.row-body').click();
    await eventually(
      async () => (await panelOf(page).getByRole('textbox', { name: 'Title' }).inputValue()).startsWith('Disputed'),
      'it is open',
    );
    await type('Title', `Disputed by ${half}`);
  });
  return done;
}

/** What happened in a workspace since a moment, the oldest first. */
async function historyOf(get, since) {
  const entries = [];
  for (let next = ''; next !== null;) {
    const page = await get(`/api/v1/history?limit=500${next && `&cursor=${next}`}`);
    entries.push(...page.items);
    next = page.next;
  }
  return entries.filter((each) => each.at > since).reverse();
}

for (const [name, away, back] of [
  ['the network is away', (context) => context.setOffline(true), (context) => context.setOffline(false)],
  ['the server is killed', () => hand('kill'), () => hand('start')],
  ['the server is killed, and comes back as another version', () => hand('kill'), () => hand('deploy')],
])
  test(`forty edits in two tabs while ${name}, the browser killed between`, async () => {
    const { mail, send, get } = await person('Olga', { expected: [/ERR_/, /503/] });
    const list = crypto.randomUUID();
    const disputed = crypto.randomUUID();
    await send({ type: 'CreateList', id: list, name: 'Elsewhere' }, { type: 'CreateTask', id: disputed, title: 'Disputed' });
    for (const half of ['Left', 'Right']) await send(...[0, 1, 2, 3].map((i) => ({ type: 'CreateTask', title: `${half} ${i}` })));
    const browser = new Browser(`browser ${name.replace(/\W/g, ' ')}`);
    const left = await signedIn(browser, mail);
    await row(left, 'Right 3').waitFor();
    for (const title of ['Left 0', 'Disputed']) {
      await row(left, title).locator('.row-body').click(); // its panel is seen once
      await panelOf(left).getByRole('textbox', { name: 'Add a comment' }).waitFor();
    }
    const right = await browser.context.newPage();
    await right.clock.install();
    await right.goto('/inbox');
    await row(right, 'Right 3').waitFor();
    // What was seen is written a while after it is shown.
    await eventually(
      () =>
        left.evaluate(
          () =>
            new Promise((done) => {
              const opened = indexedDB.open('tasklog');
              opened.onsuccess = () => {
                const all = opened.result.transaction('kept').objectStore('kept').getAll();
                all.onsuccess = () => (
                  opened.result.close(),
                  done(
                    ['tasks', 'comments'].every((kind) => all.result.some((each) => each.key[0] === kind)) &&
                      all.result.some((each) => JSON.stringify(each.data).includes('Right 3')),
                  )
                );
              };
            }),
        ),
      'what was seen is kept',
    );
    const since = new Date().toISOString();
    // Chromium writes its cookies every 30 s, or when 512 have changed.
    await browser.context.addCookies(
      Array.from({ length: 600 }, (_, i) => ({
        name: 'x',
        value: 'x',
        domain: `n${i}.example.org`,
        path: '/',
        expires: Date.now() / 1000 + 3600,
      })),
    );
    await away(browser.context);
    const [lefts, rights] = [edits(left, 'Left'), edits(right, 'Right')];
    const asked = [];
    for (const i of lefts.keys())
      for (const one of [lefts[i], rights[i]]) {
        await (one === lefts[i] ? left : right).bringToFront();
        await one.run();
        asked.push(one);
      }
    assert.equal(asked.length, 40);
    for (const page of [left, right]) await page.getByRole('button', { name: '40 changes waiting' }).waitFor();
    browser.kill();
    const again = await browser.open();
    await away(browser.context);
    await again.clock.install();
    await again.goto('/inbox');
    await again.getByRole('button', { name: '40 changes waiting' }).waitFor();
    for (const title of ['Left renamed', 'Right renamed', 'Left new 5', 'Right new 5']) await row(again, title).waitFor();
    for (const title of ['Left 1', 'Left 2', 'Right 3', 'Left new 0'])
      assert.equal(await row(again, title).count(), 0, `${title} is gone from here`);
    if (name.startsWith('the network')) await send({ type: 'ChangeTaskDetails', task: disputed, title: 'Disputed by somebody else' });
    await again.clock.fastForward(minutes_ms);
    if (name === 'the server is killed') await browser.context.clearCookies(); // the session is over meanwhile
    await back(browser.context);
    if (!name.startsWith('the network')) {
      // Before the browser sees that the server is there.
      await eventually(async () => (await fetch(`${url}/readyz`)).status === 200, 'it is there');
    }
    await again.clock.fastForward(minutes_ms);
    if (name === 'the server is killed') await signIn(again, mail);
    const conflict = name.startsWith('the network') ? 2 : 0;
    await eventually(async () => (await again.getByRole('button', { name: /wait/ }).count()) === 0, 'all is sent', 60_000);
    const refused = again.getByRole('button', { name: `${conflict} changes refused` });
    if (conflict) await refused.waitFor();
    const kinds = (entries) => entries.map((each) => each.kind ?? each.type);
    const expected = asked.filter((each) => !(conflict && each.what === 'Disputed'));
    // A subtask is made and nested, in one; what the test itself did is none of it.
    const own = async () =>
      (await historyOf(get, since)).filter(
        (each) => each.type !== 'TaskNested' && !each.changes.some(({ after }) => after === 'Disputed by somebody else'),
      );
    const said = await eventually(
      async () => {
        const all = await own();
        return all.length >= expected.length && all;
      },
      'the history has it all',
      30_000,
    );
    assert.deepEqual(kinds(said), kinds(expected), 'each once, in order');
    if (conflict) {
      await refused.click();
      const dialog = again.getByRole('dialog', { name: 'Unsent changes' });
      await dialog.getByRole('button', { name: 'Choose' }).first().click();
      const choice = again.getByRole('dialog', { name: 'Someone else changed this too' });
      await choice.getByText('Disputed by somebody else').waitFor();
      await choice.getByText('Disputed by Left').waitFor();
      await choice.getByRole('button', { name: 'Keep mine' }).click();
      await eventually(async () => (await get(`/api/v1/tasks/${disputed}`)).title === 'Disputed by Left', 'what was chosen is sent');
      await dialog.getByRole('button', { name: 'Discard' }).click();
      await dialog.getByText('Everything has been sent.').waitFor();
    }
    if (name.endsWith('another version')) {
      await again.evaluate(() => navigator.serviceWorker.getRegistration().then((each) => each.update()));
      await again.getByText('A new version of Tasklog').waitFor();
      await again.getByRole('link', { name: 'Insights' }).click(); // a part of the old version that was never loaded
      await again.getByRole('heading', { name: 'Insights' }).waitFor();
      await again.getByRole('button', { name: 'Load the new version' }).click();
      await again.locator('script[src$="v1.js"], script[src$="v2.js"]').first().waitFor({ state: 'attached' }); // the new version runs
      await again.getByRole('heading', { name: 'Insights' }).waitFor();
    }
    const tasks = (await get('/api/v1/tasks?status=open,completed&limit=500')).items;
    for (const half of ['Left', 'Right']) {
      const renamed = tasks.filter((task) => task.title === `${half} renamed`);
      assert.deepEqual(
        renamed.map((task) => [task.notes, task.priority, task.tags]),
        [[`Notes by ${half}`, 'high', [half]]],
      );
      assert.deepEqual(
        tasks
          .filter((task) => task.parent === renamed[0].id)
          .map((task) => task.title)
          .sort(),
        [`${half} part 0`, `${half} part 1`],
      );
      assert.equal(tasks.find((task) => task.title === `${half} 3`).list, list);
      assert.deepEqual(
        (await get(`/api/v1/tasks/${renamed[0].id}/comments`)).items.map((each) => each.text),
        [`${half} says 0`, `${half} says 1`],
      );
    }
    browser.kill();
  });

test('without the server a page that was never opened says so, the rest goes on; a deployment is loaded when one wants it', async () => {
  const { page } = await person('Paula', {
    serviceWorkers: 'block',
    expected: [/404/, /ERR_/, /Failed to load module script/, /dynamically imported module/, /error/i],
  });
  await page.goto('/inbox');
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  await hand('deploy');
  await page.getByRole('link', { name: 'Insights' }).click();
  await page.getByRole('heading', { name: 'This part of the app could not be loaded' }).waitFor();
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  await page.getByRole('link', { name: 'Insights' }).click();
  await page.getByRole('button', { name: 'Load the new version' }).first().click();
  await page.getByRole('heading', { name: 'Insights' }).waitFor();
});

test('it can be installed, and files that are not there are not the app', async () => {
  const { page } = await person('Ines');
  const manifest = await (await page.request.get('/tasklog.webmanifest')).json();
  for (const size of ['192x192', '512x512']) {
    const icon = manifest.icons.find((each) => each.sizes === size && each.type === 'image/png');
    const drawn = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, icon.src);
    assert.equal(drawn, size);
  }
  for (const [path, type] of [
    ['/favicon.ico', 'image/x-icon'],
    ['/robots.txt', 'text/plain'],
  ]) {
    const answer = await page.request.get(path);
    assert.equal(answer.status(), 200);
    assert.ok(answer.headers()['content-type'].startsWith(type), path);
  }
  assert.equal((await page.request.get('/nothing.txt')).status(), 404);
});
