#!/usr/bin/env python3
"""Checks OSCAL control mappings: oscal_valid.py SHARED-DATA FILE…

Against NIST's JSON schema where SHARED-DATA/oscal/oscal_mapping_schema.json and python3-jsonschema are there; in any
case by structure: the members that model 1.2.1 requires, its closed lists of values, that UUIDs are of version 5 and
unlike each other, and that every reference leads to something in the document.
"""
import json
import os
import re
import sys

UUID5 = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
CLOSED = {
    "method": {"human", "automation", "hybrid"},
    "matching-rationale": {"syntactic", "semantic", "functional"},
    "status": {"complete", "not-complete", "draft", "deprecated", "superseded"},
    "subject": {"source", "target", "both"},
    "predicate": {"has-requirement", "has-incompatibility"},
}
RELATIONSHIPS = {"equivalent-to", "equal-to", "subset-of", "superset-of", "intersects-with", "no-relationship"}
REQUIRED = {
    "mapping-collection": ["uuid", "metadata", "provenance", "mappings"],
    "metadata": ["title", "last-modified", "version", "oscal-version"],
    "provenance": ["method", "matching-rationale", "status", "mapping-description"],
    "mappings": ["uuid", "source-resource", "target-resource", "maps"],
    "source-resource": ["type", "href"],
    "target-resource": ["type", "href"],
    "maps": ["uuid", "relationship", "sources", "targets"],
    "sources": ["type", "id-ref"],
    "targets": ["type", "id-ref"],
    "qualifiers": ["subject", "predicate", "category", "description"],
    "resources": ["uuid"],
    "citation": ["text"],
    "links": ["href"],
    "rlinks": ["href"],
}


def objects(key, value):
    """Every object with the member it stands under."""
    if isinstance(value, dict):
        yield key, value
        for k, v in value.items():
            yield from objects(k, v)
    elif isinstance(value, list):
        if not value:
            yield key, None
        for v in value:
            yield from objects(key, v)


def structure(document):
    found = list(objects("", document))
    ids = [o["uuid"] for _, o in found if o and "uuid" in o]
    for key, o in found:
        if o is None:
            yield f"{key} is empty"
            continue
        for name in REQUIRED.get(key, []):
            if name not in o:
                yield f"{key} without {name}"
        for name, values in CLOSED.items():
            if isinstance(o.get(name), str) and o[name] not in values:
                yield f"{name}: {o[name]}"
        if key == "maps" and "ns" not in o and o.get("relationship") not in RELATIONSHIPS:
            yield f"relationship {o.get('relationship')} is not OSCAL's"
        if key == "qualifiers" and o.get("category") not in {"restricted", "addressable", "blocked"}:
            yield f"category: {o.get('category')}"
        if key in ("sources", "targets") and o.get("type") not in {"control", "statement"}:
            yield f"type: {o.get('type')}"
        href = o.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"{href} leads nowhere"
    for one in ids:
        if not UUID5.match(one):
            yield f"{one} is no UUID of version 5"
        if ids.count(one) > 1:
            yield f"{one} names two things"


def official(shared):
    """A validator, or None."""
    path = os.path.join(shared, "oscal", "oscal_mapping_schema.json")
    if not os.path.exists(path):
        print(f"{path} is absent: by structure only")
        return None
    try:
        import jsonschema
    except ImportError:
        print("the Debian package python3-jsonschema is absent: by structure only")
        return None
    with open(path, encoding="utf-8") as f:
        text = f.read()
    # Python's regular expressions have no \\p{}.
    text = text.replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    text = text.replace(r"([^\\W\\d_]|\\d|[.\\-_])", r"[\\w.\\-]")
    return jsonschema.Draft7Validator(json.loads(text))


def main():
    shared, *files = sys.argv[1:]
    validator = official(shared)
    bad = 0
    for path in files:
        with open(path, encoding="utf-8") as f:
            document = json.load(f)
        problems = list(structure(document))
        if validator:
            problems += [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in validator.iter_errors(document)]
        for problem in problems:
            print(f"{path}: {problem}")
        bad += len(problems)
    print(f"{len(files)} files, {bad} errors")
    return 1 if bad or not files else 0


sys.exit(main())
