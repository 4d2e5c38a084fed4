"""Validates the examples of an OpenAPI 3.1 document against their schemas with the jsonschema library.

Usage: validate_examples.py DOCUMENT.yaml. Prints a JSON list of {"place": pointer, "errors": [text]}, one for each
example, wherever a schema stands beside it; shared examples are judged in every place that refers to them.
"""

import json
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML as JSON knows it: a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def resolved(node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for part in node["$ref"][2:].split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def examples(holder):
    if "example" in holder:
        yield "example", holder["example"]
    for name, example in holder.get("examples", {}).items():
        yield "examples/" + name, resolved(example)["value"]


def judge(holder, place):
    # The document's components stand beside the schema, so that its references find them.
    schema = {"allOf": [holder["schema"]], "components": document["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    for name, value in examples(holder):
        errors = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]
        judgements.append({"place": place + "/" + name, "errors": errors})


def walk(node, place):
    node = resolved(node)
    if isinstance(node, list):
        for index, child in enumerate(node):
            walk(child, f"{place}/{index}")
    elif isinstance(node, dict):
        if "schema" in node:
            judge(node, place)
            return
        for key, child in node.items():
            if key not in ("schemas", "examples", "example"):
                walk(child, place + "/" + key.replace("~", "~0").replace("/", "~1"))


with open(sys.argv[1], encoding="utf-8") as file:
    document = yaml.load(file, Loader)
for schema in document["components"]["schemas"].values():
    jsonschema.Draft202012Validator.check_schema(schema)
judgements = []
walk(document["paths"], "/paths")
walk(document.get("webhooks", {}), "/webhooks")
walk(document["x-general-responses"], "/x-general-responses")
print(json.dumps(judgements))
