/** Making an account, signing in, and what must not be possible. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailTo, password, person, url, visitor } from '../../../tests/support.mjs';

test('the first account is offered, and made without a mail', async () => {
  const page = await visitor();
  await page.goto('/');
  await page.getByRole('heading', { name: 'Welcome to Tasklog' }).waitFor();
  await page.getByLabel('Email address').fill('first@example.org');
  await page.keyboard.press('Enter');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('New password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('further ones follow the link of a mail, and sign in', async () => {
  const page = await visitor();
  await page.goto('/register');
  await page.getByLabel('Email address').fill('bob@example.org');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('bob@example.org').waitFor();
  await page.goto(await mailTo('bob@example.org', '/register'));
  await page.getByLabel('Your name').fill('Bob');
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  assert.equal(await page.getByRole('heading', { name: 'Today' }).count(), 0);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  const elsewhere = await visitor();
  await elsewhere.goto('/upcoming');
  await elsewhere.getByLabel('Email address').fill('bob@example.org');
  await elsewhere.getByLabel('Password').fill('wrong password');
  await elsewhere.keyboard.press('Enter');
  await elsewhere.getByRole('alert').getByText('is wrong').waitFor();
  await elsewhere.getByLabel('Password').fill(password);
  await elsewhere.keyboard.press('Enter');
  await elsewhere.getByRole('heading', { name: 'Upcoming' }).waitFor();
});

test('a forgotten password is chosen anew by mail', async () => {
  const page = await visitor();
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Email address').fill('bob@example.org');
  await page.getByRole('button', { name: 'Send a link' }).click();
  await page.getByRole('status').getByText('an email with a link').waitFor();
  await page.goto(await mailTo('bob@example.org', '/reset'));
  await page.getByLabel('New password').fill('another good one');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('Email address').fill('bob@example.org');
  await page.getByLabel('Password').fill('another good one');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
});

test('signing in leads nowhere but to Tasklog', async () => {
  for (const next of [
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/%2f%2fevil.example',
    ' //evil.example',
  ]) {
    const page = await visitor();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel('Email address').fill('first@example.org');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('.app, .auth h1').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).or(page.getByText('Page not found')).first().waitFor();
    assert.equal(new URL(page.url()).origin, url, next);
  }
});

test('signing out in one tab signs out the other', async () => {
  const { page } = await person('Carl');
  const other = await page.context().newPage();
  await other.goto('/inbox');
  await other.getByRole('heading', { name: 'Inbox' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('an API token is shown once, and can be revoked', async () => {
  const { page } = await person('Dora');
  await page.goto('/settings');
  await page.getByLabel('What it is for').fill('script');
  await page.getByRole('button', { name: 'Create a token' }).click();
  const token = await page.locator('.secret code').innerText();
  assert.match(token, /^tasklog_/);
  await page.reload();
  await page.getByText('script').waitFor();
  assert.ok(!(await page.content()).includes(token));
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog', { name: 'Revoke' }).getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('listitem').filter({ hasText: 'script' }).waitFor({ state: 'detached' });
});

test('the address is changed by the link that goes to the new one', async () => {
  const { page } = await person('Eve');
  await page.goto('/settings');
  await page.getByLabel('New address').fill('eve-new@example.org');
  await page.locator('.section', { hasText: 'You sign in with' }).getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Change address' }).click();
  await page.getByText('Confirm it with the email').waitFor();
  await page.goto(await mailTo('eve-new@example.org', '/confirm-address'));
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await page.getByText('Your address was changed.').waitFor();
  await page.goto('/settings');
  await page.getByText('You sign in with eve-new@example.org.').waitFor();
});
