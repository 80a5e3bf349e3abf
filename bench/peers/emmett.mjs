// So many writers, each with a stream of its own: appends one event after the other, at the version that it expects.
// Prints as bench_append does.
//   emmett.mjs POSTGRES WRITERS SECONDS
import { randomUUID } from "node:crypto";

import { getPostgreSQLEventStore } from "@event-driven-io/emmett-postgresql";

const [, , url, writers, seconds] = process.argv;
const event = { type: "Happened", data: { text: "x".repeat(256 - '{"text":""}'.length) } };

const store = getPostgreSQLEventStore(url);
await store.schema.migrate();
const end = performance.now() + Number(seconds) * 1000;

async function write() {
  const stream = `writer-${randomUUID()}`;
  let version = "STREAM_DOES_NOT_EXIST";
  const took = [];
  for (;;) {
    const begin = performance.now();
    if (begin >= end) return took;
    version = (await store.appendToStream(stream, [event], { expectedStreamVersion: version })).nextExpectedStreamVersion;
    const now = performance.now();
    if (now < end) took.push((now - begin) * 1000);
  }
}

const us = (await Promise.all(Array.from({ length: Number(writers) }, write))).flat().sort((a, b) => a - b);
const at = (share) => us[Math.min(us.length - 1, Math.floor(us.length * share))] ?? 0;
await store.close();
console.log(JSON.stringify({ rate: us.length / Number(seconds), p50_us: at(0.5), p90_us: at(0.9), p99_us: at(0.99), p999_us: at(0.999), max_us: at(1) }));
