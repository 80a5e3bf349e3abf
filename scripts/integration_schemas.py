"""The integration events (projections/integration/messages.cpp) as AsyncAPI channels and JSON Schemas, for scripts/event-docs."""
import json
import pathlib
import re

import yaml

REPO = pathlib.Path(__file__).resolve().parents[1]


def reference(name):
    return {"$ref": f"#/components/schemas/{name}"}


def record(properties, **more):
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False, **more}


def or_null(schema, **more):
    return {"oneOf": [schema, {"type": "null"}], **more}


WHO_AND_WHERE = {
    "workspace_id": reference("Id"), "user_id": {**reference("Id"), "description": "Who did it"}, "timestamp": reference("Instant"),
    "position": {"type": "string", "pattern": r"^\d+:\d+$", "description": "Of the commit in the log; sent to the query API as Tasklog-Position it makes an answer wait until it shows this"},
}
TASK = {"task_id": or_null(reference("Id")), "task_data": or_null(reference("Task"), description="As the event left it, in the query API's form; null where the event is not about a task itself")}
DATA = {
    "TaskEvent": record({"event_type": {"type": "string", "pattern": "^[A-Z][A-Za-z]+$", "description": "As in events.md"}, **TASK, **WHO_AND_WHERE,
                         "event": {"type": "object", "description": "The event's own members, as in events.md"}}, description="Every event"),
    "TaskUpdate": record({"operation": {"enum": ["created", "updated", "completed", "deleted"]}, "task_id": reference("Id"), "task_data": reference("Task"), **WHO_AND_WHERE},
                         description="What a commit made of a task: one message, however many events it had"),
    "ReminderDue": record({"task_id": reference("Id"), "title": {"type": "string"},
                           "due_at": or_null({"oneOf": [reference("Date"), reference("Instant")]}, description="When the task is due: a day, a moment, or null"),
                           "remind_at": reference("Instant"), "user_id": {**reference("Id"), "description": "Who is reminded"}, "workspace_id": reference("Id"), "reminder_id": reference("Id"),
                           "late": {"type": "boolean", "description": "It fired long after it was due, because nothing ran then"}, "timestamp": reference("Instant")},
                          description="A reminder that fired"),
}
# topic -> (channel, message, data, schema's name, pattern of the CloudEvent's type, pattern of its id, what is told)
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TOPICS = {
    "task-events": ("taskEvents", "taskEvent", "TaskEvent", "task-event", r"^tasklog\.(task|list|comment|workspace)\.[a-z-]+\.v\d+$", rf"^{UUID}\.\d+$",
                    "Every event, those that are not about a task too"),
    "task-updates": ("taskUpdates", "taskUpdate", "TaskUpdate", "task-update", r"^tasklog\.task-update\.v1$", rf"^{UUID}\.{UUID}$", "A task and a commit at a time"),
    "reminders": ("reminders", "reminder", "ReminderDue", "reminder", r"^tasklog\.reminder\.v1$", rf"^{UUID}$", "Reminders that fired"),
}


def cloud_event(data, schema, type_pattern, id_pattern):
    """CloudEvents 1.0 in the JSON format (structured mode)."""
    return {"type": "object", "additionalProperties": True, "required": ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "partitionkey", "data"],
            "properties": {
                "specversion": {"const": "1.0"}, "id": {"type": "string", "pattern": id_pattern, "description": "The same whenever it is published again: with `source` what to tell duplicates by"},
                "source": {"type": "string", "pattern": f"^/tasklog/workspaces/{UUID}$"}, "type": {"type": "string", "pattern": type_pattern},
                "subject": {**reference("Id"), "description": "Of the task, list, comment or workspace"}, "time": reference("Instant"),
                "datacontenttype": {"const": "application/json"}, "dataschema": {"const": f"urn:tasklog:schema:{schema}:1"},
                "partitionkey": {**reference("Id"), "description": "The workspace: its messages keep their order"},
                "traceparent": {"type": "string", "pattern": "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", "description": "Of the request, where it had one"},
                "data": reference(data)}}


def schemas(shared):
    """DATA, the messages, and of the query API's contract what they refer to."""
    api = yaml.safe_load((REPO / "docs/openapi.yaml").read_text())["components"]["schemas"]
    own = dict(DATA)
    for _, message, data, schema, type_pattern, id_pattern, _ in TOPICS.values():
        own[message[0].upper() + message[1:] + "Message"] = cloud_event(data, schema, type_pattern, id_pattern)
    left = [name for name in referred(own) if name not in shared and name not in own]
    while left:
        name = left.pop()
        own[name] = api[name]
        left += [each for each in referred(api[name]) if each not in shared and each not in own]
    return own


def referred(schema):
    return sorted(set(re.findall(r"#/components/schemas/(\w+)", json.dumps(schema))))


def message_schema(message):
    return message[0].upper() + message[1:] + "Message"


def channels():
    return {channel: {"address": topic, "description": f"{about}. For programs that are not Tasklog's; at least once, in order for a workspace, whose id is the record's key.",
                      "messages": {message: {"$ref": f"#/components/messages/{message}"}}} for topic, (channel, message, *_, about) in TOPICS.items()}


def operations():
    return {"publish" + channel[0].upper() + channel[1:]: {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}} for channel, *_ in TOPICS.values()}


def messages():
    return {message: {"summary": about, "contentType": "application/cloudevents+json", "bindings": {"kafka": {"key": {"type": "string", "description": "The workspace's id"}}},
                      "payload": reference(message_schema(message))} for _, message, *_, about in TOPICS.values()}


def files(all_schemas):
    """Each kind of `data` as a JSON Schema that stands alone: what `dataschema` names."""
    out = {}
    for _, _, data, schema, *_ in TOPICS.values():
        parts, left = {}, referred(all_schemas[data])
        while left:
            name = left.pop()
            if name not in parts:
                parts[name] = all_schemas[name]
                left += referred(all_schemas[name])
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:tasklog:schema:{schema}:1", **all_schemas[data], "$defs": dict(sorted(parts.items()))}
        out[f"docs/schemas/{schema}.v1.json"] = json.dumps(whole, indent=1, ensure_ascii=False).replace("#/components/schemas/", "#/$defs/") + "\n"
    return out
