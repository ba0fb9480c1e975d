#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is kept beside the record comes out to those whose it is, and to nobody else.

  closed.py COMITY

Texts with a mark of their own are laid where they are private: on an organisation's desk, in a table that is being looked
through, in the evidence of a product, in the working copy of a draft. Then everybody else asks for every page, as HTML and as JSON, and every address that
OpenAPI lists for every project. An observer finds no person's name; nobody finds a mail address, a digest of a password, or the
key that signs.
"""
import collections
import json
import os
import re
import sqlite3
import sys

from page import Page
from portal import Portal, Visitor

FAILED = []


def fail(what):
    if len(FAILED) < 40:
        print("FAILED:", what)
    FAILED.append(what)


class Anything:
    """A vocabulary that has every word: here only links and forms are of interest."""

    elements = attributes = type("All", (), {"__contains__": lambda self, x: True})()


def form_of(visitor, portal, target, action):
    """The fields of a form as the page has them, and their values."""
    status, _, octets = visitor.get(target)
    if status != 200:
        sys.exit(f"{target}: {status}")
    for method, where, fields, _ in Page(octets.decode(), Anything(), portal.origin).forms:
        if method == "post" and where == action:
            return {n: v for n, (k, v) in fields.items() if k not in ("file", "button", "checkbox")}
    sys.exit(f"{target} has no form that goes to {action}")


def sent(visitor, action, fields, files=None):
    status, headers, octets = visitor.post(action, fields, files)
    if status not in (200, 303):
        errors = re.findall(rb'class="error"[^>]*>([^<]*)|role="alert">(.*?)</div>', octets, re.S)
        sys.exit(f"{action} was not taken: {status} {errors[:5]}")
    return headers["Location"]


PRODUCTS = []


def bom(word):
    suite = {"name": "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "p", "name": word, "version": "1"}},
        "components": [
            {
                "type": "cryptographic-asset",
                "bom-ref": "c",
                "name": "tls of " + word,
                "cryptoProperties": {
                    "assetType": "protocol",
                    "protocolProperties": {"type": "tls", "version": "1.2", "cipherSuites": [suite]},
                },
            }
        ],
    }


def lay(portal):
    """{mark: (what it is, who may see it)}"""
    project, draft = "P-1464", "d-1"
    delegate, secretary = Visitor(portal).sign_in("delegate"), Visitor(portal).sign_in("secretary")
    marks = {}

    desk = f"/projects/{project}/desk"
    fields = form_of(delegate, portal, desk, desk)
    sent(delegate, desk, {**fields, "text": "zq1desk on the desk", "type": "te", "clause": ""})
    marks["zq1desk"] = ("an entry of a desk", {"delegate", "convenor"})

    tables = f"/projects/{project}/tables"
    table = "序号,标准章条编号,意见内容,处理意见\n1,1,zq2table 意见,\n".encode()
    fields = form_of(delegate, portal, tables, tables)
    sent(delegate, tables, fields, {"file": ("t.csv", table)})
    marks["zq2table"] = ("a table that was sent in", {"delegate", "convenor"})

    # Evidence of a product: of the organisation alone, and of the committee's members.
    for word, shared, may in (("zq4own", "private", {"delegate", "convenor"}),
                              ("zq5ours", "committee", {"delegate", "convenor", "foreign", "alternate", "secretary", "claimed"})):
        fields = form_of(delegate, portal, "/products", "/products")
        made = sent(delegate, "/products", {**fields, "name": word, "shared": shared},
                    {"evidence": (word + ".json", json.dumps(bom(word)).encode())})
        marks[word] = (f"a product that is {shared}", may)
        PRODUCTS.append(made)

    edit = f"/projects/{project}/drafts/{draft}/edit"
    status, _, octets = secretary.get(edit)
    clauses = re.findall(rb'href="(' + edit.encode() + rb'/clauses/[^"]+)"', octets)
    if status != 200 or not clauses:
        sys.exit(f"{edit}: {status}: no clause can be edited")
    target = clauses[-1].decode()
    fields = form_of(secretary, portal, target, target)
    changed = next(n for n, v in fields.items() if n not in ("form_token", "once") and len(v) > 20)
    fields[changed] += " zq3copy."
    sent(secretary, target, fields)
    marks["zq3copy"] = ("the working copy of a draft", {"secretary", "convenor", "delegate"})
    return marks


def kept(portal):
    """Names and mail addresses of persons, as they lie beside the record."""
    names, mails = set(), set()
    with sqlite3.connect(os.path.join(portal.dir, "comity.db")) as db:
        for (octets,) in db.execute("SELECT octets FROM object WHERE open = 0"):
            try:
                value = json.loads(octets)
            except ValueError:
                continue
            if isinstance(value, dict) and "name" in value:
                names |= {n for n in value["name"].values() if len(n) > 2}
                mails.add(value.get("mail") or "nobody@nowhere.invalid")
    if len(names) < 50 or len(mails) < 50:
        sys.exit("the sample has no persons")
    return names, mails


def everything(visitor, spec, projects):
    """All that the visitor finds: what links lead to, and what OpenAPI lists, for each project."""
    queue = collections.deque(["/", "/projects", "/members", "/groups", "/processes", "/record", "/tasks", "/acts", "/products",
                               "/matrix", "/account", "/invitations", "/admin", "/feed.atom", "/calendar.ics", "/help"])
    values = {"draft": ["d-1", "d-2"], "from": ["d-1"], "ballot": ["b-1", "b-2"], "comment": ["c-1", "c-2"], "number": ["1", "2"],
              "table": ["1", "t-1"], "organisation": ["o-2"], "group": ["WG2"], "clause": ["o-scope"], "process": ["SAC-GBT"],
              "person": ["p-3"], "account": ["delegate"], "row": ["1"], "voter": ["o-2"]}
    for product in PRODUCTS:
        queue.extend(product + more for more in ("", "/conflicts", "/plan", "/regimes/BSI", "/regimes/CN-SM"))
    for path, item in spec["paths"].items():
        if "get" not in item:
            continue
        made = [path]
        for name in re.findall(r"\{([^}]*)\}", path):
            some = projects if name == "project" else values.get(name, ["x"])
            made = [m.replace("{" + name + "}", v) for m in made for v in some]
        queue.extend(made)
    seen, opened = set(), collections.Counter()
    while queue:
        target = queue.popleft().split("#")[0]
        pattern = re.sub(r"\d+", "0", target.split("?")[0])
        if target in seen or opened[pattern] > 60:
            continue
        seen.add(target)
        opened[pattern] += 1
        status, headers, octets = visitor.get(target)
        yield target, status, octets
        if headers.get("Content-Type", "").startswith("text/html"):
            queue.extend(Page(octets.decode("utf-8"), Anything(), visitor.portal.origin).links)
            _, _, octets = visitor.get(target, Accept="application/json")
            yield target + " (JSON)", status, octets


def main():
    with Portal(sys.argv[1]) as portal:
        marks, (names, mails) = lay(portal), kept(portal)
        secretary = Visitor(portal).sign_in("secretary")
        spec = json.loads(secretary.get("/api/openapi.json", Accept="application/json")[2])
        projects = sorted(set(re.findall(r"P-\d+", portal.run("committee", "project", "list", "--dir", portal.dir, "--json").stdout)))
        words = {m.encode(): (what, may) for m, (what, may) in marks.items()}
        never = [m.encode() for m in mails] + [b"$argon2id$", b"PRIVATE+KEY"]
        people = [re.compile(rb"(?<![\w])" + re.escape(n.encode()) + rb"(?![\w])") for n in sorted(names)]
        pages, found = 0, collections.Counter()
        for who in ("delegate", "foreign", "alternate", "secretary", "claimed", "admin", None):
            visitor = Visitor(portal)
            if who:
                visitor.sign_in(who)
            for target, status, octets in everything(visitor, spec, projects):
                pages += 1
                if status >= 500:
                    fail(f"{who} {target}: {status}")
                for word, (what, may) in words.items():
                    if word not in octets:
                        continue
                    found[word] += who in may
                    if who not in may:
                        fail(f"{who or 'an observer'} sees {what} at {target}")
                for word in never:
                    if word in octets:
                        fail(f"{who or 'an observer'} sees {word!r} at {target}")
                if who is None:
                    for name in people:
                        if name.search(octets):
                            fail(f"an observer sees the name of a person at {target}: {name.pattern!r}")
        for word, (what, _) in words.items():
            if not found[word]:
                fail(f"not even those whose it is see {what}: the test says nothing")
    print(f"{pages} answers, {len(projects)} projects, {len(names)} names, {len(FAILED)} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
