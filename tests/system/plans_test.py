"""What Postgres does for each statement of ours, with tables that are full: no table that grows is read from end to end."""
import json, re, unittest, uuid

from support import REPO, SystemTest, eventually, run

ROWS = {"deliveries": 200_000}  # else 20,000; a step into an index pays only from so many on
# One row a partition, a worker or a month.
SMALL = {"checkpoints", "workers", "leases", "signing_keys"}
# Which schema the files of a folder are about: the first that fits.
FOLDERS = (("identity/", "identity"), ("projections/audit/", "audit"), ("projections/recurring/", "recurring"), ("projections/notifications/sending", "outbox"),
           ("projections/notifications/take_deliveries", "outbox"), ("projections/notifications/write_notices", "outbox"), ("projections/notifications/deliveries", "outbox"),
           ("projections/notifications/", "notify"), ("projections/integration/", "integration_outbox"), ("projections/things/", "audit"), ("query/history/digest", "audit"), ("", ""))
VALUES = {"uuid": "gen_random_uuid()", "text": "md5(random()::text)", "timestamp with time zone": "now() + (random() - 0.05) * interval '1 hour'", "date": "current_date", "boolean": "random() < 0.5",
          "integer": "(random() * 1e9)::int", "smallint": "(random() * 2)::int", "bigint": "(random() * 1e15)::bigint", "bytea": "'x'::bytea", "jsonb": "'{}'::jsonb", "ARRAY": "ARRAY[md5(random()::text)]"}
# What is told apart by its value, as it is when much has been sent.
WORDS = {"state": "(ARRAY['sent', 'sent', 'sent', 'dropped', 'dead', 'waiting'])[1 + floor(random() * 6)::int]", "channel": "(ARRAY['mail', 'webhook'])[1 + floor(random() * 2)::int]", "planned": "random() < 0.95",
         "ended_at": "now() - random() * interval '95 days'", "pieces": "ARRAY[(random() * 1e9)::int]"}


def statements():
    """Each statement of the .sql files, but for those that make tables: (where it stands, its text)."""
    for path in sorted(REPO.glob("*/**/*.sql")):
        name = str(path.relative_to(REPO))
        if name.startswith("build/"):
            continue
        text = path.read_text()
        parts = re.split(r"^-- name: (\w+)\n", text, flags=re.M)
        for title, each in zip(parts[1::2], parts[2::2]) if len(parts) > 1 else [("", text)]:
            if not re.search(r"^\s*(CREATE|ALTER|DROP|LOCK)\b", each, re.M):
                yield f"{name} {title}".strip(), each.strip()


