/** The texts and who asks for them, as they stand in the source: no browser, so every build runs it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const filesOf = (folder, ends) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => ends.test(name))
    .map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]);

/** The texts of the app, and those of a feature. */
const isTexts = (name) => name.startsWith('locales/') || /[tT]exts\.ts$/.test(name);

test('every refusal has a text in German', () => {
  const table = readFileSync('../contract/problems.hpp', 'utf8');
  const types = [...table.matchAll(/ProblemType \w+\s*\{\s*"([a-z-]+)"/g)].map(([, type]) => type);
  const texts = readFileSync('src/locales/problems-de.ts', 'utf8');
  const german = [...texts.matchAll(/^  '?([a-z-]+)'?:\s+['"]/gm)].map(([, type]) => type);
  const own = 'unavailable'; // where no server answers
  assert.deepEqual(german, [...new Set([...types, own])].sort());
});

test('every text that is asked for is there, and none is there for nobody', () => {
  const sources = filesOf('src', /\.tsx?$/)
    .filter(([name]) => !isTexts(name) && !name.endsWith('schema.d.ts'))
    .map(([, text]) => text)
    .join('\n');
  const keys = new Set();
  for (const [, whole] of filesOf('src', /\.ts$/).filter(([name]) => isTexts(name) && !name.endsWith('de.ts'))) {
    const text = whole.split('export const de')[0];
    for (const [, key] of text.matchAll(/[\n ]'?([\w.↵-]+?)'?:\s+['"]/g)) keys.add(key);
  }
  const plain = (key) => key.replace(/_(one|other)$/, '');
  const known = new Set([...keys].map(plain));
  const asked = [...sources.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key);
  assert.deepEqual(
    [...new Set(asked)].filter((key) => !known.has(key)),
    [],
    'asked for and not there',
  );
  const begun = [...sources.matchAll(/`([\w.]+[.])\$\{/g)].map(([, key]) => key); // t(`priority.${…}`)
  const unused = [...known].filter((key) => !sources.includes(`'${key}'`) && !begun.some((start) => key.startsWith(start)));
  assert.deepEqual(unused, [], 'there for nobody');
});
