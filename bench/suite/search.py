"""Searching in a workspace of 100,000 tasks, beside a page of it."""
import itertools
import random
import urllib.parse

from .measure import PROGRAMS, in_turns, run
from .queries import pgbench
from support import eventually

TASKS = 100_000
WORDS = 20_000  # that people use: the n-th most frequent one a n-th as often as the first
SYLLABLES = "ka lo mi ten ra so ve bu lin dar eso pra ti mon gre fal hu ny öl ça ши да 買 物".split()


def vocabulary(rng):
    words = {}
    while len(words) < WORDS:
        words["".join(rng.choice(SYLLABLES) for _ in range(rng.randint(1, 4)))] = None
    return list(words)


def texts(rng):
    """Titles of 2 to 7 words; a fifth with notes of 8 to 40."""
    words = vocabulary(rng)
    weights = list(itertools.accumulate(1 / n for n in range(1, WORDS + 1)))
    some = lambda least, most: rng.choices(words, cum_weights=weights, k=rng.randint(least, most))
    return [(some(2, 7), some(8, 40) if rng.random() < 0.2 else []) for _ in range(TASKS)]


def typed(rng, all_texts):
    """What somebody looks for who has seen a task: a word of it, the beginning or a part of one, two words, a phrase."""
    title, _ = rng.choice(all_texts)
    word = rng.choice(title)
    kind = rng.choices(("word", "beginning", "part", "two", "phrase"), (40, 20, 15, 15, 10))[0]
    if kind == "beginning":
        return word[:4]
    if kind == "part" and len(word) > 4:
        at = rng.randrange(1, len(word) - 3)
        return word[at:at + 4]
    if kind == "two":
        return " ".join(rng.sample(title, 2))
    if kind == "phrase":
        at = rng.randrange(len(title) - 1)
        return '"' + " ".join(title[at:at + 2]) + '"'
    return word


def search(bench, options, report):
    rng = random.Random(1)
    all_texts = texts(rng)
    bench.migrate()
    process = bench.start()
    api = process.api("user-0")
    for first in range(0, TASKS, 500):
        position = api.insist(*({"type": "CreateTask", "title": " ".join(title), **({"notes": " ".join(notes)} if notes else {})} for title, notes in all_texts[first:first + 500])).position
    eventually(lambda: api.get("/api/v1/tasks", position).status == 200, "the read model has all", 300)
    bench.services.sql(f"VACUUM ANALYZE {bench.schema}.texts, {bench.schema}.tasks")  # as autovacuum does, soon
    queries = [typed(rng, all_texts) for _ in range(512)]
    paths = bench.folder / "searches"
    paths.write_text("".join(f"/api/v1/tasks?text={urllib.parse.quote(each)}\n" for each in queries))
    complete = sum(api.get("/api/v1/tasks", text=each, limit=1).json["complete"] for each in queries)
    get = lambda **more: bench.load(process.port, 32, options.seconds, people=1, **more)
    found, page = in_turns(options.rounds, lambda: get(paths=paths), lambda: get(path="/api/v1/tasks"))
    report.ratio("search-p95", [each["p95_us"] for each in found], [max(25_000 / 3, each["p95_us"]) for each in page], 3, "µs at the 95th percentile of a search in 100,000 tasks, 32 connections",
                 "a page of them, or a third of 25 ms", lower=True)
    report.figure("search-complete", complete / len(queries), f"{complete} of {len(queries)} searches looked through all tasks; {found[0]['rate']:,.0f} searches/s, p50 {found[0]['p50_us'] / 1000:.1f} ms")
    workspace = api.get("/api/v1/workspaces").json["items"][0]["id"]
    rates = []
    for each in queries[:8]:
        script = bench.folder / "search.sql"
        script.write_text(run(PROGRAMS / "bench_page_sql", bench.schema, workspace, "text=" + urllib.parse.quote(each)))
        rates.append(pgbench(bench, options, 32, script))
    report.figure("search-pgbench", rates, "pgbench with the statement of a search, eight of them: " + ", ".join(f"{rate:,.0f}" for rate in rates) + "/s")
