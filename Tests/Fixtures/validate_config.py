"""Validates YAML texts with the jsonschema library: the second opinion on the schemas of Schema/config.

Usage: validate_config.py REQUEST.json, a list of {"schema": path, "text": yaml}. Prints a JSON list of paths: for each
text the paths of its errors ("$" for the whole), empty if it is valid, or null if it is no YAML.
"""

import json
import sys

import jsonschema
import yaml


def judge(request):
    with open(request["schema"], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    try:
        value = yaml.safe_load(request["text"])
    except yaml.YAMLError:
        return None
    errors = jsonschema.Draft202012Validator(schema).iter_errors(value)
    return sorted({error.json_path for error in errors})


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([judge(request) for request in json.load(file)]))
