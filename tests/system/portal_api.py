#!/usr/bin/env python3
"""OpenAPI: its shape, and every operation that it lists, called on a sample portal and checked against it.

Usage: portal_api.py COMITY DATA-DIR; exit 77 without python3-jsonschema.
"""
import collections
import json
import os
import re
import sys
import time
import urllib.parse

try:
    import jsonschema
except ImportError:
    print("skipped: the Debian package python3-jsonschema is absent")
    sys.exit(77)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from portal_server import Checks, Portal  # noqa: E402

check = Checks()
TEMPLATE = re.compile(r"\{([^}]+)\}")
ROLES = ("secretary", "foreign", "admin", None)
PAGES_PER_PATH = 6  # addresses of one template that are called

# Of OpenAPI 3.1.0, sections 4.8.1 to 4.8.21: what a document like ours must have, and nothing else.
STRUCTURE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "additionalProperties": False,
    "properties": {
        "openapi": {"const": "3.1.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "servers": {"type": "array", "items": {"type": "object", "required": ["url"]}},
        "paths": {
            "type": "object", "minProperties": 1,
            "patternProperties": {"^/": {
                "type": "object", "minProperties": 1, "additionalProperties": False,
                "properties": {"get": {"$ref": "#/$defs/operation"}, "post": {"$ref": "#/$defs/operation"}}}},
            "additionalProperties": False,
        },
        "components": {
            "type": "object", "required": ["schemas", "securitySchemes"], "additionalProperties": False,
            "properties": {"schemas": {"type": "object"}, "securitySchemes": {
                "type": "object", "additionalProperties": {"oneOf": [
                    {"properties": {"type": {"const": "apiKey"}, "in": {"const": "cookie"}}, "required": ["type", "in", "name"]},
                    {"properties": {"type": {"const": "http"}, "scheme": {"const": "bearer"}}, "required": ["type", "scheme"]}]}}},
        },
    },
    "$defs": {
        "content": {"type": "object", "minProperties": 1, "additionalProperties": {
            "type": "object", "additionalProperties": False, "properties": {"schema": {"type": ["object", "boolean"]}}}},
        "operation": {
            "type": "object", "additionalProperties": False,
            "required": ["operationId", "summary", "responses", "security"],
            "properties": {
                "operationId": {"type": "string", "pattern": "^[a-z0-9_.-]+$"},
                "summary": {"type": "string", "minLength": 1},
                "parameters": {"type": "array", "items": {
                    "type": "object", "additionalProperties": False, "required": ["name", "in", "required", "schema"],
                    "properties": {"name": {"type": "string"}, "in": {"enum": ["path", "query"]},
                                   "required": {"type": "boolean"}, "schema": {"type": "object"}}}},
                "requestBody": {"type": "object", "required": ["content"], "additionalProperties": False,
                                "properties": {"content": {"$ref": "#/$defs/content"}}},
                "security": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "array"}}},
                "responses": {"type": "object", "required": ["200", "default"], "additionalProperties": {
                    "type": "object", "required": ["description"], "additionalProperties": False,
                    "properties": {"description": {"type": "string"}, "content": {"$ref": "#/$defs/content"}}}},
            },
        },
    },
}


def structure(api):
    for error in jsonschema.Draft202012Validator(STRUCTURE).iter_errors(api):
        check("structure", False, f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    check("structure", True)
    names = collections.Counter()
    for path, item in api["paths"].items():
        wanted = set(TEMPLATE.findall(path))
        for method, op in item.items():
            names[op["operationId"]] += 1
            in_path = {p["name"] for p in op.get("parameters", []) if p["in"] == "path"}
            check.equal(f"{method} {path}: parameters", in_path, wanted)
    check("operation ids are unique", all(n == 1 for n in names.values()), names.most_common(3))
    for name, schema in api["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        check(f"schema {name} is closed", schema.get("additionalProperties") is False)
    for ref in set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(api))):
        check(f"$ref to {ref}", ref in api["components"]["schemas"], "there is no such schema")


class Fits:
    """Whether a value has a schema of the document."""

    def __init__(self, api):
        self.api, self.made = api, {}

    def __call__(self, schema, value):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.made:
            whole = dict(schema, components=self.api["components"])
            self.made[key] = jsonschema.Draft202012Validator(
                whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
        return next((f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in self.made[key].iter_errors(value)), None)


def matcher(path):
    """As the router has it: of two templates that fit, the one with more words of its own."""
    pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]+\})", path))
    return re.compile(pattern + "$")


def crawl(who, api, found, start):
    """Follows links from the first page, a few addresses of each template."""
    order = sorted(api["paths"], key=lambda p: (len(TEMPLATE.findall(p)), -len(p)))
    matchers = [(p, matcher(p)) for p in order]
    todo, seen, visited = ["/", "/projects", "/members", "/groups", "/record", "/tasks", "/acts", "/products", "/matrix",
                           "/regimes", "/account", "/admin", "/help", "/sign-in", *start], set(), collections.Counter()
    while todo:
        address = todo.pop(0)
        path = address.split("?")[0]
        template = next((p for p, m in matchers if m.match(path)), None)
        if template:
            found[template].setdefault(path, address)
        if address in seen or not template or "get" not in api["paths"][template] or visited[template] >= PAGES_PER_PATH:
            continue
        seen.add(address)
        visited[template] += 1
        reply = who.get(address)
        if reply.status == 200 and reply.headers["Content-Type"].startswith("text/html"):
            for link in re.findall(r'(?:href|action)="(/[^"#]*)', reply.text):
                todo.append(urllib.parse.unquote(link.replace("&amp;", "&")) if "%" not in link else link.replace("&amp;", "&"))