def reads(plan, some_rows, under_limit=False):
    """The tables that a plan reads from end to end: without an index, or through one that has a place for every row."""
    whole = plan["Node Type"] == "Seq Scan" and ("Filter" in plan or not under_limit)
    whole = whole or plan["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in plan and not under_limit and plan["Index Name"] not in some_rows
    found = [plan["Relation Name"]] if whole else []
    for each in plan.get("Plans", []):
        found += reads(each, some_rows, plan["Node Type"] == "Limit" or under_limit and plan["Node Type"] == "LockRows")
    return found


class PlansTest(SystemTest):
    own_services = True
    partitions = 1

    def setUp(self):
        super().setUp()
        self.services.start_kafka()
        self.services.start_postgres()
        self.tasklog("topics", "--partitions", self.partitions)
        self.tasklog("migrate", "--integration", "kafka")
        self.serve = self.start(TASKLOG_INTEGRATION="kafka")

    def fill(self):
        """Rows of chance in all tables that grow, whose names it gives."""
        columns = {}
        for schema, table, column, kind, generated in self.services.rows(
                f"SELECT table_schema, table_name, column_name, data_type, is_generated FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) "
                f"WHERE table_schema ~ '^({self.schema}|integration)' AND table_type = 'BASE TABLE' ORDER BY 1, 2, ordinal_position"):
            if generated == "NEVER" and table not in SMALL and not table.startswith("entries_"):
                columns.setdefault((schema, table), []).append((column, kind))
        self.services.sql(f"CREATE TABLE {self.schema}_audit.entries_rest PARTITION OF {self.schema}_audit.entries DEFAULT")
        fill = "SET session_replication_role = replica;"
        for (schema, table), found in columns.items():
            fill += f"INSERT INTO {schema}.{table} ({', '.join(name for name, _ in found)}) SELECT {', '.join(WORDS.get(name, VALUES[kind]) for name, kind in found)} FROM generate_series(1, {ROWS.get(table, 20_000)}) ON CONFLICT DO NOTHING;"
        self.services.sql(fill)
        self.services.sql("VACUUM ANALYZE")
        self.some_rows = {name for name, in self.services.rows("SELECT DISTINCT indexname FROM pg_indexes WHERE indexdef LIKE '% WHERE %'")}
        return {name for name, in self.services.rows("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 1000")}

    def test_every_statement_finds_its_rows_by_an_index(self):
        self.serve.stop()
        growing = self.fill()
        wrong, count = [], 0
        for where, text in statements():
            suffix = next(suffix for start, suffix in FOLDERS if where.startswith(start))
            schema = suffix if suffix == "integration_outbox" else self.schema + (suffix and "_" + suffix)
            if "$schema_" in text:
                continue  # about a read model that is being rebuilt: no table is there
            sql = text.replace("$schema", schema).replace("$tasks", self.schema)
            several = max((int(each) for each in re.findall(r"\$(\d+)", sql)), default=0)
            explain = f"SET plan_cache_mode = force_generic_plan; PREPARE one AS {sql}; EXPLAIN (FORMAT JSON) EXECUTE one{'(' + ', '.join(['NULL'] * several) + ')' if several else ''}"
            done = run("psql", self.services.postgres, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", explain, check=False)
            if done.returncode:
                wrong.append(f"{where}: {done.stderr}")
                continue
            found = set(reads(json.loads(done.stdout)[0]["Plan"], self.some_rows)) & growing
            reason = re.search(r"^-- reads all of (\w+(?:, \w+)*): .+", text, re.M)
            allowed = set(reason[1].split(", ")) if reason else set()
            wrong += [f"{where}: {table}" for table in sorted(found - allowed)]
            wrong += [f"{where}: it says that it reads all of {table}, and does not" for table in sorted(allowed - found)]
            count += 1
        print(count, "statements")
        self.assertFalse(wrong, "\n".join(wrong) + "\nread from end to end, though it grows: an index, or a line `-- reads all of TABLE: why`")

    def test_every_page_is_found_by_an_index(self):
        """Those statements that are composed: conditions, orders, cursors."""
        api = self.serve.api("alice")
        task = api.insist({"type": "CreateTask", "title": "one", "tags": ["a"], "due": {"date": "2026-03-01"}}).json["results"][0]["id"]
        api.insist({"type": "AddComment", "task": task, "text": "well"})
        last = api.insist({"type": "CreateTask", "title": "two", "parent": task})
        api.get("/api/v1/tasks", last.position)
        for each in ("tasks", "audit", "notifications"):
            self.settled(each)
        growing = self.fill()
        self.services.sql("ALTER DATABASE tasklog SET session_preload_libraries = 'auto_explain'; ALTER DATABASE tasklog SET auto_explain.log_min_duration = 0; ALTER DATABASE tasklog SET auto_explain.log_format = 'json'")
        self.serve.stop()
        serve = self.start(role="query")
        api = serve.api("alice")
        filters = [{}, {"list": "inbox"}, {"list": str(uuid.uuid4())}, {"parent": "none"}, {"parent": task}, {"assignee": "none"}, {"assignee": str(uuid.uuid4())}, {"status": "open"}, {"status": "open,completed"},
                   {"priority": "high,urgent"}, {"tag": "a"}, {"due_after": "2026-01-01"}, {"due_before": "2027-01-01"}, {"overdue": "true", "zone": "Europe/Berlin"}, {"text": "one"}, {"text": "one -two \"one\""}, {"deleted": "true"},
                   {"filter": "list:home or text:one and not #a and due < today+7d and assignee:me or estimate > 2h and parent:none"}]
        asked = 0
        for query in filters:
            for sort in ("rank", "due", "priority", "created", "updated", "ended", *(("match",) if "text" in query else ())):
                for order in ("asc", "desc"):
                    page = api.get("/api/v1/tasks", None, **query, sort=sort, order=order, limit=1)
                    self.assertEqual(page.status, 200, page.text)
                    asked += 1
                    if page.json.get("next"):
                        asked += api.get("/api/v1/tasks", None, **query, sort=sort, order=order, limit=1, cursor=page.json["next"]).status == 200
        for query in ({}, {"task": task}, {"list": str(uuid.uuid4())}, {"person": str(uuid.uuid4())}, {"type": "TaskCreated"}, {"order": "desc"}, {"after": "2026-01-01T00:00:00Z"}):
            page = api.get("/api/v1/history", None, **query)
            self.assertEqual(page.status, 200, page.text)
        for path in ("/api/v1/notifications", "/api/v1/notifications?unread=true", "/api/v1/lists", "/api/v1/tags", "/api/v1/filters", "/api/v1/count?filter=overdue", "/api/v1/insights", "/api/v1/history/digest?since=2026-01-01", "/api/v1/members", "/api/v1/workspaces", f"/api/v1/tasks/{task}", f"/api/v1/tasks/{task}/comments", "/api/v1/export"):
            reply = api.get(path)
            self.assertEqual(reply.status, 200, f"{path}: {reply.text[:300]}")
        log = self.services.folder / "postgres/cluster/server.log"
        plans = lambda: [json.loads(each) for each in re.findall(r"plan:\s*\n(\t\{.*?\n\t\})\n", log.read_text(errors="replace"), re.S)]
        eventually(lambda: len(plans()) >= asked, "the log has the plans")
        wrong = set()
        for plan in plans():
            for table in set(reads(plan["Plan"], self.some_rows)) & growing:
                wrong.add(f"{table}: {' '.join(plan['Query Text'].split())[:600]}")
        self.assertFalse(wrong, "\n".join(sorted(wrong)) + "\nread from end to end, though it grows")


if __name__ == "__main__":
    unittest.main(verbosity=2)
