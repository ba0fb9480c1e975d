#!/usr/bin/env python3
"""Validates JSON files against a JSON schema: validate_json.py SCHEMA FILE…; exit 77 without python3-jsonschema."""
import json
import os
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: the Debian package python3-jsonschema is absent")
    sys.exit(77)

schema_path, *files = sys.argv[1:]
with open(schema_path, encoding="utf-8") as f:
    schema = json.load(f)
# Schemas that a schema refers to by file name lie beside it.
store = {}
for name in os.listdir(os.path.dirname(os.path.abspath(schema_path))):
    if name.endswith(".schema.json"):
        with open(os.path.join(os.path.dirname(os.path.abspath(schema_path)), name), encoding="utf-8") as f:
            part = json.load(f)
        for key in (name, part.get("$id", name), "http://cyclonedx.org/schema/" + name):
            store[key] = part
resolver = jsonschema.RefResolver(schema.get("$id", ""), schema, store=store)
validator = jsonschema.validators.validator_for(schema)(schema, resolver=resolver)
bad = 0
for path in files:
    with open(path, encoding="utf-8") as f:
        document = json.load(f)
    for error in validator.iter_errors(document):
        print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
        bad += 1
print(f"{len(files)} files, {bad} errors")
sys.exit(1 if bad else 0)
