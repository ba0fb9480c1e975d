#!/usr/bin/env python3
"""The portal's server against well-behaved, clumsy and hostile clients.

Usage: portal_http.py COMITY DATA-DIR
"""
import json
import os
import re
import signal
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from portal_server import Checks, Portal  # noqa: E402

check = Checks()
FIXED = {"content-security-policy", "referrer-policy", "x-content-type-options", "x-frame-options",
         "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy"}


def status_of(octets):
    found = re.match(rb"HTTP/1\.[01] (\d{3})", octets)
    return int(found.group(1)) if found else 0


def request(portal, line, *heads, body=b""):
    head = "\r\n".join([line, f"Host: {portal.host}", "Connection: close", *heads]) + "\r\n\r\n"
    return head.encode("latin-1") + body


def statuses(portal):
    """One request each: name, request line, further header fields, body, status."""
    long_target = "GET /" + "a" * 4096 + " HTTP/1.1"
    rows = [
        ("a page", "GET /sign-in HTTP/1.1", (), b"", 200),
        ("HTTP 1.0", "GET /sign-in HTTP/1.0", (), b"", 200),
        ("nothing there", "GET /no-such-page HTTP/1.1", (), b"", 404),
        ("target of 4,097 octets", long_target, (), b"", 414),
        ("query of 4,097 octets", "GET /?" + "a" * 4095 + " HTTP/1.1", (), b"", 414),
        ("20 KiB of header fields", "GET /sign-in HTTP/1.1", [f"X-{i}: {'y' * 1000}" for i in range(20)], b"", 431),
        ("100 KiB of header fields", "GET /sign-in HTTP/1.1", [f"X-{i}: {'y' * 1000}" for i in range(100)], b"", 431),
        ("two Authorization fields", "GET / HTTP/1.1", ["Authorization: Bearer a", "Authorization: Bearer b"], b"", 400),
        ("PUT", "PUT /sign-in HTTP/1.1", ["Content-Length: 0"], b"", 405),
        ("DELETE", "DELETE /sign-in HTTP/1.1", (), b"", 405),
        ("PATCH, nothing there", "PATCH /no-such-page HTTP/1.1", ["Content-Length: 0"], b"", 404),
        ("OPTIONS", "OPTIONS /sign-in HTTP/1.1", (), b"", 405),
        ("TRACE", "TRACE /sign-in HTTP/1.1", (), b"", 405),
        ("POST where only GET is", "POST /api/openapi.json HTTP/1.1", ["Content-Length: 0"], b"", 405),
        ("GET where only POST is", "GET /language HTTP/1.1", (), b"", 405),
        ("POST to the record's files", "POST /record/checkpoint HTTP/1.1", ["Content-Length: 0"], b"", 404),
        ("a body of another type", "POST /language HTTP/1.1", ["Content-Type: text/xml", "Content-Length: 4"], b"<a/>", 415),
        ("a broken multipart", "POST /language HTTP/1.1",
         ["Content-Type: multipart/form-data; boundary=x", "Content-Length: 3"], b"--x", 400),
        ("a form that says it has 300 KiB", "POST /language HTTP/1.1", ["Content-Length: 307200"], b"a" * 307200, 413),
        ("and waits to be asked", "POST /language HTTP/1.1", ["Content-Length: 307200", "Expect: 100-continue"], b"", 413),
        ("1 GiB, said in front", "POST /language HTTP/1.1", ["Content-Length: 1073741824"], b"", 413),
        ("chunks without a length", "POST /language HTTP/1.1", ["Transfer-Encoding: chunked"],
         b"ffff\r\n" + b"a" * 65535 + b"\r\n" + b"0\r\n\r\n", 415),
        ("GET with a body", "GET /sign-in HTTP/1.1", ["Content-Length: 3"], b"abc", 413),
        ("length that is no number", "POST /language HTTP/1.1", ["Content-Length: many"], b"", 400),
        ("no Host", "GET /sign-in HTTP/1.1\r\nX: y", (), b"", 200),
        ("percent in the path", "GET /sign%2Din HTTP/1.1", (), b"", 200),
        ("NUL in the path", "GET /sign-in%00 HTTP/1.1", (), b"", 404),
        ("broken UTF-8 in the path", "GET /%ff%fe HTTP/1.1", (), b"", 404),
        ("an absolute target", "GET http://elsewhere.example/ HTTP/1.1", (), b"", 404),
        ("another host", "GET /sign-in HTTP/1.1", ["X-Forwarded-Host: evil.example"], b"", 200),
    ]
    for name, line, heads, body, wanted in rows:
        got = portal.raw(request(portal, line, *heads, body=body))
        check.equal(name, status_of(got), wanted)
        fixed = {h.split(b":")[0].strip().lower().decode("latin-1") for h in got.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]}
        # What libmicrohttpd itself refuses never reaches us: a head beyond its pool, a wrong length.
        if name not in ("100 KiB of header fields", "length that is no number"):
            check(f"{name}: fixed header fields", FIXED <= fixed, f"missing: {FIXED - fixed}")
    check("no other host's name in a page", "evil.example" not in portal.raw(
        request(portal, "GET /sign-in HTTP/1.1", "X-Forwarded-Host: evil.example")).decode("utf-8", "replace"))
    many = [b"ffff\r\n" + b"a" * 65535 + b"\r\n" for _ in range(10)]
    got = portal.raw(request(portal, "POST /language HTTP/1.1", "Transfer-Encoding: chunked",
                             "Content-Type: application/x-www-form-urlencoded", body=b"".join(many) + b"0\r\n\r\n"))
    check.equal("chunks beyond the limit", status_of(got), 413)