def problem_fits(fits, name, reply):
    if not check(f"{name}: problem+json", reply.headers["Content-Type"] == "application/problem+json",
                 f"{reply.status} {reply.headers['Content-Type']} {reply.text[:200]}"):
        return
    value = json.loads(reply.body)
    why = fits({"$ref": "#/components/schemas/problem"}, value)
    check(f"{name}: problem", why is None, why)
    check.equal(f"{name}: its status", value["status"], reply.status)


def call_get(fits, who, role, template, path, op):
    name = f"GET {path} as {role}"
    reply = who.get(path, Accept="application/json")
    if not check(f"{name}: no fault", reply.status < 500, f"{reply.status} {reply.text[:300]}"):
        return reply.status
    content = op["responses"]["200"]["content"]
    if reply.status != 200:
        problem_fits(fits, name, reply)
    elif "application/json" not in content:
        kind = reply.headers["Content-Type"].split(";")[0]
        check(f"{name}: its type", kind in {k.split(";")[0] for k in content}, f"{kind}, not {list(content)}")
    else:
        check.equal(f"{name}: its type", reply.headers["Content-Type"], "application/json")
        why = fits(content["application/json"]["schema"], json.loads(reply.body))
        check(f"{name}: {op['operationId']}", why is None, why)
    return reply.status


def call_post(fits, who, role, path, op, values):
    name = f"POST {path} as {role}"
    reply = who.post(path, values, Accept="application/json")
    if not check(f"{name}: no fault", reply.status < 500, f"{reply.status} {reply.text[:300]}"):
        return
    if reply.status != 200:
        problem_fits(fits, name, reply)
        return
    content = op["responses"]["200"]["content"]
    if "application/json" in content:
        why = fits(content["application/json"]["schema"], json.loads(reply.body))
        check(f"{name}: {op['operationId']}", why is None, why)


EVIDENCE = {
    "bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1,
    "services": [{"bom-ref": "x", "name": "old.example:443", "properties": [
        {"name": "comity:kind", "value": "tls"},
        {"name": "comity:fact:versions:offered", "value": "0303"},
        {"name": "comity:fact:versions:refused", "value": "0304,0101"},
        {"name": "comity:fact:tls12_suites:offered", "value": "C02B"},
        {"name": "comity:fact:suites:offered", "value": "C02B"}]}]}


def upload(who, path, fields, name, octets):
    """A form with one file."""
    parts = [f'--xx\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    parts.append(f'--xx\r\nContent-Disposition: form-data; name="{name}"; filename="a.json"\r\n\r\n{octets}\r\n--xx--\r\n')
    return who.request("POST", path, "".join(parts).encode(), {"Content-Type": "multipart/form-data; boundary=xx"})


def prepare(portal):
    """What the sample does not have by itself."""
    who = portal.sign_in("foreign")
    reply = upload(who, "/products", {"form_token": who.form_token, "name": "Old", "shared": "public"}, "evidence", json.dumps(EVIDENCE))
    if not check("a product to look at", reply.status == 303, f"{reply.status} {reply.text[:300]}"):
        return []
    product = reply.headers["Location"]
    for page in ("", "/regimes/US-FED", "/conflicts", "/plan"):  # workers take a while: ask until they are done
        for _ in range(40):
            if 'http-equiv="refresh"' not in who.get(product + page).text:
                break
            time.sleep(0.5)
    invited = portal.run("committee", "account", "invite", "--dir", portal.dir, "--administrator")
    link = re.search(r"/invitations/\S+", invited)
    return [product, product + "/plan", product + "/conflicts", *([link.group(0)] if link else [])]


def fill(template):
    """An address that is well-formed, and names nothing that there is."""
    return TEMPLATE.sub("none-such", template)


def every_operation(portal, api):
    fits, found, answered = Fits(api), collections.defaultdict(dict), set()
    people = {role: portal.sign_in(role) if role else portal.visitor() for role in ROLES}
    start = prepare(portal)
    for who in people.values():
        crawl(who, api, found, start)
    for template, item in api["paths"].items():
        addresses = list(found[template])[:PAGES_PER_PATH]
        for role, who in people.items():
            for path in [*addresses, *([fill(template)] if "{" in template or not addresses else [])]:
                if "get" in item and call_get(fits, who, role, template, path, item["get"]) == 200:
                    answered.add(template)
    for template, item in api["paths"].items():
        if "get" in item and template not in answered:
            print(f"note: no example of GET {template} answered 200: nothing links to it")
    for template, item in api["paths"].items():
        for role in ROLES if "post" in item else ():
            # A visitor of its own: some of these end the session.
            for path in (list(found[template]) or [fill(template)])[:1]:
                who = portal.sign_in(role) if role and template in ("/sign-out",) else people[role]
                call_post(fits, who, role, path, item["post"], {})
                call_post(fits, who, role, path, item["post"], {"no-such-field": "x"})
    return answered


def main():
    comity, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with Portal(comity, data) as portal:
        reply = portal.visitor().get("/api/openapi.json", Accept="application/json")
        check.equal("the document", (reply.status, reply.headers["Content-Type"]), (200, "application/json"))
        api = json.loads(reply.body)
        structure(api)
        answered = every_operation(portal, api)
        print(f"{sum(len(i) for i in api['paths'].values())} operations of {len(api['paths'])} addresses, "
              f"{len(api['components']['schemas'])} schemas; {len(answered)} addresses with an example")
    sys.exit(check.end())


main()
