"""What queries look at, by their plans. Tables may be distributed by workspace (docs/scaling.md): no query of a workspace looks at another part of them. Shown with Postgres's own partitions, one for each place where Citus would have a shard."""
import json, re, unittest, urllib.parse, uuid

from support import CONTRACT, SystemTest, eventually

PARTS = 4
# What a person sees of all their workspaces, and what needs no table or is a stream.
NOT_OF_A_WORKSPACE = {"/api/v1/workspaces", "/api/v1/notifications", "/api/v1/occurrences"}
STREAMS = {"/api/v1/live", "/api/v1/live/all", "/api/v1/notifications/live"}
OTHER_ROLES = ("/api/v1/imports", "/api/v1/deliveries", "/api/v1/me", "/api/v1/webhooks", "/api/v1/unsubscribe", "/api/v1/setup", "/api/v1/sessions", "/api/v1/account", "/api/v1/tokens", "/api/v1/people", "/.well-known", "/healthz", "/readyz")
EXPLAIN = {"session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on", "auto_explain.log_format": "json"}


def nodes(plan):
    yield plan
    for each in plan.get("Plans", []):
        yield from nodes(each)


class DistributionTest(SystemTest):
    def divide(self):
        """Every table that has a workspace gets parts by it."""
        for schema in (self.schema, self.schema + "_notify"):
            views = self.services.rows(f"SELECT viewname, regexp_replace(definition, '\\s+', ' ', 'g') FROM pg_views WHERE schemaname = '{schema}'")
            for view, _ in views:
                self.services.sql(f"DROP VIEW {schema}.{view}")
            for (table,) in self.services.rows(f"SELECT c.relname FROM pg_class c WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'workspace_id')"):
                parts = "".join(f"CREATE TABLE {schema}.{table}_p{i} PARTITION OF {schema}.{table} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {i});" for i in range(PARTS))
                self.services.sql(f"ALTER TABLE {schema}.{table} RENAME TO {table}_whole; CREATE TABLE {schema}.{table} (LIKE {schema}.{table}_whole INCLUDING ALL) PARTITION BY HASH (workspace_id); {parts}"
                                  f"INSERT INTO {schema}.{table} SELECT * FROM {schema}.{table}_whole; DROP TABLE {schema}.{table}_whole; ANALYZE {schema}.{table}")
            for view, definition in views:
                self.services.sql(f"CREATE VIEW {schema}.{view} AS {definition}")

    def plans(self, since):
        """Of what was asked of this test's tables since the log had so many bytes: the text, and the tables that were looked at."""
        with open(self.services.folder / "postgres/cluster/server.log") as log:
            log.seek(since)
            text = log.read()
        for block in re.findall(r"plan:\n((?:\t.*\n)+)", text):
            found = json.loads(block)
            if self.schema in found["Query Text"]:
                yield found["Query Text"], [each for each in nodes(found["Plan"]) if "Relation Name" in each and each["Actual Loops"] > 0]

    def test_no_query_of_a_workspace_looks_at_another_part(self):
        self.migrate()
        process = self.start()
        people = [process.api(f"person-{i}") for i in range(12)]
        ids = {}
        for i, api in enumerate(people):
            task, list_, comment = (str(uuid.uuid4()) for _ in range(3))
            api.insist({"type": "CreateList", "id": list_, "name": "Home"})
            api.insist({"type": "CreateTask", "id": task, "title": "Buy milk", "list": list_, "tags": ["shop"], "due": {"date": "2026-01-01"}, "recurrence": {"rule": "FREQ=DAILY"}})
            api.insist({"type": "SaveFilter", "name": "Home", "words": "list:Home"})
            api.insist({"type": "AddComment", "id": comment, "task": task, "text": "Two litres"})
            last = api.insist({"type": "InviteMember", "role": "editor"})
            invited = last.json["results"][0]["id"]
            eventually(lambda: api.get("/api/v1/tasks", last.position).status == 200, "all is read")
            workspace = api.get("/api/v1/workspaces").json["items"][0]["id"]
            ids[api] = {"workspace": workspace, "task": task, "list": list_, "invitation": invited}
        for projection in ("tasks", "audit", "notifications"):
            self.settled(projection)
        self.stop_all()
        self.divide()
        options = urllib.parse.quote(" ".join(f"-c {name}={value}" for name, value in EXPLAIN.items()))
        query = self.start("query", TASKLOG_POSTGRES=f"{self.services.postgres}?options={options}")
        since = (self.services.folder / "postgres/cluster/server.log").stat().st_size
        paths = [path for path, each in CONTRACT.document["paths"].items() if "get" in each and path not in NOT_OF_A_WORKSPACE | STREAMS and not path.startswith(OTHER_ROLES)]
        more = {"/api/v1/tasks": ["text=milk", "list={list}", "list=inbox", "status=open&sort=due", "tag=shop&sort=priority&order=desc", "overdue=true&zone=UTC", "deleted=true", "sort=updated", "sort=created", "assignee=none", "parent=none"],
                "/api/v1/history": ["task={task}", "list={list}"], "/api/v1/lists": ["deleted=true"]}
        needed = {"/api/v1/history/digest": ["since=2020-01-01"], "/api/v1/count": ["filter=list:Home", "filter=text:milk+and+overdue"]}
        asked = 0
        for api in people:
            api.ports, _ = [query.port], api.close()
            for path in paths:
                for parameters in needed.get(path, ["", *more.get(path, [])]):
                    for _ in range(2):  # by the sixth time a statement has a plan for all values
                        reply = api.get((path + ("?" + parameters if parameters else "")).format(**ids[api]))
                        self.assertEqual(reply.status, 200, f"{path}?{parameters}: {reply.text}")
                        asked += 1
        seen = list(self.plans(since))
        self.assertGreater(len(seen), asked / 2, "plans are found at all")
        for text, tables in seen:
            parts = {}
            for each in tables:
                name = each["Relation Name"]
                if part := re.fullmatch(r"(\w+)_p(\d)", name):
                    parts.setdefault(part[1], set()).add(part[2])
                elif name.startswith("entries_"):  # parts by month: each is looked up by the workspace
                    self.assertIn("workspace_id", each.get("Index Cond", "") + each.get("Filter", "") + each.get("Recheck Cond", ""), text)
            self.assertLessEqual(len(set().union(*parts.values()) if parts else ()), 1, f"{text}\nlooks at {parts}")
        names = lambda plans: {re.sub(r"_p\d$", "", each["Relation Name"]) for _, tables in plans for each in tables}
        self.assertIn("tasks", names(seen))

        # What every open page asks for after every change is counted already.
        since = (self.services.folder / "postgres/cluster/server.log").stat().st_size
        for path in ("/api/v1/lists", "/api/v1/tags"):
            self.assertEqual(people[0].get(f"{path}?workspace={ids[people[0]]['workspace']}").status, 200)
        counted = names(self.plans(since))
        self.assertLessEqual({"task_counts", "tag_counts"}, counted)
        self.assertNotIn("tasks", counted)


if __name__ == "__main__":
    unittest.main()
