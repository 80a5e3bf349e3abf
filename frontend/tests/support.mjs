/** What the tests share: a browser, people who are signed in, their mails, and a page that must be clean. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

export const url = process.env.TASKLOG_URL;
export const password = 'correct horse battery';

export const browserOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
const browser = await chromium.launch(browserOptions);
const contexts = [];
const faults = [];
after(() => browser.close());
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  assert.deepEqual(faults.splice(0), [], 'no page has an error in its console, or asks another host');
});

/** A browser of its own. `expected`: what the console may say. */
export async function visitor({ expected = [], ...options } = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${error}`));
  page.on('console', (message) => {
    // Asking whether there is a session is answered 401 if there is none: the browser itself tells of that.
    const known = [/status of 401/, ...expected].some((each) => each.test(message.text()));
    if (message.type() === 'error' && !known) faults.push(message.text());
  });
  page.on(
    'request',
    (request) =>
      request.url().startsWith(url) ||
      request.url().startsWith('data:') ||
      request.url().startsWith('blob:') ||
      faults.push(`asks ${request.url()}`),
  );
  return page;
}

let people = 0;

/** A person with an account, made by the API; the first one without a mail. */
export async function person(name = 'Ada', options = {}) {
  const page = await visitor(options);
  const mail = `${name.toLowerCase()}-${++people}@example.org`;
  const { firstRun } = await (await page.request.get('/api/v1/setup')).json();
  const token = firstRun
    ? process.env.TASKLOG_FIRST
    : await linkOf(mail, '/register', () => page.request.post('/api/v1/accounts', { data: { mail } }));
  const made = await page.request.post('/api/v1/accounts/confirm', { data: { token, password, displayName: name } });
  assert.equal(made.status(), 201, await made.text());
  const { accessToken, person: id } = await made.json();
  const send = async (...commands) => {
    const workspace = commands[0].workspace ?? id;
    const answer = await page.request.post('/api/v1/commands', {
      data: { workspace, commands: commands.map((each) => ({ ...each, workspace: undefined })) },
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    assert.equal(answer.status(), 200, await answer.text());
    return answer.json();
  };
  const get = async (path) => (await page.request.get(path, { headers: { Authorization: `Bearer ${accessToken}` } })).json();
  const put = (path, data) => page.request.put(path, { data, headers: { Authorization: `Bearer ${accessToken}` } });
  await page.goto('/');
  await page.locator('.app h1').waitFor();
  return { page, put, mail: firstRun ? 'first@example.org' : mail, id, send, get };
}

/** A workspace of two: its id. `more`: what the owner sends there besides. */
export async function shared(owner, guest, role, ...more) {
  const [workspace, invitation] = [crypto.randomUUID(), crypto.randomUUID()];
  await owner.send({ workspace, type: 'CreateWorkspace', name: 'Ours' });
  await owner.send({ workspace, type: 'InviteMember', id: invitation, role }, ...more);
  await guest.send({ workspace, type: 'AcceptInvitation', invitation });
  return workspace;
}

export async function eventually(condition, what, ms = 15_000) {
  for (const until = Date.now() + ms; ;) {
    const value = await condition();
    if (value) return value;
    assert.ok(Date.now() < until, `it did not come about: ${typeof what === 'function' ? await what() : what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The link of the newest mail to someone, from # on. */
export async function mailTo(address, path) {
  return eventually(() => {
    const texts = readdirSync(process.env.TASKLOG_MAILS)
      .filter((name) => !name.endsWith('.part'))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(process.env.TASKLOG_MAILS, name))));
    const text = texts.findLast((each) => each.to.toLowerCase() === address.toLowerCase() && each.text.includes(path))?.text;
    return text && /https?:\S+/.exec(text.slice(text.indexOf(url)))[0];
  }, `a mail to ${address}`);
}
async function linkOf(address, path, ask) {
  await ask();
  return (await mailTo(address, path)).split('#')[1];
}

export const row = (page, title) => page.locator('.row', { has: page.getByText(title, { exact: true }) });

/** Chooses from what opens at a button that is labelled so. `option`: as it is written there. */
export async function choose(where, label, option) {
  const page = where.page?.() ?? where;
  await where
    .locator('.select-button')
    .and(where.getByRole('button', { name: new RegExp(`^${label} `) }))
    .click();
  await page.getByRole('menuitemradio', { name: option, exact: true }).click();
}

/** Adds tasks as one does it by the keyboard. */
export async function add(page, ...titles) {
  await page.getByRole('button', { name: 'Add task' }).waitFor();
  await page.keyboard.press('q');
  for (const title of titles) {
    await page.getByRole('textbox', { name: 'Title' }).fill(title);
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Escape');
}

/** What breaks WCAG 2.2 AA, as far as a program can tell. */
export async function violationsOf(page, what) {
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((each) => each.effect.getComputedTiming().iterations !== Infinity)
        .map((each) => each.finished.catch(() => {})),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations.map(
    (each) =>
      `${what}: ${each.id}: ${each.nodes
        .map((node) => `${node.target} ${node.failureSummary}`)
        .slice(0, 3)
        .join(' | ')}`,
  );
}
