"""The portal on the sample committee, as a server of its own: for system tests. No test itself.

    with Portal(comity, data) as portal:
        who = portal.sign_in("secretary")
        who.get("/projects").status
"""
import html
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse

PASSWORD = "only-for-a-rehearsal"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


class Visitor:
    """Somebody with cookies. form_token is that of the last page."""

    def __init__(self, portal, accept="text/html", language="en"):
        self.portal, self.accept, self.language = portal, accept, language
        self.cookies, self.form_token = {}, ""

    def request(self, method, target, body=None, headers=None):
        sent = {"Host": self.portal.host, "Accept": self.accept, "Accept-Language": self.language}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if method == "POST":
            sent["Origin"] = self.portal.url
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        try:
            connection.request(method, target, body, {k: v for k, v in sent.items() if v is not None})
            got = connection.getresponse()
            reply = Reply(got.status, got.headers, got.read())
        finally:
            connection.close()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        token = re.search(rb'name="form_token" value="([^"]*)"', reply.body)
        if token:
            self.form_token = html.unescape(token.group(1).decode())
        return reply

    def get(self, target, **headers):
        return self.request("GET", target, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, target, fields=(), **headers):
        form = [("form_token", self.form_token), *(fields.items() if isinstance(fields, dict) else fields)]
        return self.request("POST", target, urllib.parse.urlencode(form),
                            {k.replace("_", "-"): v for k, v in headers.items()})


class Portal:
    def __init__(self, comity, data, options=(), sample=True, dir=None, env=None):
        self.comity, self.data, self.options = comity, data, list(options)
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) and not os.environ.get("TMPDIR") else None
        self.temp = tempfile.mkdtemp(prefix="comity-portal-", dir=base)
        self.dir = dir or os.path.join(self.temp, "tc")
        self.env = dict(os.environ, COMITY_DATA=data, **(env or {}))
        self.process, self.port = None, None
        self.log = os.path.join(self.temp, "log")
        if sample:
            self.run("committee", "sample", self.dir)
            self.run("committee", "account", "rehearse", "--dir", self.dir, "--password", PASSWORD)

    def run(self, *words):
        done = subprocess.run([self.comity, *words], env=self.env, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"comity {' '.join(words)}: {done.stderr}")
        return done.stdout

    def start(self):
        log = open(self.log, "ab")
        at = log.tell()
        # In a process group of its own; it dies with this one (stop is called in any case).
        self.process = subprocess.Popen(
            [self.comity, "serve", "--dir", self.dir, "--listen", "127.0.0.1:0", *self.options],
            env=self.env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with open(self.log, "rb") as f:
                f.seek(at)
                said = f.read().decode("utf-8", "replace")
            found = re.search(r"listens on 127\.0\.0\.1:(\d+); visitors see (\S+)", said)
            if found:
                self.port, self.url = int(found.group(1)), found.group(2)
                self.host = urllib.parse.urlsplit(self.url).netloc
                if self.reachable():
                    return self
            if self.process.poll() is not None:
                raise SystemExit(f"the portal did not start: {said}")
            time.sleep(0.05)
        raise SystemExit("the portal did not start in time")

    def reachable(self):
        try:
            return Visitor(self).get("/sign-in").status == 200
        except OSError:
            return False

    def connect(self):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    def raw(self, octets, read=True):
        """What comes back for these octets, until the server closes."""
        with self.connect() as s:
            s.sendall(octets)
            got = b""
            while read:
                try:
                    part = s.recv(65536)
                except (ConnectionResetError, BrokenPipeError):
                    break
                if not part:
                    break
                got += part
            return got

    def visitor(self, **how):
        return Visitor(self, **how)

    def sign_in(self, account, **how):
        who = Visitor(self, **how)
        accept, who.accept = who.accept, "text/html"
        who.get("/sign-in")
        reply = who.post("/sign-in", {"name": account, "password": PASSWORD, "to": "/"})
        if reply.status != 303:
            raise SystemExit(f"{account} cannot sign in: {reply.status} {reply.text[:2000]}")
        who.get("/sign-in")  # the form token of the session
        who.accept = accept
        return who

    def said(self):
        with open(self.log, "rb") as f:
            return f.read().decode("utf-8", "replace")

    def kill(self, sig=9):
        if self.process and self.process.poll() is None:
            self.process.send_signal(sig)
        status = self.process.wait(timeout=60) if self.process else None
        self.process = None
        return status

    def stop(self):
        return self.kill(15)

    def close(self):
        if self.process:
            self.kill(9)
        shutil.rmtree(self.temp, ignore_errors=True)

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_):
        self.close()


class Checks:
    """Counts, and says what failed."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def __call__(self, name, ok, why=""):
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {name}: {why}")
        return ok

    def equal(self, name, got, wanted):
        return self(name, got == wanted, f"{got!r}, not {wanted!r}")

    def end(self):
        print(f"{self.passed} checks passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