def allow(portal):
    who = portal.visitor()
    check.equal("Allow of a page and form", who.request("PUT", "/sign-in").headers["Allow"], "GET, HEAD, POST")
    check.equal("Allow of a form", who.get("/language").headers["Allow"], "POST")
    check.equal("Allow of a page", who.request("DELETE", "/api/openapi.json").headers["Allow"], "GET, HEAD")


def for_programs(portal):
    """Who asks for JSON is told so, also by the first thread."""
    who = portal.visitor(accept="application/json")
    for path, wanted in (("/no-such-page", 404), ("/record/tile/0/888", 404), ("/" + "a" * 4096, 414), ("/language", 405)):
        reply = who.get(path)
        check.equal(f"for programs: {path[:20]}", (reply.status, reply.headers["Content-Type"], json.loads(reply.body)["status"]),
                    (wanted, "application/problem+json", wanted))


def head_and_cache(portal):
    who = portal.visitor()
    for path in ("/sign-in", "/record/checkpoint", "/record/tile/0/000"):
        get, head = who.get(path), who.request("HEAD", path)
        check.equal(f"HEAD {path}", (head.status, head.body), (get.status, b""))
        if path.startswith("/record"):
            check.equal(f"HEAD {path}: length", head.headers["Content-Length"], str(len(get.body)))
    page = who.get("/sign-in")
    check.equal("a page is not kept", page.headers["Cache-Control"], "no-store")
    style = re.search(r'href="(/static/[^"]*\.css)"', page.text).group(1)
    got = who.get(style)
    check.equal("style", (got.status, got.headers["Content-Type"], got.headers["Cache-Control"]),
                (200, "text/css; charset=utf-8", "public, max-age=31536000, immutable"))
    check.equal("style, not modified", who.get(style, If_None_Match=got.headers["ETag"]).status, 304)
    check.equal("style by an old address", who.get("/static/0123/portal.css").status, 404)
    tile = who.get("/record/tile/0/000")
    check.equal("a full tile", (tile.status, len(tile.body), tile.headers["Cache-Control"]),
                (200, 8192, "public, max-age=31536000, immutable"))
    again = who.get("/record/tile/0/000", If_None_Match=tile.headers["ETag"])
    check.equal("a full tile, not modified", (again.status, again.body), (304, b""))
    point = who.get("/record/checkpoint")
    check.equal("the checkpoint is asked for again", (point.status, point.headers["Cache-Control"]), (200, "no-cache"))
    for field in ('W/' + tile.headers["ETag"], '"x", ' + tile.headers["ETag"], "*"):
        check.equal(f"a full tile, {field[:5]}", who.get("/record/tile/0/000", If_None_Match=field).status, 304)
    check.equal("another ETag", who.get("/record/checkpoint", If_None_Match='"x"').status, 200)


def traversal(portal):
    with open(os.path.join(portal.dir, "keys", "log.key"), "rb") as f:
        key = f.read().strip()
    os.symlink("../keys/log.key", os.path.join(portal.dir, "record", "tile", "0", "999"))
    os.symlink("../../keys", os.path.join(portal.dir, "record", "tile", "7"))
    os.symlink("log.key", os.path.join(portal.dir, "keys", "000"))
    for path in ("/record/../keys/log.key", "/record/tile/../../keys/log.key", "/record/tile/0/../../../keys/log.key",
                 "/record/%2e%2e/keys/log.key", "/record/tile/0/%2e%2e%2f%2e%2e%2f%2e%2e%2fkeys%2flog.key",
                 "/record//etc/passwd", "/record/tile/0/999", "/record/tile/7/000", "/static/../../etc/passwd",
                 "/static/x/..%2f..%2fkeys", "/static//portal.css", "/record/tile/0", "/record/tile/0/",
                 "/record/object/" + "0" * 64, "/record/object/" + "0" * 63 + "/", "/keys/log.key", "/comity.db"):
        got = portal.raw(request(portal, f"GET {path} HTTP/1.1"))
        check.equal(f"traversal {path}", status_of(got), 404)
        check(f"traversal {path}: nothing of the key", key not in got)
    os.unlink(os.path.join(portal.dir, "record", "tile", "0", "999"))
    os.unlink(os.path.join(portal.dir, "record", "tile", "7"))
    os.unlink(os.path.join(portal.dir, "keys", "000"))


