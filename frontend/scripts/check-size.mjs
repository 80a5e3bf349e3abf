// The JavaScript that the first page needs, by gzip: what index.html names, and what that imports at once.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 190_000;
const dist = new URL('../dist/', import.meta.url);
const seen = new Map();

function add(path) {
  if (seen.has(path)) return;
  const text = readFileSync(new URL(path, dist), 'utf8');
  seen.set(path, gzipSync(text).length);
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) add(`assets/${name}`);
}

const page = readFileSync(new URL('index.html', dist), 'utf8');
for (const [, path] of page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) add(path);
const total = [...seen.values()].reduce((a, b) => a + b, 0);
console.log(`initial JavaScript: ${total.toLocaleString('en')} bytes gzip in ${seen.size} files (limit ${limit.toLocaleString('en')})`);
if (seen.size === 0 || total > limit) process.exit(1);
