#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Markup, script addresses, quotes, SQL and characters that turn directions, in every field of every
form that anybody finds; then every page, read strictly (page.py): nothing of it became markup.

  markup.py COMITY TEMPLATES

A visitor of each role follows the links of the portal, fills in every form it meets, and sends it.
What is refused shows what was typed; what is taken is shown ever after, to all roles. At the end the
record still verifies, and the server never answered 500 or died.
"""
import collections
import json
import re
import sys

from page import Page, Vocabulary
from portal import PASSWORD, Portal, Visitor

MARK = "zq7"
LONG = (
    MARK + "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> </textarea></select></title></style>"
    "<!-- <![CDATA[ javascript:alert(1) \u202egnp.exe\u2066 &lt;b&gt; {{page.form_token}} [[Sign in]] {{{x}}} "
    "' OR '1'='1'; DROP TABLE event; -- \\ %00 %3Cscript%3E \u2028 ${7*7} 中文"
)
SHORT = MARK + "\"'><b onclick=x>"
ADDRESS = "javascript:alert(1)//" + MARK
ROLES = ["secretary", "delegate", "foreign", "alternate", "convenor", "claimed", "admin", None]
PER_PATTERN = 4  # pages of one route that a visitor opens, and forms of one that it sends
NEVER = {"/sign-out", "/account/sessions/end", "/account/password", "/sign-in"}  # it would be over

BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {"component": {"type": "application", "bom-ref": "p", "name": LONG, "version": SHORT}},
    "services": [
        {
            "bom-ref": "s",
            "name": LONG,
            "endpoints": ["https://" + SHORT + ".example/"],
            "properties": [{"name": "comity:" + SHORT, "value": LONG}],
        }
    ],
    "components": [
        {
            "type": "cryptographic-asset",
            "bom-ref": "c",
            "name": LONG,
            "cryptoProperties": {
                "assetType": "protocol",
                "protocolProperties": {"type": "tls", "version": SHORT, "cipherSuites": [{"name": LONG}]},
            },
        }
    ],
}
TABLE = (
    "序号,标准章条编号,提出单位,意见内容,处理意见,备注\n"
    f'1,5.1,"{LONG}","{LONG}","=HYPERLINK(""javascript:alert(1)"")",{MARK}\n'
)
FILES = [
    (SHORT + ".json", json.dumps(BOM).encode()),
    (SHORT + ".csv", TABLE.encode()),
    ("../../" + SHORT + ".yaml", ("title: {en: '" + SHORT.replace("'", "") + "'}\nclauses: []\n").encode()),
]


class Round:
    def __init__(self, portal, vocabulary, patterns):
        self.portal, self.vocabulary, self.patterns = portal, vocabulary, patterns
        self.breaches, self.pages, self.sent, self.taken, self.marked = [], 0, 0, 0, 0
        self.kinds = collections.Counter()
        self.later = []  # addresses of what was made

    def pattern(self, target):
        path = target.split("?")[0].split("#")[0]
        for text, expression in self.patterns:
            if expression.fullmatch(path):
                return text
        return path

    def look(self, who, target, status, headers, octets):
        self.pages += 1
        if status >= 500 and status != 503:
            self.breaches.append(f"{who} {target}: {status}")
        if not headers.get("Content-Type", "").startswith("text/html"):
            return None
        text = octets.decode("utf-8")
        self.marked += MARK in text
        page = Page(text, self.vocabulary, self.portal.origin)
        for b in page.breaches:
            self.breaches.append(f"{who} {target} ({status}): {b}")
        return page

    def visit(self, visitor, who, start):
        queue, seen, opened = collections.deque(start), set(), collections.Counter()
        forms = collections.Counter()
        while queue:
            target = queue.popleft().split("#")[0]
            pattern = self.pattern(target)
            if target in seen or (opened[pattern] >= PER_PATTERN and target not in self.later):
                continue
            seen.add(target)
            opened[pattern] += 1
            status, headers, octets = visitor.get(target)
            page = self.look(who, target, status, headers, octets)
            if status in (303, 302) and headers["Location"]:
                queue.append(headers["Location"])
            if page is None:
                continue
            queue.extend(page.links)
            for form in page.forms:
                if forms[(self.pattern(form[1]), form[0])] < PER_PATTERN:
                    forms[(self.pattern(form[1]), form[0])] += 1
                    self.fill_in(visitor, who, form)

    def value(self, kind, name, default, payload):
        if kind in ("hidden", "select", "button", "checkbox", "radio"):
            return default
        if kind == "password":
            return PASSWORD
        if kind == "date":
            return "2026-12-01"
        return default if payload is None else payload

    def fill_in(self, visitor, who, form):
        method, action, fields, _ = form
        if method != "post" or action in NEVER or action.endswith(("/disable", "/end")):
            return
        has_file = [n for n, (kind, _) in fields.items() if kind == "file"]
        for payload in (LONG, SHORT, ADDRESS, None):
            sent = {n: self.value(k, n, v, payload) for n, (k, v) in fields.items() if k != "file"}
            rounds = [dict.fromkeys(has_file, f) for f in FILES] if has_file else [None]
            for files in rounds:
                self.sent += 1
                status, headers, octets = visitor.post(action, sent, files)
                self.kinds[status] += 1
                self.look(who, "POST " + action, status, headers, octets)
                if status == 303:
                    self.taken += action != "/language"
                    self.later.append(headers["Location"])
            # One field at a time, the others as they were: so that more of them are taken.
        for name, (kind, default) in fields.items():
            if kind not in ("text", "textarea") or default:
                continue
            sent = {n: self.value(k, n, v, None) for n, (k, v) in fields.items() if k != "file"}
            sent[name] = LONG
            self.sent += 1
            status, headers, octets = visitor.post(action, sent)
            self.kinds[status] += 1
            self.look(who, "POST " + action, status, headers, octets)
            if status == 303:
                self.taken += 1
                self.later.append(headers["Location"])


# What the strict reading must find; or it would find nothing.
BAD = [
    "<p>zq7<script>alert(1)</script></p>",
    "<p>zq7<img src=x onerror=alert(1)></p>",
    '<p title="zq7" onclick="x">a</p>',
    '<p class="a" class="b">a</p>',
    "<p>zq7</div></p>",
    "<p><b>zq7</p>",
    "<p>zq7",
    '<p><a href="javascript:alert(1)">zq7</a></p>',
    '<p><a href="//evil.example/">zq7</a></p>',
    '<p><a href="https://evil.example">zq7</a><a href="data:text/html,x">b</a></p>',
    '<form method="post" action="https://evil.example/"></form>',
    "<p>zq7<!-- a --></p>",
    "<p>zq7\u202egnp.exe</p>",
    "<p>zq7\x08</p>",
    '<p style="color:red">zq7</p>',
    "<svg><path d='M0'/><script/></svg>",
]


def reading_is_strict(vocabulary):
    good = '<p class="muted">zq7 &lt;script&gt; <a href="/projects">a</a> <a href="https://portal.example/x">b</a></p>'
    found = [b for b in BAD if not Page(b, vocabulary, "http://x").breaches]
    found += Page(good, vocabulary, "http://x").breaches
    if found:
        sys.exit(f"the strict reading lets through, or refuses: {found}")


def stored(portal, visitor):
    """Acts that are surely taken, with hostile texts in them."""
    token = visitor.token()
    made = []
    acts = [
        ("/acts/organisation.admitted", {"name-en": LONG, "name-zh": LONG, "origin": "foreign", "country": "DE"}),
        ("/acts/person.registered", {"organisation": "o-1", "name-en": LONG, "name-zh": LONG, "mail": SHORT}),
        ("/acts/group.opened", {"id": "WG-" + MARK, "name-en": LONG, "name-zh": SHORT, "access": "closed",
                                "admits": "domestic", "reason": LONG}),
    ]
    for action, fields in acts:
        status, headers, octets = visitor.post(action, {"form_token": token, **fields})
        if status != 303:
            errors = re.findall(rb'class="error"[^>]*>([^<]*)', octets)
            sys.exit(f"{action} was not taken: {status} {errors}")
        made.append(headers["Location"])
    return made


def patterns_of(visitor):
    _, _, octets = visitor.get("/api/openapi.json", Accept="application/json")
    out = []
    for path in json.loads(octets)["paths"]:
        expression = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path))
        out.append((path, re.compile(expression)))
    return out


def main():
    comity, templates = sys.argv[1:3]
    vocabulary = Vocabulary(templates)
    reading_is_strict(vocabulary)
    with Portal(comity) as portal:
        secretary = Visitor(portal).sign_in("secretary")
        run = Round(portal, vocabulary, patterns_of(secretary))
        made = stored(portal, secretary)
        addresses = ["/", "/projects", "/members", "/groups", "/processes", "/record", "/tasks", "/acts",
                     "/matrix", "/products", "/regimes", "/account", "/invitations", "/admin", "/admin/audit",
                     "/sign-in", "/help", "/feed.atom"] + made
        visitors = {r: Visitor(portal, "zh" if r == "foreign" else "en") for r in ROLES}
        for role in ROLES:
            if role:
                visitors[role].sign_in(role)
            run.visit(visitors[role], role or "observer", addresses)
        # Once more, to see what the others left.
        for role in ("secretary", "foreign", None):
            run.visit(visitors[role], role or "observer", addresses + run.later)
        alive = portal.alive()
        verified = portal.run("verify", portal.dir + "/record", ok=False)
        logged = portal.logged()
    print(f"{run.pages} pages, {run.sent} forms sent, {run.taken} taken, {run.marked} pages with marks; "
          f"answers {dict(sorted(run.kinds.items()))}")
    for b in sorted(set(run.breaches))[:60]:
        print(b)
    bad = len(set(run.breaches))
    if not alive or portal.status != 0:
        print(f"the server ended: {portal.status}")
        bad += 1
    if verified.returncode != 0:
        print("the record does not verify:", verified.stdout, verified.stderr)
        bad += 1
    if b"onerror" in logged or "\u202e".encode() in logged:
        print("the log has what was typed")
        bad += 1
    if PASSWORD.encode() in logged or b"AddressSanitizer" in logged:
        print("the log has a password, or a fault")
        bad += 1
    if run.taken < 10 or run.marked < 20:
        print("too little was taken for this to say anything")
        bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
