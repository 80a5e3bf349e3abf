"""kubernetes-schemas.py FOLDER SWAGGER CRDS…: JSON Schemas for kubeconform, strict: a member that nobody knows is a fault.

SWAGGER is Kubernetes' api/openapi-spec/swagger.json; CRDS are folders of CustomResourceDefinitions.
"""
import json
import pathlib
import sys

import yaml

yaml.SafeLoader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)  # "=" is text in YAML 1.2
HEAD = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}


def strict(schema, top=False):
    """Closes every object whose members are known, and takes away what only the API server understands."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return {"type": ["string", "integer"]}
    out = {name: ({key: strict(each) for key, each in value.items()} if name in ("properties", "definitions") else value if name in ("enum", "default", "required") else strict(value))
           for name, value in schema.items() if not name.startswith("x-kubernetes") and name not in ("description", "format")}
    if "properties" in out and "additionalProperties" not in out and not schema.get("x-kubernetes-preserve-unknown-fields"):
        out["additionalProperties"] = False
    if out.get("pattern") and "(?" in out["pattern"]:
        del out["pattern"]  # Go's own forms
    return out


def main():
    folder, swagger, *crds = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True)
    definitions = json.loads(swagger.read_text())["definitions"]
    (folder / "_definitions.json").write_text(json.dumps({"definitions": strict(definitions)}))
    count = 0
    for name, schema in definitions.items():
        for each in schema.get("x-kubernetes-group-version-kind", []):
            group = each["group"].split(".")[0]
            file = "-".join(filter(None, [each["kind"].lower(), group, each["version"]])) + ".json"
            (folder / file).write_text(json.dumps({"$ref": f"_definitions.json#/definitions/{name}"}))
            count += 1
    for path in sorted(file for folder_of in crds for file in folder_of.rglob("*.yaml")):
        for crd in yaml.safe_load_all(path.read_text()):
            if not crd or crd.get("kind") != "CustomResourceDefinition":
                continue
            for version in crd["spec"]["versions"]:
                schema = strict(version["schema"]["openAPIV3Schema"])
                schema.setdefault("properties", {}).update(HEAD)
                file = f"{crd['spec']['names']['kind'].lower()}-{crd['spec']['group'].split('.')[0]}-{version['name']}.json"
                (folder / file).write_text(json.dumps(schema))
                count += 1
    print(f"{count} schemas")


main()
