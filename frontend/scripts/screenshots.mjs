// Every page of a demo account, light and dark, wide and narrow, as pictures: node scripts/screenshots.mjs URL MAIL PASSWORD FOLDER
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [, , url, mail, password, folder] = process.argv;
const pages = {
  today: '/',
  upcoming: '/upcoming',
  all: '/all',
  board: '/all?board=true',
  done: '/done',
  search: '/all?text=the',
  task: '/all?TASK',
  tag: '/tags/TAG',
  history: '/audit',
  insights: '/insights',
  members: '/members',
  transfer: '/transfer',
  trash: '/trash',
  settings: '/settings',
  lost: '/nowhere',
};
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const colorScheme of ['light', 'dark'])
  for (const [size, viewport] of Object.entries(sizes)) {
    const page = await (
      await browser.newContext({ baseURL: url, colorScheme, viewport, ...(size === 'phone' && { hasTouch: true, isMobile: true }) })
    ).newPage();
    const shoot = async (name) => {
      await page.locator('h1, .panel-title').first().waitFor();
      await page.locator('.waiting').first().waitFor({ state: 'detached' });
      await page.waitForTimeout(300); // for the fonts and the plots
      await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
    };
    await page.goto('/');
    await shoot('sign-in');
    const signedIn = await (await page.request.post('/api/v1/session', { data: { mail, password } })).json();
    const { items } = await (
      await page.request.get('/api/v1/tasks?status=open&sort=due&limit=30', {
        headers: { Authorization: `Bearer ${signedIn.accessToken}` },
      })
    ).json();
    const task = (items.find((each) => each.notes.includes('figures')) ?? items[0]).id;
    const tag = items.find((each) => each.tags.length)?.tags[0] ?? 'home';
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path.replace('TASK', `task=${task}`).replace('TAG', encodeURIComponent(tag)));
      await shoot(name);
    }
  }
await browser.close();