def keep_alive(portal):
    line = f"GET /sign-in HTTP/1.1\r\nHost: {portal.host}\r\n\r\n".encode()
    with portal.connect() as s:
        for i in range(5):
            s.sendall(line)
            got = b""
            while b"\r\n\r\n" not in got:
                got += s.recv(65536)
            head, _, body = got.partition(b"\r\n\r\n")
            length = int(re.search(rb"Content-Length: (\d+)", head).group(1))
            while len(body) < length:
                body += s.recv(65536)
            check.equal(f"keep-alive, request {i + 1}", (status_of(head), len(body)), (200, length))
    with portal.connect() as s:  # one behind the other, without waiting
        s.sendall(line * 3 + line.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        got = b""
        while part := s.recv(65536):
            got += part
        check.equal("pipelined", len(re.findall(rb"HTTP/1\.1 200 ", got)), 4)


def slow(portal):
    """Who sends an octet now and then is ended after a while; others are served meanwhile."""
    ended = []

    def trickle(octets, name):
        began = time.monotonic()
        with portal.connect() as s:
            s.settimeout(1)
            try:
                for octet in octets:
                    s.sendall(bytes([octet]))
                    try:
                        if s.recv(65536) == b"":
                            break
                    except socket.timeout:
                        pass
                    if time.monotonic() - began > 60:
                        break
            except OSError:
                pass
        ended.append((name, time.monotonic() - began))

    threads = [threading.Thread(target=trickle, args=(b"GET /sign-in HTTP/1.1\r\nX-Slow: " + b"a" * 100, "head"))
               for _ in range(20)]
    threads.append(threading.Thread(target=trickle, args=(b"", "silent")))
    threads += [threading.Thread(target=trickle, args=(
        f"POST /language HTTP/1.1\r\nHost: {portal.host}\r\nContent-Length: 200\r\n\r\n".encode() + b"b" * 200, "body"))
        for _ in range(3)]
    for t in threads:
        t.start()
    time.sleep(2)
    began = time.monotonic()
    check.equal("others are served meanwhile", portal.visitor().get("/sign-in").status, 200)
    check("and soon", time.monotonic() - began < 2, f"{time.monotonic() - began:.1f} s")
    for t in threads:
        t.join()
    for name, seconds in ended:
        limit = 50 if name == "body" else 22
        check(f"slow {name} is ended", seconds < limit, f"after {seconds:.0f} s")


def flood(portal):
    """More connections than are taken, all silent: they end after a while, and somebody else is served."""
    import resource
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    idle = []
    try:
        for _ in range(1200):
            idle.append(portal.connect())
    except OSError as why:
        print(f"note: {len(idle)} connections, then: {why}")
    began = time.monotonic()
    check.equal("flood: somebody else is served", portal.visitor().get("/sign-in").status, 200)
    check("flood: after a while", time.monotonic() - began < 40, f"{time.monotonic() - began:.0f} s")
    for s in idle:
        s.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    check.equal("flood: afterwards", portal.visitor().get("/sign-in").status, 200)


def garbage(portal):
    """Nothing of this makes it fall over."""
    for octets in (b"\0" * 4096, b"\xff" * 70000, b"GET\r\n\r\n", b"\r\n\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                   b"GET  /  HTTP/1.1\r\n\r\n", b"G\0T / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00",
                   b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                   b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                   b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
        with portal.connect() as s:
            s.settimeout(20)
            try:
                s.sendall(octets)
                s.shutdown(socket.SHUT_WR)
                while s.recv(65536):
                    pass
            except OSError:
                pass
    for _ in range(200):  # gone before the answer
        with portal.connect() as s:
            s.sendall(f"GET /sign-in HTTP/1.1\r\nHost: {portal.host}\r\n\r\n".encode())
    check.equal("it still serves", portal.visitor().get("/sign-in").status, 200)


def the_log(portal):
    who = portal.visitor()
    who.get("/sign-in?to=/secret-in-a-query", Cookie="comity=secret-in-a-cookie", Authorization="Bearer secret-in-a-token")
    who.get("/invitations/secret-in-a-path")
    who.post("/sign-in", {"name": "secretary", "password": "secret-in-a-form"})
    who.get("/%1b[2J")
    time.sleep(0.6)
    said = portal.said()
    check("the log has lines", re.search(r"GET /sign-in \d{3} \d+ [\d.]+ms", said), said[-500:])
    check("no secret is in it", "secret-in-a" not in said,
          [line for line in said.splitlines() if "secret-in-a" in line][:3])
    check("no control is in it", not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", said))


def starts(comity, data, folder):
    """What it refuses to start with."""
    import subprocess
    rows = [
        ("no committee", ["--dir", "/nonexistent"], "no committee there"),
        ("open to others, no TLS", ["--dir", folder, "--listen", "0.0.0.0:0"], "speaks no TLS"),
        ("open to others, plain url", ["--dir", folder, "--listen", "0.0.0.0:0", "--url", "http://x.example"], "speaks no TLS"),
        ("no port", ["--dir", folder, "--listen", "127.0.0.1"], "no address to listen on"),
        ("port of six digits", ["--dir", folder, "--listen", "127.0.0.1:123456"], "no address to listen on"),
        ("relative socket", ["--dir", folder, "--listen", "unix:a.sock"], "a full path"),
        ("url without a scheme", ["--dir", folder, "--url", "tc.example"], "belongs in front"),
        ("no templates", ["--dir", folder, "--web", folder], "no templates"),
        ("no clock", ["--dir", folder, "--clock", "/nonexistent"], "/nonexistent"),
        ("a word too much", ["--dir", folder, "x"], "what is 'x'"),
    ]
    for name, words, said in rows:
        done = subprocess.run([comity, "serve", *words], env=dict(os.environ, COMITY_DATA=data),
                              capture_output=True, text=True, timeout=60)
        check(f"start: {name}", done.returncode == 2 and said in done.stderr, f"{done.returncode} {done.stderr}")


def stops(portal):
    """SIGTERM: what is under way ends, and it says so by its status."""
    results = []

    def ask():
        results.append(portal.visitor().get("/api/openapi.json").status)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for t in threads:
        t.start()
    time.sleep(0.02)
    began = time.monotonic()
    portal.process.send_signal(signal.SIGTERM)
    for t in threads:
        t.join()
    status = portal.process.wait(timeout=60)
    check.equal("SIGTERM: exit status", status, 0)
    check("SIGTERM: soon", time.monotonic() - began < 10)
    check("SIGTERM: nobody is cut off", all(s in (200, 503) for s in results), results)


def unix_socket(comity, data, folder, temp):
    import subprocess
    path = os.path.join(temp, "portal.sock")
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(os.path.join(temp, "notify"))
    notify.settimeout(30)
    env = dict(os.environ, COMITY_DATA=data, NOTIFY_SOCKET=os.path.join(temp, "notify"))
    process = subprocess.Popen([comity, "serve", "--dir", folder, "--listen", "unix:" + path, "--quiet"], env=env,
                               stdout=subprocess.DEVNULL)
    try:
        check.equal("systemd is told", notify.recv(100), b"READY=1")
        s = socket.socket(socket.AF_UNIX)
        s.connect(path)
        s.sendall(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        got = b""
        while part := s.recv(65536):
            got += part
        check.equal("by a socket file", status_of(got), 200)
        check.equal("its mode", oct(os.stat(path).st_mode & 0o777), "0o660")
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        check.equal("SIGINT", process.wait(timeout=60), 0)
        check.equal("systemd is told of the end", notify.recv(100), b"STOPPING=1")
        check("the file is gone", not os.path.exists(path))
    finally:
        if process.poll() is None:
            process.kill()


def handed(comity, data, folder):
    """A socket that systemd opened, by its descriptor 3."""
    import subprocess
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    process = subprocess.Popen(
        ["sh", "-c", 'exec 3<&"$1"; LISTEN_FDS=1 LISTEN_PID=$$ exec "$2" serve --dir "$3" --quiet', "sh",
         str(listening.fileno()), comity, folder],
        env=dict(os.environ, COMITY_DATA=data), pass_fds=[listening.fileno()], stdout=subprocess.PIPE, text=True)
    try:
        check("a handed socket", f"127.0.0.1:{port};" in process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port), timeout=30) as s:
            s.sendall(b"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            check.equal("a handed socket is served", status_of(s.recv(65536)), 200)
        process.terminate()
        check.equal("a handed socket: its end", process.wait(timeout=60), 0)
    finally:
        if process.poll() is None:
            process.kill()
        listening.close()


def main():
    comity, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with Portal(comity, data) as portal:
        statuses(portal)
        allow(portal)
        for_programs(portal)
        head_and_cache(portal)
        traversal(portal)
        keep_alive(portal)
        garbage(portal)
        the_log(portal)
        slow(portal)
        flood(portal)
        starts(comity, data, portal.dir)
        stops(portal)
        said = portal.said()
        check("no sanitizer complains", "Sanitizer" not in said and "runtime error" not in said, said[-3000:])
        unix_socket(comity, data, portal.dir, portal.temp)
        handed(comity, data, portal.dir)
    sys.exit(check.end())


main()
