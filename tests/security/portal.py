# SPDX-License-Identifier: Apache-2.0
"""The portal on the sample committee, served, and visitors of it, for the security tests."""
import http.client
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

PASSWORD = "horse battery staple"


class Portal:
    """comity serve on a sample committee of its own; ends with the block."""

    def __init__(self, comity, *options):
        self.comity, self.options = comity, options

    def __enter__(self):
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.temp = tempfile.mkdtemp(prefix="comity-test-", dir=base)
        self.dir = os.path.join(self.temp, "committee")
        self.run("committee", "sample", self.dir)
        self.run("committee", "account", "rehearse", "--dir", self.dir, "--password", PASSWORD)
        self.log = open(os.path.join(self.temp, "log"), "w+b")
        self.process = subprocess.Popen(
            [self.comity, "serve", "--dir", self.dir, "--listen", "127.0.0.1:0", *self.options],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 30
        while True:
            match = re.search(rb"http://(127\.0\.0\.1:\d+)", self.logged())
            if match:
                break
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit("serve did not start:\n" + self.logged().decode())
            time.sleep(0.05)
        self.host = match.group(1).decode()
        self.origin = "http://" + self.host
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.status = self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.status = None
        self.log.close()
        if not os.environ.get("KEEP"):
            shutil.rmtree(self.temp, ignore_errors=True)

    def run(self, *args, ok=True):
        done = subprocess.run([self.comity, *args], capture_output=True, text=True, check=False)
        if ok and done.returncode != 0:
            sys.exit(f"comity {' '.join(args)}: {done.stdout}{done.stderr}")
        return done

    def logged(self):
        with open(self.log.name, "rb") as f:
            return f.read()

    def alive(self):
        return self.process.poll() is None

    def raw(self, octets, wait=5.0):
        """What comes back for these octets; stops at the end of the connection or after a while."""
        import socket

        host, port = self.host.split(":")
        got = b""
        with socket.create_connection((host, int(port)), timeout=wait) as s:
            try:
                s.sendall(octets)
            except OSError:
                pass  # it hung up on us: fine
            deadline = time.monotonic() + wait
            while time.monotonic() < deadline:
                ready, _, _ = select.select([s], [], [], max(0.0, deadline - time.monotonic()))
                try:
                    more = s.recv(65536) if ready else b""
                except OSError:
                    break
                if not more:
                    break
                got += more
                head, _, body = got.partition(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
                if length and len(body) >= int(length.group(1)):
                    break
        return got


class Visitor:
    """A browser without script: cookies, forms, no redirects followed."""

    def __init__(self, portal, language="en"):
        self.portal, self.language, self.cookies = portal, language, {}
        self.connection = None

    def ask(self, method, target, body=None, headers=None):
        sent = {"Accept": "text/html", "Accept-Language": self.language, "Host": self.portal.host}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if method == "POST":
            sent["Origin"] = self.portal.origin
            sent["Sec-Fetch-Site"] = "same-origin"
        sent.update(headers or {})
        for attempt in range(2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.portal.host, timeout=60)
            try:
                self.connection.request(method, urllib.parse.quote(target, safe="/?&=%:+#@!$'()*,;~-._[]"), body, sent)
                reply = self.connection.getresponse()
                octets = reply.read()
                break
            except (http.client.HTTPException, OSError):
                self.connection.close()
                self.connection = None
                if attempt:
                    raise
        for one in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = one.split(";")[0].partition("=")
            if "Max-Age=0" in one:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return reply.status, reply.headers, octets

    def get(self, target, **headers):
        return self.ask("GET", target, headers=headers)

    def token(self):
        _, _, octets = self.get("/sign-in")
        return re.search(rb'name="form_token" value="([0-9a-f]+)"', octets).group(1).decode()

    def post(self, target, fields, files=None, headers=None):
        """Fields as a browser sends them; with `files` ({name: (file name, octets)}) as multipart."""
        if not files:
            body = urllib.parse.urlencode(fields).encode()
            kind = "application/x-www-form-urlencoded"
        else:
            mark = uuid.uuid4().hex
            body = b""
            for name, value in fields.items():
                body += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, (file, octets) in files.items():
                file = file.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
                body += (
                    f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
                    "Content-Type: application/octet-stream\r\n\r\n"
                ).encode()
                body += octets + b"\r\n"
            body += f"--{mark}--\r\n".encode()
            kind = f"multipart/form-data; boundary={mark}"
        return self.ask("POST", target, body, {"Content-Type": kind, **(headers or {})})

    def sign_in(self, name):
        status, _, octets = self.post(
            "/sign-in", {"form_token": self.token(), "name": name, "password": PASSWORD}
        )
        if status != 303:
            sys.exit(f"{name} cannot sign in: {status} {octets[:2000]!r}")
        return self
