"""The contract: what answers and commits are held to."""
import pathlib, re

import jsonschema, yaml

REPO = pathlib.Path(__file__).resolve().parents[2]


class Contract:
    """docs/openapi.yaml: every answer that a test gets is checked against it."""

    def __init__(self):
        self.document = yaml.safe_load((REPO / "docs/openapi.yaml").read_text())
        self.paths = [(re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", path) + "$"), methods) for path, methods in self.document["paths"].items()]

    def validator(self, schema):
        return jsonschema.Draft202012Validator({**schema, "components": self.document["components"]})

    def resolve(self, value):
        while "$ref" in value:
            at = self.document
            for name in value["$ref"][2:].split("/"):
                at = at[name]
            value = at
        return value

    def check(self, method, path, reply):
        operations = [methods for pattern, methods in self.paths if pattern.match(path)]
        if not operations or method.lower() not in operations[0]:
            return
        responses = operations[0][method.lower()]["responses"]
        assert str(reply.status) in responses, f"{method} {path} answers {reply.status}, which the contract does not know: {reply.text}"
        response = self.resolve(responses[str(reply.status)])
        for name, header in response.get("headers", {}).items():
            if reply.status < 300 and name in ("Tasklog-Position", "ETag"):
                assert reply.header(name) is not None, f"{method} {path} has no {name}"
        content = response.get("content", {})
        if not content:
            assert reply.text == "", f"{method} {path} has a body with {reply.status}"
            return
        kind = (reply.header("Content-Type") or "").split(";")[0]
        assert kind in content, f"{method} {path} answers {kind}"
        if kind.endswith("json") and kind != "application/x-ndjson":
            self.validator(content[kind]["schema"]).validate(reply.json)


CONTRACT = Contract()


class EventContract:
    """docs/asyncapi.yaml: every commit that a test reads is held to it, one of each shape, for there are many."""

    def __init__(self):
        schemas = yaml.safe_load((REPO / "docs/asyncapi.yaml").read_text())["components"]["schemas"]
        whole = {"components": {"schemas": {**schemas, "Event": {"type": "object"}}}}  # each event is held to its own schema
        self.of = {name: jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", **whole}, format_checker=jsonschema.FormatChecker()) for name in schemas}
        self.seen = set()

    def check(self, value, name):
        def shape(of):
            return tuple((key, shape(each)) for key, each in of.items()) if isinstance(of, dict) else tuple(sorted({shape(each) for each in of}, key=repr)) if isinstance(of, list) else type(of)

        for each in [(value, name)] + [(event, event["type"]) for event in value["events"]]:
            known = (each[1], shape(each[0]))
            if known not in self.seen:
                self.of[each[1]].validate(each[0])
                self.seen.add(known)


EVENT_CONTRACT = EventContract()
