#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a stranger may send: paths that lead out, heads and bodies that are too large, too many, too
deep, too slow or contradict themselves, archives that unfold, names of files that are paths.

  attacks.py COMITY

Each row says what may come back. At the end the server still answers, has grown within bounds, has
written nothing where nothing belongs, and the record verifies.
"""
import io
import json
import os
import socket
import sys
import time
import zipfile

from portal import Portal, Visitor

FAILED = []


def fail(what):
    FAILED.append(what)
    print("FAILED:", what)


def status_of(octets):
    parts = octets.split(b" ", 2)
    return int(parts[1]) if len(parts) > 2 and parts[0].startswith(b"HTTP/1.") and parts[1].isdigit() else 0


# What must never be in a reply.
SECRETS = [b"SQLite format 3", b"PRIVATE+KEY", b"root:x:0", b"$argon2id$"]


def traversal(portal):
    key = os.listdir(os.path.join(portal.dir, "keys"))[0]
    rooms = ["", "/record", "/record/tile", "/record/tile/0", "/record/object", "/static", "/static/0", "/projects",
             "/invitations", "/organisations", "/regimes"]
    ways = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "....//", "..;/", "%252e%252e%252f",
            "%c0%ae%c0%ae/", "./../", "x/../../", "..%00/", "//"]
    files = ["comity.db", "keys/" + key, "keys", "committee/comity.db", "etc/passwd", "etc/passwd%00.html"]
    n = 0
    for room in rooms:
        for way in ways:
            for file in files:
                for deep in (1, 3, 8):
                    if deep > 1 and way == "//":
                        continue
                    path = f"{room}/{way * deep}{file}"
                    n += 1
                    got = portal.raw(f"GET {path} HTTP/1.1\r\nHost: {portal.host}\r\n\r\n".encode(), 10)
                    if status_of(got) not in (303, 400, 404, 405) or any(s in got for s in SECRETS):
                        fail(f"GET {path}: {got[:200]!r}")
    for path in ("/etc/passwd", "/comity.db", "/keys/" + key, "/record/.put", "/record/tile", "/record/", "/static/",
                 "/record/object/", "/record/tile/0/000/", "/.git/config", "/record/log.lock"):
        n += 1
        got = portal.raw(f"GET {path} HTTP/1.1\r\nHost: {portal.host}\r\n\r\n".encode(), 10)
        if status_of(got) not in (303, 400, 404) and path != "/record/" or any(s in got for s in SECRETS):
            fail(f"GET {path}: {got[:200]!r}")
    return n


def heads(portal):
    h = f"Host: {portal.host}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    refused = {0, 400, 401, 403, 404, 405, 411, 413, 414, 417, 422, 431, 501, 505}
    rows = [
        ("nothing", "\r\n\r\n", refused),
        ("no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", refused),
        # libmicrohttpd ends a target there: the first page, and nothing of what is behind it.
        ("a NUL in the path", f"GET /\0 HTTP/1.1\r\n{h}\r\n", refused | {200}),
        ("a NUL behind a page", f"GET /admin\0.css HTTP/1.1\r\n{h}\r\n", refused | {303}),
        ("%00 in the path", f"GET /projects/%00 HTTP/1.1\r\n{h}\r\n", refused),
        ("a broken escape", f"GET /projects/%zz HTTP/1.1\r\n{h}\r\n", refused),
        ("a line's end in the path", f"GET /projects/%0d%0aX:%20y HTTP/1.1\r\n{h}\r\n", refused),
        ("a path of 5,000", f"GET /{'a' * 5000} HTTP/1.1\r\n{h}\r\n", refused),
        ("a query of 100,000", f"GET /?{'a' * 100000} HTTP/1.1\r\n{h}\r\n", refused),
        ("a field of 100,000", f"GET / HTTP/1.1\r\n{h}X: {'a' * 100000}\r\n\r\n", refused),
        ("10,000 fields", f"GET / HTTP/1.1\r\n{h}" + "".join(f"X-{i}: y\r\n" for i in range(10000)) + "\r\n", refused),
        ("no host", "GET / HTTP/1.1\r\n\r\n", refused),
        ("TRACE", f"TRACE / HTTP/1.1\r\n{h}\r\n", refused),
        ("CONNECT", f"CONNECT evil.example:443 HTTP/1.1\r\n{h}\r\n", refused),
        ("PUT", f"PUT /projects HTTP/1.1\r\n{h}Content-Length: 1\r\n\r\nx", refused),
        ("DELETE", f"DELETE /projects HTTP/1.1\r\n{h}\r\n", refused),
        ("a method of nobody's", f"G<script>T / HTTP/1.1\r\n{h}\r\n", refused),
        ("two lengths", f"POST /sign-in HTTP/1.1\r\n{h}{form}Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc", refused),
        ("length and chunks", f"POST /sign-in HTTP/1.1\r\n{h}{form}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"
         "\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n", refused),
        ("a length below zero", f"POST /sign-in HTTP/1.1\r\n{h}{form}Content-Length: -1\r\n\r\n", refused),
        ("a length that is none", f"POST /sign-in HTTP/1.1\r\n{h}{form}Content-Length: 1e3\r\n\r\n", refused),
        ("a length past 64 bits", f"POST /sign-in HTTP/1.1\r\n{h}{form}Content-Length: 99999999999999999999\r\n\r\n", refused),
        ("a terabyte announced", f"POST /sign-in HTTP/1.1\r\n{h}{form}Content-Length: 1099511627776\r\n\r\nabc", refused),
        ("a chunk past 64 bits", f"POST /sign-in HTTP/1.1\r\n{h}{form}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx",
         refused),
        ("a chunk without end", f"POST /sign-in HTTP/1.1\r\n{h}{form}Transfer-Encoding: chunked\r\n\r\n{'0' * 60000}", refused),
        ("a cookie of 15,000", f"GET / HTTP/1.1\r\n{h}Cookie: comity={'a' * 15000}\r\n\r\n", refused | {200}),
        ("1,000 cookies", f"GET / HTTP/1.1\r\n{h}Cookie: {'; '.join('comity=%d' % i for i in range(900))}\r\n\r\n", refused | {200}),
        ("an Authorization of nothing", f"GET / HTTP/1.1\r\n{h}Authorization: \r\n\r\n", refused | {200}),
        ("a language list of 10,000", f"GET / HTTP/1.1\r\n{h}Accept-Language: {','.join(['x;q=0.1'] * 1200)}\r\n\r\n",
         refused | {200}),
        ("a host from elsewhere", "GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n", refused | {200}),
    ]
    for name, text, may in rows:
        got = portal.raw(text.encode("latin-1"), 3)
        if status_of(got) not in may:
            fail(f"{name}: {got[:200]!r}")
        if b"evil.example" in got:
            fail(f"{name}: the reply repeats it: {got[:400]!r}")
    return len(rows)


def bodies(portal, visitor):
    token = visitor.token()
    deep = b"[" * 100000 + b"]" * 100000
    rows = [
        ("5,000 fields", "application/x-www-form-urlencoded", b"&".join(b"a%d=1" % i for i in range(5000)), {400, 413, 422, 403}),
        ("one name a thousand times", "application/x-www-form-urlencoded", b"&".join([b"name=1"] * 999), {400, 403, 413, 422}),
        ("a megabyte", "application/x-www-form-urlencoded", b"name=" + b"a" * (1 << 20), {403, 413}),
        ("no UTF-8", "application/x-www-form-urlencoded", b"name=%ff%fe", {400}),
        ("overlong UTF-8", "application/x-www-form-urlencoded", b"name=%c0%af", {400}),
        ("deep JSON", "application/json", b'{"name":' + deep + b"}", {400, 413}),
        ("JSON of one list", "application/json", b"[" + b"1," * 50000 + b"1]", {400, 413}),
        ("JSON with a key twice", "application/json", b'{"name":"a","name":"b"}', {400, 403, 422}),
        ("JSON with a lone surrogate", "application/json", b'{"name":"\\ud800"}', {400, 403, 422}),
        ("JSON of a great number", "application/json", b'{"name":1e400}', {400, 403, 422}),
        ("JSON that ends early", "application/json", b'{"name":"', {400}),
        ("no boundary", "multipart/form-data", b"x", {400}),
        ("a boundary of 10,000", "multipart/form-data; boundary=" + "b" * 10000, b"x", {400, 431}),
        ("no end", "multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx", {400}),
        ("5,000 parts", "multipart/form-data; boundary=b",
         b"".join(b'--b\r\nContent-Disposition: form-data; name="a%d"\r\n\r\nx\r\n' % i for i in range(2500)) + b"--b--\r\n",
         {400, 403, 413, 422}),
        ("a part within a part", "multipart/form-data; boundary=b",
         b'--b\r\nContent-Type: multipart/mixed; boundary=c\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
         b"--c\r\n\r\nx\r\n--c--\r\n--b--\r\n", {400, 403, 422}),
        ("text", "text/plain", b"form_token=" + token.encode() + b"\r\nname=x", {415}),
        ("XML", "text/xml", b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>', {415}),
        ("nothing", "application/x-www-form-urlencoded", b"", {403, 422}),
    ]
    for name, kind, body, may in rows:
        for target in ("/sign-in", "/acts/person.registered"):
            begun = time.monotonic()
            status, _, octets = visitor.ask("POST", target, body, {"Content-Type": kind, "Accept": "application/json"})
            if status not in may:
                fail(f"{name} to {target}: {status} {octets[:200]!r}")
            if time.monotonic() - begun > 5:
                fail(f"{name} to {target}: took {time.monotonic() - begun:.1f} s")
    return 2 * len(rows)


# --- files that unfold -----------------------------------------------------------------------


def archive(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, octets in entries:
            z.writestr(name, octets)
    return out.getvalue()


def workbook(sheet):
    return archive([
        ("[Content_Types].xml", b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
         b'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'),
        ("xl/workbook.xml", b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
         b'main"><sheets><sheet name="a" sheetId="1" r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/'
         b'officeDocument/2006/relationships"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
         b'package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/'
         b'2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
        ("xl/worksheets/sheet1.xml", sheet),
    ])


def bombs():
    laughs = '<!DOCTYPE a [<!ENTITY b0 "lol">' + "".join(
        f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">' for i in range(1, 12)) + "]>"
    rows = b"<row>" + b'<c t="inlineStr"><is><t>a</t></is></c>' * 1000 + b"</row>"
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    yield "bomb.xlsx", archive([("xl/worksheets/sheet1.xml", b"\0" * (300 << 20))])
    yield "wide.xlsx", workbook(head + rows * 2000 + b"</sheetData></worksheet>")
    yield "laughs.xlsx", workbook((laughs + "<worksheet>&b11;</worksheet>").encode())
    yield "entity.xlsx", workbook(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>')
    yield "up.zip", archive([("../../../../tmp/comity-was-here", b"x"), ("/tmp/comity-was-here", b"x")])
    yield "deep.json", b'{"bomFormat":"CycloneDX","specVersion":"1.6","components":' + b'[{"components":' * 5000 + b"[]" + b"}]" * 5000 + b"}"
    yield "wide.json", (b'{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":['
                        + b'{"type":"library","name":"a"},' * 300000 + b'{"type":"library","name":"a"}]}')
    yield "deep.yaml", b"a: " + b"[" * 20000 + b"]" * 20000
    yield "laughs.yaml", b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(12))
    yield "tag.yaml", b"!!python/object/apply:os.system ['touch /tmp/comity-was-here']\n"
    yield "rows.csv", b"a,b,c\n" * 2000000
    yield "column.csv", b"a," * 4000000 + b"\n"
    yield "quote.csv", b'"' + b"a" * (8 << 20)
    yield "random", os.urandom(1 << 20)
    yield "empty", b""
    yield "../../../../tmp/comity-was-here", b"x"


def file_routes(visitor):
    """Every form of the portal that takes a file."""
    _, _, octets = visitor.get("/api/openapi.json", Accept="application/json")
    for path, item in json.loads(octets)["paths"].items():
        post = item.get("post", {})
        body = post.get("requestBody", {}).get("content", {}).get("multipart/form-data", {}).get("schema", {})
        names = list(body.get("properties", {}))
        if names: # only forms with a file are multipart
            yield path, next((n for n in ("file", "evidence", "table", "document", "writeup", "shown-by") if n in names), names[0])


def things(visitor):
    """Ids that there are, for the addresses."""
    out = {"type": "group.opened"}
    for line in visitor.portal.run("committee", "project", "list", "--dir", visitor.portal.dir, "--json").stdout.split('"'):
        if line.startswith("P-"):
            out["project"] = line
            break
    return out


def files(portal, visitor):
    token, ids, n = visitor.token(), things(visitor), 0
    routes = list(file_routes(visitor))
    if not routes:
        fail("no form takes a file: there is nothing to try")
    for name, octets in bombs():
        for path, field in routes:
            target = path
            for key, value in ids.items():
                target = target.replace("{" + key + "}", value)
            if "{" in target:
                continue
            n += 1
            begun = time.monotonic()
            status, _, reply = visitor.post(target, {"form_token": token}, {field: (name, octets)})
            took = time.monotonic() - begun
            if status not in (200, 303, 400, 403, 404, 413, 422, 503) or b"root:x:0" in reply:
                fail(f"{name} to {target}: {status} {reply[:300]!r}")
            if took > 40:
                fail(f"{name} to {target}: took {took:.1f} s")
    return n


# --- slowly ----------------------------------------------------------------------------------


def slowly(portal, visitor):
    """Many who begin a request and never end it: others are served, and the slow ones are put out."""
    host, port = portal.host.split(":")
    slow = []
    for i in range(600):
        s = socket.create_connection((host, int(port)), timeout=10)
        kind = i % 3
        if kind == 0:
            s.sendall(b"GET /projects HTTP/1.1\r\nHost: x\r\nX-A")
        elif kind == 1:
            s.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n"
                      b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=")
        s.setblocking(False)
        slow.append(s)
    worst, begun, open_ = 0.0, time.monotonic(), slow
    while open_ and time.monotonic() - begun < 75:
        asked = time.monotonic()
        status, _, _ = visitor.get("/sign-in")
        worst = max(worst, time.monotonic() - asked)
        if status != 200:
            fail(f"while others are slow: {status}")
        left = []
        for s in open_:
            try:
                if s.recv(4096) == b"":
                    s.close()
                    continue
                s.send(b"a")
            except BlockingIOError:
                try:
                    s.send(b"a")  # an octet a second
                except OSError:
                    s.close()
                    continue
            except OSError:
                s.close()
                continue
            left.append(s)
        open_ = left
        time.sleep(1)
    if open_:
        fail(f"{len(open_)} of {len(slow)} slow connections are still open after {time.monotonic() - begun:.0f} s")
    if worst > 2:
        fail(f"while others are slow, a page took {worst:.1f} s")
    return len(slow)


def listing(folder):
    return {os.path.join(d, f) for d, _, fs in os.walk(folder) for f in fs}


def peak_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        for line in f:
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return 0


def main():
    comity = sys.argv[1]
    with Portal(comity) as portal:
        secretary = Visitor(portal).sign_in("secretary")
        before = listing(portal.temp)
        n = [traversal(portal), heads(portal), bodies(portal, secretary), files(portal, secretary), slowly(portal, secretary)]
        status, _, _ = Visitor(portal).get("/sign-in")
        if status != 200:
            fail(f"afterwards: {status}")
        peak = peak_of(portal.process.pid)
        sanitized = b"libasan" in open(f"/proc/{portal.process.pid}/maps", "rb").read()
        if peak > 700 and not sanitized:
            fail(f"the server grew to {peak} MiB")
        new = {f for f in listing(portal.temp) - before if "/record/" not in f and not f.endswith(("-wal", "-shm"))}
        if new or os.path.exists("/tmp/comity-was-here"):
            fail(f"files where none belong: {new}")
        if not portal.alive():
            fail("the server died:\n" + portal.logged()[-2000:].decode())
        verified = portal.run("verify", portal.dir + "/record", ok=False)
        if verified.returncode != 0:
            fail("the record does not verify: " + verified.stdout + verified.stderr)
    if portal.status != 0:
        fail(f"the server's exit: {portal.status}")
    print(f"{n[0]} paths, {n[1]} heads, {n[2]} bodies, {n[3]} files, {n[4]} slow connections; at most {peak} MiB")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
